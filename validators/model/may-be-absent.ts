import type { Diagnostic } from '../../pim/diagnostic.ts';
import { isBehaviour } from '../expression-nodes.ts';
import { type ExpressionSite, expressionSites } from '../expression-sites.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { type AbsentUse, absentUses, presenceKeeper } from '../presence.ts';

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
  check: (_model, index) => {
    const keeper = presenceKeeper();
    return expressionSites(index).flatMap((site) => {
      // A constant that is absent, or reads something, is reported as such.
      if (site.role === 'default' || site.role === 'example') return [];
      const uses = absentUses(site, index, takesNone(site), keeper);
      return uses.flatMap((use): readonly Diagnostic[] => {
        // What has no place in a rule at all is reported as such.
        if (isDeclarative(site) && isBehaviour(use.node)) return [];
        return [finding(mayBeAbsent, messageOf(use), use.node.origin)];
      });
    });
  },
};

function isDeclarative({ role, owner }: ExpressionSite): boolean {
  return role === 'rule' || role === 'where' || (role === 'derivation' && owner.kind !== 'projection');
}

/** Places that can do with nothing: an effect's own, and what is found or ordered by. */
function takesNone({ role, expected }: ExpressionSite): boolean {
  return role === 'target' || role === 'path' || (expected?.optional ?? false);
}

function messageOf({ path }: AbsentUse): string {
  return path === undefined
    ? 'This may be absent here. Say what to take instead with `??`, or give it a name with `let … else`.'
    : `\`${path}\` may be absent here. Ask \`${path} is present\` first, or say what to take instead with \`??\`.`;
}
