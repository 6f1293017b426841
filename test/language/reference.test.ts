import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { targets } from '../../generators/targets.ts';
import { analyseSources } from '../../grammar/analyse.ts';

const folder = new URL('reference/', import.meta.url);
const sources = readdirSync(folder).map((file) => ({
  file,
  text: readFileSync(new URL(file, folder), 'utf8'),
}));

describe('the reference of the language', () => {
  it('passes every check', () => {
    expect(analyseSources(sources, { targets }).diagnostics).toEqual([]);
  });
});
