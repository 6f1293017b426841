import type { Diagnostic } from '../../pim/diagnostic.ts';
import { integerLimit } from '../../pim/type.ts';
import { boundProblem } from '../bounds.ts';
import { allNodes } from '../expression-nodes.ts';
import { expressionSites } from '../expression-sites.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { typeSites } from '../model-walk.ts';

/**
 * A limit that nothing can keep, or that not every platform can hold.
 *
 * A range whose ends are swapped, a negative length, a pattern whose shortest match is longer than
 * the text may be: no instance could ever be valid. Integers lie within ±(2^53−1), because beyond it
 * JavaScript and JSON readers lose digits; the same holds for numbers written in rules. Texts have at
 * most 10,485,760 characters and lists at most 100,000 items.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Parcel { weight: Integer(30..1) }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Parcel { weight: Integer(1..30) }
 * }
 * ```
 */
export const impossibleBound: ModelCheck = {
  code: 'impossible-bound',
  severity: 'error',
  check: (model, index) => [
    ...typeSites(model).flatMap(({ type, element }): readonly Diagnostic[] => {
      const problem = boundProblem(type);
      return problem === undefined ? [] : [finding(impossibleBound, problem, element.nameOrigin)];
    }),
    ...expressionSites(index).flatMap(({ expression }) =>
      allNodes(expression).flatMap((node): readonly Diagnostic[] => {
        if (node.kind !== 'literal' || typeof node.value !== 'number' || isExact(node.value)) return [];
        const message = `This number lies outside ±${integerLimit} (2^53−1), beyond which not every platform is exact.`;
        return [finding(impossibleBound, message, node.origin)];
      }),
    ),
  ],
};

function isExact(value: number): boolean {
  return Math.abs(value) <= integerLimit;
}
