import type { Diagnostic, RelatedPlace } from '../../pim/diagnostic.ts';
import type { Context } from '../../pim/model.ts';
import { allNodes } from '../expression-nodes.ts';
import { expressionSites } from '../expression-sites.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { partsOfType, typeSites } from '../model-walk.ts';
import { severalMeanings } from '../names-in-scope.ts';
import { referenceSites } from '../reference-sites.ts';

/**
 * A name may mean several things, and nothing around it tells which.
 *
 * Compared with a field, or given to one, a literal is of that field's enum. Where there is no such
 * hint, its enum stands before it. Of two things that have one name in one context, such as the events
 * of two aggregates, the nearest is meant; where both are as near, the aggregate's name, or the context's,
 * stands before.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   enum OrderState { OPEN, CLOSED }
 *   enum TicketState { OPEN, CLOSED }
 *   value Progress {
 *     states: OrderState[0..9]
 *     rule Started: OPEN.rank < states.size
 *   }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   enum OrderState { OPEN, CLOSED }
 *   enum TicketState { OPEN, CLOSED }
 *   value Progress {
 *     states: OrderState[0..9]
 *     rule Started: OrderState.OPEN.rank < states.size
 *   }
 * }
 * ```
 */
export const ambiguousName: ModelCheck = {
  code: 'ambiguous-name',
  severity: 'error',
  check: (model, index) => [
    ...expressionSites(index).flatMap(({ expression, context }) =>
      allNodes(expression).flatMap((node): readonly Diagnostic[] => {
        if (node.kind !== 'unresolvedName' || !node.ambiguous) return [];
        // Only what is called or made stands before braces.
        if (node.call) {
          return [finding(ambiguousName, severalMeanings(node.name, node.candidates), node.origin)];
        }
        const choices = node.candidates.map((candidate) => `\`${candidate}\``).join(' or ');
        const message = `\`${node.name}\` is a literal of several enums. Write ${choices}.`;
        return [finding(ambiguousName, message, node.origin, { related: literals(context, node.name) })];
      }),
    ),
    ...[
      ...typeSites(model).flatMap(({ type }) =>
        partsOfType(type).flatMap((part) => (part.kind === 'unresolved' ? [part] : [])),
      ),
      ...referenceSites(index).map(({ reference }) => reference),
    ].flatMap(({ name, ambiguous, origin }): readonly Diagnostic[] =>
      ambiguous ? [finding(ambiguousName, severalMeanings(name, ambiguous), origin)] : [],
    ),
  ],
};

function literals(context: Context, name: string): readonly RelatedPlace[] {
  return context.declarations.flatMap((declaration) =>
    declaration.kind !== 'enum'
      ? []
      : declaration.literals
          .filter((literal) => literal.name === name)
          .map(({ nameOrigin }) => ({ message: `A literal of \`${declaration.name}\``, origin: nameOrigin })),
  );
}
