import { describe, expect, it } from 'vitest';
import {
  aggregateState,
  type Behaviour,
  Caller,
  type Command,
  type CommandContext,
  changed,
  commandType,
  type Decision,
  type DomainEvent,
  decide,
  earlierVersion,
  enumeration,
  eventReader,
  eventType,
  IsoDateTime,
  integer,
  lifecycle,
  list,
  type NoData,
  optional,
  present,
  type Rejection,
  type Result,
  string,
  structure,
  Uuid,
  withDefault,
  withItem,
  withoutItem,
} from '../../runtime/src/index.ts';

// What the TypeScript target makes of a small aggregate, written by hand.

type Status = 'OPEN' | 'CLOSED' | 'GONE';
const Status = enumeration({ OPEN: 'OPEN', CLOSED: 'CLOSED', GONE: 'GONE' });

interface Line {
  readonly item: string;
  readonly count: number;
}
const Line = structure<Line, Line>({
  fields: { item: string({ min: 1, max: 9 }), count: integer({ min: 1, max: 99 }) },
  identity: 'item',
});

interface OrderState {
  readonly id: string;
  readonly status: Status;
  readonly note?: string;
  readonly limit: number;
  readonly lines: readonly Line[];
}
const OrderState = aggregateState<OrderState, unknown>({
  fields: {
    id: string({ min: 1 }),
    status: withDefault(Status, 'OPEN'),
    note: optional(string({ max: 5 })),
    limit: integer({ min: 1, max: 10 }),
    lines: list(Line, { max: 3, uniqueBy: 'item' }),
  },
  identity: 'id',
  rules: [
    {
      id: 'Order.Fits',
      message: 'The lines fit',
      holds: ({ lines, limit }) => lines.reduce((total, { count }) => total + count, 0) <= limit,
    },
  ],
  transitions: [{ id: 'Order.Grows', message: 'It grows', holds: (order, old) => order.limit >= old.limit }],
});

type Opened = DomainEvent<'Opened', OpenedData, string>;
interface OpenedData {
  readonly id: string;
  readonly limit: number;
}
const Opened = eventType<Opened, OpenedData>({
  type: 'Opened',
  source: 'Order',
  data: structure<OpenedData, OpenedData>({ fields: { id: string(), limit: integer() } }),
});
type Added = DomainEvent<'Added', AddedData, string>;
interface AddedData {
  readonly line: Line;
}
const Added = eventType<Added, AddedData>({
  type: 'Added',
  source: 'Order',
  version: 3,
  data: structure<AddedData, AddedData>({ fields: { line: Line } }),
  earlier: [
    earlierVersion(
      2,
      structure<Line, Line>({ fields: { item: string(), count: integer() } }),
      ({ item, count }) => ({ line: { item, count } }),
    ),
    earlierVersion(
      1,
      structure<{ readonly name: string }, { readonly name: string }>({ fields: { name: string() } }),
      ({ name }) => ({ item: name, count: 1 }),
    ),
  ],
});
type Closed = DomainEvent<'Closed', NoData, string>;
const Closed = eventType<Closed>({ type: 'Closed', source: 'Order' });
type Limited = DomainEvent<'Limited', { readonly limit: number }, string>;
const Limited = eventType<Limited, { readonly limit: number }>({
  type: 'Limited',
  source: 'Order',
  data: structure<{ readonly limit: number }, { readonly limit: number }>({ fields: { limit: integer() } }),
});
type Removed = DomainEvent<'Removed', NoData, string>;
const Removed = eventType<Removed>({ type: 'Removed', source: 'Order' });
type OrderEvent = Opened | Added | Closed | Limited | Removed;
const readOrderEvent = eventReader<OrderEvent>([Opened, Added, Closed, Limited, Removed]);

const statusLifecycle = lifecycle<Status, OrderEvent['type']>([
  { from: ['OPEN'], to: 'CLOSED', on: ['Closed'] },
  { from: ['OPEN', 'CLOSED'], to: 'GONE', on: ['Removed'] },
]);

function evolveOrder(order: OrderState | undefined, event: OrderEvent): OrderState | undefined {
  switch (event.type) {
    case 'Opened':
      return present<OrderState>({ ...event.data, status: 'OPEN', note: undefined, lines: [] });
    case 'Added':
      return order && changed(order, { lines: withItem(order.lines, event.data.line, 3) });
    case 'Closed':
      return order && changed(order, { status: statusLifecycle.next(order.status, event.type) });
    case 'Limited':
      return order && changed(order, { limit: event.data.limit });
    case 'Removed':
      return undefined;
  }
}

type Open = Command<'Open', OpenedData>;
const Open = commandType<Open, OpenedData>({ type: 'Open', id: 'Order.Open', data: Opened.data });
type Add = Command<'Add', Line>;
const Add = commandType<Add, Line>({ type: 'Add', id: 'Order.Add', data: Line });
type Close = Command<'Close', NoData>;
type Limit = Command<'Limit', { readonly limit: number }>;
type Remove = Command<'Remove', NoData>;
type OrderCommand = Open | Add | Close | Limit | Remove;
type OrderRefusal = 'AlreadyThere';
type OrderDecision = Decision<OrderState, OrderEvent, CommandContext, OrderRefusal>;

const behaviour: Behaviour<OrderState, OrderEvent, OrderCommand, CommandContext, OrderRefusal> = {
  name: 'order',
  state: OrderState,
  identity: 'id',
  evolve: evolveOrder,
  lifecycles: { status: statusLifecycle },
  creations: ['Open'],
  commands: {
    Open: (decision, command) => decision.emit(Opened, command),
    Add: add,
    Close: (decision) => decision.emit(Closed),
    Limit: (decision, command) => decision.emit(Limited, command),
    Remove: (decision) => decision.emit(Removed),
  },
};

function add(decision: OrderDecision, command: Line, order: OrderState): OrderDecision {
  if (order.lines.some(({ item }) => item === command.item)) {
    return decision.refuse({ name: 'AlreadyThere', id: 'Order.Add.AlreadyThere', message: 'It is there' });
  }
  decision.emit(Added, { line: command });
  // Judged on what the event before it left behind.
  if (decision.state.lines.length === 2) decision.emit(Closed);
  return decision;
}

function decideOrder(
  order: OrderState | undefined,
  command: OrderCommand,
): Result<readonly OrderEvent[], Rejection<OrderRefusal>> {
  return decide(behaviour, order, command, contextOf());
}

function contextOf(): CommandContext {
  let count = 0;
  return {
    now: valueOf(IsoDateTime.create('2026-01-02T03:04:05.000Z')),
    caller: valueOf(Caller.create('somebody')),
    newId: () => valueOf(Uuid.create(`00000000-0000-4000-8000-${String((count += 1)).padStart(12, '0')}`)),
  };
}

function valueOf<Value>(result: Result<Value, unknown>): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function orderOf(changes: Partial<OrderState> = {}): OrderState {
  return valueOf(OrderState.parse({ id: 'o', limit: 5, lines: [], ...changes }));
}

const line = { item: 'a', count: 2 };

describe('decide', () => {
  it('records who and when with each event, and what it happened to', () => {
    expect(decideOrder(undefined, { type: 'Open', data: { id: 'o', limit: 3 } })).toEqual({
      ok: true,
      value: [
        {
          id: '00000000-0000-4000-8000-000000000001',
          type: 'Opened',
          version: 1,
          source: 'Order',
          subject: 'o',
          at: '2026-01-02T03:04:05.000Z',
          by: 'somebody',
          data: { id: 'o', limit: 3 },
        },
      ],
    });
  });

  it.each<{
    readonly name: string;
    readonly state: OrderState | undefined;
    readonly command: OrderCommand;
    readonly events: readonly string[];
  }>([
    {
      name: 'what a command emits',
      state: orderOf(),
      command: { type: 'Add', data: line },
      events: ['Added'],
    },
    {
      name: 'an event whose condition the event before it made true',
      state: orderOf({ lines: [{ item: 'b', count: 1 }] }),
      command: { type: 'Add', data: line },
      events: ['Added', 'Closed'],
    },
    {
      name: 'the end of an aggregate, which no rule is about',
      state: orderOf({ status: 'CLOSED' }),
      command: { type: 'Remove', data: {} },
      events: ['Removed'],
    },
  ])('gives $name', ({ state, command, events }) => {
    const outcome = decideOrder(state, command);
    expect(outcome.ok && outcome.value.map(({ type }) => type)).toEqual(events);
  });

  it.each<{
    readonly name: string;
    readonly state: OrderState | undefined;
    readonly command: OrderCommand;
    readonly error: object;
  }>([
    {
      name: 'a command to nothing',
      state: undefined,
      command: { type: 'Close', data: {} },
      error: { kind: 'absent', message: 'There is no such order' },
    },
    {
      name: 'what is there already',
      state: orderOf(),
      command: { type: 'Open', data: { id: 'o', limit: 3 } },
      error: { kind: 'exists', message: 'This order exists already' },
    },
    {
      name: 'by name',
      state: orderOf({ lines: [line] }),
      command: { type: 'Add', data: line },
      error: { kind: 'refused', name: 'AlreadyThere', id: 'Order.Add.AlreadyThere', message: 'It is there' },
    },
    {
      name: 'an illegal move',
      state: orderOf({ status: 'CLOSED' }),
      command: { type: 'Close', data: {} },
      error: {
        kind: 'illegalMove',
        field: 'status',
        from: 'CLOSED',
        event: 'Closed',
        message: 'Closed cannot happen while status is CLOSED, only while it is OPEN',
      },
    },
    {
      name: 'what breaks a rule',
      state: orderOf(),
      command: { type: 'Add', data: { item: 'a', count: 6 } },
      error: {
        kind: 'broken',
        violations: [{ path: '', constraint: 'rule', rule: 'Order.Fits', message: 'The lines fit' }],
        message: 'The lines fit',
      },
    },
    {
      name: 'what breaks a rule about the change',
      state: orderOf(),
      command: { type: 'Limit', data: { limit: 4 } },
      error: { kind: 'broken', message: 'It grows' },
    },
    {
      name: 'what breaks a limit of the state',
      state: orderOf(),
      command: { type: 'Limit', data: { limit: 11 } },
      error: { kind: 'broken', violations: [{ path: '/limit', constraint: 'maximum' }] },
    },
    {
      name: 'an event that cannot hold what it is to hold',
      state: undefined,
      command: { type: 'Open', data: { id: 'o', limit: 0.5 } },
      error: { kind: 'broken', violations: [{ path: '/limit', constraint: 'type' }] },
    },
  ])('refuses $name', ({ state, command, error }) => {
    expect(decideOrder(state, command)).toMatchObject({ ok: false, error });
  });

  it('lets nothing happen after what must not', () => {
    const order = orderOf({ status: 'CLOSED', lines: [{ item: 'b', count: 1 }] });
    const outcome = decideOrder(order, { type: 'Add', data: line });
    expect(outcome).toMatchObject({ ok: false, error: { kind: 'illegalMove', event: 'Closed' } });
  });
});

describe('a command type', () => {
  it('makes commands of what it accepts', () => {
    expect(Add.create(line)).toEqual({ ok: true, value: { type: 'Add', data: line } });
    expect(Add.parse({ item: '' })).toMatchObject({
      ok: false,
      error: [{ path: '/item' }, { path: '/count', constraint: 'required' }],
    });
  });
});

describe('events that were stored', () => {
  const stored = {
    id: '00000000-0000-4000-8000-000000000001',
    source: 'Order',
    subject: 'o',
    at: '2026-01-02T03:04:05.000Z',
    by: 'somebody',
  };

  it.each([
    { version: 3, data: { line } },
    { version: 2, data: line },
    { version: 1, data: { name: 'a' } },
  ])('are brought up from version $version', ({ version, data }) => {
    const read = readOrderEvent({ ...stored, type: 'Added', version, data });
    const count = version === 1 ? 1 : 2;
    expect(read).toEqual({
      ok: true,
      value: { ...stored, type: 'Added', version: 3, data: { line: { item: 'a', count } } },
    });
  });

  it.each([
    { name: 'an unknown type', event: { ...stored, type: 'Lost', version: 1, data: {} }, path: '/type' },
    { name: 'no event', event: 3, path: '/type' },
    {
      name: 'an unknown version',
      event: { ...stored, type: 'Added', version: 4, data: {} },
      path: '/version',
    },
    {
      name: 'data of another version',
      event: { ...stored, type: 'Added', version: 2, data: { line } },
      path: '/data/item',
    },
    {
      name: 'data that became none',
      event: { ...stored, type: 'Added', version: 1, data: { name: '' } },
      path: '/data/line/item',
    },
    { name: 'no time', event: { ...stored, type: 'Closed', version: 1, at: '', data: {} }, path: '/at' },
  ])('are refused for $name', ({ event, path }) => {
    const read = readOrderEvent(event);
    expect(read.ok ? [] : read.error.map((one) => one.path)).toContain(path);
  });
});

describe('changes', () => {
  it('take away what is undefined, and freeze', () => {
    const before = orderOf({ note: 'x', lines: [line] });
    const after = changed(before, { note: undefined, lines: withoutItem(before.lines, 'item', 'a') });
    expect(after).toEqual({ id: 'o', status: 'OPEN', limit: 5, lines: [] });
    expect(Object.keys(after)).not.toContain('note');
    expect(Object.isFrozen(after) && Object.isFrozen(after.lines)).toBe(true);
  });

  it('keep the newest', () => {
    expect(withItem([1, 2, 3], 4, 3)).toEqual([2, 3, 4]);
    expect(withItem([1, 2], 3, 3)).toEqual([1, 2, 3]);
  });
});
