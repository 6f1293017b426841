import { expect, it } from 'vitest';
import { readModelText } from '../../grammar/read-model.ts';
import { sketchesOf } from '../fuzz/batch.ts';
import { printSketch } from '../fuzz/sketch.ts';

/** A parser that remembers what it read must not read the next text by that. */
it('reads `exactly one of` within another, whatever was read before', () => {
  const texts = [...Array(12).keys()]
    .flatMap((batch) => sketchesOf('parse', batch))
    .map((one) => printSketch(one).text);
  const nested = texts.filter((text) => /exactly one of.*exactly one of/.test(text));
  expect(nested.length).toBeGreaterThan(3);
  const wrong = texts.filter((text) =>
    readModelText(text).diagnostics.some(({ code }) => code === 'syntax-error'),
  );
  expect(wrong).toEqual([]);
});

it.each([
  'exactly one of (exactly one of a, b), (exactly one of c, (exactly one of a, c, b), b)',
  'a is present implies (exactly one of (exactly one of a, b, c), exactly)',
  'exactly one of exactly, one',
  'not (exactly one of (not (exactly one of (a), (b))), c)',
])('reads %s', (condition) => {
  const { diagnostics } = readModelText(`model M version 1
    context C { value V { a: Boolean? b: Boolean? c: Boolean? exactly: Boolean? one: Boolean? rule R: ${condition} } }`);
  expect(diagnostics).toEqual([]);
});
