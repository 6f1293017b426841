import type { Diagnostic } from '../../pim/diagnostic.ts';
import { describeFamily, familyOf } from '../../pim/typing.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { expressionSites } from '../model-walk.ts';
import { typeSourceOf } from '../type-source.ts';

/**
 * A rule, or the `where` of a type, must be a condition: something that is true or false.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Basket {
 *     articles: String(1..20)[0..50]
 *     rule NotEmpty: articles.size
 *   }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Basket {
 *     articles: String(1..20)[0..50]
 *     rule NotEmpty: articles.size > 0
 *   }
 * }
 * ```
 */
export const ruleNotBoolean: ModelCheck = {
  code: 'rule-not-boolean',
  severity: 'error',
  check: (model, index) => {
    const source = typeSourceOf(index);
    return expressionSites(model).flatMap(({ expression, role, element }): readonly Diagnostic[] => {
      if (role !== 'rule' && role !== 'where') return [];
      const family = familyOf(source, expression.type);
      if (family === 'boolean' || family === 'unresolved') return [];
      const what = role === 'rule' ? `The rule \`${element.name}\`` : `The \`where\` of \`${element.name}\``;
      const message = `${what} must be a condition, and this is ${describeFamily(source, family)}.`;
      return [finding(ruleNotBoolean, message, expression.origin)];
    });
  },
};
