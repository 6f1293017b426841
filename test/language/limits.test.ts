import { describe, expect, it } from 'vitest';
import { readModelText } from '../../grammar/read-model.ts';
import { judge } from '../../pim/conformance.ts';
import type { JsonValue } from '../../pim/json.ts';
import { indexModel } from '../../pim/model-index.ts';
import { checkModel } from '../../validators/check-model.ts';

/** A type, the values that it holds (those at its limits too), and those that it refuses with what they break. */
interface Limits {
  readonly type: string;
  readonly holds: readonly JsonValue[];
  readonly refuses: readonly (readonly [value: JsonValue, broken: string])[];
}

const tables: readonly Limits[] = [
  {
    type: 'Decimal(-1.50..2.50, scale 2)',
    holds: ['-1.50', '2.50', '0.00'],
    refuses: [
      ['-1.51', 'minimum'],
      ['2.51', 'maximum'],
      ['-0.00', 'format'],
      ['0', 'format'],
      ['1.5', 'format'],
      ['0.000', 'format'],
      ['+1.50', 'format'],
      ['01.50', 'format'],
      [' 1.50', 'format'],
      ['1e0', 'format'],
      ['.50', 'format'],
      ['', 'format'],
      [1.5, 'type'],
    ],
  },
  {
    type: 'Decimal(0..1, scale 0)',
    holds: ['0', '1'],
    refuses: [
      ['2', 'maximum'],
      ['-1', 'minimum'],
      ['1.', 'format'],
      ['0.0', 'format'],
    ],
  },
  {
    type: 'Decimal(scale 2)',
    holds: ['9999999999999.99', '-9999999999999.99'],
    refuses: [
      ['10000000000000.00', 'maximum'],
      ['-10000000000000.00', 'minimum'],
    ],
  },
  {
    type: 'Integer(-3..3)',
    holds: [-3, 0, 3],
    refuses: [
      [-4, 'minimum'],
      [4, 'maximum'],
      [2.5, 'type'],
      ['3', 'type'],
    ],
  },
  {
    type: 'Integer',
    holds: [9007199254740991, -9007199254740991],
    refuses: [[9007199254740992, 'type']],
  },
  {
    type: 'Number(-0.5..0.5)',
    holds: [-0.5, 0, 0.5],
    refuses: [
      [-0.51, 'minimum'],
      [0.500001, 'maximum'],
      ['0', 'type'],
    ],
  },
  {
    type: 'Duration(1s..1min)',
    holds: [1000, 60000],
    refuses: [
      [999, 'minimum'],
      [60001, 'maximum'],
      [1000.5, 'type'],
      ['1000', 'type'],
    ],
  },
  {
    type: 'String(2..4)',
    holds: ['ab', 'abcd', '😀😀', '😀😀😀😀'],
    refuses: [
      ['a', 'minLength'],
      ['abcde', 'maxLength'],
      ['😀', 'minLength'],
      ['😀😀😀😀😀', 'maxLength'],
      ['a\u0000b', 'type'],
      ['\ud800ab', 'type'],
      [12, 'type'],
    ],
  },
  {
    type: 'String(3)',
    holds: ['abc'],
    refuses: [
      ['ab', 'minLength'],
      ['abcd', 'maxLength'],
    ],
  },
  {
    type: 'Date',
    holds: ['0001-01-01', '9999-12-31', '2024-02-29', '2000-02-29'],
    refuses: [
      ['0000-01-01', 'format'],
      ['10000-01-01', 'format'],
      ['2023-02-29', 'format'],
      ['1900-02-29', 'format'],
      ['2024-04-31', 'format'],
      ['2024-13-01', 'format'],
      ['2024-00-10', 'format'],
      ['2024-1-01', 'format'],
      ['2024-01-01T00:00:00.000Z', 'format'],
      [20240101, 'type'],
    ],
  },
  {
    type: 'DateTime',
    holds: ['0001-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z', '2024-02-29T23:59:59.999Z'],
    refuses: [
      ['0000-12-31T23:59:59.999Z', 'format'],
      ['2023-02-29T00:00:00.000Z', 'format'],
      ['2024-01-01T24:00:00.000Z', 'format'],
      ['2024-01-01T23:60:00.000Z', 'format'],
      ['2024-01-01T23:59:60.000Z', 'format'],
      ['2024-01-01T00:00:00Z', 'format'],
      ['2024-01-01T00:00:00.000+00:00', 'format'],
      ['2024-01-01t00:00:00.000z', 'format'],
      ['2024-01-01', 'format'],
    ],
  },
  {
    type: 'Ipv4',
    holds: ['0.0.0.0', '255.255.255.255'],
    refuses: [
      ['256.0.0.0', 'format'],
      ['1.2.3', 'format'],
      ['1.2.3.4.5', 'format'],
      ['01.2.3.4', 'format'],
      ['1.2.3.4/32', 'format'],
      ['::1', 'format'],
      [16909060, 'type'],
    ],
  },
  {
    type: 'Ipv4Cidr',
    holds: ['10.0.0.1/0', '10.0.0.1/32', '10.0.0.1/8'],
    refuses: [
      ['10.0.0.0/33', 'format'],
      ['10.0.0.0/08', 'format'],
      ['10.0.0.0', 'format'],
      ['10.0.0.0/', 'format'],
      ['10.0.0.0/-1', 'format'],
      ['256.0.0.0/8', 'format'],
    ],
  },
  {
    type: 'Ipv4Cidr network',
    holds: ['0.0.0.0/0', '10.0.0.0/8', '10.128.0.0/9', '10.0.0.1/32'],
    refuses: [
      ['1.0.0.0/0', 'format'],
      ['10.0.0.1/8', 'format'],
      ['10.128.0.0/8', 'format'],
    ],
  },
  {
    type: 'Map(String(1..2), Integer(0..9))[1..2]',
    holds: [{ a: 0 }, { ab: 9, b: 1 }],
    refuses: [
      [{}, 'minItems'],
      [{ a: 1, b: 2, c: 3 }, 'maxItems'],
      [{ '': 1 }, '/ minLength'],
      [{ abc: 1 }, '/abc maxLength'],
      [{ a: 10 }, '/a maximum'],
      [{ a: -1 }, '/a minimum'],
      [{ a: null }, '/a required'],
      [{ a: '1' }, '/a type'],
      [[], 'type'],
      [null, 'required'],
    ],
  },
  {
    type: 'Map(Key, Inner)[0..2]',
    holds: [{}, { ab: { n: 1 } }, { abc: { n: 50 } }],
    refuses: [
      [{ AB: { n: 1 } }, '/AB pattern'],
      [{ a: { n: 1 } }, '/a minLength'],
      [{ ab: { n: 51 } }, '/ab Inner.Small'],
      [{ ab: {} }, '/ab/n required'],
    ],
  },
  {
    type: 'Map(Level, Boolean)[0..3]',
    holds: [{ low: true, high: false }],
    refuses: [
      [{ LOW: true }, '/LOW enum'],
      [{ constructor: true }, '/constructor enum'],
    ],
  },
  {
    type: 'Shape',
    holds: [
      { kind: 'round', r: 1 },
      { kind: 'round', r: 6 },
      { kind: 'Square' },
      { kind: 'Square', side: 3, other: 1 },
    ],
    refuses: [
      [{ kind: 'round', r: 0 }, 'Shape.Round.Odd'],
      [{ kind: 'round', r: 7 }, '/r maximum'],
      [{ kind: 'round' }, '/r required'],
      [{ kind: 'Square', r: 1 }, '/r forbidden'],
      [{ kind: 'Square', side: 0 }, '/side minimum'],
      [{ r: 1 }, '/kind required'],
      [{ kind: null }, '/kind required'],
      [{ kind: 'Round', r: 1 }, '/kind enum'],
      [{ kind: 'constructor' }, '/kind enum'],
      [{ kind: 1 }, '/kind type'],
      [[], 'type'],
      ['round', 'type'],
    ],
  },
  {
    type: 'Shape[1..2]',
    holds: [[{ kind: 'round', r: 1 }], [{ kind: 'Square' }, { kind: 'Square' }]],
    refuses: [
      [[], 'minItems'],
      [[{ kind: 'Square' }, { kind: 'Square' }, { kind: 'Square' }], 'maxItems'],
      [[{ kind: 'Square' }, { kind: 'round', r: 2 }], '/1 Shape.Round.Odd'],
    ],
  },
  {
    type: 'Integer(0..9)[1..2] unique',
    holds: [[1], [1, 2]],
    refuses: [
      [[], 'minItems'],
      [[1, 2, 3], 'maxItems'],
      [[1, 1], 'unique'],
      [[1, 10], '/1 maximum'],
      [{ '0': 1 }, 'type'],
    ],
  },
  {
    type: 'Inner[0..3] unique by n',
    holds: [[], [{ n: 1 }, { n: 2 }]],
    refuses: [
      [[{ n: 1 }, { n: 1 }], 'unique'],
      [[{ n: 1 }, { n: 51 }], '/1 Inner.Small'],
    ],
  },
];

describe.each(tables)('$type', ({ type, holds, refuses }) => {
  const { model, diagnostics } = readModelText(`model M version 1 context C {
    type Key = String(2..3) matching /[a-z]+/
    enum Level { LOW = "low", HIGH = "high" }
    value Inner { n: Integer(1..99) rule Small: n <= 50 }
    value Shape is one of {
      Round = "round" { r: Integer(0..6) rule Odd: r % 2 == 1 or r == 6 }
      Square { side: Integer(1..3)? }
    } by kind
    value V { f: ${type} }
  }`);
  if (!model) throw new Error('the model does not parse');
  const index = indexModel(model);
  const broken = (value: JsonValue): readonly string[] =>
    judge(index, 'M.C.V', { f: value }).map(({ path, rule, constraint }) =>
      `${path.slice('/f'.length)} ${rule === undefined ? constraint : rule.slice('M.C.'.length)}`.trim(),
    );

  it('is in the language', () => {
    expect([...diagnostics, ...checkModel(model)]).toEqual([]);
  });

  it.each(holds.map((value) => [value]))('holds %j', (value) => {
    expect(broken(value)).toEqual([]);
  });

  it.each(refuses)('refuses %j: %s', (value, what) => {
    expect(broken(value)).toEqual([what]);
  });
});
