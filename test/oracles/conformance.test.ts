import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { type EngineReport, reportOn } from '../../cli/judging/engine-report.ts';
import { printReports } from '../../cli/judging/print-judging.ts';
import { targets } from '../../generators/targets.ts';
import { conformanceEngines, failuresOf, knownFailures, readConformance } from '../support/conformance.ts';
import { coveragePage, coveragePagePath } from '../support/coverage-page.ts';
import { misledReasons } from '../support/misled-reasons.ts';
import { recordedEngine } from '../support/recorded-engine.ts';
import { analyseModels } from '../support/seed-tables.ts';
import { without } from '../support/without.ts';

const engines = conformanceEngines().filter(({ id }) => !without.has(id));
const { cases, problems } = readConformance(engines);

describe('the conformance cases', () => {
  const reports: EngineReport[] = [];
  afterAll(() => {
    process.stdout.write(
      `\n${printReports(reports)}${[...without].map((id) => `${id} is left out\n`).join('')}`,
    );
  });

  it('can all be asked', () => {
    expect(problems).toEqual([]);
  });

  it.each(engines)('are judged by $id as they say', async (engine) => {
    const recorded = recordedEngine(engine);
    const report = await reportOn(recorded.engine, cases, targets);
    reports.push(report);
    const isExcepted = engine.exceptions?.includes('integer spelled otherwise') === true;
    const excepted = cases.filter(({ expectation }) => isExcepted && !isSpelledPlainly(expectation.instance));
    const ids = new Set(excepted.map(({ id }) => id));
    expect(misledReasons(cases, recorded.verdicts, ids)).toEqual([]);
    expect(failuresOf(report)).toEqual(knownFailures.filter((one) => one.startsWith(`${engine.id} `)));
    const reasons = [...new Set(report.notRun.map(({ reason }) => reason))].join('; ');
    expect(report.run, `it judged nothing: ${reasons}`).toBeGreaterThan(0);
  });

  it.skipIf(without.size > 0)(`are in ${coveragePagePath} as they were judged`, () => {
    const models = analyseModels().models.map(({ index }) => index);
    const written = readFileSync(new URL(`../../${coveragePagePath}`, import.meta.url), 'utf8');
    expect(written).toBe(coveragePage(cases, reports, models));
  });
});

/** As JavaScript spells numbers. */
function isSpelledPlainly(text: string): boolean {
  return JSON.stringify(JSON.parse(text)) === text;
}
