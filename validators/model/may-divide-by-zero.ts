import { divisionKeeper, zeroMessage, zeroUses } from '../division.ts';
import { expressionSites } from '../expression-sites.ts';
import { finding, type ModelCheck } from '../model-check.ts';

/**
 * A division, or the remainder of one, whose divisor may be zero.
 *
 * A rule must have an answer for every instance. Either the divisor's range leaves zero out,
 * `Integer(1..100)`, or something before it does: `total > 0 implies used * 100 / total < 90`,
 * `if total == 0 then 0 else used * 100 / total`. A calculation counts on the limits of what comes in, so what
 * it is given must keep zero out, too, where they do.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Stock {
 *     total: Integer(0..1000)
 *     used: Integer(0..1000)
 *     derived percentage: Integer = used * 100 / total
 *   }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Stock {
 *     total: Integer(0..1000)
 *     used: Integer(0..1000)
 *     derived percentage: Integer = if total == 0 then 0 else used * 100 / total
 *   }
 * }
 * ```
 */
export const mayDivideByZero: ModelCheck = {
  code: 'may-divide-by-zero',
  severity: 'error',
  // Ranges of derived fields and of calculations are those of what they are computed from.
  after: ['cyclic-derivation', 'cyclic-calculation'],
  check: (_model, index) => {
    const keeper = divisionKeeper(index);
    return expressionSites(index).flatMap((site) =>
      zeroUses(site, index, keeper).map((use) =>
        finding(mayDivideByZero, zeroMessage(use, index), use.node.origin),
      ),
    );
  },
};
