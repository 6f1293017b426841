import { describe, expect, it } from 'vitest';
import { lengthsOf, textOfLength } from '../../analysis/pattern-text.ts';
import { formats } from '../../pim/formats.ts';
import { parsePattern } from '../../pim/parse-pattern.ts';
import { matchesPattern, type Pattern } from '../../pim/pattern.ts';

const patterns: readonly Pattern[] = [
  '[a-z0-9]([-a-z0-9]*[a-z0-9])?',
  '[A-Z]{3}-[0-9]{4}',
  '(ab|cde)*f?',
  '(ab){2,4}',
  '((x|yz){2}-)+',
  '(a{2}){3}',
  '.*',
  '\\s*',
  '[^a-z]{1,3}',
  'a|bcd|efghij',
  '(\\d\\d){0,5}x',
  '[\u{1f300}-\u{1f5ff}]{2}',
  '',
]
  .map(parsePattern)
  .concat(Object.values(formats).map(({ pattern }) => pattern));

function codePoints(text: string): number {
  return [...text].length;
}

/** Every length that the pattern's texts have, up to 12. */
function lengths(source: string): readonly number[] {
  return lengthsOf(parsePattern(source), 0, 12).flatMap(({ min, max }) =>
    Array.from({ length: max - min + 1 }, (_, step) => min + step),
  );
}

describe('texts of a pattern', () => {
  it.each(patterns)('$source', (pattern) => {
    expect(pattern.problem).toBeUndefined();
    const ranges = lengthsOf(pattern, 0, 40);
    for (let length = 0; length <= 40; length += 1) {
      const isPossible = ranges.some(({ min, max }) => min <= length && length <= max);
      const text = textOfLength(pattern, length);
      expect(text !== undefined, `length ${length}`).toBe(isPossible);
      if (text === undefined) continue;
      expect(codePoints(text)).toBe(length);
      expect(matchesPattern(pattern, text), text).toBe(true);
    }
  });

  it('knows every length that a pattern can have', () => {
    expect(lengths('(ab|cde)*f?')).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(lengths('(ab){2,4}')).toEqual([4, 6, 8]);
    expect(lengths('a|bcd|efghij')).toEqual([1, 3, 6]);
    expect(lengths('(aaa)+(bbbb)?')).toEqual([3, 6, 7, 9, 10, 12]);
  });

  it('gives different texts as long as there are any', () => {
    const pattern = parsePattern('[A-C]{2}-[0-9]');
    const texts = new Set(Array.from({ length: 90 }, (_, variant) => textOfLength(pattern, 4, variant)));
    expect(texts.size).toBeGreaterThanOrEqual(81);
  });

  it('makes a long text as readily as a short one', () => {
    const text = textOfLength(parsePattern('[a-z]([-a-z]*[a-z])?'), 100_000);
    expect(text?.length).toBe(100_000);
  });
});
