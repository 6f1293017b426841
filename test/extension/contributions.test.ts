import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { languageKeywords } from '../../grammar/keywords.ts';
import { parseText } from '../../grammar/parse.ts';

interface Rule {
  readonly name?: string;
  readonly match?: string;
  readonly begin?: string;
}

const read = (path: string): unknown => JSON.parse(readFileSync(`extension/${path}`, 'utf8'));
const grammar = read('syntaxes/domain.tmLanguage.json') as {
  readonly repository: { readonly all: { readonly patterns: readonly Rule[] } };
};
const snippets = read('snippets/domain.json') as Readonly<
  Record<string, { readonly body: readonly string[] }>
>;
const { patterns } = grammar.repository.all;

/** The name that the first rule that takes a piece of a text gives it. */
function nameOf(text: string, piece: string): string | undefined {
  const at = text.indexOf(piece);
  const rule = patterns.find((one) =>
    [...text.matchAll(new RegExp(one.match ?? one.begin ?? '$^', 'g'))].some(
      ({ index, 0: taken }) => index === at && taken !== '',
    ),
  );
  return rule?.name ?? (rule ? 'declared' : undefined);
}

describe('the colours', () => {
  it('know every word of the language', () => {
    const unknown = languageKeywords().filter(
      (word) => !(nameOf(word, word) ?? '').match(/^(?:keyword|constant\.language)/),
    );
    expect(unknown).toEqual([]);
  });

  it.each([
    ['status: Status', 'status', 'variable.other.member.pimento'],
    ['event: String(1..9)', 'event', 'variable.other.member.pimento'],
    ['aggregate Order {', 'aggregate', 'declared'],
    ['matching /[a-z]+/', '/[a-z]+/', 'string.regexp.pimento'],
    ['total / count', '/', 'keyword.operator.pimento'],
    ['after 15min', '15min', 'constant.numeric.pimento'],
    ['else "No"', '"', 'string.quoted.double.pimento'],
    ['/** A doc */', '/**', 'comment.block.documentation.pimento'],
  ])('of %s take %s as %s', (text, piece, name) => {
    expect(nameOf(text, piece)).toBe(name);
  });
});

describe('each snippet', () => {
  const inAggregate = new Set(['Entity', 'Rule', 'Lifecycle', 'Event', 'Command']);
  it.each(Object.entries(snippets))('%s is a text of the language', (name, { body }) => {
    const filled = body.join('\n').replaceAll(/\$\{\d+:([^}]*)\}/g, '$1');
    const member = inAggregate.has(name) ? `aggregate A { id a: String(1..3)\n${filled}\n}` : filled;
    const { diagnostics } = parseText(`model M version 1 context C {\n${member}\n}`, 'm.domain');
    expect(diagnostics).toEqual([]);
  });
});
