import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { targets } from '../../generators/targets.ts';
import { analyseSources } from '../../grammar/analyse.ts';
import { formatText } from '../../grammar/format.ts';
import { domainLexer } from '../../grammar/parser.ts';

/** The full run: `PIMENTO_RANDOM_EDITS=10000 npx vitest run test/language/random-edits.test.ts`. */
const edits = Number(process.env['PIMENTO_RANDOM_EDITS'] ?? 250);

const texts = ['models', 'test/language/reference', 'docs/language']
  .flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(domain|md)$/.test(file))
      .map((file) => readFileSync(join(root, file), 'utf8')),
  )
  .flatMap((text) => (text.startsWith('#') ? (/```domain\n([\s\S]*?)```/.exec(text)?.[1] ?? []) : text));

const words = [
  ...new Set(
    texts.flatMap((text) =>
      domainLexer()
        .tokenize(text)
        .tokens.map(({ image }) => image),
    ),
  ),
];

/** Takes out, doubles, exchanges or puts in one word of a text. */
function edited(text: string, kind: number, place: number, word: string): string {
  const { tokens } = domainLexer().tokenize(text);
  const token = tokens[place % Math.max(1, tokens.length)];
  if (!token) return word;
  const [start, end] = [token.startOffset, token.startOffset + token.image.length];
  const before = text.slice(0, start);
  const after = text.slice(end);
  switch (kind) {
    case 0:
      return before + after;
    case 1:
      return `${before}${token.image} ${token.image}${after}`;
    case 2:
      return before + word + after;
    case 3:
      return `${before}${word} ${token.image}${after}`;
    default:
      return before;
  }
}

const edit = fc.record({
  kind: fc.integer({ min: 0, max: 4 }),
  place: fc.nat(10_000),
  word: fc.constantFrom(...words),
});

describe('a model edited at random', () => {
  it(`is checked and formatted without an exception, ${edits} times`, () => {
    let broken = 0;
    let sound = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.array(edit, { minLength: 1, maxLength: 3 }),
        (text, changes) => {
          const changed = changes.reduce(
            (now, { kind, place, word }) => edited(now, kind, place, word),
            text,
          );
          const { diagnostics } = analyseSources([{ file: 'a.domain', text: changed }], { targets });
          for (const { message, origin } of diagnostics) {
            expect(message).not.toMatch(/undefined|\[object/);
            expect(origin.end.offset).toBeLessThanOrEqual(changed.length);
          }
          const formatted = formatText(changed);
          if (formatted === undefined) broken += 1;
          else expect(formatText(formatted)).toBe(formatted);
          if (!diagnostics.some(({ severity }) => severity === 'error')) sound += 1;
        },
      ),
      { numRuns: edits },
    );
    // Edits that only ever break the syntax, or never do, would show little.
    expect(broken).toBeGreaterThan(edits / 20);
    expect(edits - broken).toBeGreaterThan(edits / 20);
    expect(sound).toBeGreaterThan(0);
  });
});
