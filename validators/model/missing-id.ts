import type { Diagnostic } from '../../pim/diagnostic.ts';
import { idFieldOf } from '../../pim/model-index.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { structureSites } from '../model-walk.ts';

/**
 * An aggregate, an entity or a projection on events has no identity.
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
  check: (model) => [
    ...structureSites(model).flatMap(({ structure }): readonly Diagnostic[] => {
      if (structure.kind === 'value' || structure.kind === 'alternative' || idFieldOf(structure)) return [];
      const message = `The ${structure.kind} \`${structure.name}\` has no \`id\`.`;
      return [finding(missingId, message, structure.nameOrigin)];
    }),
    // One of an aggregate has its rows from that.
    ...model.contexts.flatMap(({ projections }) =>
      projections.flatMap(({ aggregate, fields, name, nameOrigin }): readonly Diagnostic[] => {
        if (aggregate || fields.some(({ role }) => role === 'id')) return [];
        return [
          finding(
            missingId,
            `The projection \`${name}\` has no \`id\`, by which a row is known.`,
            nameOrigin,
          ),
        ];
      }),
    ),
  ],
};
