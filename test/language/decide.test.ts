import { describe, expect, it } from 'vitest';
import { readModelText } from '../../grammar/read-model.ts';
import { type CommandRun, type Decision, decide } from '../../pim/decide.ts';
import { type EventRecord, evolve } from '../../pim/evolve.ts';
import type { JsonObject } from '../../pim/json.ts';
import { aggregatesOf, indexModel } from '../../pim/model-index.ts';

const { model, diagnostics } = readModelText(`model M version 1 context C {
  enum State { OPEN, PAID, DONE }
  value Stamp { from: State, to: State, by: Caller, at: DateTime, why: String(1..50) }
  value Tag { name: String(1..9), weight: Integer(0..99) = 1 }
  aggregate Bill {
    id: Uuid generated
    state: State = OPEN
    total: Integer(0..1000) = 0
    price: Decimal(0.00..99.99, scale 2) = 1.00
    spent: Duration = 0ms
    note: String(1..20)?
    owner: Caller
    opened: DateTime
    lines: Line[0..3]
    words: String(1..9)[0..2]
    tags: Tag[0..5] unique by name
    labels: Map(String(1..9), Integer(0..9))[0..3]
    stamps: Stamp[0..9]
    entity Line { id key: Integer(0..9), amount: Integer(0..500), comment: String(1..9)? }
    rule Cheap: total <= 900 else "Too dear"
    rule Grows: total >= old.total else "Never less"
    lifecycle state {
      every move adds Stamp { from, to, by: caller, at: now, why: event.name } to stamps keeping 2
      OPEN -> PAID -> DONE on Moved
      DONE -> OPEN on Reopened
    }
    event Opened { id, lines } creates sets owner = caller, opened = now
    event Moved
    event Reopened
    event Added { line: Line } adds line to lines adds line.amount to total
    event Refunded { amount: Integer(0..500) } removes amount from total
    event Taken { key: Integer(0..9) } removes key from lines
    event Commented { key: Integer(0..9), comment: String(1..9) } sets lines[key].comment = comment
    event Silenced { key: Integer(0..9) } clears lines[key].comment
    event Said { words: String(1..9)[0..5] } adds words to words keeping 2
    event Tagged { tag: Tag } adds tag to tags
    event Named { name: String(1..9) } adds Tag { name } to tags
    event Untagged { name: String(1..9) } removes name from tags
    event Labelled { key: String(1..9), value: Integer(0..9) } sets labels[key] = value
    event Unlabelled { key: String(1..9) } removes key from labels
    event Noted { note } sets note
    event Cleared clears note, words, labels
    event Priced { by: Decimal(0.00..9.99, scale 2) } adds by to price
    event Worked { spent: Duration } adds spent to spent
    event Swapped { a: Integer(0..9), b: Integer(0..9) } sets total = lines.size, note = if old.total > 5 then "much" else "little"
    event Gone deletes

    create Open { lines } emits Opened
    command Move emits Moved
    command Reopen emits Reopened
    command Add { line: Line } emits Added
    command AddAll { lines: Line[0..3] } emits Added { line: l } for each l in lines when l.amount > 0
    command AddAndMove { line: Line } emits Added, Moved when total > 100
    command Refund { amount: Integer(0..500) } emits Refunded
    command Take { key: Integer(0..9) }
      let line = lines[key] else NoLine "There is no such line"
      requires line.amount < 100 else TooMuch
      emits Taken
    command Do { what: String(1..9) } emits Noted { note: what } when what != "nothing"
  }
}`);
if (!model) throw new Error('the model does not parse');
const index = indexModel(model);
const bill = aggregatesOf(model.contexts[0] ?? expect.fail())[0] ?? expect.fail();
const line = { key: 1, amount: 10 };
const empty: JsonObject = {
  id: '00000000-0000-4000-8000-00000000000b',
  state: 'OPEN',
  total: 0,
  price: '1.00',
  spent: 0,
  owner: 'me',
  opened: '2024-01-01T00:00:00.000Z',
  lines: [],
  words: [],
  tags: [],
  labels: {},
  stamps: [],
};

function record(event: string, values: JsonObject = {}): EventRecord {
  return { event: `M.C.Bill.${event}`, values, now: '2024-05-06T07:08:09.010Z', caller: 'you', id: 'e' };
}

function run(command: string, input: JsonObject, state?: JsonObject): Decision {
  const given: CommandRun = {
    command: `M.C.Bill.${command}`,
    input,
    ...(state ? { state } : {}),
    now: '2024-05-06T07:08:09.010Z',
    caller: 'you',
    generate: () => '00000000-0000-4000-8000-000000000001',
  };
  return decide(index, bill, given);
}

it('the model has no problem', () => expect(diagnostics).toEqual([]));

describe('evolve', () => {
  const changed = (event: string, values: JsonObject, state: JsonObject = empty): JsonObject => {
    const after = evolve(index, bill, state, record(event, values)) ?? {};
    return Object.fromEntries(
      Object.entries({
        ...Object.fromEntries(Object.keys(state).map((key) => [key, null])),
        ...after,
      }).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(state[key])),
    );
  };

  it.each<[what: string, event: string, values: JsonObject, state: JsonObject, change: JsonObject]>([
    ['adds an item and an amount', 'Added', { line }, empty, { lines: [line], total: 10 }],
    ['subtracts', 'Refunded', { amount: 3 }, { ...empty, total: 10 }, { total: 7 }],
    ['adds Decimals exactly', 'Priced', { by: '0.20' }, { ...empty, price: '0.10' }, { price: '0.30' }],
    ['adds Durations', 'Worked', { spent: 1500 }, { ...empty, spent: 500 }, { spent: 2000 }],
    ['takes out by id', 'Taken', { key: 1 }, { ...empty, lines: [line] }, { lines: [] }],
    [
      'sets a field of one entity',
      'Commented',
      { key: 1, comment: 'x' },
      { ...empty, lines: [line, { ...line, key: 2 }] },
      {
        lines: [
          { ...line, comment: 'x' },
          { ...line, key: 2 },
        ],
      },
    ],
    [
      'leaves what is not there alone',
      'Commented',
      { key: 5, comment: 'x' },
      { ...empty, lines: [line] },
      {},
    ],
    [
      'clears a field of one entity',
      'Silenced',
      { key: 1 },
      { ...empty, lines: [{ ...line, comment: 'x' }] },
      { lines: [line] },
    ],
    [
      'adds all of a list and keeps the newest',
      'Said',
      { words: ['b', 'c'] },
      { ...empty, words: ['a'] },
      { words: ['b', 'c'] },
    ],
    [
      'takes out by the key that tells items apart',
      'Untagged',
      { name: 'a' },
      {
        ...empty,
        tags: [
          { name: 'a', weight: 1 },
          { name: 'b', weight: 1 },
        ],
      },
      { tags: [{ name: 'b', weight: 1 }] },
    ],
    [
      'takes from defaults what a construction leaves out',
      'Named',
      { name: 'a' },
      empty,
      { tags: [{ name: 'a', weight: 1 }] },
    ],
    ['puts a new entry', 'Labelled', { key: 'k', value: 1 }, empty, { labels: { k: 1 } }],
    [
      'replaces an entry',
      'Labelled',
      { key: 'k', value: 2 },
      { ...empty, labels: { k: 1 } },
      { labels: { k: 2 } },
    ],
    ['knows no prototype', 'Labelled', { key: 'toString', value: 2 }, empty, { labels: { toString: 2 } }],
    ['takes out an entry', 'Unlabelled', { key: 'k' }, { ...empty, labels: { k: 1 } }, { labels: {} }],
    [
      'clears what may be absent, lists and maps',
      'Cleared',
      {},
      { ...empty, note: 'x', words: ['a'], labels: { k: 1 } },
      { note: null, words: [], labels: {} },
    ],
    ['makes absent what is given none', 'Noted', {}, { ...empty, note: 'x' }, { note: null }],
    [
      'reads the state before',
      'Swapped',
      { a: 1, b: 2 },
      { ...empty, total: 9, lines: [line] },
      { total: 1, note: 'much' },
    ],
  ])('%s', (_, event, values, state, change) => {
    expect(changed(event, values, state)).toEqual(change);
  });

  it('creates with defaults, ambients and nothing in lists', () => {
    expect(
      evolve(
        index,
        bill,
        undefined,
        record('Opened', { id: '00000000-0000-4000-8000-00000000000b', lines: [line] }),
      ),
    ).toEqual({
      ...empty,
      lines: [line],
      owner: 'you',
      opened: '2024-05-06T07:08:09.010Z',
    });
  });

  it('makes the moves of the lifecycle, with what every move does', () => {
    const stamp = { by: 'you', at: '2024-05-06T07:08:09.010Z', why: 'Moved' };
    const paid = evolve(index, bill, empty, record('Moved'));
    expect(paid).toMatchObject({ state: 'PAID', stamps: [{ from: 'OPEN', to: 'PAID', ...stamp }] });
    const done = evolve(index, bill, paid, record('Moved'));
    expect(done).toMatchObject({ state: 'DONE' });
    const again = evolve(index, bill, done, record('Reopened'));
    expect(again?.['stamps']).toEqual([
      { from: 'PAID', to: 'DONE', ...stamp },
      { from: 'DONE', to: 'OPEN', ...stamp, why: 'Reopened' },
    ]);
  });

  it('deletes, and changes nothing that is not there', () => {
    expect(evolve(index, bill, empty, record('Gone'))).toBeUndefined();
    expect(evolve(index, bill, undefined, record('Moved'))).toBeUndefined();
  });
});

describe('decide', () => {
  const names = (decision: Decision): unknown =>
    decision.kind === 'accepted' ? decision.events.map(({ event }) => event.split('.').at(-1)) : decision;

  it('makes a generated id and records who and when', () => {
    const decision = run('Open', { lines: [] });
    expect(decision).toMatchObject({
      kind: 'accepted',
      events: [{ values: { id: '00000000-0000-4000-8000-000000000001', lines: [] }, caller: 'you' }],
      state: { owner: 'you', state: 'OPEN' },
    });
  });

  it.each<[what: string, command: string, input: JsonObject, state: JsonObject, outcome: unknown]>([
    [
      'judges `when` on what events before left',
      'AddAndMove',
      { line: { key: 1, amount: 101 } },
      empty,
      ['Added', 'Moved'],
    ],
    ['leaves out what its `when` refuses', 'AddAndMove', { line: { key: 1, amount: 100 } }, empty, ['Added']],
    [
      'happens for each item',
      'AddAll',
      { lines: [line, { key: 2, amount: 0 }, { key: 3, amount: 1 }] },
      empty,
      ['Added', 'Added'],
    ],
    ['may come to nothing', 'Do', { what: 'nothing' }, empty, []],
    [
      'refuses where `let` finds nothing',
      'Take',
      { key: 1 },
      empty,
      { refusal: { name: 'NoLine', message: 'There is no such line' } },
    ],
    [
      'refuses what it requires',
      'Take',
      { key: 1 },
      { ...empty, lines: [{ key: 1, amount: 100 }] },
      { refusal: { name: 'TooMuch', message: 'Too much' } },
    ],
    ['does what it may', 'Take', { key: 1 }, { ...empty, lines: [line] }, ['Taken']],
    [
      'refuses a move that is none',
      'Reopen',
      {},
      empty,
      { kind: 'illegal move', lifecycle: 'M.C.Bill.lifecycle-state', from: 'M.C.State.OPEN' },
    ],
    [
      'keeps every rule',
      'Add',
      { line: { key: 1, amount: 500 } },
      { ...empty, total: 500 },
      { kind: 'broken', violations: [{ rule: 'M.C.Bill.Cheap' }] },
    ],
    [
      'keeps rules of change',
      'Refund',
      { amount: 1 },
      { ...empty, total: 5 },
      { kind: 'broken', violations: [{ rule: 'M.C.Bill.Grows' }] },
    ],
    [
      'keeps limits',
      'Refund',
      { amount: 6 },
      { ...empty, total: 5 },
      { kind: 'broken', violations: [{ path: '/total', constraint: 'minimum' }] },
    ],
    [
      'keeps items apart',
      'Add',
      { line },
      { ...empty, lines: [line] },
      { kind: 'broken', violations: [{ path: '/lines', constraint: 'unique' }] },
    ],
  ])('%s', (_, command, input, state, outcome) => {
    const found = names(run(command, input, state));
    if (Array.isArray(outcome)) expect(found).toEqual(outcome);
    else expect(found).toMatchObject(outcome as object);
  });
});
