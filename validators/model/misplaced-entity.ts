import type { Diagnostic } from '../../pim/diagnostic.ts';
import { usesPart } from '../aggregate-parts.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { elementOrSelf, typeSites } from '../model-walk.ts';

/**
 * A type reaches into an aggregate, or holds a whole one.
 *
 * An aggregate is what is loaded, changed and kept consistent as one. Its entities exist only inside
 * it, so only the aggregate and its other entities can hold them; everybody else refers to the
 * aggregate, `ref Order`, and gets at its parts through it.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   aggregate Customer { id: Uuid }
 *   aggregate Order {
 *     id: Uuid
 *     customer: Customer
 *   }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   aggregate Customer { id: Uuid }
 *   aggregate Order {
 *     id: Uuid
 *     customer: ref Customer
 *   }
 * }
 * ```
 */
export const misplacedEntity: ModelCheck = {
  code: 'misplaced-entity',
  severity: 'error',
  check: (model, index) =>
    typeSites(model).flatMap(({ type, aggregate }): readonly Diagnostic[] => {
      const named = elementOrSelf(type);
      if (named.kind !== 'named') return [];
      const target = index.get(named.id);
      const { origin } = named;
      if (target?.kind === 'aggregate') {
        const written = target.id.slice(origin.start.offset - origin.end.offset);
        const message = `\`${target.name}\` is an aggregate, and an aggregate is not part of anything: refer to it, \`ref ${written}\`.`;
        const fix = { title: `Write \`ref ${written}\``, origin, replacement: `ref ${written}` };
        return [finding(misplacedEntity, message, origin, { fix })];
      }
      if (target?.kind !== 'entity' || usesPart(aggregate, target.id)) return [];
      const owner = index.parent(target.id);
      const message = `\`${target.name}\` is an entity inside the aggregate \`${owner?.name ?? ''}\`, and only that aggregate can hold it.`;
      const related = [{ message: `\`${target.name}\` is declared here`, origin: target.nameOrigin }];
      return [finding(misplacedEntity, message, origin, { related })];
    }),
};
