import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { type AskedCase, reportOn } from '../../cli/judging/engine-report.ts';
import { findExpectations } from '../../cli/judging/find-expectations.ts';
import { readCases } from '../../cli/judging/read-cases.ts';
import type { Engine } from '../../engines/engine.ts';
import { targets } from '../../generators/targets.ts';
import { askEngine, type Finding } from '../fuzz/ask.ts';
import { makeBatch, sketchesOf } from '../fuzz/batch.ts';
import { caseText, crashText } from '../fuzz/case-text.ts';
import { type Found, fuzz } from '../fuzz/fuzz.ts';
import { keptFailures } from '../fuzz/known.ts';
import { type NaiveBackEnd, naiveBackEnds, naiveEngine } from '../fuzz/naive.ts';
import { shrink } from '../fuzz/shrink.ts';
import { printSketch } from '../fuzz/sketch.ts';
import type { FuzzRun } from '../fuzz/sound-model.ts';
import { printTally, shareAccepted, shareRefused, type Tally } from '../fuzz/tally.ts';
import { conformanceEngines, failuresOf } from '../support/conformance.ts';
import { constructs } from '../support/constructs.ts';
import { without } from '../support/without.ts';

const engines = conformanceEngines().filter(({ id }) => id !== 'interpreter' && !without.has(id));

function toldOf({ what, batch }: Found): string {
  return 'engine' in what ? caseText(what, `batch ${batch}`) : crashText(what, `batch ${batch}`);
}

describe('random models, rules and instances', () => {
  // Many models with few instances each: what is asked is to be of every kind.
  const batches = 5;
  const size = { models: 40, instances: 25 };
  let tally: Tally | undefined;
  afterAll(() => {
    if (tally) process.stdout.write(`\n${printTally(tally, 0)}`);
  });

  it('get the verdict of the reference from every engine', async () => {
    const result = await fuzz({
      seed: 'oracle',
      from: 0,
      engines,
      goesOn: (made) => made < batches,
      size,
      shrinks: 1,
    });
    tally = result.tally;
    expect(result.found.map(toldOf)).toEqual([]);
    for (const { id } of engines) expect(result.tally.engines.get(id)?.run ?? 0).toBeGreaterThan(1000);
  });

  it('are neither trivial nor hopeless', () => {
    if (!tally) throw new Error('nothing was asked');
    expect(shareAccepted(tally)).toBeGreaterThan(0.2);
    expect(shareAccepted(tally)).toBeLessThan(0.8);
    expect(shareRefused(tally)).toBeLessThan(0.25);
    expect(Math.max(...tally.depths.keys())).toBeGreaterThanOrEqual(5);
  });

  it('have every construct of the language', () => {
    const seen = tally?.constructs ?? new Map<string, number>();
    expect(constructs.filter((one) => !seen.has(one))).toEqual([]);
  });

  it('are the same for the same seed', () => {
    const texts = (seed: string): readonly string[] =>
      sketchesOf(seed, 1).map((sketch) => printSketch(sketch).text);
    expect(texts('a')).toEqual(texts('a'));
    expect(texts('a')).not.toEqual(texts('b'));
    const run: FuzzRun = { targets, wanted: new Set() };
    const asked = (): readonly unknown[] =>
      makeBatch('a', 3, run, { models: 3, instances: 20 }).questions.map(
        ({ expectation: { instance, old, expected } }) => [instance, old, expected],
      );
    expect(asked()).toEqual(asked());
  });
});

/** What a naive engine is caught at, and the same engine without its mistake is not. */
async function caughtAt(naive: Engine, honest: Engine, until: number): Promise<Finding | undefined> {
  const run: FuzzRun = { targets, wanted: new Set([naive.target ?? '']) };
  for (let number = 0; Date.now() < until; number += 1) {
    const { questions } = makeBatch('naive', number, run);
    const [caught, blameless] = [
      await askEngine(naive, targets, questions),
      await askEngine(honest, targets, questions),
    ];
    const own = new Set(blameless.findings.map(({ question }) => question));
    const found = caught.findings.find(({ question }) => !own.has(question));
    if (found) return found;
  }
  return undefined;
}

describe('an engine that', () => {
  const asked = naiveBackEnds.filter(({ engine }) => !without.has(engine));

  it.each(asked)('$what is caught within a minute', async (backEnd) => {
    const { engine, isNaive } = naiveEngine(backEnd);
    const honest = engines.find(({ id }) => id === backEnd.engine);
    if (!honest) throw new Error(`there is no engine \`${backEnd.engine}\``);
    const found = await caughtAt(engine, honest, Date.now() + 60_000);
    expect(isNaive(), 'nothing was replaced in what the target made').toBe(true);
    expect(found).toBeDefined();
  });

  it('counts UTF-16 units in TypeScript is caught at one rule about one field', async () => {
    const backEnd = naiveBackEnds.find(({ engine }) => engine === 'typescript') as NaiveBackEnd;
    const { engine } = naiveEngine(backEnd);
    const honest = engines.find(({ id }) => id === 'typescript');
    const found = honest && (await caughtAt(engine, honest, Date.now() + 60_000));
    if (!found) throw new Error('it is not caught');
    const run: FuzzRun = { targets, wanted: new Set(['typescript']) };
    const { question } = await shrink(engine, run, found);
    const { text } = question.model;
    expect(text.match(/\b(?:rule|where)\b/g), text).toHaveLength(1);
    // The id of the aggregate, and at most two more.
    expect(text.match(/^ {4,}(?:\w+ )?\w+: /gm)?.length, text).toBeLessThanOrEqual(4);
    expect(question.expectation.instance.length, question.expectation.instance).toBeLessThan(100);
  });
});

describe('what was found before', () => {
  const file = new URL('../fuzz/kept.yaml', import.meta.url).pathname;
  const { cases, diagnostics } = readCases(readFileSync(file, 'utf8'), file, new Set());
  const wanted = new Set(engines.flatMap(({ target }) => target ?? []));
  const { found } = findExpectations(cases, { targets, wanted });

  it('can all be asked', () => {
    expect(diagnostics).toEqual([]);
    expect(found.flatMap((one) => ('diagnostics' in one ? one.diagnostics : []))).toEqual([]);
  });

  it.each(engines)('is judged right by $id', async (engine) => {
    const asked = found.filter((one) => 'expectation' in one);
    const failing = keptFailures.filter((one) => one.startsWith(`${engine.id}: `));
    expect((await failuresOn(engine, asked)).toSorted()).toEqual(failing.toSorted());
  });
});

/** What an engine judges otherwise; where it breaks down, the cases are asked one by one. */
async function failuresOn(engine: Engine, cases: readonly AskedCase[]): Promise<readonly string[]> {
  try {
    return failuresOf(await reportOn(engine, cases, targets));
  } catch (error) {
    const [first, ...others] = cases;
    if (!first) return [];
    if (others.length > 0) return (await Promise.all(cases.map((one) => failuresOn(engine, [one])))).flat();
    return [`${engine.id}: ${String(error)}, to ${first.expectation.expected} ${first.id}`];
  }
}
