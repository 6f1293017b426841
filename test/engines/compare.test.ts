import { describe, expect, it } from 'vitest';
import { compare, type Expectation } from '../../engines/compare.ts';
import { accepted, type Engine, notRun, rejected, type Verdict } from '../../engines/engine.ts';
import { interpreter } from '../../engines/interpreter.ts';
import type { Judge } from '../../generators/core/coverage.ts';
import { exact, notEnforceable } from '../../generators/core/target.ts';
import { jsonSchema } from '../../generators/json-schema/index.ts';
import { readModelText } from '../../grammar/read-model.ts';
import { indexModel } from '../../pim/model-index.ts';

const { model } = readModelText(`model Shop version 1
context Ordering {
  type Tags = String(1..5)[0..3]
  value Line { number: Integer(1..9), count: Integer(0..9), limit: Integer(0..9), rule Within: count <= limit }
  value Shelf { notes: Map(String(1..3), Integer(0..9))[0..2] }
  aggregate Basket {
    id name: String(1..5)
    lines: Line[0..3] unique by number
    places: Place[0..3]
    limit: Integer(0..9) = 9
    entity Place { id place: Integer(1..9) }
    rule OnlyGrows: limit >= old.limit
  }
}`);
if (!model) throw new Error('no model');
const index = indexModel(model);

const held: Judge = {
  id: 'some',
  enforce: () => exact,
};
const unheld: Judge = {
  id: 'some',
  enforce: ({ name }) => (name === 'Within' ? notEnforceable('compares two fields') : exact),
  unheldLimits: (of) => jsonSchema.unheldLimits?.(of) ?? [],
};

const right = { number: 1, count: 2, limit: 3 };
const wrong = { number: 1, count: 4, limit: 3 };

function line(instance: unknown, expected: 'accept' | 'reject', rule?: string): Expectation {
  const subject = 'Shop.Ordering.Line';
  return { index, subject, instance: JSON.stringify(instance), expected, ...(rule ? { rule } : {}) };
}

function shelf(notes: unknown): Expectation {
  return { index, subject: 'Shop.Ordering.Shelf', instance: JSON.stringify({ notes }), expected: 'reject' };
}

const dropsNulls: Judge = {
  id: 'some',
  enforce: () => exact,
  unheldLimits: () => [
    {
      element: 'Shop.Ordering.Shelf.notes',
      constraint: 'required',
      of: 'entries',
      reason: 'entries that are null are dropped',
    },
  ],
};

function basket(instance: unknown, expected: 'accept' | 'reject', old?: unknown): Expectation {
  const subject = 'Shop.Ordering.Basket';
  return {
    index,
    subject,
    instance: JSON.stringify(instance),
    expected,
    ...(old === undefined ? {} : { old: JSON.stringify(old) }),
  };
}

/** Says this, whatever it is asked. */
function saying(verdict: Verdict, exceptions: Engine['exceptions'] = []): Engine {
  return { id: 'parrot', title: 'a parrot', exceptions, judge: async (asked) => asked.map(() => verdict) };
}

const within = 'Shop.Ordering.Line.Within';
const broken = rejected([{ message: 'no', path: '', rule: within }]);
const twiceByNumber = { name: 'a', lines: [right, { ...right, count: 0 }], places: [] };
const twiceById = { name: 'a', lines: [], places: [{ place: 1 }, { place: 1 }] };

describe('an engine', () => {
  it.each([
    {
      what: 'that accepts as expected',
      engine: saying(accepted),
      one: line(right, 'accept'),
      kind: 'agreed',
    },
    {
      what: 'that refuses as expected',
      engine: saying(broken),
      one: line(wrong, 'reject', within),
      kind: 'agreed',
    },
    {
      what: 'that refuses what is right',
      engine: saying(broken),
      one: line(right, 'accept'),
      kind: 'disagreed',
    },
    {
      what: 'that accepts what is wrong',
      engine: saying(accepted),
      one: line(wrong, 'reject'),
      kind: 'disagreed',
    },
    {
      what: 'that refuses for another rule than the one that is meant',
      engine: saying(rejected([{ message: 'no', rule: 'Shop.Ordering.Line.Other' }])),
      one: line(wrong, 'reject', within),
      kind: 'disagreed',
    },
    {
      what: 'that tells no rules',
      engine: saying(rejected([{ message: 'no' }])),
      one: line(wrong, 'reject', within),
      kind: 'agreed',
    },
    {
      what: 'whose target says that it does not hold the rule',
      engine: saying(accepted),
      word: unheld,
      one: line(wrong, 'reject', within),
      kind: 'not enforceable',
      reason: 'compares two fields',
    },
    {
      what: 'that accepts something broken besides the rule that is not held',
      engine: saying(accepted),
      word: unheld,
      one: line({ ...wrong, number: 10 }, 'reject'),
      kind: 'disagreed',
    },
    {
      what: 'whose target does not hold that items differ',
      engine: saying(accepted),
      word: unheld,
      one: basket(twiceByNumber, 'reject'),
      kind: 'not enforceable',
      reason: 'no schema can say that each item has another `number`',
    },
    {
      what: 'whose target does not hold that entities differ',
      engine: saying(accepted),
      word: unheld,
      one: basket(twiceById, 'reject'),
      kind: 'not enforceable',
      reason: 'no schema can say that each item has another `place`',
    },
    ...[{ a: null }, { 'too long': null, a: 1 }, { a: 1, b: 2, c: null }].map((notes) => ({
      what: `whose target drops what is null of ${JSON.stringify(notes)}`,
      engine: saying(accepted),
      word: dropsNulls,
      one: shelf(notes),
      kind: 'not enforceable',
      reason: 'entries that are null are dropped',
    })),
    ...[undefined, null, { a: null, b: 10 }, { a: null, 'too long': 1 }].map((notes) => ({
      what: `that accepts ${JSON.stringify(notes)}, where nulls in it are not all that is wrong`,
      engine: saying(accepted),
      word: dropsNulls,
      one: shelf(notes),
      kind: 'disagreed',
    })),
    {
      what: 'that accepts what the model takes and the case does not',
      engine: saying(accepted),
      word: unheld,
      one: line(right, 'reject'),
      kind: 'disagreed',
    },
    {
      what: 'that was not asked',
      engine: saying(notRun('it is not installed')),
      one: line(right, 'accept'),
      kind: 'not run',
      reason: 'it is not installed',
    },
  ])('$what', async ({ engine, word = held, one, kind, reason }) => {
    const expected = { kind, ...(reason === undefined ? {} : { reason }) };
    expect(await compare(engine, word, [one])).toEqual([expect.objectContaining(expected)]);
  });

  const strict: Engine = {
    ...saying(accepted, ['integer spelled otherwise']),
    judge: async (asked) =>
      asked.map(({ instance }) =>
        instance.includes('.0') ? rejected([{ message: 'no integer' }]) : accepted,
      ),
  };
  const spelled = { ...line(right, 'accept'), instance: '{"number":1.0,"count":2,"limit":3}' };

  it('may refuse an integer that is spelled otherwise, if it says that it does', async () => {
    expect(await compare(strict, held, [line(right, 'accept'), spelled])).toEqual([
      { kind: 'agreed' },
      { kind: 'exception', exception: 'integer spelled otherwise' },
    ]);
    const silent = { ...strict, exceptions: [] };
    expect(await compare(silent, held, [spelled])).toEqual([expect.objectContaining({ kind: 'disagreed' })]);
    const stubborn = { ...saying(broken, ['integer spelled otherwise']) };
    expect(await compare(stubborn, held, [spelled])).toEqual([
      expect.objectContaining({ kind: 'disagreed' }),
    ]);
  });

  it('may take an integer that is spelled otherwise for another one, too', async () => {
    const lax: Engine = {
      ...saying(accepted, ['integer spelled otherwise']),
      judge: async (asked) => asked.map(({ instance }) => (instance.includes('.0') ? accepted : broken)),
    };
    const one = { ...line(wrong, 'reject'), instance: '{"number":1.0,"count":4,"limit":3}' };
    expect(await compare(lax, held, [one])).toEqual([
      { kind: 'exception', exception: 'integer spelled otherwise' },
    ]);
  });

  it('may let pass on an update what it refuses otherwise, if it says that it does', async () => {
    const ratcheting: Engine = {
      ...saying(accepted, ['unchanged on update']),
      judge: async (asked) => asked.map(({ old }) => (old === undefined ? rejected([]) : accepted)),
    };
    const update = basket(twiceById, 'reject', twiceById);
    expect(await compare(ratcheting, held, [update])).toEqual([
      { kind: 'exception', exception: 'unchanged on update' },
    ]);
    expect(await compare({ ...ratcheting, exceptions: [] }, held, [update])).toEqual([
      expect.objectContaining({ kind: 'disagreed' }),
    ]);
    // What is broken only now is no exception.
    const brokenNow = basket(twiceById, 'reject', { ...twiceById, places: [] });
    expect(await compare(ratcheting, held, [brokenNow])).toEqual([
      expect.objectContaining({ kind: 'disagreed' }),
    ]);
  });
});

describe('the interpreter', () => {
  it('judges a change where there is a state before', async () => {
    const [before, after] = [9, 8].map((limit) => ({ name: 'a', lines: [], places: [], limit }));
    expect(await interpreter.judge([basket(after, 'accept'), basket(after, 'reject', before)])).toEqual([
      accepted,
      rejected([expect.objectContaining({ rule: 'Shop.Ordering.Basket.OnlyGrows' })]),
    ]);
  });
});
