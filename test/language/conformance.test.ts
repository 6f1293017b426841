import { describe, expect, it } from 'vitest';
import { readModelText } from '../../grammar/read-model.ts';
import { judge } from '../../pim/conformance.ts';
import type { JsonValue } from '../../pim/json.ts';
import { indexModel } from '../../pim/model-index.ts';

const { model } = readModelText(`model M version 1 context C {
  type Code = String(2..4) matching /[a-z]+/
  type Even = Integer(0..100) where it % 2 == 0 else "Must be even"
  type Four = Even where it % 4 == 0 else "Must be a multiple of four"
  enum Level { LOW = "low", HIGH = "high" }
  value Inner { n: Even, rule Small: n < 50 else "Must be small" }
  aggregate Whole {
    id code: Code
    level: Level = LOW
    many: Integer(0..9)[1..3] unique
    inner: Inner?
    inners: Inner[0..2]
    four: Four?
    day: Date?  at: DateTime?  url: Url?  mail: Email?  host: Hostname?  ip: Ipv4?  uuid: Uuid?
    flag: Boolean = true
    share: Number(0..1)?
    secret: Secret?
    any: Json?
    other: ref Whole?
    constructor: String(1..5)?
    items: Item[0..9]
    left: Integer(0..9)?  right: Integer(0..9)?  both: Boolean = false
    rule OneSide: many.size < 3 implies exactly one of left, right, both else "One side"
    entity Item { id key: Integer(0..9), size: Integer(0..5) = 1 }
    rule NoShrink: many.size >= old.many.size else "Never shrinks"
  } }`);
if (!model) throw new Error('the model does not parse');
const index = indexModel(model);
const valid = { code: 'ab', many: [1], inners: [], items: [], left: 1 };

function found(change: object, old?: JsonValue): readonly string[] {
  return judge(index, 'M.C.Whole', { ...valid, ...change } as JsonValue, old).map(
    (one) => `${one.path} ${one.rule === undefined ? one.constraint : one.rule.slice('M.C.'.length)}`,
  );
}

describe('judge', () => {
  it.each<[name: string, change: object, expected: readonly string[]]>([
    ['accepts a valid instance', {}, []],
    ['takes exactly one of several', { left: null, both: true }, []],
    ['refuses none of several', { left: null }, [' Whole.OneSide']],
    ['refuses two of several', { right: 2 }, [' Whole.OneSide']],
    ['ignores unknown members', { unknown: 1, __proto__: null }, []],
    ['takes null for absence', { inner: null, level: null, flag: null, any: null }, []],
    ['wants what is required', { code: undefined }, ['/code required']],
    ['takes no null for what is required', { code: null, many: null }, ['/code required', '/many required']],
    ['does not find members of the prototype', { constructor: undefined }, []],
    ['checks lengths and patterns', { code: 'ABCDE' }, ['/code maxLength', '/code pattern']],
    ['counts code points', { code: '😀' }, ['/code minLength', '/code pattern']],
    ['knows enums by their wire values', { level: 'LOW' }, ['/level enum']],
    [
      'refuses another type',
      { level: 3, code: 3, many: 'x', flag: 1 },
      ['/code type', '/level type', '/many type', '/flag type'],
    ],
    [
      'bounds numbers',
      { many: [-1, 10], share: 1.5 },
      ['/many/0 minimum', '/many/1 maximum', '/share maximum'],
    ],
    ['takes whole numbers only', { many: [1.5] }, ['/many/0 type']],
    ['takes numbers that a double holds', { many: [2 ** 53] }, ['/many/0 type']],
    ['bounds lists', { many: [1, 2, 3, 4] }, ['/many maxItems']],
    ['wants unique items', { many: [1, 1] }, ['/many unique']],
    ['wants items', { many: [null] }, ['/many/0 required']],
    ['wants unique ids of entities', { items: [{ key: 1 }, { key: 1 }] }, ['/items unique']],
    ['looks into values', { inner: {}, inners: [{ n: 1000 }] }, ['/inner/n required', '/inners/0/n maximum']],
    [
      'judges rules of values where they are',
      { inner: { n: 60 }, inners: [{ n: 2 }, { n: 52 }] },
      ['/inner Inner.Small', '/inners/1 Inner.Small'],
    ],
    [
      'judges `where` conditions of every named type',
      { four: 3, inner: { n: 3 } },
      ['/inner/n Even.where', '/four Even.where', '/four Four.where'],
    ],
    ['judges rules only on a right shape', { four: 3, code: 1 }, ['/code type']],
    [
      'knows the calendar',
      { day: '2023-02-29', at: '2024-02-29T24:00:00.000Z' },
      ['/day format', '/at format'],
    ],
    ['takes real days', { day: '2024-02-29', at: '2024-02-29T23:59:59.999Z' }, []],
    [
      'knows its formats',
      { url: 'ftp://x', mail: 'a', host: '-', ip: '01.2.3.4', uuid: 'x' },
      ['/url format', '/mail format', '/host format', '/ip format', '/uuid format'],
    ],
    [
      'takes texts only if they are well-formed',
      { code: 'a\u0000', url: '\uD800' },
      ['/code type', '/url type'],
    ],
    [
      'looks into references to secrets',
      { secret: { name: '' } },
      ['/secret/name minLength', '/secret/key required'],
    ],
    ['takes the other id for a reference', { other: 'A' }, ['/other minLength', '/other pattern']],
  ])('%s', (_, change, expected) => {
    expect(found(change)).toEqual(expected);
  });

  it('judges transition rules on a change only', () => {
    expect(found({ many: [1] })).toEqual([]);
    expect(found({ many: [1] }, { ...valid, many: [1, 2] })).toEqual([' Whole.NoShrink']);
    expect(found({ many: [1, 2] }, valid)).toEqual([]);
  });

  it('judges a whole that is absent', () => {
    expect(judge(index, 'M.C.Whole', null)).toMatchObject([{ path: '', constraint: 'required' }]);
    expect(judge(index, 'M.C.Code', 'ab')).toEqual([]);
  });
});

describe('a reference', () => {
  const { model: references } = readModelText(`model M version 1 context C {
    type Code = String(1..5) where it.startsWith("c") else "Must start with c"
    aggregate A { id code: Code boss: ref A? rule NotOwn: boss is present implies boss != code rule NotC1: boss is present implies boss != "c1" }
    aggregate B { id k: Integer(0..9) other: ref B rule NotOwn: other != k rule NotThree: other != 3 } }`);
  if (!references) throw new Error('the model does not parse');
  const referenceIndex = indexModel(references);

  it.each<[subject: string, instance: JsonValue, expected: readonly string[]]>([
    ['A', { code: 'c2', boss: 'c3' }, []],
    ['A', { code: 'c2', boss: 'c2' }, [' A.NotOwn']],
    ['A', { code: 'c2', boss: 'c1' }, [' A.NotC1']],
    ['A', { code: 'c2', boss: 'x' }, ['/boss Code.where']],
    ['B', { k: 1, other: 2 }, []],
    ['B', { k: 1, other: 1 }, [' B.NotOwn']],
    ['B', { k: 1, other: 3 }, [' B.NotThree']],
    ['B', { k: 1, other: 'x' }, ['/other type']],
  ])('to another %s is its id: %j', (subject, instance, expected) => {
    const violations = judge(referenceIndex, `M.C.${subject}`, instance);
    expect(
      violations.map((one) => `${one.path} ${one.rule?.slice('M.C.'.length) ?? one.constraint}`),
    ).toEqual(expected);
  });
});
