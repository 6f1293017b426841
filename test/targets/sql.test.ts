import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../engines/sql-rows.ts';
import { sqliteEngine, sqliteInsert } from '../../engines/sqlite.ts';
import { marksOf } from '../../generators/core/marks.ts';
import { check } from '../../generators/sql/check.ts';
import { sitesOf } from '../../generators/sql/enforce.ts';
import { sql } from '../../generators/sql/index.ts';
import type { Engine } from '../../generators/sql/psm.ts';
import { transform } from '../../generators/sql/transform.ts';
import { loadModels } from '../../grammar/load-models.ts';
import { readModelText } from '../../grammar/read-model.ts';
import { indexModel, type ModelIndex, rulesOf } from '../../pim/model-index.ts';
import { caseNames, casesFolder } from '../support/cases.ts';
import {
  agreementOf,
  contextsOf,
  filesOf,
  makeSql,
  nearTrials,
  toldTrials,
} from '../support/sql-agreement.ts';
import { holds, prepareProbe, probes, twice } from '../support/sql-probes.ts';
import { valueShapes } from '../support/value-rules.ts';

const root = new URL('../..', import.meta.url).pathname;

function indexOf(text: string): ModelIndex {
  const { model } = readModelText(text);
  if (!model) throw new Error('no model');
  return indexModel(model);
}

function indexBelow(folder: string): ModelIndex {
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.domain'))
    .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
  const [found] = loadModels(sources).models;
  if (!found) throw new Error(`no model in ${folder}`);
  return indexModel(found.model);
}

const inputs = [
  ...readdirSync(join(root, 'models')).map((name) => [`models/${name}`, join(root, 'models', name)] as const),
  ...caseNames()
    .filter((name) => name.startsWith('sql/'))
    .map((name) => [name, join(casesFolder, name)] as const),
];

const engine = sqliteEngine(makeSql);

describe.each(inputs)('%s in SQLite', (_, folder) => {
  it('gets the verdict of the reference, in the name of the rule', async () => {
    const index = indexBelow(folder);
    const told = await agreementOf(engine, index, (aggregate) => toldTrials(index, aggregate));
    expect(told.wrong).toEqual([]);
    expect(told.accepted).toBeGreaterThan(0);
    expect(told.refused).toBeGreaterThan(0);
    expect(told.named > 0).toBe(rulesOf(index.model).length > 0);
  });
});

/** Values at and beside every bound, wrong ones among them; those of one aggregate each. */
const nearby = [
  ['sql/entities', indexBelow(join(casesFolder, 'sql/entities'))],
  ['sql/every-construct', indexBelow(join(casesFolder, 'sql/every-construct'))],
  ['shapes of values', indexOf(valueShapes)],
] as const;

describe.each(nearby)('instances near the edges of %s in SQLite', (_, index) => {
  it('get the verdict of the reference', async () => {
    const told = await agreementOf(engine, index, (aggregate) => nearTrials(index, aggregate, 60));
    expect(told.wrong.slice(0, 5)).toEqual([]);
    expect(told.accepted).toBeGreaterThan(0);
    expect(told.refused).toBeGreaterThan(20);
  });
});

describe.each(probes)('random rules of $name in SQLite', (probe) => {
  it('get the verdict of the reference, in columns and in JSON', () => {
    const prepared = prepareProbe(probe, 'sqlite', { rules: 120, instances: 25, seed: 11 });
    const database = new DatabaseSync(':memory:');
    database.exec(prepared.schema.scripts.sqlite);
    database.exec(prepared.extras);
    const asked = prepared.rules.filter(({ query }) => typeof query === 'string');
    const columns = asked.map(({ query }, at) => `${String(query)} AS r${at}`);
    // Preparing takes longer than running: the query is the same for all.
    const ask = database.prepare(`SELECT ${columns.join(', ')} FROM probed AS probe`);
    const wrong = new Set<string>();
    let verdicts = 0;
    for (const instance of prepared.instances) {
      const rows = rowsOf(prepared.schema.map, 'M.C.Probed', JSON.stringify(twice(instance))) ?? [];
      for (const { sql: insert, values } of rows.toReversed().map(sqliteInsert))
        database.prepare(insert).run(...values);
      const row = ask.get();
      database.exec('DELETE FROM probed');
      for (const [at, rule] of asked.entries()) {
        verdicts += 1;
        if ((row?.[`r${at}`] === 1) === holds(prepared, rule, instance)) continue;
        wrong.add(`${rule.place}: ${rule.source}\n  ${String(rule.query)}\n  ${JSON.stringify(instance)}`);
      }
    }
    expect([...wrong].slice(0, 5)).toEqual([]);
    expect(verdicts).toBeGreaterThan(5000);
  });
});

describe('what is enforced', () => {
  const hedgehog = indexBelow(join(root, 'models/hedgehog'));
  const unheld = (dialect: Engine): readonly string[] =>
    rulesOf(hedgehog.model)
      .filter((rule) =>
        sitesOf(rule, hedgehog).some((site) => site.engine === dialect && site.reason !== undefined),
      )
      .map(({ name }) => name);

  it('in PostgreSQL every rule of Hedgehog, in SQLite all but one', () => {
    expect(unheld('postgresql')).toEqual([]);
    expect(unheld('sqlite')).toEqual(['ArchivedStaysAsItIs']);
  });

  it.each([
    ['total * total * total >= 0', 'computes what does not fit into the 64 bits of SQLite (SQLite alone)'],
    ['share < total * 4', 'compares a Number with an Integer that may be beyond ±(2^53−1)'],
    [
      'old.parts.size <= parts.size',
      'reads entities as they were before the change, which SQLite has not kept (SQLite alone)',
    ],
    ['total >= old.total', undefined],
  ])('`%s`', (condition, reason) => {
    const index = indexOf(`model M version 1 context C { aggregate A {
      id: Uuid  total: Integer  share: Number  parts: Part[0..3]  entity Part { id: Uuid }
      rule R: ${condition} } }`);
    const [rule] = rulesOf(index.model);
    expect(rule && sql.enforce(rule, index)).toEqual(
      reason === undefined ? { verdict: 'exact' } : { verdict: 'not enforceable', reason },
    );
  });
});

describe('names', () => {
  const long = 'AVeryLongNameOfSomethingThatNobodyWouldEverCallLikeThatInEarnest';
  const index = indexOf(`model M version 1
    context Web { aggregate Select { id order: Uuid, lastSeen: Date?, last_seen: Date?
      ${long}: String(1..9), rule ${long}One: ${long}.size > 1, rule ${long}Two: ${long}.size > 2 } }
    context Web_ { aggregate Table { id: Uuid } }
    context Shop { aggregate Order { id: Uuid } }
    context Store { aggregate Order { id: Uuid } }
    platform sql for Shop { schema: "shop" }
    platform sql for Store { schema: "shop" }`);
  const psm = transform({ index, marks: marksOf(index.model, sql.id) });

  it('are each given once, and fit', () => {
    const [{ map } = { map: undefined }] = contextsOf(index);
    const names = [
      ...(map?.constraints.map(({ name }) => name) ?? []),
      ...(map?.tables.flatMap(({ columns }) => columns.map(({ name }) => `${name}.`)) ?? []),
    ];
    expect(names.length).toBeGreaterThan(6);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name.replace('.', '').length).toBeLessThanOrEqual(63);
  });

  it('are quoted where an engine takes them for words of its own', () => {
    const [script] = filesOf(index);
    expect(script?.content).toContain('CREATE TABLE web."select" (\n  "order" uuid NOT NULL,');
  });

  it('of contexts are told apart, and refused where marks make two one', () => {
    const schemas = contextsOf(index).map(({ map }) => map.schema);
    expect(schemas.slice(0, 2)).toEqual(['web', expect.stringMatching(/^web_[0-9a-f]{8}$/)]);
    expect(check(psm)).toMatchObject([
      {
        code: 'sql-schema-clash',
        message: 'The contexts `Store` and `Shop` are both to be the schema `shop`.',
      },
    ]);
  });

  it('are what the symbols say', () => {
    expect(sql.symbols(psm).get('M.Web.Select')).toEqual({ name: 'select', from: 'sql/web.postgresql.sql' });
  });
});

describe('what an editor would show out of order', () => {
  const mark = String.fromCodePoint(0x202e);
  const index = indexOf(`model Hidden version 1
    context Web { aggregate Part { id: Uuid, code: Code
      /** Said ${mark}backwards. */
      label: String(1..9), rule NotThat: label != "x${mark}" else "not ${mark}that" }
      type Code = String(1..9) matching /[a${mark}]{1,4}[bc]/ }`);
  const [{ scripts } = {}] = contextsOf(index);

  it('is escaped in what both engines are given', () => {
    if (!scripts) throw new Error('no scripts');
    expect(scripts.postgresql).not.toContain(mark);
    expect(scripts.sqlite).not.toContain(mark);
    expect(scripts.postgresql).toContain('\\u202e');
    expect(scripts.sqlite).toContain('char(8238)');
  });

  it.each([
    ['a text that the rule and the pattern take', { code: `a${mark}b`, label: 'x' }, 'accepted'],
    ['the text that the rule refuses', { code: 'ab', label: `x${mark}` }, 'rejected'],
    ['a text that the pattern refuses', { code: `${mark}d`, label: 'x' }, 'rejected'],
  ])('means itself in SQLite: %s', async (_, values, kind) => {
    const instance = JSON.stringify({ id: '0190a1b2-0000-7000-8000-000000000001', ...values });
    const [verdict] = await engine.judge([{ index, subject: 'Hidden.Web.Part', instance }]);
    expect(verdict?.kind).toBe(kind);
  });
});
