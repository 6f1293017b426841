import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { Model } from '../../pim/model.ts';
import { integerLimit } from '../../pim/type.ts';
import { boundProblem } from '../bounds.ts';
import { stepsIn } from '../calls.ts';
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
 * most 10,485,760 characters, lists and Maps at most 100,000 items, and a value holds itself at most 32 levels
 * deep. A Decimal has at most 15 digits in all.
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
    ...model.contexts.flatMap(({ declarations }) =>
      declarations.flatMap((declaration): readonly Diagnostic[] => {
        if (declaration.kind !== 'value' || declaration.depth === undefined) return [];
        const { depth, nameOrigin } = declaration;
        if (depth >= 1 && depth <= greatestDepth) return [];
        const message = `A depth lies between 1 and ${greatestDepth}, and ${depth} does not.`;
        return [finding(impossibleBound, message, nameOrigin)];
      }),
    ),
    ...waits(model),
    ...expressionSites(index).flatMap(({ expression }) =>
      allNodes(expression).flatMap((node): readonly Diagnostic[] => {
        if (node.kind !== 'literal' || typeof node.value !== 'number' || isExact(node.value)) return [];
        const message = `This number lies outside ±${integerLimit} (2^53−1), beyond which not every platform is exact.`;
        return [finding(impossibleBound, message, node.origin)];
      }),
    ),
  ],
};

/** What happens every no time at all never ends, and what may take none is never done. */
function waits({ contexts }: Model): readonly Diagnostic[] {
  return contexts.flatMap(({ policies, services }) => [
    ...policies.flatMap(({ name, trigger }): readonly Diagnostic[] =>
      trigger.kind === 'schedule' && trigger.everyMillis < 1
        ? [finding(impossibleBound, `\`${name}\` happens \`every\` no time at all.`, trigger.origin)]
        : [],
    ),
    ...services.flatMap(({ steps }) =>
      stepsIn(steps).flatMap(({ call, timeoutMillis }): readonly Diagnostic[] =>
        timeoutMillis !== undefined && timeoutMillis < 1
          ? [
              finding(
                impossibleBound,
                `\`${call.target.name}\` has no time at all: give it a \`timeout\`.`,
                call.target.origin,
              ),
            ]
          : [],
      ),
    ),
  ]);
}

/** Deeper data no reader follows, and no schema that writes every level out would be of any use. */
const greatestDepth = 32;

function isExact(value: number): boolean {
  return Math.abs(value) <= integerLimit;
}
