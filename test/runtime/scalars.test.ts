import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDate, isDateTime } from '../../pim/calendar.ts';
import { formats } from '../../pim/formats.ts';
import { matchesPattern } from '../../pim/pattern.ts';
import { codePointLength, isText } from '../../pim/text.ts';
import type { FormatName } from '../../pim/type.ts';
import {
  boolean,
  Email,
  enumeration,
  Hostname,
  Ipv4,
  IsoDate,
  IsoDateTime,
  integer,
  number,
  type Schema,
  string,
  Url,
  Uuid,
} from '../../runtime/src/index.ts';

/** The constraints that are broken, all of them on the value itself. */
function broken(schema: { parse: Schema<unknown>['parse'] }, input: unknown): readonly string[] {
  const result = schema.parse(input);
  if (result.ok) {
    expect(result.value).toBe(input);
    return [];
  }
  expect(result.error.every(({ path, message }) => path === '' && /^[A-Z].*[^.]$/s.test(message))).toBe(true);
  return result.error.map(({ constraint }) => constraint);
}

const label = string({ min: 2, max: 3, pattern: /^[a-z😀]+$/u });
const State = enumeration({ PLANNED: 'PLANNED', ACTIVE: 'in use', constructor_: 'constructor' });
const limit = 2 ** 53 - 1;

describe.each([
  {
    name: 'boolean',
    schema: boolean(),
    accepted: [true, false],
    refused: [
      [0, 'type'],
      ['true', 'type'],
      [new Boolean(true), 'type'],
      [undefined, 'required'],
      [null, 'required'],
    ],
  },
  {
    name: 'integer',
    schema: integer(),
    accepted: [0, -0, limit, -limit],
    refused: [
      [0.5, 'type'],
      [limit + 1, 'type'],
      [-limit - 1, 'type'],
      [Number.NaN, 'type'],
      [Infinity, 'type'],
      ['1', 'type'],
      [1n, 'type'],
    ],
  },
  {
    name: 'integer with limits',
    schema: integer({ min: -1, max: 2 }),
    accepted: [-1, 2],
    refused: [
      [-2, 'minimum'],
      [3, 'maximum'],
    ],
  },
  {
    name: 'number',
    schema: number({ min: 0.5, max: 1.5 }),
    accepted: [0.5, 1, 1.5],
    refused: [
      [0.4, 'minimum'],
      [1.6, 'maximum'],
      [Number.NaN, 'type'],
      [-Infinity, 'type'],
      ['1', 'type'],
    ],
  },
  {
    name: 'string',
    schema: label,
    accepted: ['ab', '😀😀', '😀😀😀'],
    refused: [
      ['a', 'minLength'],
      ['😀', 'minLength'],
      ['abcd', 'maxLength'],
      ['😀😀😀😀', 'maxLength'],
      ['', 'minLength', 'pattern'],
      ['AB', 'pattern'],
      ['ABCD', 'maxLength', 'pattern'],
      ['a\u0000', 'type'],
      ['a\ud800', 'type'],
      ['\udc00a', 'type'],
      [['ab'], 'type'],
      [new String('ab'), 'type'],
    ],
  },
  {
    name: 'enumeration',
    schema: State,
    accepted: ['PLANNED', 'in use', 'constructor'],
    refused: [
      ['ACTIVE', 'enum'],
      ['toString', 'enum'],
      ['__proto__', 'enum'],
      [0, 'type'],
      [['PLANNED'], 'type'],
    ],
  },
])('$name', ({ schema, accepted, refused }) => {
  it.each(accepted.map((input) => ({ input })))('accepts $input', ({ input }) => {
    expect(broken(schema, input)).toEqual([]);
  });

  it.each(refused.map(([input, ...constraints]) => ({ input, constraints })))(
    'refuses $input',
    ({ input, constraints }) => {
      expect(broken(schema, input)).toEqual(constraints);
    },
  );
});

describe('enumeration', () => {
  it('holds its literals, in order, next to the schema', () => {
    expect(State.ACTIVE).toBe('in use');
    expect(State.values).toEqual(['PLANNED', 'in use', 'constructor']);
    expect(State.values.map(State.rank)).toEqual([0, 1, 2]);
  });
});

function digits(from: number, to: number, width: number): fc.Arbitrary<string> {
  return fc.integer({ min: from, max: to }).map((value) => String(value).padStart(width, '0'));
}

describe('formats', () => {
  const schemas: Readonly<Record<FormatName, Schema<string>>> = { Uuid, Url, Email, Hostname, Ipv4 };
  const pieces = fc.constantFrom(...'aZ09-._@:/?#[]é😀\n\0 "%', 'https://', '255', '1.2.3.4', '\ud800');
  const near = (format: FormatName): fc.Arbitrary<string> =>
    fc.oneof(
      fc.constantFrom(formats[format].example, ...Object.values(formats).map(({ example }) => example)),
      fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')),
      fc.array(pieces, { maxLength: 2 }).map((parts) => formats[format].example + parts.join('')),
      fc.constant(formats[format].example.repeat(100)),
      fc.constantFrom(...[62, 63, 64].map((length) => 'a'.repeat(length))),
      fc.constantFrom(...[63, 64].map((length) => `a@b.${'a'.repeat(length)}`)),
      fc.constant(`https://${'a'.repeat(2040)}`),
      fc.constant(`https://${'a'.repeat(2041)}`),
      fc.constant(`https://${'😀'.repeat(2040)}`),
    );

  it.each(Object.keys(schemas) as FormatName[])("%s is the language's own", (format) => {
    const { pattern, maxLength } = formats[format];
    expect(schemas[format].parse(formats[format].example).ok).toBe(true);
    fc.assert(
      fc.property(near(format), (text) => {
        const fits = isText(text) && codePointLength(text) <= maxLength && matchesPattern(pattern, text);
        expect(broken(schemas[format], text)).toEqual(fits ? [] : [isText(text) ? 'format' : 'type']);
      }),
    );
  });

  const date = fc
    .tuple(fc.oneof(digits(0, 9999, 4), digits(1896, 2104, 4)), digits(0, 13, 2), digits(0, 32, 2))
    .map((parts) => parts.join('-'));
  const time = fc.tuple(digits(0, 25, 2), digits(0, 61, 2), digits(0, 61, 2)).map((parts) => parts.join(':'));

  it('IsoDate knows the calendar', () => {
    fc.assert(
      fc.property(date, (text) => {
        expect(broken(IsoDate, text)).toEqual(isDate(text) ? [] : ['format']);
      }),
      { numRuns: 2000 },
    );
    for (const text of ['2024-2-29', '2024-02-29 ', '2024-02-29\n', '02024-02-29'])
      expect(broken(IsoDate, text)).toEqual(['format']);
    expect(broken(IsoDate, new Date(0))).toEqual(['type']);
  });

  it('IsoDateTime knows the calendar and the clock', () => {
    fc.assert(
      fc.property(date, time, digits(0, 999, 3), (day, clock, millis) => {
        const text = `${day}T${clock}.${millis}Z`;
        expect(broken(IsoDateTime, text)).toEqual(isDateTime(text) ? [] : ['format']);
      }),
      { numRuns: 2000 },
    );
    for (const text of ['2024-01-01T00:00:00Z', '2024-01-01T00:00:00.000', '2024-01-01T00:00:00.000+00:00']) {
      expect(broken(IsoDateTime, text)).toEqual(['format']);
    }
  });
});
