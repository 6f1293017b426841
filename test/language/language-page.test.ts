import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { targets } from '../../generators/targets.ts';
import { analyseSources } from '../../grammar/analyse.ts';
import { primitiveNames } from '../../pim/type.ts';

const page = readFileSync(new URL('../../docs/language.md', import.meta.url), 'utf8');

describe('the page of the language', () => {
  it('shows a model without a problem', () => {
    const [, text = ''] = /```domain\n([\s\S]*?)```/.exec(page) ?? [];
    const { models, diagnostics } = analyseSources([{ file: 'shop.domain', text }], { targets });
    expect(diagnostics).toEqual([]);
    expect(models).toHaveLength(1);
  });

  it.each(primitiveNames)('tells of %s', (name) => {
    expect(page).toMatch(new RegExp(`\`[^\`]*\\b${name}\\b`));
  });
});
