import { describe, expect, it } from 'vitest';
import { parsePattern } from '../../pim/parse-pattern.ts';

const twoWays = 'what it repeats can match the same text in two ways';

describe('a pattern', () => {
  it.each([
    'a*',
    '[a-z]{1,255}',
    '(a{10}){20}',
    '(a{2}|b)*',
    '(ab|ac)*',
    '(ab|cde)*f?',
    '(one|two|three)+',
    '((x|yz){2}-)+',
    '(a?b)*',
    '(a|b|)*',
    '(ab?){2}',
    '(?:[a-z]+,)*[a-z]+',
    '([a-z]+(-[a-z]+)*,)*',
    '(\\d{1,3}\\.){3}\\d{1,3}',
    '[a-z]+[a-z0-9]*',
    '([a-z]{1,63}\\.){2,9}',
  ])('/%s/ is taken', (source) => {
    expect(parsePattern(source).problem).toBeUndefined();
  });

  it.each([
    '(a*)*',
    '(a+)+b',
    '(a|a)*',
    '(\\w|\\d)+',
    '(a|ab|b)*',
    '(a?a?)*',
    '(a?){28}',
    '(a{1,2})*',
    '(a*a*,)*',
    '((a?|b?)c)*',
    '([0-9a-f]{1,4}:?){8}',
    'x(y(a|[a-c])+)?z',
  ])('/%s/ is refused: backtracking engines would try every way of each turn', (source) => {
    expect(parsePattern(source).problem).toBe(twoWays);
  });
});
