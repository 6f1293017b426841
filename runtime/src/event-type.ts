import { Caller } from './caller.ts';
import { IsoDateTime } from './dates.ts';
import type { CommandContext, DomainEvent } from './domain-event.ts';
import { Uuid } from './formats.ts';
import { Json } from './json.ts';
import { isObject, ownMember } from './members.ts';
import { NoData } from './message.ts';
import { integer } from './number.ts';
import { failure, type Result, success } from './result.ts';
import { moveUnder, type Schema, violation } from './schema.ts';
import { string } from './string.ts';
import { optional, structure } from './structure.ts';
import type { Violation } from './violation.ts';

/** Data of an earlier version of an event, and how it becomes that of the next. */
export interface EarlierVersion {
  readonly version: number;
  /** The next version's data, which is still to be checked. */
  upgrade(data: unknown): Result<unknown>;
}

export function earlierVersion<Data, Input>(
  version: number,
  data: Schema<Data, Input>,
  becomes: (data: Data) => unknown,
): EarlierVersion {
  return {
    version,
    upgrade(stored) {
      const read = data.parse(stored);
      return read.ok ? success(becomes(read.value)) : read;
    },
  };
}

export interface EventDefinition<Event extends DomainEvent, Input> {
  readonly type: Event['type'];
  /** The id in the model of what declares it. */
  readonly source: string;
  /** 1 unless the model says another. */
  readonly version?: number;
  /** What it was called before: events that were stored then are read, too. */
  readonly formerly?: readonly string[];
  /** What fields of this version were called before, by their names. */
  readonly renamed?: FormerNames;
  /** Left out where there are no fields. */
  readonly data?: Schema<Event['data'], Input>;
  /** Newest first. */
  readonly earlier?: readonly EarlierVersion[];
}

/** Earlier names, the newest first. */
export type FormerNames = Readonly<Record<string, readonly string[]>>;

/** Makes events of one type. */
export interface EventType<Event extends DomainEvent, Input> {
  readonly type: Event['type'];
  readonly formerly: readonly string[];
  readonly source: string;
  readonly version: number;
  readonly data: Schema<Event['data'], Input>;
  /** The event, if what it is to hold may be so. Its id, time and caller come from the context. */
  create(subject: Event['subject'], data: Input, context: CommandContext): Result<Event>;
  /** An event that was stored; data of an earlier version is brought up to this one. */
  read(stored: unknown): Result<Event>;
}

export function eventType<Event extends DomainEvent, Input = NoData>(
  definition: EventDefinition<Event, Input>,
): EventType<Event, Input> {
  const { type, source, version = 1, formerly = [], renamed = {}, earlier = [] } = definition;
  const data = definition.data ?? (NoData as unknown as Schema<Event['data'], Input>);
  const upgraded = (stored: Envelope): Result<Event['data']> => {
    const start = earlier.findIndex((one) => one.version === stored.version);
    if (start < 0 && stored.version !== version) return failure([unknownVersion(version, earlier)]);
    let current: Result<unknown> = success(start < 0 ? underNewNames(stored.data, renamed) : stored.data);
    for (const one of earlier.slice(0, start + 1).toReversed()) {
      if (current.ok) current = one.upgrade(current.value);
    }
    const result = current.ok ? data.parse(current.value) : current;
    return result.ok ? result : failure(inside('data', result.error));
  };
  return {
    type,
    formerly,
    source,
    version,
    data,
    create(subject, input, { now, caller, newId }) {
      const read = data.create(input);
      if (!read.ok) return read;
      const envelope = { id: newId(), type, version, source, subject, at: now, by: caller };
      return success(Object.freeze({ ...envelope, data: read.value }) as unknown as Event);
    },
    read(stored) {
      const read = Envelope.parse(stored);
      if (!read.ok) return read;
      if (![type, ...formerly].includes(read.value.type))
        return failure(inside('type', [violation('enum', `Must be ${type}`)]));
      const result = upgraded(read.value);
      if (!result.ok) return result;
      const { subject } = read.value;
      return success(
        Object.freeze({
          ...read.value,
          type,
          subject,
          source,
          version,
          data: result.value,
        }) as unknown as Event,
      );
    },
  };
}

/** Reads stored events of several types, each by its own, under the names that they had as well. */
export function eventReader<Event extends DomainEvent>(
  types: readonly {
    readonly type: string;
    readonly formerly: readonly string[];
    read(stored: unknown): Result<Event>;
  }[],
): (stored: unknown) => Result<Event> {
  const byName = new Map([
    ...types.flatMap((one) => one.formerly.map((name) => [name, one] as const)),
    ...types.map((one) => [one.type, one] as const),
  ]);
  return (stored) => {
    const name = isObject(stored) ? ownMember(stored, 'type') : undefined;
    const type = typeof name === 'string' ? byName.get(name) : undefined;
    if (type) return type.read(stored);
    const expected = `Must be one of ${types.map((one) => one.type).join(', ')}`;
    return failure(inside('type', [violation('enum', expected)]));
  };
}

/** Data with the names that its fields have now; what has them already stays as it is. */
function underNewNames(data: Json, renamed: FormerNames): Json {
  if (!isObject(data)) return data;
  const moved = new Map<string, unknown>(Object.entries(data));
  for (const [name, formerNames] of Object.entries(renamed)) {
    const former = formerNames.find((one) => Object.hasOwn(data, one));
    if (former === undefined || Object.hasOwn(data, name)) continue;
    moved.set(name, moved.get(former));
    moved.delete(former);
  }
  return Object.fromEntries(moved) as Json;
}

interface Envelope {
  readonly id: Uuid;
  readonly type: string;
  readonly version: number;
  readonly source: string;
  readonly subject?: Json;
  readonly at: IsoDateTime;
  readonly by: Caller;
  readonly data: Json;
}

const Envelope = structure<Envelope, unknown>({
  fields: {
    id: Uuid,
    type: string({ max: 1024 }),
    version: integer({ min: 1 }),
    source: string({ max: 4096 }),
    subject: optional(Json),
    at: IsoDateTime,
    by: Caller,
    data: Json,
  },
});

function unknownVersion(version: number, earlier: readonly EarlierVersion[]): Violation {
  const known = [...earlier.map((one) => one.version), version].toSorted((left, right) => left - right);
  return { ...violation('enum', `Must be one of ${known.join(', ')}`), path: '/version' };
}

function inside(name: string, violations: readonly Violation[]): readonly Violation[] {
  const moved = [...violations];
  moveUnder(name, moved, 0);
  return moved;
}
