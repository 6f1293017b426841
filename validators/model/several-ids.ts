import { finding, type ModelCheck } from '../model-check.ts';
import { ownerSites } from '../model-walk.ts';

/**
 * An aggregate or an entity has more than one `id`.
 *
 * One field tells it from the others. If it takes two together, they are one value whose text is the
 * identity; if each would do alone, one of them is a field like any other.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   aggregate Customer {
 *     id number: Integer(1..999999)
 *     id email: Email
 *   }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   aggregate Customer {
 *     id number: Integer(1..999999)
 *     email: Email
 *   }
 * }
 * ```
 */
export const severalIds: ModelCheck = {
  code: 'several-ids',
  severity: 'error',
  check: (model) =>
    ownerSites(model).flatMap(({ owner }) => {
      // The id of a value is one too many already, and a payload may have any fields.
      if (owner.kind !== 'aggregate' && owner.kind !== 'entity' && owner.kind !== 'projection') return [];
      const [first, ...others] = owner.fields.filter(({ role }) => role === 'id');
      if (!first) return [];
      const related = [{ message: 'Its first `id`', origin: first.nameOrigin }];
      return others.map(({ nameOrigin }) =>
        finding(severalIds, `\`${owner.name}\` has an \`id\` already.`, nameOrigin, { related }),
      );
    }),
};
