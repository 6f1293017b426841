import type { Diagnostic, RelatedPlace } from '../../pim/diagnostic.ts';
import type { Context } from '../../pim/model.ts';
import { allNodes } from '../expression-nodes.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { expressionSites } from '../expression-sites.ts';

/**
 * A literal is named that several enums have, and nothing around it tells which is meant.
 *
 * Compared with a field, or given to one, a literal is of that field's enum. Where there is no such
 * hint, its enum stands before it.
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
  check: (_model, index) =>
    expressionSites(index).flatMap(({ expression, context }) =>
      allNodes(expression).flatMap((node): readonly Diagnostic[] => {
        if (node.kind !== 'unresolvedName' || !node.ambiguous) return [];
        const choices = node.candidates.map((candidate) => `\`${candidate}\``).join(' or ');
        const message = `\`${node.name}\` is a literal of several enums. Write ${choices}.`;
        return [finding(ambiguousName, message, node.origin, { related: literals(context, node.name) })];
      }),
    ),
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
