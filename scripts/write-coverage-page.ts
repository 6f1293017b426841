import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EngineReport, reportOn } from '../cli/judging/engine-report.ts';
import { targets } from '../generators/targets.ts';
import { conformanceEngines, readConformance } from '../test/support/conformance.ts';
import { coveragePage, coveragePagePath } from '../test/support/coverage-page.ts';
import { analyseModels } from '../test/support/seed-tables.ts';

/** `npm run coverage-page`: asks every engine the conformance cases, and writes down what holds what. */
const engines = conformanceEngines();
const { cases } = readConformance(engines);
const reports: EngineReport[] = [];
for (const engine of engines) reports.push(await reportOn(engine, cases, targets));
const missing = reports.filter(({ run }) => run === 0);
if (missing.length > 0) {
  for (const { engine, notRun } of missing) console.error(`${engine.id}: ${notRun[0]?.reason}`);
  process.exitCode = 1;
} else {
  const models = analyseModels().models.map(({ index }) => index);
  writeFileSync(join(import.meta.dirname, '..', coveragePagePath), coveragePage(cases, reports, models));
}
