import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { Expression } from '../../pim/expression.ts';
import { formatOf } from '../../pim/formats.ts';
import { type ModelIndex, underlyingType } from '../../pim/model-index.ts';
import type { Pattern } from '../../pim/pattern.ts';
import { affordableLength, matchSteps } from '../../pim/pattern-steps.ts';
import { greatestStringLength } from '../bounds.ts';
import { allNodes } from '../expression-nodes.ts';
import { expressionSites } from '../expression-sites.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { partsOfType, typeSites } from '../model-walk.ts';

/**
 * A pattern is not one that every platform reads alike, in a time that stays short.
 *
 * A pattern matches the whole text, so it needs no `^` and `$`. It is made of characters, `.`,
 * classes like `[a-z0-9]`, `\d`, `\w` and `\s`, groups, `|`, and the repetitions `?`, `*`, `+` and
 * `{m,n}`. Look-around, back-references, lazy repetitions and flags differ from engine to engine;
 * a repetition that can match one text in two ways, as `(a*)*` or `(a|a)*`, takes exponential time.
 * Repetitions side by side that match the same characters, as in `.*-.*-.*`, take a power of the length of
 * the text: with many of them, that length must be short.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   type Sku = String(1..12) matching /^[A-Z0-9]+$/
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   type Sku = String(1..12) matching /[A-Z0-9]+/
 * }
 * ```
 */
export const badPattern: ModelCheck = {
  code: 'bad-pattern',
  severity: 'error',
  check: (model, index) => [
    ...typeSites(model).flatMap(({ type, element }) =>
      partsOfType(type).flatMap((text): readonly Diagnostic[] => {
        if (text.kind !== 'string' || !text.pattern) return [];
        const problem = problemOf(text.pattern, text.length.max);
        if (problem === undefined) return [];
        const message = `The pattern of \`${element.name}\` is not valid: ${problem}.`;
        return [finding(badPattern, message, element.nameOrigin)];
      }),
    ),
    ...expressionSites(index).flatMap(({ expression }) =>
      allNodes(expression).flatMap((node): readonly Diagnostic[] => {
        if (node.kind !== 'match') return [];
        const problem = problemOf(node.pattern, greatestLength(node.operand, index));
        if (problem === undefined) return [];
        return [finding(badPattern, `The pattern is not valid: ${problem}.`, node.origin)];
      }),
    ),
  ],
};

/** More steps than this take an engine seconds. */
const mostSteps = 250_000_000;

function problemOf({ node, problem }: Pattern, length: number): string | undefined {
  if (!node) return problem;
  const longest = Math.min(length, greatestStringLength);
  if (matchSteps(node, longest) <= mostSteps) return undefined;
  const affordable = affordableLength(node, longest, mostSteps);
  return `repetitions side by side in it match the same characters, and of ${longest} characters there are too many ways to share them out: let the String have at most ${affordable}, or put between two repetitions what neither matches`;
}

/** How long a text may be. */
function greatestLength(expression: Expression, index: ModelIndex): number {
  if (expression.kind === 'stringTransform') return greatestLength(expression.operand, index);
  const type = underlyingType(index, expression.type);
  return type.kind === 'string' ? type.length.max : (formatOf(type)?.maxLength ?? greatestStringLength);
}
