import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePattern } from '../../pim/parse-pattern.ts';
import type { PatternNode } from '../../pim/pattern.ts';
import { affordableLength, matchSteps } from '../../pim/pattern-steps.ts';
import { diagnosticsOf, wrapped } from './checks/check-table.ts';

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
    expect(parsePattern(source).problem).toMatch(/^what it repeats can match the same text in two ways: /);
  });
});

function nodeOf(source: string): PatternNode {
  const { node, problem } = parsePattern(source);
  if (!node) throw new Error(problem);
  return node;
}

describe('the ways through a pattern', () => {
  it.each<readonly [source: string, length: number, ways: number]>([
    ['[a-z]+-[a-z]+-[a-z]+', 1000, 1001],
    ['(\\d{1,3}\\.){3}\\d{1,3}', 15, 21],
    ['x*x*y', 100, 5151],
    ['x*x*x*x*y', 100, 4_598_126],
    ['.*-.*-.*', 100, 176_851],
    ['x{0,9}x{0,9}y', 100, 100],
    ['(a|a)(a|a)(a|a)', 9, 8],
    ['a?a?a?a?b', 9, 8],
    ['(one|two|three)?', 9, 2],
  ])('/%s/ on %i characters are %i', (source, length, ways) => {
    expect(Math.round(matchSteps(nodeOf(source), length))).toBe(ways);
  });

  it('are never fewer than an engine that backtracks takes', () => {
    fc.assert(
      fc.property(patterns, fc.array(texts, { minLength: 6, maxLength: 6 }), (source, some) => {
        const { node } = parsePattern(source);
        if (!node) return;
        for (const text of ['a'.repeat(9), 'b'.repeat(9), ...some]) {
          const most = matchSteps(node, text.length) * (text.length + 1) * charactersIn(node);
          expect(backtrackedSteps(node, text), text).toBeLessThanOrEqual(most);
        }
      }),
      { numRuns: Number(process.env['PATTERN_RUNS'] ?? 3000) },
    );
  }, 600_000);

  it.each([
    ['.*a.*b.*c.*d', 5000],
    ['x*x*x*x*x*x*y', 500],
  ])('/%s/ are too many on long texts, and the message tells the length that is not', (source, length) => {
    const errors = (greatest: number): readonly string[] =>
      diagnosticsOf(wrapped(`value V { t: String(0..${greatest}) matching /${source}/ }`)).map(
        ({ code, message }) => `${code} ${message}`,
      );
    const [message = '', ...others] = errors(length);
    expect(others).toEqual([]);
    const affordable = Number(/^bad-pattern .* let the String have at most (\d+),/.exec(message)?.[1]);
    expect(affordable, message).toBe(affordableLength(nodeOf(source), length, 250_000_000));
    expect(errors(affordable)).toEqual([]);
    expect(errors(affordable + 1)).toHaveLength(1);
  });
});

const texts = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 6, maxLength: 10 });

const { patterns } = fc.letrec<Record<'patterns' | 'sequence' | 'atom', string>>((tie) => ({
  patterns: tie('sequence'),
  sequence: fc.array(tie('atom'), { minLength: 1, maxLength: 4 }).map((atoms) => atoms.join('')),
  atom: fc
    .tuple(
      fc.oneof(
        { maxDepth: 2 },
        fc.constantFrom('a', 'b', '.', '[ab]'),
        tie('sequence').map((inner) => `(${inner})`),
        fc.tuple(tie('sequence'), tie('sequence')).map(([one, other]) => `(${one}|${other})`),
      ),
      fc.constantFrom('', '', '*', '*', '+', '?', '{2}', '{0,3}', '{1,2}'),
    )
    .map(([what, often]) => what + often),
}));

/** How many characters an engine looks at that tries every way, as it does before it refuses. */
function backtrackedSteps(node: PatternNode, text: string): number {
  let steps = 0;
  const run = (one: PatternNode, at: number, then: (at: number) => void): void => {
    switch (one.kind) {
      case 'class': {
        steps += 1;
        const point = text.codePointAt(at);
        if (point === undefined) return;
        const isNamed = one.ranges.some(({ from, to }) => point >= from && point <= to);
        if (isNamed !== one.negated) then(at + 1);
        return;
      }
      case 'sequence': {
        const from = (position: number, place: number): void => {
          const item = one.items[position];
          if (item) run(item, place, (next) => from(position + 1, next));
          else then(place);
        };
        from(0, at);
        return;
      }
      case 'alternatives':
        for (const item of one.items) run(item, at, then);
        return;
      case 'repeat': {
        const turn = (taken: number, place: number): void => {
          if (one.max === undefined || taken < one.max)
            run(one.item, place, (next) => {
              // A turn of nothing is the last.
              if (next > place || taken < one.min) turn(taken + 1, next);
            });
          if (taken >= one.min) then(place);
        };
        turn(0, at);
      }
    }
  };
  run(node, 0, () => undefined);
  return steps;
}

/** Of a repetition, once for each turn that it may count. */
function charactersIn(node: PatternNode): number {
  switch (node.kind) {
    case 'class':
      return 1;
    case 'repeat':
      return charactersIn(node.item) * Math.max(node.max ?? node.min, 1);
    default:
      return node.items.reduce((total, item) => total + charactersIn(item), 1);
  }
}
