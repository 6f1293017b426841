// How fast the generated TypeScript judges a Fabric with 20 resources, beside zod, valibot and Ajv with the same
// constraints, all errors collected by each. Contenders take turns in each round; a ratio is the median of the
// ratios of its rounds.
import assert from 'node:assert/strict';
import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { median } from './median.ts';
import { type Contender, type ContenderModule, contenders } from './validation/contenders.ts';
import { brokenFabrics, otherWholeFabrics, wholeFabric } from './validation/fabrics.ts';
import type { Build, Judge } from './validation/judge.ts';
import { takeSnapshot } from './validation/snapshot.ts';
import type { Fabrics } from './validation/turns.ts';

const rounds = Number(process.argv[2] ?? 60);
const startRounds = Math.ceil(rounds / 3);

const snapshot = await takeSnapshot();
try {
  const judges = new Map<Contender, Judge>();
  for (const one of contenders) judges.set(one, await made<Judge>(one, one.maker));
  requireSameVerdicts(judges);
  await requireSameValues();
  console.log(`Node ${process.version}, ${rounds} rounds; medians`);
  print('A whole Fabric', 'per second', await speeds('whole'));
  print('A Fabric with five errors', 'per second', await speeds('five errors'));
  print('Start: import, schemas, a first Fabric', 'ms', await starts(snapshot.modules));
  print('Start, each bundled in one file', 'ms', await starts(snapshot.bundles));
  console.log('\nWhat is given for a Fabric that is accepted');
  for (const { name, gives } of contenders) console.log(`  ${name.padEnd(28)} ${gives}`);
  console.log('Pimento has nothing that judges without building: `~standard`.validate is `parse` as well.');
} finally {
  snapshot.remove();
}

async function made<Made>(contender: Contender, maker: string): Promise<Made> {
  const exported = (await import(urlOf(snapshot.modules, contender))) as ContenderModule;
  return exported[maker]?.() as Made;
}

function urlOf(folder: string, { module }: Contender): string {
  return pathToFileURL(join(folder, `${module}.js`)).href;
}

/** What differs would be no comparison. */
function requireSameVerdicts(judges: ReadonlyMap<Contender, Judge>): void {
  for (const [{ name, schemaOnly }, judge] of judges) {
    for (const fabric of [wholeFabric(), ...otherWholeFabrics()])
      assert.equal(judge(fabric), 0, `${name} refuses a whole Fabric: ${JSON.stringify(fabric)}`);
    for (const broken of brokenFabrics()) {
      const least = schemaOnly ? (broken.beyondSchema ? 0 : 1) : broken.errors;
      const found = judge(broken.fabric);
      const isRight = least === 0 ? found === 0 : found >= least;
      assert.ok(isRight, `${name} finds ${found} errors, not ${least}, in: ${broken.name}`);
    }
  }
}

/** With the defaults filled in. An optional field that is null goes with us, and stays with others. */
async function requireSameValues(): Promise<void> {
  for (const fabric of [wholeFabric(), ...otherWholeFabrics()]) {
    const values: string[] = [];
    for (const one of contenders) {
      if (one.builder === undefined) continue;
      const build = await made<Build>(one, one.builder);
      values.push(JSON.stringify(build(fabric), (_, value: unknown) => value ?? undefined));
    }
    for (const value of values) assert.equal(value, values[0]);
  }
}

interface Figure {
  readonly name: string;
  readonly median: number;
  /** To the first contender's, of the same round; above 1 is better than ours. */
  readonly ratio: number;
}

async function speeds(fabrics: Fabrics): Promise<readonly Figure[]> {
  const program = join(snapshot.modules, 'turns.js');
  const children = contenders.map((one) => fork(program, [urlOf(snapshot.modules, one), one.maker]));
  try {
    // The first rounds warm up.
    const measured = await inTurns(rounds + 10, (_, at) => speed(children[at], fabrics));
    return figures(measured.slice(10), (own, ours) => own / ours);
  } finally {
    for (const child of children) child.kill();
  }
}

function speed(child: ChildProcess | undefined, fabrics: Fabrics): Promise<number> {
  return new Promise((resolve, reject) => {
    const ended = (): void => reject(new Error('a contender ended before its turn did'));
    child?.once('exit', ended);
    child?.once('message', (answer) => {
      child.off('exit', ended);
      resolve(Number(answer));
    });
    child?.send(fabrics);
  });
}

async function starts(folder: string): Promise<readonly Figure[]> {
  const program = join(snapshot.modules, 'start.js');
  const start = async (one: Contender): Promise<number> => {
    const words = [program, urlOf(folder, one), one.maker];
    const { stdout, stderr, status } = spawnSync(process.execPath, words, { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr.slice(-2000));
    return Number(stdout);
  };
  // The first round reads files that nobody has read yet.
  const measured = await inTurns(startRounds + 1, start);
  return figures(measured.slice(1), (own, ours) => ours / own);
}

/** A figure of each contender in each round, in their order; another one begins each time. */
async function inTurns(
  count: number,
  measure: (contender: Contender, at: number) => Promise<number>,
): Promise<readonly (readonly number[])[]> {
  const measured: number[][] = [];
  for (let round = 0; round < count; round += 1) {
    const inRound: number[] = [];
    for (let turn = 0; turn < contenders.length; turn += 1) {
      const at = (round + turn) % contenders.length;
      const contender = contenders[at];
      if (contender) inRound[at] = await measure(contender, at);
    }
    measured.push(inRound);
  }
  return measured;
}

function figures(
  measured: readonly (readonly number[])[],
  ratio: (own: number, ours: number) => number,
): readonly Figure[] {
  const of = (round: readonly number[], at: number): number => round[at] ?? Number.NaN;
  return contenders.map(({ name }, at) => ({
    name,
    median: median(measured.map((round) => of(round, at))),
    ratio: median(measured.map((round) => ratio(of(round, at), of(round, 0)))),
  }));
}

function print(title: string, unit: string, rows: readonly Figure[]): void {
  console.log(
    `\n${title}${' '.repeat(Math.max(1, 43 - title.length))}${unit.padStart(10)}   speed, ours = 1`,
  );
  for (const row of rows) {
    const digits = row.median < 1000 ? 1 : 0;
    console.log(
      `  ${row.name.padEnd(41)}${row.median.toFixed(digits).padStart(10)}   ${row.ratio.toFixed(2).padStart(7)}`,
    );
  }
}
