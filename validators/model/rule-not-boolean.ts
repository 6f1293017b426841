import type { Diagnostic } from '../../pim/diagnostic.ts';
import { describeFamily, familyOf } from '../../pim/typing.ts';
import { type ExpressionSite, expressionSites } from '../expression-sites.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { typeSourceOf } from '../type-source.ts';

/**
 * A rule, a `where`, a `requires`, a `when` or the condition of an actor must be something that is true
 * or false.
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
  check: (_model, index) => {
    const source = typeSourceOf(index);
    return expressionSites(index).flatMap((site): readonly Diagnostic[] => {
      const { expression } = site;
      const what = conditionOf(site);
      if (what === undefined) return [];
      const family = familyOf(source, expression.type);
      if (family === 'boolean' || family === 'unresolved') return [];
      const message = `${what} must be a condition, and this is ${describeFamily(source, family)}.`;
      return [finding(ruleNotBoolean, message, expression.origin)];
    });
  },
};

function conditionOf({ role, element }: ExpressionSite): string | undefined {
  switch (role) {
    case 'rule':
      return `The rule \`${element.name}\``;
    case 'where':
      return `The \`where\` of \`${element.name}\``;
    case 'actor':
      return `What stands after the actor \`${element.name}\``;
    case 'condition':
      return `Each condition of \`${element.name}\``;
    default:
      return undefined;
  }
}
