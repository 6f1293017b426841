import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadModels } from '../../grammar/load-models.ts';
import { indexModel, type ModelIndex, rulesOf } from '../../pim/model-index.ts';
import { caseNames, casesFolder } from '../support/cases.ts';
import { contextsOf, disagreement, type Tally, trialsOf } from '../support/sql-agreement.ts';
import { insertPostgresql, postgresqlEngine } from '../support/sql-engines.ts';
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

describe.each(inputs)('%s in PostgreSQL', (_, folder) => {
  it('gets the verdict of the reference, in the name of the rule', async () => {
    const index = indexBelow(folder);
    const tally: Tally = { accepted: 0, refused: 0, named: 0 };
    const wrong: string[] = [];
    for (const { map, scripts } of contextsOf(index)) {
      const engine = await postgresqlEngine(client, scripts.postgresql, map);
      for (const trial of trialsOf(index, map.context)) {
        const found = await disagreement(engine, 'postgresql', map, index, trial, tally);
        if (found !== undefined) wrong.push(found);
      }
      await engine.close();
    }
    expect(wrong).toEqual([]);
    expect(tally.accepted).toBeGreaterThan(0);
    expect(tally.refused).toBeGreaterThan(0);
    expect(tally.named > 0).toBe(rulesOf(index.model).length > 0);
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
      await client.exec(
        `DELETE FROM c.probed; ${insertPostgresql(prepared.schema.map, 'M.C.Probed', twice(instance))}`,
      );
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
