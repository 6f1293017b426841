import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packageTemplates } from '../../cli/package-templates.ts';
import { emitModel } from '../../generators/core/pipeline.ts';
import { targets } from '../../generators/targets.ts';
import { analyseSources } from '../../grammar/analyse.ts';
import { formatText } from '../../grammar/format.ts';
import type { SourceText } from '../../grammar/load-models.ts';
import { domainLexer } from '../../grammar/parser.ts';

/** The full run: `PIMENTO_RANDOM_EDITS=10000 npx vitest run test/language/random-edits.test.ts`. */
const runs = Number(process.env['PIMENTO_RANDOM_EDITS'] ?? 250);

/** Whole models with all their files, by folder: what stands alone of a model of several is never sound. */
const models: ReadonlyMap<string, readonly SourceText[]> = Map.groupBy(
  ['models', 'starter', 'test/language/reference', 'docs/language'].flatMap(textsIn),
  ({ file }) => (file.endsWith('.md') ? file : dirname(file)),
);

function textsIn(root: string): readonly SourceText[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => join(root, name))
    .filter((file) => /\.(domain|md)$/.test(file))
    .map((file) => ({ file, text: readFileSync(file, 'utf8') }))
    .map(({ file, text }) => ({ file, text: file.endsWith('.md') ? domainIn(text) : text }))
    .filter(({ text }) => text !== '');
}

function domainIn(page: string): string {
  return /```domain\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
}

const words = [
  ...new Set([...models.values()].flat().flatMap(({ text }) => tokensOf(text).map(({ image }) => image))),
];

function tokensOf(text: string) {
  return domainLexer().tokenize(text).tokens;
}

interface Edit {
  readonly kind: 'take out' | 'double' | 'replace' | 'put in' | 'cut off' | 'alike' | 'line' | 'lines';
  /** Of a word or a line, and of another: the position, beginning anew behind the end. */
  readonly place: number;
  readonly other: number;
  readonly word: string;
}

/** One change; most texts stay free of syntax errors where a word takes the place of one of its kind, or a line goes. */
function edited(text: string, { kind, place, other, word }: Edit): string {
  if (kind === 'line' || kind === 'lines') return withLine(text, place, kind === 'lines' ? other : undefined);
  const tokens = tokensOf(text);
  const token = tokens[place % Math.max(1, tokens.length)];
  if (!token) return word;
  const alike = tokens.filter(({ tokenType }) => tokenType === token.tokenType);
  const before = text.slice(0, token.startOffset);
  const after = text.slice(token.startOffset + token.image.length);
  switch (kind) {
    case 'take out':
      return before + after;
    case 'double':
      return `${before}${token.image} ${token.image}${after}`;
    case 'replace':
      return before + word + after;
    case 'put in':
      return `${before}${word} ${token.image}${after}`;
    case 'cut off':
      return before;
    case 'alike':
      return before + (alike[other % alike.length]?.image ?? '') + after;
  }
}

/** Without a line, or with it behind another one as well. */
function withLine(text: string, place: number, to: number | undefined): string {
  const lines = text.split('\n');
  const from = place % lines.length;
  if (to === undefined) return lines.toSpliced(from, 1).join('\n');
  return lines.toSpliced(to % lines.length, 0, lines[from] ?? '').join('\n');
}

const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.oneof(fc.constantFrom('take out', 'double', 'replace', 'put in', 'cut off'), {
    arbitrary: fc.constantFrom('alike', 'line', 'lines'),
    weight: 4,
  }),
  place: fc.nat(10_000),
  other: fc.nat(10_000),
  word: fc.constantFrom(...words),
});

const edits = fc.record({
  model: fc.constantFrom(...models.keys()),
  /** The one that is edited, beginning anew behind the last. */
  file: fc.nat(100),
  changes: fc.array(edit, { minLength: 1, maxLength: 3 }),
  wanted: fc.constantFrom(...targets.map(({ id }) => id)),
});

describe('a model edited at random', () => {
  it(
    `is checked, formatted and generated without an exception, ${runs} times`,
    () => {
      let broken = 0;
      let sound = 0;
      fc.assert(
        fc.property(edits, ({ model, file, changes, wanted }) => {
          const files = models.get(model) ?? [];
          const chosen = files[file % files.length];
          const text = changes.reduce((now, change) => edited(now, change), chosen?.text ?? '');
          const sources = files.map((one) => (one === chosen ? { ...one, text } : one));
          const { models: read, diagnostics } = analyseSources(sources, {
            targets,
            wanted: new Set([wanted]),
          });
          for (const { message, origin } of diagnostics) {
            expect(message).not.toMatch(/undefined|\[object/);
            const length = sources.find((one) => one.file === origin.file)?.text.length ?? 0;
            expect(origin.end.offset).toBeLessThanOrEqual(length);
          }
          for (const { index, transformed, sound: isSound } of read) {
            if (isSound) emitModel(index, transformed, packageTemplates);
          }
          const formatted = formatText(text);
          if (formatted === undefined) broken += 1;
          else expect(formatText(formatted)).toBe(formatted);
          if (!diagnostics.some(({ severity }) => severity === 'error')) sound += 1;
        }),
        { numRuns: runs },
      );
      // Edits that only ever break the syntax, or never do, would show little.
      expect(broken).toBeGreaterThan(runs / 20);
      expect(runs - broken).toBeGreaterThan(runs / 20);
      expect(sound).toBeGreaterThan(runs / 100);
    },
    60_000 + runs * 200,
  );
});
