import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { isBehaviour } from '../expression-nodes.ts';
import { type ExpressionSite, expressionSites } from '../expression-sites.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { type AbsentUse, absentUses, presenceKeeper, readsOfMissing } from '../presence.ts';

/**
 * An optional field is used where it may be absent.
 *
 * A rule must have an answer for every instance, so it first asks whether an optional is there, or
 * says what to take instead: `note is present implies note.size > 3`, `note is absent or …`,
 * `if note is present then … else …`, `(discount ?? 0) < 50`. What `and`, `or`, `implies`, `not` and
 * `if` have made sure of holds for the rest of the condition, inside `x => …` as well. Every operator
 * needs a value, `==` and `in` too.
 *
 * In a command, what `requires` has made sure of holds until an event changes it, and in a service, until a
 * step is taken. Of an aggregate there is nothing before the event that creates it, so such an event reads its
 * own fields only; and there is nothing behind the one that deletes it.
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
      const gone = readsOfMissing(site);
      if (gone.length > 0) {
        return gone.map((use) => finding(mayBeAbsent, goneMessage(use, site), use.node.origin));
      }
      const uses = absentUses(site, index, takesNone(site), keeper);
      return uses.flatMap((use): readonly Diagnostic[] => {
        // What has no place in a rule at all is reported as such.
        if (isDeclarative(site) && isBehaviour(use.node)) return [];
        return [finding(mayBeAbsent, messageOf(use, site, index), use.node.origin)];
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

function messageOf({ node, path }: AbsentUse, { missing }: ExpressionSite, index: ModelIndex): string {
  if (path === undefined)
    return 'This may be absent here. Say what to take instead with `??`, or give it a name with `let … else`.';
  const field = node.kind === 'fieldAccess' ? index.get(node.field) : undefined;
  if (missing?.kind === 'new row' && field?.kind === 'field' && !field.optional)
    return `\`${path}\` is not there yet if \`${missing.event.name}\` is the first event of a row. Give it a default, or say what to take instead with \`??\`.`;
  return `\`${path}\` may be absent here. Ask \`${path} is present\` first, or say what to take instead with \`??\`.`;
}

function goneMessage({ path }: AbsentUse, { missing, aggregate }: ExpressionSite): string {
  const what = path === undefined ? 'This' : `\`${path}\``;
  const whole = `\`${aggregate?.name ?? ''}\``;
  return missing?.kind === 'deleted'
    ? `${what} is not there any more behind \`${missing.event.name}\`, which deletes the ${whole}. Give it a name with \`let\` before.`
    : `${what} is not there yet: nothing is, before \`${missing?.event.name ?? ''}\` creates the ${whole}. Let the event carry it in a field, or write a value.`;
}
