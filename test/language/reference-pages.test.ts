import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { targets } from '../../generators/targets.ts';
import { analyseSources } from '../../grammar/analyse.ts';
import { formatText } from '../../grammar/format.ts';

const folder = new URL('../../docs/language/', import.meta.url);
const pages = readdirSync(folder)
  .filter((name) => name !== 'README.md')
  .map((name): readonly [string, string] => {
    const [, text = ''] = /```domain\n([\s\S]*?)```/.exec(readFileSync(new URL(name, folder), 'utf8')) ?? [];
    return [name, text];
  });
const grammar = readFileSync(new URL('../../grammar/domain.langium', import.meta.url), 'utf8');
const index = readFileSync(new URL('README.md', folder), 'utf8');

describe('the language reference', () => {
  it.each(pages)('shows on %s a model without a problem, written as the formatter would', (_, text) => {
    expect(analyseSources([{ file: 'example.domain', text }], { targets }).diagnostics).toEqual([]);
    expect(formatText(text)).toBe(text);
  });

  it('has an example of every word of the language', () => {
    const rules = grammar.slice(grammar.indexOf('entry DomainFile'));
    const words = new Set([...rules.matchAll(/'([a-z]+)'/g)].map(([, word = '']) => word));
    const all = [
      ...pages.map(([, text]) => text),
      readFileSync(new URL('../language.md', folder), 'utf8'),
    ].join('\n');
    const missing = [...words].filter((word) => !new RegExp(`\\b${word}\\b`).test(all) && word !== 'import');
    expect(missing).toEqual([]);
  });

  it('lists every page', () => {
    for (const [name] of pages) expect(index).toContain(`(${name})`);
  });
});
