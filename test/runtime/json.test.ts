import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Json } from '../../runtime/src/index.ts';

const cycle: unknown[] = [];
cycle.push({ cycle });
const shared = { a: 1 };
const accessor = Object.defineProperty({}, 'a', { get: () => 1, enumerable: true });

function deep(levels: number): unknown {
  let value: unknown = [];
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { value };
  return value;
}

/** Shared parts that would be 2^60 values if each were copied where it stands. */
function laughs(): unknown {
  let value: unknown = ['ha'];
  for (let level = 0; level < 60; level += 1) value = [value, value];
  return value;
}

function empties(count: number): unknown[] {
  return Array.from({ length: count }, () => []);
}

function everyContainer(value: unknown): readonly object[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value, ...Object.values(value).flatMap(everyContainer)];
}

describe('Json', () => {
  it.each([
    { name: 'a text', input: '\ud800\0' },
    { name: 'nothing in a list', input: [null] },
    { name: 'an empty object', input: {} },
    { name: 'an object without a prototype', input: Object.assign(Object.create(null), { a: 1 }) },
    { name: 'an object of another realm', input: runInNewContext('({ a: [1] })') },
    { name: 'a shared part', input: [shared, shared] },
    { name: 'an accessor', input: accessor },
    { name: '__proto__', input: JSON.parse('{"__proto__":{"a":1},"constructor":2}') },
  ])('accepts $name', ({ input }) => {
    const result = Json.parse(input);
    expect(result.ok && JSON.stringify(result.value)).toBe(JSON.stringify(input));
  });

  it.each([
    { name: 'a cycle', input: cycle },
    { name: 'NaN', input: [Number.NaN] },
    { name: 'infinity', input: { a: Infinity } },
    { name: 'undefined in a list', input: [undefined] },
    { name: 'undefined in an object', input: { a: undefined } },
    // oxlint-disable-next-line no-sparse-arrays -- the hole is the case
    { name: 'a hole', input: [, 1] },
    { name: 'a huge hole', input: Object.assign([1], { length: 1e9 }) },
    { name: 'a function', input: () => 1 },
    { name: 'a symbol', input: Symbol('a') },
    { name: 'a bigint', input: 1n },
    { name: 'a date', input: new Date(0) },
    { name: 'a map', input: new Map() },
    { name: 'an instance', input: Object.create(Json) },
    { name: 'a wrapped number', input: [new Number(1)] },
    {
      name: 'a getter that throws',
      input: {
        get a(): never {
          throw new Error('no');
        },
      },
    },
    {
      name: 'a proxy that throws',
      input: new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error('no');
          },
        },
      ),
    },
  ])('refuses $name', ({ input }) => {
    expect(Json.parse(input)).toMatchObject({ ok: false, error: [{ path: '', constraint: 'type' }] });
  });

  it('refuses null, which is absence', () => {
    expect(Json.parse(null)).toMatchObject({ ok: false, error: [{ constraint: 'required' }] });
  });

  it('goes to any depth', () => {
    const [one, other] = [Json.parse(deep(200_000)), Json.parse(deep(200_000))];
    expect(one.ok && other.ok && Json.equals(one.value, other.value)).toBe(true);
  });

  it('copies a part that stands in many places once', () => {
    expect(Json.parse(laughs()).ok).toBe(true);
  });

  it('loses what JSON loses: members of a list, and keys that are symbols', () => {
    const input = { list: Object.assign([1], { a: 2 }), [Symbol('b')]: 3 };
    expect(Json.parse(input)).toEqual({ ok: true, value: { list: [1] } });
    // By the way of large values, too.
    const large = Json.parse([...empties(1001), input.list]);
    expect(large.ok && Reflect.ownKeys(large.value as object)).toEqual(
      [...Array(1002).keys()].map(String).concat('length'),
    );
    expect(large.ok && Object.keys((large.value as Json[]).at(-1) as object)).toEqual(['0']);
    // oxlint-disable-next-line no-sparse-arrays -- the hole is the case
    const holes = Object.assign([, 1], { a: 2 });
    for (const many of [[], empties(1001)]) expect(Json.parse([...many, holes]).ok).toBe(false);
  });

  it('reads nothing that is inherited', () => {
    const polluted = { value: 1, enumerable: true, writable: true, configurable: true };
    // oxlint-disable-next-line no-extend-native -- it is the case
    Object.defineProperty(Object.prototype, 'polluted', polluted);
    try {
      for (const many of [[], empties(1001)])
        expect(JSON.stringify(Json.parse([...many, { a: {} }]))).not.toContain('polluted');
    } finally {
      Reflect.deleteProperty(Object.prototype, 'polluted');
    }
  });

  it('is frozen through and through, small or large, shallow or deep', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 6 }),
        fc.nat(40),
        fc.constantFrom(0, 1001),
        (value, levels, many) => {
          const inner = [...Array(levels).keys()].reduce<unknown>((one, level) => [one, { level }], value);
          const input = [...empties(many), inner];
          const result = Json.parse(input);
          expect(result.ok && everyContainer(result.value).every((one) => Object.isFrozen(one))).toBe(true);
          expect(JSON.stringify(result.ok && result.value)).toBe(JSON.stringify(input));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps a copy', () => {
    const original = { list: [1] };
    const result = Json.parse(original);
    original.list.push(2);
    expect(result).toEqual({ ok: true, value: { list: [1] } });
  });

  it('is equal whatever the order of members', () => {
    expect(Json.equals({ a: 1, b: [{}] }, { b: [{}], a: 1 })).toBe(true);
    const odd = Json.parse(JSON.parse('{"__proto__":{}}'));
    expect(odd.ok && Json.equals(odd.value, { a: {} })).toBe(false);
    const json = fc.jsonValue({ maxDepth: 3 }).filter((value) => value !== null);
    fc.assert(
      fc.property(json, json, (one, other) => {
        const [left, right] = [Json.parse(one), Json.parse(other)];
        if (!left.ok || !right.ok) throw new Error('JSON was refused');
        expect(Json.equals(left.value, left.value)).toBe(true);
        expect(Json.equals(left.value, structuredClone(left.value))).toBe(true);
        expect(Json.equals(left.value, right.value)).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
    );
  });
});
