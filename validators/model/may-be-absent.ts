import { finding, type ModelCheck } from '../model-check.ts';
import { expressionSites } from '../model-walk.ts';
import { absentUses } from '../presence.ts';

/**
 * An optional field is used where it may be absent.
 *
 * A rule must have an answer for every instance, so it first asks whether an optional is there, or
 * says what to take instead: `note is present implies note.size > 3`, `note is absent or …`,
 * `if note is present then … else …`, `(discount ?? 0) < 50`. What `and`, `or`, `implies`, `not` and
 * `if` have made sure of holds for the rest of the condition, inside `x => …` as well. Every operator
 * needs a value, `==` and `in` too.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Review {
 *     stars: Integer(1..5)
 *     comment: String(1..500)?
 *     rule Explained: stars < 3 implies comment.size > 20
 *   }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Review {
 *     stars: Integer(1..5)
 *     comment: String(1..500)?
 *     rule Explained: stars < 3 implies comment is present and comment.size > 20
 *   }
 * }
 * ```
 */
export const mayBeAbsent: ModelCheck = {
  code: 'may-be-absent',
  severity: 'error',
  check: (model, index) =>
    expressionSites(model).flatMap(({ expression, role, element }) => {
      if (role === 'default') return [];
      const takesNone = element.kind === 'field' && element.optional;
      return absentUses(expression, index, takesNone).map(({ node, path }) =>
        finding(
          mayBeAbsent,
          `\`${path}\` may be absent here. Ask \`${path} is present\` first, or say what to take instead with \`??\`.`,
          node.origin,
        ),
      );
    }),
};
