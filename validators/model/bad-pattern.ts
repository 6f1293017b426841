import type { Diagnostic } from '../../pim/diagnostic.ts';
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
        if (text.kind !== 'string' || text.pattern?.problem === undefined) return [];
        const message = `The pattern of \`${element.name}\` is not valid: ${text.pattern.problem}.`;
        return [finding(badPattern, message, element.nameOrigin)];
      }),
    ),
    ...expressionSites(index).flatMap(({ expression }) =>
      allNodes(expression).flatMap((node): readonly Diagnostic[] => {
        if (node.kind !== 'match' || node.pattern.problem === undefined) return [];
        return [finding(badPattern, `The pattern is not valid: ${node.pattern.problem}.`, node.origin)];
      }),
    ),
  ],
};
