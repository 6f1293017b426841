import type { Diagnostic } from '../../pim/diagnostic.ts';
import { contextUses } from '../context-uses.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { hasRole, relationsOf } from '../relations.ts';

/**
 * Two contexts go separate ways, and yet one uses what the other declares.
 *
 * Separate ways means that neither knows the other. Either it does not use the other's names, or the
 * context map says how the two relate.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales { aggregate Order { id: Uuid } }
 * context Billing { value Bill { order: ref Sales.Order } }
 * contextmap { Sales [SW] <-> [SW] Billing }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales { aggregate Order { id: Uuid } }
 * context Billing { value Bill { order: Uuid } }
 * contextmap { Sales [SW] <-> [SW] Billing }
 * ```
 */
export const crossedSeparation: ModelCheck = {
  code: 'crossed-separation',
  severity: 'error',
  check: (model, index) => {
    const relations = relationsOf(model);
    return contextUses(index).flatMap(({ from, to, used, origin }): readonly Diagnostic[] => {
      const separate = relations.between(from.id, to.id).find((one) => hasRole(one, 'separateWays'));
      if (!separate) return [];
      const message = `\`${from.name}\` and \`${to.name}\` go separate ways, and here \`${from.name}\` uses \`${index.get(used)?.name ?? ''}\`.`;
      return [
        finding(crossedSeparation, message, origin, {
          related: [{ message: 'Their relation', origin: separate.origin }],
        }),
      ];
    });
  },
};
