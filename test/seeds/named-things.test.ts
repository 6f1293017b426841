import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Element, ElementId } from '../../pim/model.ts';
import { childElements } from '../../pim/model-index.ts';
import { analyseModels, carriedBy, outputsOf, readSeedRows, seedPages } from '../support/seed-tables.ts';

/**
 * What the seed documents name is in the models, where `docs/seeds` says, and in the outputs that it
 * names; and whatever a model calls as a seed does, the page of that seed knows.
 */
const analysis = analyseModels();
const carried = carriedBy(analysis, 'Hedgehog');
const pages = readdirSync(seedPages).map((name) => ({
  name,
  rows: readSeedRows(readFileSync(join(seedPages, name), 'utf8')),
}));
const page = readFileSync(join(seedPages, 'hnp.md'), 'utf8');
/** Every word of the HNP study that has the shape of a name, one a line. */
const names = readFileSync(new URL('hnp-names.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n');

it('reads models that are right', () => {
  expect(analysis.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(analysis.models.every(({ sound }) => sound)).toBe(true);
});

describe.each(pages.filter(({ rows }) => rows.length > 0))('docs/seeds/$name', ({ rows }) => {
  it('leads to elements that are there', () => {
    const missing = rows.flatMap(({ named, ids }) => {
      if (ids.length === 0) return [`${named}: no id`];
      return ids
        .filter((id) => !analysis.models.some(({ index }) => index.get(id)))
        .map((id) => `${named}: ${id}`);
    });
    expect(missing).toEqual([]);
  });

  it('names the outputs that carry them (npm run seed-tables)', () => {
    const stale = rows
      .filter(({ outputs }) => outputs !== undefined)
      .map(({ named, ids, outputs }) => ({ named, outputs, now: outputsOf(ids, carried) }))
      .filter(({ outputs, now }) => outputs?.join() !== now.join());
    expect(stale).toEqual([]);
  });
});

describe('docs/seeds/hnp.md', () => {
  it('has a place, or a reason for none, for every name of the study', () => {
    expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(page))).toEqual([]);
  });

  it('knows every element that bears a name of the study', () => {
    const hedgehog = analysis.models.find(({ index }) => index.model.name === 'Hedgehog');
    const listed = new Set(readSeedRows(page).flatMap(({ ids }) => ids));
    const named = new Set(names.map(plainName));
    const forgotten = elementsBelow(hedgehog?.index.model)
      .filter((element) => namedKinds.has(element.kind) && named.has(plainName(element.name)))
      .filter(({ id }) => !listed.has(id));
    expect(forgotten.map(({ id }): ElementId => id)).toEqual([]);
  });
});

const namedKinds: ReadonlySet<Element['kind']> = new Set([
  'context',
  'aggregate',
  'entity',
  'value',
  'enum',
  'trait',
  'event',
  'service',
  'port',
  'repository',
]);

/** `CRDValidationService` and `CrdValidation` are one name. */
function plainName(name: string): string {
  return name.replace(/(?<=.)(?:Event|Service|Aggregate|Command|Context)$/, '').toLowerCase();
}

function elementsBelow(element: Element | undefined): readonly Element[] {
  return element ? [element, ...childElements(element).flatMap(elementsBelow)] : [];
}
