import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as language from '../../pim/text.ts';
import {
  bigSum,
  codePointCount,
  compareText,
  isBlank,
  isTrimmed,
  isUnique,
  lowerAscii,
  sameNumber,
  sum,
  upperAscii,
} from '../../runtime/src/index.ts';

// Letters whose case is more than ASCII, blanks that are more than ASCII, and both ends of the surrogates.
const text = fc
  .array(
    fc.constantFrom(
      'a',
      'Z',
      'ß',
      'İ',
      'ς',
      ' ',
      '\t',
      '\v',
      '\u00a0',
      '\u2028',
      '\ud7ff',
      '\ue000',
      '\uffff',
      '😀',
      '\u{10ffff}',
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));

describe('texts mean what the language says', () => {
  it.each([
    { name: 'codePointCount', ours: codePointCount, theirs: language.codePointLength },
    { name: 'isBlank', ours: isBlank, theirs: language.isBlank },
    { name: 'isTrimmed', ours: isTrimmed, theirs: language.isTrimmed },
    { name: 'lowerAscii', ours: lowerAscii, theirs: language.lowerAscii },
    { name: 'upperAscii', ours: upperAscii, theirs: language.upperAscii },
  ])('$name', ({ ours, theirs }) => {
    fc.assert(
      fc.property(text, (one) => {
        expect(ours(one)).toBe(theirs(one));
      }),
    );
  });

  it('compareText', () => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        expect(Math.sign(compareText(one, other))).toBe(Math.sign(language.compareCodePoints(one, other)));
      }),
      { numRuns: 1000 },
    );
    expect(compareText('\uffff', '😀')).toBeLessThan(0);
  });
});

describe('numbers', () => {
  it('adds up', () => {
    expect(sum([], (item: number) => item)).toBe(0);
    expect(sum([{ size: 1 }, { size: 2 }], ({ size }) => size)).toBe(3);
    expect(bigSum([2 ** 53, 1, 1], (item) => BigInt(item))).toBe(9007199254740994n);
  });

  it.each([
    [1, 1n, true],
    [0, -0, true],
    [1.5, 1n, false],
    [2 ** 53, 9007199254740993n, false],
    [2 ** 60, 1n << 60n, true],
  ])('compares %s with %s', (one, other, expected) => {
    expect(sameNumber(one, other)).toBe(expected);
    expect(sameNumber(other, one)).toBe(expected);
  });
});

describe('isUnique', () => {
  it.each([
    { items: [], expected: true },
    { items: [1, 2], expected: true },
    { items: [1, 2, 1], expected: false },
    { items: ['1', 1], expected: true },
    { items: [undefined, undefined], expected: false },
    { items: [1n, 1n], expected: false },
  ])('$items: $expected', ({ items, expected }) => {
    expect(isUnique<unknown>(items)).toBe(expected);
    expect(
      isUnique(
        items.map((key) => ({ key })),
        ({ key }) => key,
      ),
    ).toBe(expected);
  });
});
