import { describe, expect, it } from 'vitest';
import {
  aggregate,
  aggregateState,
  type Changes,
  integer,
  Json,
  list,
  optional,
  type Result,
  SecretReference,
  string,
  structure,
  withDefault,
} from '../../runtime/src/index.ts';

interface Part {
  readonly id: string;
  readonly size: number;
  readonly note?: string;
}
const Part = structure<Part, Partial<Part>>({
  fields: {
    id: string({ min: 1, max: 3 }),
    size: withDefault(integer({ min: 0, max: 9 }), 1),
    note: optional(string()),
  },
  identity: 'id',
  rules: [
    {
      id: 'Part.Small',
      message: 'Small parts need a note',
      holds: ({ size, note }) => size > 0 || note !== undefined,
    },
  ],
});

interface State {
  readonly name: string;
  readonly parts: readonly Part[];
  readonly tags: readonly string[];
  readonly extra?: Json;
}
type Input = { name: string; parts: Partial<Part>[]; tags?: string[] | null; extra?: Json | null };

const State = aggregateState<State, Input>({
  fields: {
    name: string({ min: 1, max: 9 }),
    parts: list(Part, { max: 3, uniqueBy: 'id' }),
    tags: withDefault(list(string(), { max: 2, unique: true }), []),
    extra: optional(Json),
  },
  identity: 'name',
  rules: [{ id: 'Whole.Fits', message: 'The parts must fit', holds: (state) => total(state) < 10 }],
  transitions: [
    { id: 'Whole.Grows', message: 'It grows', holds: (state, old) => total(state) >= total(old) },
  ],
});

function total({ parts }: State): number {
  return parts.reduce((sum, { size }) => sum + size, 0);
}

class Whole {
  static readonly schema = aggregate<Whole, State, Input>(State, (state) => new Whole(state));
  readonly #state: State;
  private constructor(state: State) {
    this.#state = state;
  }
  change(changes: Changes<Input, 'name'>): Result<Whole> {
    return Whole.schema.change(this, changes);
  }
  equals(other: Whole): boolean {
    return this.#state.name === other.#state.name;
  }
  toJSON(): State {
    return this.#state;
  }
}

function valueOf<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error('refused');
  return result.value;
}

/** `path constraint rule` of each violation; what was accepted otherwise. */
function outcome(result: Result<unknown>): unknown {
  if (!result.ok)
    return result.error.map(({ path, constraint, rule }) =>
      [path, constraint, ...(rule ? [rule] : [])].join(' '),
    );
  return JSON.parse(JSON.stringify(result.value));
}

const throwing = {
  get id(): never {
    throw new Error('no');
  },
};
const revoked = Proxy.revocable({}, {});
revoked.revoke();
const inherited = Object.create({ id: 'a', size: 1 });

interface StructureCase {
  readonly name: string;
  readonly input: unknown;
  readonly expected: unknown;
}

describe('structure', () => {
  it.each<StructureCase>([
    { name: 'takes defaults', input: { id: 'a' }, expected: { id: 'a', size: 1 } },
    {
      name: 'takes null for absence',
      input: { id: 'a', size: null, note: null },
      expected: { id: 'a', size: 1 },
    },
    {
      name: 'takes undefined for absence',
      input: { id: 'a', size: undefined, note: undefined },
      expected: { id: 'a', size: 1 },
    },
    {
      name: 'leaves unknown members out',
      input: { id: 'a', other: 1, constructor: 2 },
      expected: { id: 'a', size: 1 },
    },
    {
      name: 'tells everything that is wrong',
      input: { size: 10, note: 3 },
      expected: ['/id required', '/size maximum', '/note type'],
    },
    {
      name: 'judges rules with defaults filled in',
      input: { id: 'a', size: 0 },
      expected: [' rule Part.Small'],
    },
    { name: 'judges no rule of a wrong shape', input: { id: 'abcd', size: 0 }, expected: ['/id maxLength'] },
    { name: 'sees own members alone', input: inherited, expected: ['/id required'] },
    { name: 'refuses a list', input: [], expected: [' type'] },
    { name: 'refuses a function', input: () => 1, expected: [' type'] },
    { name: 'refuses nothing at all', input: undefined, expected: [' required'] },
    { name: 'refuses what cannot be read', input: throwing, expected: [' type'] },
    { name: 'refuses a revoked proxy', input: revoked.proxy, expected: [' type'] },
    { name: 'takes no prototype', input: JSON.parse('{"__proto__":{"id":"a"}}'), expected: ['/id required'] },
  ])('$name', ({ input, expected }) => {
    expect(outcome(Part.parse(input))).toEqual(expected);
  });

  it('is equal by its identity, and without one by all fields', () => {
    expect(Part.equals({ id: 'a', size: 1 }, { id: 'a', size: 2 })).toBe(true);
    expect(Part.equals({ id: 'a', size: 1 }, { id: 'b', size: 1 })).toBe(false);
    expect(SecretReference.equals({ name: 'a', key: 'b' }, { name: 'a', key: 'b' })).toBe(true);
    expect(SecretReference.equals({ name: 'a', key: 'b' }, { name: 'a', key: 'c' })).toBe(false);
  });

  it('escapes names in a path', () => {
    const odd = structure<{ 'a/b~c': string }, unknown>({ fields: { 'a/b~c': string() } });
    expect(outcome(odd.parse({}))).toEqual(['/a~1b~0c required']);
    expect(odd['~standard'].validate({})).toMatchObject({ issues: [{ path: ['a/b~c'] }] });
  });

  it('keeps nothing of what it was made from', () => {
    const parts = [{ id: 'a' }];
    const result = list(Part).parse(parts);
    parts.push({ id: 'b' });
    expect(outcome(result)).toEqual([{ id: 'a', size: 1 }]);
  });
});

describe('a field that is called like what objects inherit', () => {
  interface Odd {
    readonly toString?: number;
    readonly constructor?: number;
  }
  const odd = structure<Odd, unknown>({
    fields: { toString: optional(integer()), constructor: optional(integer()) } as never,
    rules: [
      { id: 'Odd.Absent', message: 'Absent', holds: (value) => value.toString === undefined },
      { id: 'Odd.Other', message: 'Absent', holds: (value) => value.constructor === undefined },
    ],
  });

  it('is absent where it was left out', () => {
    expect(outcome(odd.parse({}))).toEqual({});
    expect(outcome(odd.parse({ toString: 3 }))).toEqual([' rule Odd.Absent']);
    expect(odd.parse({})).toEqual({ ok: true, value: {} });
  });
});

describe('what was made', () => {
  /** Every object that is reached from one. */
  function objectsIn(value: unknown): readonly object[] {
    if (typeof value !== 'object' || value === null) return [];
    return [value, ...Object.values(value).flatMap(objectsIn)];
  }

  it('reads its fields in whatever order they come, and what else there is not at all', () => {
    const whole = { id: 'a', size: 2, note: 'n' };
    const orders = [
      ['id', 'size', 'note'],
      ['note', 'id', 'size'],
      ['size', 'x', 'note', 'y', 'id'],
      ['x', 'id', 'note', 'size'],
    ];
    for (const order of orders) {
      const given = Object.fromEntries(order.map((name) => [name, Reflect.get(whole, name) ?? 'other']));
      const result = Part.parse(given);
      expect(result).toEqual({ ok: true, value: whole });
      // Always in the order of the declaration.
      expect(result.ok && Object.keys(result.value)).toEqual(['id', 'size', 'note']);
    }
    expect(Part.parse({ note: 'n', size: 0 })).toMatchObject({
      error: [{ path: '/id', constraint: 'required' }],
    });
    expect(Part.parse({ size: 'x', note: 5, id: '' })).toMatchObject({
      error: [{ path: '/id' }, { path: '/size' }, { path: '/note' }],
    });
  });

  it('reads what is its own alone, be it hidden from `for … in` or not', () => {
    const hidden = Object.defineProperty({ note: 'n' }, 'id', { value: 'a' });
    expect(Part.parse(hidden)).toEqual({ ok: true, value: { id: 'a', size: 1, note: 'n' } });
    expect(Part.parse(Object.create({ id: 'a', note: 'n' }))).toMatchObject({ error: [{ path: '/id' }] });
    expect(Part.parse(Object.assign(Object.create(null), { id: 'a' }))).toMatchObject({ ok: true });
    for (const enumerable of [true, false]) {
      // oxlint-disable-next-line no-extend-native -- it is the case
      Object.defineProperty(Object.prototype, 'note', {
        value: 'n',
        enumerable,
        writable: true,
        configurable: true,
      });
      try {
        const result = Part.parse({ id: 'a' });
        expect(result.ok && Object.keys(result.value)).toEqual(['id', 'size']);
      } finally {
        Reflect.deleteProperty(Object.prototype, 'note');
      }
    }
  });

  it('is frozen through and through, as is what a change makes', () => {
    const whole = valueOf(
      Whole.schema.create({ name: 'w', parts: [{ id: 'a' }], extra: { a: [{ b: [] }], c: {} } }),
    );
    const changed = valueOf(whole.change({ parts: [{ id: 'b' }], extra: [[1], {}] }));
    for (const one of [whole, changed]) {
      const objects = [one, ...objectsIn(one.toJSON())];
      expect(objects.length).toBeGreaterThan(6);
      expect(objects.filter((object) => !Object.isFrozen(object))).toEqual([]);
    }
  });
});

describe('an instance as input', () => {
  interface Holder {
    readonly whole: State;
  }
  const fields = {
    name: string(),
    parts: list(Part, { uniqueBy: 'id' }),
    tags: list(string()),
    extra: optional(Json),
  };
  const holder = structure<Holder, unknown>({ fields: { whole: structure<State, Input>({ fields }) } });
  const whole = valueOf(Whole.schema.create({ name: 'w', parts: [{ id: 'a' }], extra: 1 }));
  const state = { name: 'w', parts: [{ id: 'a', size: 1 }], tags: [], extra: 1 };

  it('is read by its state', () => {
    expect(outcome(Whole.schema.parse(whole))).toEqual(state);
    expect(outcome(holder.parse({ whole }))).toEqual({ whole: state });
    expect(outcome(list(Whole.schema, { uniqueBy: 'name' as never }).parse([whole, whole, {}]))).toEqual([
      '/2/name required',
      '/2/parts required',
      ' unique',
    ]);
  });

  it('changes another to what it holds, unless they are two', () => {
    const same = valueOf(Whole.schema.create({ name: 'w', parts: [], tags: ['x'] }));
    const other = valueOf(Whole.schema.create({ name: 'v', parts: [] }));
    expect(outcome(Whole.schema.change(same, whole.toJSON()))).toEqual(state);
    expect(outcome(Whole.schema.change(same, whole))).toEqual(state);
    expect(outcome(Whole.schema.change(other, whole))).toEqual(['/name enum']);
  });

  it('is no instance for a member of its own called `toJSON`, nor for a text that it gives', () => {
    expect(outcome(Part.parse({ id: 'a', toJSON: () => ({ id: 'b' }) }))).toEqual({ id: 'a', size: 1 });
    expect(outcome(Part.parse(new Date(0)))).toEqual([' type']);
  });
});

describe('list', () => {
  const Parts = list(Part, { min: 1, max: 3, uniqueBy: 'id' });
  const Points = list(SecretReference, { unique: true });
  const Names = list(string({ max: 2 }), { max: 2, unique: true });
  const sparse = Object.assign([], { 5: 'abc', length: 1e9 });

  it.each([
    {
      name: 'items in their places',
      schema: Parts,
      input: [{ id: 'a' }, { id: 'b', size: 0 }],
      expected: ['/1 rule Part.Small'],
    },
    { name: 'too few', schema: Parts, input: [], expected: [' minItems'] },
    {
      name: 'too many, and what is wrong with them',
      schema: Names,
      input: ['a', 'abc', 'a'],
      expected: [' maxItems', '/1 maxLength', ' unique'],
    },
    {
      name: 'nothing in it',
      schema: Names,
      input: [null, undefined],
      expected: ['/0 required', '/1 required'],
    },
    {
      name: 'a repeated id',
      schema: Parts,
      input: [{ id: 'a' }, { id: 'a', size: 2 }],
      expected: [' unique'],
    },
    {
      name: 'a repeated id of a wrong item',
      schema: Parts,
      input: [{ id: 'a', size: 'x' }, { id: 'a' }],
      expected: ['/0/size type', ' unique'],
    },
    {
      name: 'ids that are null',
      schema: Parts,
      input: [{ id: null }, { id: null }],
      expected: ['/0/id required', '/1/id required'],
    },
    {
      name: 'absent ids',
      schema: Parts,
      input: [{}, { id: null }],
      expected: ['/0/id required', '/1/id required'],
    },
    {
      name: 'equal values',
      schema: Points,
      input: [
        { name: 'a', key: 'b' },
        { key: 'b', name: 'a' },
      ],
      expected: [' unique'],
    },
    {
      name: 'different values',
      schema: Points,
      input: [
        { name: 'a', key: 'b' },
        { name: 'a', key: 'c' },
      ],
      expected: [
        { name: 'a', key: 'b' },
        { name: 'a', key: 'c' },
      ],
    },
    { name: 'something like a list', schema: Names, input: { length: 0 }, expected: [' type'] },
    {
      name: 'a list that is mostly holes',
      schema: Names,
      input: sparse,
      expected: [' maxItems', '/5 maxLength'],
    },
  ])('$name', ({ schema, input, expected }) => {
    expect(outcome(schema.parse(input))).toEqual(expected);
  });
});

function wholeOf(parts: Input['parts']): Whole {
  return valueOf(Whole.schema.create({ name: 'w', parts }));
}

describe('aggregate', () => {
  it.each([
    {
      name: 'nested rules',
      input: { name: 'w', parts: [{ id: 'a', size: 0 }] },
      expected: ['/parts/0 rule Part.Small'],
    },
    {
      name: 'its own rules',
      input: { name: 'w', parts: [{ id: 'a', size: 9 }, { id: 'b' }] },
      expected: [' rule Whole.Fits'],
    },
    {
      name: 'both',
      input: {
        name: 'w',
        parts: [
          { id: 'a', size: 9 },
          { id: 'b', size: 1 },
          { id: 'c', size: 0 },
        ],
      },
      expected: ['/parts/2 rule Part.Small', ' rule Whole.Fits'],
    },
    {
      name: 'its shape first',
      input: { name: '', parts: [{ id: 'a', size: 0 }] },
      expected: ['/name minLength'],
    },
  ])('judges $name', ({ input, expected }) => {
    expect(outcome(Whole.schema.parse(input))).toEqual(expected);
  });

  it.each([
    { name: 'nothing', changes: {}, expected: { name: 'w', parts: [{ id: 'a', size: 3 }], tags: [] } },
    {
      name: 'undefined',
      changes: { tags: undefined },
      expected: { name: 'w', parts: [{ id: 'a', size: 3 }], tags: [] },
    },
    {
      name: 'a field',
      changes: { tags: ['x'] },
      expected: { name: 'w', parts: [{ id: 'a', size: 3 }], tags: ['x'] },
    },
    {
      name: 'nothing by its own identity',
      changes: { name: 'w' },
      expected: { name: 'w', parts: [{ id: 'a', size: 3 }], tags: [] },
    },
    { name: 'not who it is', changes: { name: 'other', tags: 3 }, expected: ['/name enum', '/tags type'] },
    { name: 'not who it is to nobody', changes: { name: null }, expected: ['/name enum'] },
    {
      name: 'a shape',
      changes: { parts: [{ id: 'abcd' }], tags: 3 },
      expected: ['/parts/0/id maxLength', '/tags type'],
    },
    { name: 'a required field to nothing', changes: { parts: null }, expected: ['/parts required'] },
    {
      name: 'against a transition',
      changes: { parts: [{ id: 'a', size: 2 }] },
      expected: [' rule Whole.Grows'],
    },
    {
      name: 'against every kind of rule',
      changes: { parts: [{ id: 'a', size: 0 }] },
      expected: ['/parts/0 rule Part.Small', ' rule Whole.Grows'],
    },
    { name: 'by something that is no object', changes: 3, expected: [' type'] },
    { name: 'by nothing', changes: null, expected: [' type'] },
    {
      name: 'by what cannot be read',
      changes: {
        get parts(): never {
          throw new Error('no');
        },
      },
      expected: [' type'],
    },
    {
      name: 'by a prototype',
      changes: Object.create({ tags: ['x'] }),
      expected: { name: 'w', parts: [{ id: 'a', size: 3 }], tags: [] },
    },
  ])('changes $name', ({ changes, expected }) => {
    const before = wholeOf([{ id: 'a', size: 3 }]);
    expect(outcome(before.change(changes as Changes<Input, 'name'>))).toEqual(expected);
    expect(before.toJSON()).toEqual({ name: 'w', parts: [{ id: 'a', size: 3 }], tags: [] });
  });

  it('clears an optional field by null', () => {
    const first = wholeOf([]).change({ extra: { a: 1 } });
    const second = first.ok ? first.value.change({ extra: null }) : first;
    expect(outcome(first)).toMatchObject({ extra: { a: 1 } });
    expect(outcome(second)).toEqual({ name: 'w', parts: [], tags: [] });
  });
});

describe('a state', () => {
  const parts = (...sizes: readonly number[]): Input['parts'] =>
    sizes.map((size, position) => ({ id: `p${position}`, size }));

  it.each([
    {
      name: 'accepts what follows',
      next: parts(3, 4),
      expected: { name: 'w', parts: parts(3, 4), tags: [] },
    },
    { name: 'judges its rules', next: parts(9, 9), expected: [' rule Whole.Fits'] },
    { name: 'judges the change', next: parts(2), expected: [' rule Whole.Grows'] },
    {
      name: 'judges every kind of rule',
      next: parts(0),
      expected: ['/parts/0 rule Part.Small', ' rule Whole.Grows'],
    },
    { name: 'judges its shape first', next: parts(10), expected: ['/parts/0/size maximum'] },
  ])('$name', ({ next, expected }) => {
    const old = valueOf(State.create({ name: 'w', parts: parts(3) }));
    expect(outcome(State.follow(old, { name: 'w', parts: next }))).toEqual(expected);
  });
});

describe('Standard Schema', () => {
  const { validate, vendor, version } = Whole.schema['~standard'];

  it('says who it is', () => {
    expect({ vendor, version }).toEqual({ vendor: 'pimento', version: 1 });
  });

  it('tells issues with their paths, places in lists as numbers', () => {
    expect(validate({ name: 'w', parts: [{ id: 'a' }, { size: 10 }] })).toEqual({
      issues: [
        { message: 'Is required', path: ['parts', 1, 'id'] },
        { message: 'Must be at most 9, and is 10', path: ['parts', 1, 'size'] },
      ],
    });
    expect(validate(3)).toEqual({ issues: [{ message: 'Must be an object', path: [] }] });
  });

  it('gives the value', () => {
    const result = validate({ name: 'w', parts: [] });
    expect(result.issues).toBeUndefined();
    expect(!result.issues && result.value).toBeInstanceOf(Whole);
  });
});
