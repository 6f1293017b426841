import type { Move } from '../../pim/behaviour.ts';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { ElementId, Model } from '../../pim/model.ts';
import { aggregatesIn, commandSites, emissionSites, eventSites, eventsOf } from '../calls.ts';
import { finding, type ModelCheck } from '../model-check.ts';

/**
 * Nobody emits an event, so it never happens.
 *
 * A command of its aggregate emits it, or `may emit` it by hand; an event of a context is emitted by a
 * service. The events of an external context happen elsewhere. A lifecycle's move on such an event is
 * never made.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk
 *   aggregate Order {
 *     id: Uuid
 *     event Placed { id } creates
 *     event Cancelled deletes
 *     create Place { id } allows Clerk emits Placed
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
 *   aggregate Order {
 *     id: Uuid
 *     event Placed { id } creates
 *     event Cancelled deletes
 *     create Place { id } allows Clerk emits Placed
 *     command Cancel allows Clerk emits Cancelled
 *   }
 * }
 * ```
 */
export const unemittedEvent: ModelCheck = {
  code: 'unemitted-event',
  severity: 'warning',
  // A name that leads nowhere may well be meant for what seems to be of no use.
  after: ['unknown-reference'],
  check: (model) => {
    const emitted = new Set([
      ...emissionSites(model).flatMap(({ emission }) => emission.event.id ?? []),
      ...model.contexts.flatMap((context) =>
        commandSites(context).flatMap(({ command }) => eventsOf(command)),
      ),
    ]);
    const moves = movesByEvent(model);
    return eventSites(model).flatMap(({ event, aggregate, context }): readonly Diagnostic[] => {
      if (context.external || emitted.has(event.id)) return [];
      const who = aggregate ? `No command of \`${aggregate.name}\`` : `No service of \`${context.name}\``;
      const move = moves.get(event.id);
      const consequence = move ? ', and its moves are never made' : '';
      const message = `${who} emits \`${event.name}\`, so it never happens${consequence}.`;
      const related = move ? [{ message: 'A move that waits for it', origin: move.origin }] : [];
      return [finding(unemittedEvent, message, event.nameOrigin, { related })];
    });
  },
};

function movesByEvent(model: Model): ReadonlyMap<ElementId, Move> {
  const lifecycles = model.contexts.flatMap(aggregatesIn).flatMap((aggregate) => aggregate.lifecycles);
  return new Map(
    lifecycles.flatMap(({ moves }) =>
      moves.flatMap((move) =>
        move.events.flatMap(({ id }) => (id === undefined ? [] : [[id, move] as const])),
      ),
    ),
  );
}
