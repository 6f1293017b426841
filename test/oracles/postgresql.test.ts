import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postgresEngine, postgresqlInsert } from '../../engines/postgres.ts';
import { rowsOf, type SqlMap } from '../../engines/sql-rows.ts';
import { loadModels } from '../../grammar/load-models.ts';
import type { JsonValue } from '../../pim/json.ts';
import { indexModel, type ModelIndex, rulesOf } from '../../pim/model-index.ts';
import { caseNames, casesFolder } from '../support/cases.ts';
import { agreementOf, makeSql, toldTrials } from '../support/sql-agreement.ts';
import { holds, prepareProbe, probes, twice } from '../support/sql-probes.ts';

const root = new URL('../..', import.meta.url).pathname;
let client: PGlite;
beforeAll(async () => {
  client = await PGlite.create();
});
afterAll(() => client.close());

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

const engine = postgresEngine(makeSql);

describe.each(inputs)('%s in PostgreSQL', (_, folder) => {
  it('gets the verdict of the reference, in the name of the rule', async () => {
    const index = indexBelow(folder);
    const told = await agreementOf(engine, index, (aggregate) => toldTrials(index, aggregate));
    expect(told.wrong).toEqual([]);
    expect(told.accepted).toBeGreaterThan(0);
    expect(told.refused).toBeGreaterThan(0);
    expect(told.named > 0).toBe(rulesOf(index.model).length > 0);
  });
});

describe.each(probes)('random rules of $name in PostgreSQL', (probe) => {
  it('get the verdict of the reference, in columns and in JSON', async () => {
    const prepared = prepareProbe(probe, 'postgresql', { rules: 300, instances: 50, seed: 12 });
    await client.exec(prepared.schema.scripts.postgresql);
    await client.exec(prepared.extras);
    const asked = prepared.rules.filter(({ query }) => typeof query === 'string');
    const wrong = new Set<string>();
    let verdicts = 0;
    for (const instance of prepared.instances) {
      await client.exec(`DELETE FROM c.probed; ${inserts(prepared.schema.map, twice(instance))}`);
      // PostgreSQL answers at most 1,664 columns at once.
      for (let from = 0; from < asked.length; from += 400) {
        const some = asked.slice(from, from + 400);
        const columns = some.map(({ query }, at) => `${String(query)} AS r${at}`);
        const { rows } = await client.query<Record<string, boolean>>(
          `SELECT ${columns.join(', ')} FROM c.probed AS probe`,
        );
        for (const [at, rule] of some.entries()) {
          verdicts += 1;
          if (rows[0]?.[`r${at}`] === holds(prepared, rule, instance)) continue;
          wrong.add(`${rule.place}: ${rule.source}\n  ${String(rule.query)}\n  ${JSON.stringify(instance)}`);
        }
      }
    }
    await client.exec('DROP SCHEMA c CASCADE');
    expect([...wrong].slice(0, 5)).toEqual([]);
    expect(verdicts).toBeGreaterThan(20_000);
  });
});

function inserts(map: SqlMap, instance: JsonValue): string {
  const rows = rowsOf(map, 'M.C.Probed', JSON.stringify(instance)) ?? [];
  return rows.map((row) => postgresqlInsert(map, row)).join(' ');
}
