import type { Diagnostic } from '../../pim/diagnostic.ts';
import { idFieldOf } from '../../pim/model-index.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { structureSites } from '../model-walk.ts';

/**
 * An aggregate or an entity has no identity.
 *
 * It stays itself while its fields change, so something must tell it from the others: one field that
 * is marked `id`. What has no identity of its own is a `value`.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   aggregate Customer { name: String(1..100) }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   aggregate Customer {
 *     id: Uuid generated
 *     name: String(1..100)
 *   }
 * }
 * ```
 */
export const missingId: ModelCheck = {
  code: 'missing-id',
  severity: 'error',
  check: (model) =>
    structureSites(model).flatMap(({ structure }): readonly Diagnostic[] => {
      if (structure.kind === 'value' || idFieldOf(structure)) return [];
      const message = `The ${structure.kind} \`${structure.name}\` has no \`id\`.`;
      return [finding(missingId, message, structure.nameOrigin)];
    }),
};
