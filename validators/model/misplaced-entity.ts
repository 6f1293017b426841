import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { ElementId } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { usesPart } from '../aggregate-parts.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { partsOfType, type TypeSite, typeSites } from '../model-walk.ts';

/**
 * A type reaches into an aggregate, or holds a whole one.
 *
 * An aggregate is what is loaded, changed and kept consistent as one. Its entities exist only inside
 * it, so only the aggregate and its other entities can hold them; everybody else refers to the
 * aggregate, `ref Order`, and gets at its parts through it. Only what passes a copy on, and keeps nothing, may
 * name them: a query, a calculation, an operation or a service of the same context.
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
    typeSites(model).flatMap((site) =>
      partsOfType(site.type).flatMap((named): readonly Diagnostic[] => {
        if (named.kind !== 'named' || isAnswer(site, named.id, index)) return [];
        const target = index.get(named.id);
        const { origin } = named;
        if (target?.kind === 'projection') {
          if (site.owner && isData(site.owner.kind)) {
            const message = `\`${target.name}\` is a projection, and what readers see is no part of what they see it of.`;
            return [finding(misplacedEntity, message, origin)];
          }
          return [];
        }
        if (target?.kind === 'aggregate') {
          const written = target.id.slice(origin.start.offset - origin.end.offset);
          const message = `\`${target.name}\` is an aggregate, and an aggregate is not part of anything: refer to it, \`ref ${written}\`.`;
          const fix = { title: `Write \`ref ${written}\``, origin, replacement: `ref ${written}` };
          return [finding(misplacedEntity, message, origin, { fix })];
        }
        if (target?.kind !== 'entity' || usesPart(site.aggregate, target.id)) return [];
        const owner = index.parent(target.id);
        const message = `\`${target.name}\` is an entity inside the aggregate \`${owner?.name ?? ''}\`, and only that aggregate can hold it.`;
        const related = [{ message: `\`${target.name}\` is declared here`, origin: target.nameOrigin }];
        return [finding(misplacedEntity, message, origin, { related })];
      }),
    ),
};

/**
 * A query, a calculation and an operation pass copies on, which nobody keeps: of aggregates as a whole, and of
 * the entities of their own context. A projection shows what is in its aggregate.
 */
function isAnswer({ element, owner, context }: TypeSite, type: ElementId, index: ModelIndex): boolean {
  const target = index.get(type);
  const parent = index.parent(type);
  if (target?.kind !== 'aggregate' && target?.kind !== 'entity') return false;
  switch (owner?.kind ?? element.kind) {
    case 'query':
    case 'calculation':
    case 'operation':
    case 'service':
      return index.context(type).id === context.id;
    case 'projection':
      return owner?.kind === 'projection' && parent !== undefined && owner.aggregate?.id === parent.id;
    default:
      return false;
  }
}

/** What is kept or told. */
function isData(kind: NonNullable<TypeSite['owner']>['kind']): boolean {
  return (
    kind === 'value' ||
    kind === 'alternative' ||
    kind === 'aggregate' ||
    kind === 'entity' ||
    kind === 'event' ||
    kind === 'command'
  );
}
