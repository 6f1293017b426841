import type { Diagnostic } from '../../pim/diagnostic.ts';
import { contextUses } from '../context-uses.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { relationsOf } from '../relations.ts';

/**
 * One context uses what another declares, and the context map says nothing of the two.
 *
 * A name of another context ties the two together. The context map says how, so that whoever changes one
 * knows who is affected: `Sales [OHS, PL] -> [CF] Billing`. One relation between two contexts is enough,
 * whatever of each other they use; it is told once, at the first use.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales { aggregate Order { id: Uuid } }
 * context Billing { value Bill { order: ref Sales.Order } }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales { aggregate Order { id: Uuid } }
 * context Billing { value Bill { order: ref Sales.Order } }
 * contextmap { Sales -> Billing }
 * ```
 */
export const missingRelation: ModelCheck = {
  code: 'missing-relation',
  severity: 'warning',
  check: (model, index) => {
    const relations = relationsOf(model);
    const told = new Set<string>();
    return contextUses(index).flatMap(({ from, to, used, origin }): readonly Diagnostic[] => {
      const pair = `${from.id} ${to.id}`;
      if (told.has(pair) || relations.between(from.id, to.id).length > 0) return [];
      told.add(pair);
      const message = `\`${from.name}\` uses \`${to.name}.${index.get(used)?.name ?? ''}\`, and the context map does not say how the two relate.`;
      return [finding(missingRelation, message, origin)];
    });
  },
};
