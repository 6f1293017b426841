import type { Move } from '../../pim/behaviour.ts';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import { type LifecycleSite, lifecycleSites } from '../lifecycle-sites.ts';
import { finding, type ModelCheck } from '../model-check.ts';

/**
 * Two moves of a lifecycle begin in one state with one event.
 *
 * When that event happens, nothing tells which of the two states comes next. Use two events, or leave one
 * of the states out of one move's list.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk
 *   enum OrderState { OPEN, PAID, CANCELLED }
 *   aggregate Order {
 *     id: Uuid
 *     state: OrderState = OPEN
 *     lifecycle state {
 *       OPEN -> PAID on Closed
 *       OPEN, PAID -> CANCELLED on Closed
 *     }
 *     event Placed { id } creates
 *     event Closed
 *     create Place { id } allows Clerk emits Placed
 *     command Close allows Clerk emits Closed
 *   }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk
 *   enum OrderState { OPEN, PAID, CANCELLED }
 *   aggregate Order {
 *     id: Uuid
 *     state: OrderState = OPEN
 *     lifecycle state {
 *       OPEN -> PAID on Paid
 *       OPEN, PAID -> CANCELLED on Cancelled
 *     }
 *     event Placed { id } creates
 *     event Paid
 *     event Cancelled
 *     create Place { id } allows Clerk emits Placed
 *     command Pay allows Clerk emits Paid
 *     command Cancel allows Clerk emits Cancelled
 *   }
 * }
 * ```
 */
export const ambiguousMove: ModelCheck = {
  code: 'ambiguous-move',
  severity: 'error',
  check: (model, index) => lifecycleSites(model, index).flatMap(twins),
};

function twins({ lifecycle }: LifecycleSite): readonly Diagnostic[] {
  const first = new Map<string, Move>();
  return lifecycle.moves.flatMap((move) => {
    const clashes = move.from.flatMap((state) =>
      move.events.flatMap((event): readonly { readonly other: Move; readonly message: string }[] => {
        if (state.id === undefined || event.id === undefined) return [];
        const key = `${state.id} ${event.id}`;
        const other = first.get(key);
        if (!other) {
          first.set(key, move);
          return [];
        }
        if (other === move) return [];
        const message =
          other.to.id === move.to.id
            ? `From \`${state.name}\`, \`${event.name}\` leads to \`${move.to.name}\` already.`
            : `From \`${state.name}\`, \`${event.name}\` leads to \`${other.to.name}\` already, and nothing tells which of the two is meant.`;
        return [{ other, message }];
      }),
    );
    // One move that doubles another does so for several states at once.
    const [clash] = clashes;
    if (!clash) return [];
    const related = [{ message: 'The other move', origin: clash.other.origin }];
    return [finding(ambiguousMove, clash.message, move.origin, { related })];
  });
}
