import type { ContextRelation } from '../../pim/behaviour.ts';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { ElementId } from '../../pim/model.ts';
import { commonContext } from '../context-uses.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { partsOfType, type TypeSite, typeSites } from '../model-walk.ts';
import { hasRole, relationsOf } from '../relations.ts';

/**
 * A context builds a type into its own data that it keeps out, or does not share.
 *
 * Behind an anti-corruption layer, the words of the other context are translated before they become data:
 * a `translation`, a port or a service may name them, an aggregate, a value or an event may not. Of a shared
 * kernel, the types that it names as `sharing` belong to both, and no others. To refer to the other's
 * aggregates with `ref` is no matter of that: an id is no word.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * external context Carrier { enum Phase { Sent, Lost } }
 * context Sales { value Parcel { phase: Carrier.Phase } }
 * contextmap { Carrier [PL] -> [ACL] Sales }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * external context Carrier { enum Phase { Sent, Lost } }
 * context Sales {
 *   enum ParcelState { UNDER_WAY, GONE }
 *   value Parcel { state: ParcelState }
 *   translation Carrier.Phase to ParcelState { Sent -> UNDER_WAY, Lost -> GONE }
 * }
 * contextmap { Carrier [PL] -> [ACL] Sales }
 * ```
 */
export const unsharedType: ModelCheck = {
  code: 'unshared-type',
  severity: 'warning',
  check: (model, index) => {
    const relations = relationsOf(model);
    return typeSites(model).flatMap((site) =>
      partsOfType(site.type).flatMap((part): readonly Diagnostic[] => {
        if (part.kind !== 'named' || !isData(site) || !index.get(part.id)) return [];
        const { context } = site;
        const home = index.context(part.id);
        if (home.id === context.id || home.name === commonContext) return [];
        const between = relations.between(home.id, context.id);
        if (between.length === 0 || between.some((one) => allows(one, part.id, context.id))) return [];
        const [relation] = between;
        const kernel = between.find((one) => hasRole(one, 'sharedKernel'));
        const name = index.get(part.id)?.name ?? '';
        const message = kernel
          ? `\`${name}\` is a type of \`${home.name}\` that the two do not share: write \`sharing ${name}\` behind their relation.`
          : `\`${name}\` is a word of \`${home.name}\`, which the anti-corruption layer keeps out of \`${context.name}\`'s data: translate it.`;
        const related = [kernel ?? relation].flatMap((one) =>
          one ? [{ message: 'Their relation', origin: one.origin }] : [],
        );
        return [finding(unsharedType, message, part.origin, { related })];
      }),
    );
  },
};

/** Whether what has the type is kept or told, and not only passed through. */
function isData({ element, owner }: TypeSite): boolean {
  if (element.kind === 'type') return true;
  switch (owner?.kind) {
    case 'value':
    case 'alternative':
    case 'aggregate':
    case 'entity':
    case 'event':
    case 'projection':
      return true;
    default:
      return false;
  }
}

/** Only a layer and a kernel say which of the other's words a context takes in. */
function allows(relation: ContextRelation, type: ElementId, context: ElementId): boolean {
  if (hasRole(relation, 'sharedKernel')) return relation.sharing.some(({ id }) => id === type);
  const isDownstream = relation.downstream.id === context;
  return !(isDownstream && relation.downstreamRoles.some(({ role }) => role === 'anticorruptionLayer'));
}
