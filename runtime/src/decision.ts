import type { StateSchema } from './aggregate-state.ts';
import type { CommandContext, DomainEvent } from './domain-event.ts';
import type { EventType } from './event-type.ts';
import type { Lifecycle } from './lifecycle.ts';
import { ownMember } from './members.ts';
import type { Command, NoData } from './message.ts';
import { broken, type IllegalMove, type Refusal, type Rejection } from './rejection.ts';
import { failure, type Result, success } from './result.ts';

/** What a command has come to so far: the events that it makes, or why it is refused. */
export interface Decision<
  State,
  Event extends DomainEvent,
  Context extends CommandContext = CommandContext,
  Name extends string = string,
> {
  /** What the events so far left behind. A creation has none before its first event. */
  readonly state: State;
  readonly context: Context;
  /** Makes an event happen. If it must not, the command is refused, and nothing further happens. */
  emit<One extends Event>(event: EventType<One, NoData>): this;
  emit<One extends Event, Input>(event: EventType<One, Input>, data: Input): this;
  refuse(refusal: Omit<Refusal<Name>, 'kind'>): this;
}

/** What decides over one kind of aggregate. */
export interface Behaviour<
  State extends object,
  Event extends DomainEvent,
  Message extends Command,
  Context extends CommandContext,
  Name extends string,
> {
  /** What one is called in a sentence: `fabric`. */
  readonly name: string;
  readonly state: Pick<StateSchema<State, unknown>, 'parse' | 'follow'>;
  readonly identity: keyof State;
  readonly evolve: (state: State | undefined, event: Event) => State | undefined;
  /** By the field that each is of. */
  readonly lifecycles: { readonly [field: string]: Lifecycle };
  /** The commands that make a new one. */
  readonly creations: readonly Message['type'][];
  readonly commands: {
    readonly [Type in Message['type']]: (
      decision: Decision<State, Event, Context, Name>,
      data: Extract<Message, { readonly type: Type }>['data'],
      /** A creation has none. */
      state: State,
    ) => Decision<State, Event, Context, Name>;
  };
}

/**
 * Which events a command makes, or why it makes none. Each is judged on what those before it left
 * behind, and every rule on what all of them leave.
 */
export function decide<
  State extends object,
  Event extends DomainEvent,
  Message extends Command,
  Context extends CommandContext,
  Name extends string,
>(
  behaviour: Behaviour<State, Event, Message, Context, Name>,
  state: State | undefined,
  command: Message,
  context: Context,
): Result<readonly Event[], Rejection<Name>> {
  const { name, creations, commands } = behaviour;
  const type: Message['type'] = command.type;
  const isCreation = creations.includes(type);
  if (isCreation && state) return failure({ kind: 'exists', message: `This ${name} exists already` });
  if (!isCreation && !state) return failure({ kind: 'absent', message: `There is no such ${name}` });
  const { decision, outcome } = begin(behaviour, state, context);
  commands[type](decision, command.data as never, state as State);
  return outcome();
}

function begin<
  State extends object,
  Event extends DomainEvent,
  Message extends Command,
  Context extends CommandContext,
  Name extends string,
>(
  behaviour: Behaviour<State, Event, Message, Context, Name>,
  before: State | undefined,
  context: Context,
): {
  readonly decision: Decision<State, Event, Context, Name>;
  readonly outcome: () => Result<readonly Event[], Rejection<Name>>;
} {
  const events: Event[] = [];
  let state = before;
  let rejection: Rejection<Name> | undefined;
  const happen = (type: EventType<DomainEvent, unknown>, data: unknown): void => {
    rejection = illegalMove(behaviour, state, type.type);
    if (rejection) return;
    const made = type.create(state?.[behaviour.identity], data, context);
    if (!made.ok) {
      rejection = broken(made.error);
      return;
    }
    const next = behaviour.evolve(state, made.value as Event);
    // The subject of a creation's event is what it made.
    const subject = (next ?? state)?.[behaviour.identity];
    events.push(Object.freeze({ ...made.value, subject }) as Event);
    state = next;
  };
  const decision: Decision<State, Event, Context, Name> = {
    get state() {
      return state as State;
    },
    context,
    emit(type: unknown, data: unknown = {}) {
      if (!rejection) happen(type as EventType<DomainEvent, unknown>, data);
      return this;
    },
    refuse(refusal) {
      rejection ??= { kind: 'refused', ...refusal };
      return this;
    },
  };
  return {
    decision,
    outcome() {
      if (rejection) return failure(rejection);
      if (events.length === 0 || !state) return success(events);
      const judged = before ? behaviour.state.follow(before, state) : behaviour.state.parse(state);
      return judged.ok ? success(events) : failure(broken(judged.error));
    },
  };
}

function illegalMove(
  { lifecycles }: { readonly lifecycles: { readonly [field: string]: Lifecycle } },
  state: object | undefined,
  event: string,
): IllegalMove | undefined {
  if (!state) return undefined;
  for (const [field, moves] of Object.entries(lifecycles)) {
    const sources = moves.from(event);
    const from = String(ownMember(state, field));
    if (sources.length === 0 || sources.includes(from)) continue;
    const message = `${event} cannot happen while ${field} is ${from}, only while it is ${sources.join(' or ')}`;
    return { kind: 'illegalMove', field, from, event, message };
  }
  return undefined;
}
