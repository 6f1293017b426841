import type { Engine } from '../../engines/engine.ts';
import { targets } from '../../generators/targets.ts';
import { askEngine, type Finding, wordsOf } from './ask.ts';
import { type Batch, type BatchSize, batchSize, makeBatch } from './batch.ts';
import { shrink, shrinkCrash } from './shrink.ts';
import type { Crash, FuzzRun } from './sound-model.ts';
import { count, emptyTally, type Tally } from './tally.ts';

export interface FuzzPlan {
  readonly seed: string;
  /** The first batch. */
  readonly from: number;
  readonly engines: readonly Engine[];
  /** Whether another batch is made; it is told how many there were, and what they came to. */
  readonly goesOn: (batches: number, findings: number) => boolean;
  readonly size?: BatchSize;
  /** Of the findings of a batch and an engine, how many are made smaller. */
  readonly shrinks?: number;
  readonly told?: (batch: Batch, found: readonly Found[]) => void;
}

/** Something found, as small as it became. */
export interface Found {
  readonly what: Finding | Crash;
  /** The batch that it was found in. */
  readonly batch: number;
}

export interface FuzzResult {
  readonly tally: Tally;
  readonly found: readonly Found[];
}

/** Batches, one after the other; all engines are asked at once, and the next batch is made meanwhile. */
export async function fuzz(plan: FuzzPlan): Promise<FuzzResult> {
  const { seed, engines, size = batchSize } = plan;
  const run: FuzzRun = { targets, wanted: new Set(engines.flatMap(({ target }) => target ?? [])) };
  const tally = emptyTally();
  const all: Found[] = [];
  const seen = new Map<string, number>();
  let next: Batch | undefined = makeBatch(seed, plan.from, run, size);
  while (next) {
    const batch: Batch = next;
    const asking = engines.map((engine) => askEngine(engine, run.targets, batch.questions));
    const goesOn = plan.goesOn(tally.batches + 1, all.length);
    next = goesOn ? makeBatch(seed, batch.number + 1, run, size) : undefined;
    const answers = await Promise.all(asking);
    count(tally, batch, answers);
    const what: (Finding | Crash)[] = firstOfEach(batch.crashes, ({ message }) => message, seen).map(
      (crash) => shrinkCrash(crash, run),
    );
    for (const [at, engine] of engines.entries()) {
      const found = firstOfEach(answers[at]?.findings ?? [], signature, seen).slice(0, plan.shrinks ?? 0);
      for (const finding of found) what.push(await shrink(engine, run, finding));
    }
    const found = what.map((one): Found => ({ what: one, batch: batch.number }));
    all.push(...found);
    plan.told?.(batch, found);
  }
  return { tally, found: all };
}

/** How often what looks like the same is made smaller, in a whole run. */
const mostOfSame = 2;

/** Those that were not seen often enough yet, one of a kind; what has no words of its own is seen anew in every batch. */
function firstOfEach<Item>(
  items: readonly Item[],
  key: (item: Item) => string,
  seen: Map<string, number>,
): readonly Item[] {
  const first = new Map<string, Item>();
  for (const item of items) if (!first.has(key(item))) first.set(key(item), item);
  return [...first].flatMap(([name, item]) => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times > mostOfSame ? [] : [item];
  });
}

/** What findings have in common that come of the same: what is said, without names and numbers. */
function signature(finding: Finding): string {
  const { engine, wrong, question } = finding;
  const words = wordsOf(finding);
  // Where nothing is said, of each model.
  return `${engine} ${wrong} ${/[a-z]{4}/.test(words) ? words : question.model.text}`;
}
