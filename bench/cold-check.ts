// How long `pimento check` of a small file takes from a cold start, as a multiple of what Node needs to do
// nothing. Runs of each take turns, so that whatever else the machine does falls on all of them alike.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from './median.ts';

const rounds = Number(process.argv[2] ?? 30);
const root = new URL('..', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'pimento-bench-'));

const smallModel = `model Shop version 1
context Sales {
  enum Status { OPEN, PAID }
  value Line { article: String(1..50), quantity: Integer(1..100) }
  aggregate Order {
    id: Uuid
    status: Status = OPEN
    lines: Line[0..50]
    rule PaidForSomething: status == PAID implies lines.size > 0
  }
}
`;

interface Measured {
  readonly name: string;
  readonly words: readonly string[];
  readonly cpu: number[];
  readonly wall: number[];
}

const program = join(root, 'dist/pimento.js');
const model = join(folder, 'small.domain');
const measured: readonly Measured[] = [
  { name: 'node -e 0', words: ['-e', '0'] },
  { name: 'pimento --version', words: [program, '--version'] },
  { name: 'pimento check small.domain', words: [program, 'check', model] },
  { name: 'pimento check starter/models', words: [program, 'check', join(root, 'starter/models')] },
].map((one) => ({ ...one, cpu: [], wall: [] }));

try {
  writeFileSync(model, smallModel);
  // The first run fills the compile cache; it is the price of an update, not of every start.
  for (const { words } of measured) run(words);
  for (let round = 0; round < rounds; round += 1) {
    for (const { words, cpu, wall } of measured) {
      const took = run(words);
      cpu.push(took.cpu);
      wall.push(took.wall);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const [nothing] = measured;
console.log(`Node ${process.version}, ${rounds} rounds; medians`);
for (const { name, cpu, wall } of measured) {
  const times = (some: readonly number[], least: readonly number[] = []): string =>
    `${(median(some) * 1000).toFixed(0).padStart(4)} ms ${(median(some) / median(least)).toFixed(1).padStart(5)} ×`;
  console.log(`${name.padEnd(30)} CPU ${times(cpu, nothing?.cpu)}   wall ${times(wall, nothing?.wall)}`);
}

/** Seconds. Bash tells the CPU time of a child, which Node does not. */
function run(words: readonly string[]): { readonly cpu: number; readonly wall: number } {
  const script = 'TIMEFORMAT="%R %U %S"; time "$@" >/dev/null';
  const { stderr, error } = spawnSync('bash', ['-c', script, 'bash', process.execPath, ...words], {
    encoding: 'utf8',
  });
  const [, wall, user, system] = /^([\d.]+) ([\d.]+) ([\d.]+)\n$/.exec(stderr) ?? [];
  if (error || wall === undefined)
    throw new Error(`could not be measured: ${words.join(' ')}\n${stderr}`, { cause: error });
  return { cpu: Number(user) + Number(system), wall: Number(wall) };
}
