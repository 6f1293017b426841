import type { Diagnostic } from '../../pim/diagnostic.ts';
import { isWhole, type LifecycleSite, lifecycleSites, statesWithoutExit } from '../lifecycle-sites.ts';
import { finding, type ModelCheck } from '../model-check.ts';

/**
 * What a lifecycle calls final is not what its moves make final.
 *
 * A lifecycle need not say which states are final: those are, that no move leads out of. If it says so
 * (`final SHIPPED, CANCELLED`), it says all of them and no others, so that a state whose moves were
 * forgotten is found.
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
 *       OPEN -> PAID on Paid
 *       OPEN -> CANCELLED on Cancelled
 *       final CANCELLED
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
 *       OPEN -> CANCELLED on Cancelled
 *       final PAID, CANCELLED
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
export const finalState: ModelCheck = {
  code: 'final-state',
  severity: 'error',
  after: ['bad-lifecycle'],
  check: (model, index) => lifecycleSites(model, index).flatMap(contradictions),
};

function contradictions({ lifecycle, states }: LifecycleSite): readonly Diagnostic[] {
  const { moves, final, field } = lifecycle;
  if (!states || final.length === 0 || !isWhole(lifecycle)) return [];
  const ends = statesWithoutExit(lifecycle, states);
  const stated = new Set(final.map(({ id }) => id));
  return [
    ...final.flatMap(({ id, name, origin }): readonly Diagnostic[] => {
      const exit = moves.find(({ from }) => from.some((one) => one.id === id));
      if (!exit) return [];
      const message = `\`${name}\` is called final, and a move leads out of it, to \`${exit.to.name}\`.`;
      return [
        finding(finalState, message, origin, { related: [{ message: 'The move', origin: exit.origin }] }),
      ];
    }),
    ...ends.flatMap(({ id, name, nameOrigin }): readonly Diagnostic[] => {
      if (stated.has(id)) return [];
      const message = `No move leads out of \`${name}\`, and it is not called \`final\`.`;
      const related = [{ message: `\`${name}\` is declared here`, origin: nameOrigin }];
      return [finding(finalState, message, field.origin, { related })];
    }),
  ];
}
