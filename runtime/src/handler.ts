import type { CommandContext, DomainEvent } from './domain-event.ts';
import type { Command } from './message.ts';
import { broken, type Rejection } from './rejection.ts';
import { failure, type Result, success } from './result.ts';

/** What came of a command: its events, and the aggregate after them. */
export interface Happened<Root, Event> {
  readonly aggregate: Root;
  readonly events: readonly Event[];
}

/** Decides over a command and applies its events, for a class on top of a state. */
export function handler<
  State,
  Event extends DomainEvent,
  Message extends Command,
  Context extends CommandContext,
  Name extends string,
  Root,
>(
  decide: (
    state: State | undefined,
    command: Message,
    context: Context,
  ) => Result<readonly Event[], Rejection<Name>>,
  evolve: (state: State | undefined, event: Event) => State | undefined,
  make: (state: State | undefined) => Root,
): (
  state: State | undefined,
  command: Result<Message>,
  context: Context,
) => Result<Happened<Root, Event>, Rejection<Name>> {
  return (state, command, context) => {
    if (!command.ok) return failure(broken(command.error));
    const decided = decide(state, command.value, context);
    if (!decided.ok) return decided;
    const events = decided.value;
    return success({ aggregate: Object.freeze(make(events.reduce(evolve, state))), events });
  };
}

/** What all events of one aggregate, in their order, make of it; undefined if it is no more, or never was. */
export function replay<State, Event>(
  evolve: (state: State | undefined, event: Event) => State | undefined,
  events: readonly Event[],
): State | undefined {
  return events.reduce<State | undefined>(evolve, undefined);
}
