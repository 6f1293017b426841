import { describe, expect, it } from 'vitest';
import {
  actorsTo,
  compareNumbers,
  compareText,
  entryOf,
  enumeration,
  isAllowed,
  lifecycle,
  listAnswer,
  literalAfter,
  literalBefore,
  orderBy,
  withChangedEntry,
  withEntry,
  withoutEntry,
} from '../../runtime/src/index.ts';

interface Item {
  readonly name: string;
  readonly size?: number;
}

const items: readonly Item[] = [
  { name: 'b', size: 2 },
  { name: 'c' },
  { name: 'a', size: 3 },
  { name: 'd', size: 1 },
];
const orders = {
  name: orderBy((item: Item) => item.name, compareText),
  size: orderBy((item: Item) => item.size, compareNumbers, 'descending'),
};

function namesOf(question: Parameters<typeof listAnswer<Item, 'name' | 'size'>>[1], choice = {}): string {
  return listAnswer(items, question, choice)
    .items.map(({ name }) => name)
    .join('');
}

describe('the answer to a query for a list', () => {
  it.each([
    { name: 'is all in the order that they have', question: {}, choice: {}, expected: 'bcad' },
    { name: 'is in the first order without a choice', question: { orders }, choice: {}, expected: 'abcd' },
    {
      name: 'is in the order chosen, nothing last',
      question: { orders },
      choice: { order: 'size' },
      expected: 'abdc',
    },
    {
      name: 'holds what matches',
      question: { matches: ({ size }: Item) => size !== 2 },
      choice: {},
      expected: 'cad',
    },
    { name: 'begins where it is asked to', question: { orders }, choice: { offset: 2 }, expected: 'cd' },
    { name: 'is a page', question: { orders, page: { size: 2, max: 3 } }, choice: {}, expected: 'ab' },
    {
      name: 'is as long as asked',
      question: { orders, page: { size: 2, max: 3 } },
      choice: { size: 1 },
      expected: 'a',
    },
    {
      name: 'is no longer than allowed',
      question: { page: { size: 2, max: 3 } },
      choice: { size: 9 },
      expected: 'bca',
    },
    {
      name: 'has one item at least',
      question: { page: { size: 2, max: 3 } },
      choice: { size: -9 },
      expected: 'b',
    },
  ])('$name', ({ question, choice, expected }) => {
    expect(namesOf(question, choice)).toBe(expected);
  });

  it('tells how many there are in all', () => {
    expect(listAnswer(items, { page: { size: 1, max: 1 }, matches: ({ name }) => name > 'a' }).total).toBe(3);
  });
});

describe('who is allowed', () => {
  const actors = { Operator: [], Administrator: ['Operator'], Owner: ['Administrator'], Loop: ['Loop'] };

  it.each([
    { allowed: ['Operator'], known: ['Operator'], expected: true },
    { allowed: ['Operator'], known: ['Owner'], expected: true },
    { allowed: ['Owner'], known: ['Operator', 'Administrator'], expected: false },
    { allowed: [], known: ['Owner'], expected: false },
    { allowed: ['Operator'], known: ['Loop', 'toString', 'Nobody'], expected: false },
    { allowed: ['Operator'], known: ['Loop', 'Operator'], expected: true },
  ])('$allowed: $known', ({ allowed, known, expected }) => {
    expect(isAllowed(allowed, known, actors)).toBe(expected);
  });

  it('is found out of an aggregate that is there', () => {
    const conditions = { Owner: (state: { readonly by: string }, by: string) => state.by === by };
    expect(actorsTo({ by: 'me' }, 'me', conditions)).toEqual(['Owner']);
    expect(actorsTo({ by: 'me' }, 'you', conditions)).toEqual([]);
    expect(actorsTo(undefined, 'me', conditions)).toEqual([]);
  });
});

describe('neighbours of literals', () => {
  const Phase = enumeration({ ONE: '1', TWO: '2' });

  it('end with the literals', () => {
    expect([literalAfter(Phase, '1'), literalAfter(Phase, '2')]).toEqual(['2', undefined]);
    expect([literalBefore(Phase, '1'), literalBefore(Phase, '2')]).toEqual([undefined, '1']);
  });
});

describe('a lifecycle', () => {
  const moves = lifecycle<'A' | 'B', 'Went' | 'toString'>([{ from: ['A'], to: 'B', on: ['Went'] }]);

  it('has the moves that it was given, and no others', () => {
    expect([moves.to('A', 'Went'), moves.to('B', 'Went'), moves.to('A', 'toString')]).toEqual([
      'B',
      undefined,
      undefined,
    ]);
    expect([moves.next('A', 'Went'), moves.next('B', 'Went')]).toEqual(['B', 'B']);
    expect([moves.from('Went'), moves.from('toString')]).toEqual([['A'], []]);
  });
});

describe('maps', () => {
  it('change entry by entry, whatever the keys are called', () => {
    const map = withEntry(withEntry({}, '__proto__', 1), 'a', 2);
    expect(Object.entries(map)).toEqual([
      ['__proto__', 1],
      ['a', 2],
    ]);
    expect(withChangedEntry(map, 'a', (value) => value + 1)).toEqual(withEntry(map, 'a', 3));
    expect(withChangedEntry(map, 'toString', () => 9)).toBe(map);
    expect(Object.keys(withoutEntry(map, '__proto__'))).toEqual(['a']);
    expect(entryOf(map, '__proto__')).toBe(1);
    expect(entryOf(map, 'constructor')).toBeUndefined();
  });
});
