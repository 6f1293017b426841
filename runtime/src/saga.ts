import type { CommandContext, DomainEvent } from './domain-event.ts';
import type { EventType } from './event-type.ts';
import type { Command, CommandType } from './message.ts';
import type { Refusal, Rejection } from './rejection.ts';
import { failure, type Result, success } from './result.ts';

/** A step of a service that did not come to its end. All steps before it have been undone. */
export interface StepFailure {
  readonly kind: 'failed';
  /** What the step does: the name of its command, operation or service. */
  readonly step: string;
  readonly message: string;
  /** Steps that were to be taken back, and could not. */
  readonly notUndone: readonly string[];
}

/** Why a service came to nothing. */
export type ServiceFailure<Name extends string = string> = Refusal<Name> | StepFailure;

export interface SagaStep<Value> {
  run(): Promise<Result<Value, { readonly message: string }>>;
  /** Takes back what the step did. */
  undo?(value: Value, failure: StepFailure): Promise<Result<unknown, { readonly message: string }>>;
  /** How often it is tried again, and how long to wait before each time. */
  readonly retry?: { readonly times: number; readonly backoffMillis: number };
  readonly timeoutMillis?: number;
}

/**
 * What a service works with: its steps in order, undone in reverse when one fails. A step is done once,
 * so that whoever keeps what the steps came to can run the service again from its beginning.
 */
export interface Saga<Name extends string = string> {
  /** `now` and `caller` of the whole service. */
  readonly context: CommandContext;
  /** What `load` finds; the service fails where there is nothing. */
  read<Value>(name: string, load: () => Promise<Value | undefined>): Promise<Value>;
  /** What `load` finds; nothing is an answer, too. */
  find<Value>(name: string, load: () => Promise<Value>): Promise<Value>;
  step<Value>(name: string, step: SagaStep<Value>): Promise<Value>;
  /** Runs another service as a step: a saga of its own. */
  nested<Value>(run: (saga: Saga) => Promise<Value>): Promise<Result<Value, ServiceFailure>>;
  /** Ends the service before anything was done. */
  refuse(refusal: Omit<Refusal<Name>, 'kind'>): never;
  /** Ends the service as if a step had failed. */
  fail(refusal: Omit<Refusal<Name>, 'kind'>): never;
  /** What happens once all steps are undone. */
  onFailure(happen: (failure: StepFailure) => Promise<unknown>): void;
}

/** How a service reaches the aggregates of a kind. */
export interface Aggregates<Id, State, Event extends DomainEvent> {
  read(id: Id): Promise<State | undefined>;
  all(): AsyncIterable<State>;
  send<Message extends Command, Input>(
    id: Id,
    command: CommandType<Message, Input>,
    data: Input,
  ): Promise<Result<readonly Event[], Rejection>>;
  create<Message extends Command, Input>(
    command: CommandType<Message, Input>,
    data: Input,
  ): Promise<Result<readonly Event[], Rejection>>;
}

/** How a service makes an event of no aggregate known. */
export interface Publisher {
  publish<Event extends DomainEvent, Input>(
    event: EventType<Event, Input>,
    data: Input,
  ): Promise<Result<Event, Rejection>>;
}

/** What the one event of a type holds that a command made. */
export async function dataOf<Event extends DomainEvent, Input>(
  type: EventType<Event, Input>,
  sent: Promise<Result<readonly DomainEvent[], Rejection>>,
): Promise<Result<Event['data'], { readonly message: string }>> {
  const events = await sent;
  if (!events.ok) return events;
  const event = events.value.find((one) => one.type === type.type && one.source === type.source);
  if (!event) return failure({ message: `${type.type} did not happen` });
  return success(event.data as Event['data']);
}

/** The id of the aggregate that a command made. */
export async function subjectOf<Event extends DomainEvent>(
  sent: Promise<Result<readonly Event[], Rejection>>,
): Promise<Result<Event['subject'], { readonly message: string }>> {
  const events = await sent;
  if (!events.ok) return events;
  const [event] = events.value;
  return event ? success(event.subject) : failure({ message: 'Nothing was made' });
}

/** Thrown by a saga, and caught by whoever runs it: nothing else ever sees it. */
class Stopped extends Error {
  readonly reason: ServiceFailure;
  constructor(reason: ServiceFailure) {
    super(reason.message);
    this.reason = reason;
  }
}

/** Runs a service in memory. `wait` is what retries and timeouts are measured by; without it, nothing waits. */
export async function runSaga<Value, Name extends string>(
  context: CommandContext,
  run: (saga: Saga<Name>) => Promise<Value>,
  wait?: (millis: number) => Promise<void>,
): Promise<Result<Value, ServiceFailure<Name>>> {
  const undos: { readonly name: string; readonly undo: (failed: StepFailure) => Promise<Undone> }[] = [];
  const endings: ((failed: StepFailure) => Promise<unknown>)[] = [];
  const stop = (step: string, message: string): never => {
    throw new Stopped({ kind: 'failed', step, message, notUndone: [] });
  };
  const saga: Saga<Name> = {
    context,
    async read(name, load) {
      return (await saga.find(name, load)) ?? stop(name, `There is no such ${name}`);
    },
    find: (name, load) => load().catch((error: unknown) => stop(name, String(error))),
    async step(name, step) {
      const result = await attempt(step, wait);
      if (!result.ok) return stop(name, result.error.message);
      const { undo } = step;
      if (undo) undos.push({ name, undo: (failed) => undo(result.value, failed) });
      return result.value;
    },
    nested: (inner) => runSaga(context, inner, wait),
    refuse(refusal) {
      throw new Stopped({ kind: 'refused', ...refusal });
    },
    fail: ({ name, message }) => stop(name, message),
    onFailure: (happen) => void endings.push(happen),
  };
  try {
    return success(await run(saga));
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    const { reason } = error;
    if (reason.kind === 'refused') return failure(reason as ServiceFailure<Name>);
    const notUndone: string[] = [];
    for (const { name, undo } of undos.toReversed()) {
      const undone = await undo(reason).catch(() => failure({ message: '' }));
      if (!undone.ok) notUndone.push(name);
    }
    const ended = { ...reason, notUndone };
    for (const happen of endings) await happen(ended);
    return failure(ended);
  }
}

type Undone = Result<unknown, { readonly message: string }>;

/** Tries a step as often as it may be tried; what is thrown outside is a failure like any other. */
async function attempt<Value>(
  step: SagaStep<Value>,
  wait: ((millis: number) => Promise<void>) | undefined,
): Promise<Result<Value, { readonly message: string }>> {
  const { retry = { times: 0, backoffMillis: 0 }, timeoutMillis } = step;
  for (let tried = 0; ; tried += 1) {
    const running = step.run().catch((error: unknown) => failure({ message: String(error) }));
    const result = await (wait && timeoutMillis !== undefined
      ? Promise.race([running, wait(timeoutMillis).then(() => failure({ message: 'It took too long' }))])
      : running);
    if (result.ok || tried >= retry.times) return result;
    await wait?.(retry.backoffMillis);
  }
}
