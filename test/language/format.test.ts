import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatText } from '../../grammar/format.ts';
import { loadModels } from '../../grammar/load-models.ts';
import { parseText } from '../../grammar/parse.ts';
import { domainLexer } from '../../grammar/parser.ts';

const roots = ['models', 'test/language/reference', 'test/cases'];
const texts = roots.flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.domain'))
    .map((file): readonly [string, string] => [join(root, file), readFileSync(join(root, file), 'utf8')])
    .filter(([file, text]) => parseText(text, file).diagnostics.length === 0),
);

/** A model's data without the places it was written at. */
function meaning(text: string): string {
  const { models } = loadModels([{ file: 'a.domain', text }]);
  return JSON.stringify(
    models.map(({ model }) => model),
    (key, value: unknown) => (/origin$/i.test(key) ? undefined : value),
  );
}

function images(text: string): readonly string[] {
  return domainLexer()
    .tokenize(text)
    .tokens.map((token) => token.image.replace(/^([0-9]+)\s+/, '$1 '));
}

function comments(text: string): readonly string[] {
  const hidden = domainLexer()
    .tokenize(text)
    .hidden.filter((token) => token.tokenType.name.endsWith('COMMENT'));
  return hidden.map((token) => token.image.replaceAll(/\s+/g, ' ').trim());
}

describe('formatText', () => {
  it.each(texts)(
    'keeps what %s means, and every comment, and has nothing to add to its own output',
    (_, text) => {
      const formatted = formatText(text) ?? '';
      expect(meaning(formatted)).toBe(meaning(text));
      expect(images(formatted)).toEqual(images(text));
      expect(comments(formatted)).toEqual(comments(text));
      expect(formatText(formatted)).toBe(formatted);
    },
  );

  it('gives the same whatever the spaces were', () => {
    const [, text = ''] = texts.find(([file]) => file.endsWith('reference/fabric.domain')) ?? [];
    const formatted = formatText(text) ?? '';
    fc.assert(
      fc.property(fc.infiniteStream(fc.constantFrom('', ' ', '   ', '\t')), (spaces) => {
        const respaced = formatted
          .split('\n')
          .map((line) =>
            line.trimStart().startsWith('*')
              ? line
              : `${spaces.next().value}${line.trimStart()}${spaces.next().value}`,
          )
          .join('\n');
        expect(formatText(respaced)).toBe(formatted);
      }),
      { numRuns: 20 },
    );
  });

  it('never loses a line end that a comment needs', () => {
    const text =
      'model M version 1 // the model\ncontext C { // of it\n type A = String(1..2) // short\n }\n';
    expect(formatText(text)).toBe(
      'model M version 1 // the model\ncontext C { // of it\n  type A = String(1..2) // short\n}\n',
    );
  });

  it.each([
    ['a tight rule', 'rule R:a+1<=b  and not(c)', 'rule R: a + 1 <= b and not (c)'],
    ['signs', 'rule R: - a<-1', 'rule R: -a < -1'],
    [
      'lists and calls',
      'rule R: a in[ 1,2 ] or xs . all ( x=>x>0 )',
      'rule R: a in [1, 2] or xs.all(x => x > 0)',
    ],
    [
      'types',
      'x : String( 1 .. 5 )matching /a/ [ 0..2 ]unique ?',
      'x: String(1..5) matching /a/[0..2] unique?',
    ],
    ['a lookup', 'rule R: xs [ a ] is present', 'rule R: xs[a] is present'],
  ])('writes %s as everybody does', (_, written, expected) => {
    const wrap = (member: string): string =>
      `model M version 1\ncontext C {\n  value V {\n    ${member}\n  }\n}\n`;
    expect(formatText(wrap(written))).toBe(wrap(expected));
  });

  it('leaves a broken text alone', () => {
    expect(formatText('model M version 1 context C {')).toBeUndefined();
  });
});
