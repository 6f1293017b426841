// What the engines that judge generated code have to be given before they answer: how long that takes, and how
// much room. Each is prepared anew in a folder that goes afterwards. What a machine does not have is named.
import { spawnSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import type { Program } from '../engines/cached-program.ts';
import { goProgram } from '../engines/go-program.ts';
import { pydantic, pythonProgram } from '../engines/python-program.ts';
import { median } from './median.ts';

/** What one step took; undefined where there is nothing to say. */
interface Step {
  readonly name: string;
  readonly milliseconds?: number | undefined;
  readonly bytes?: number | undefined;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'pimento-bench-'));
const missing: string[] = [];
// Between the steps, so that whatever else the machine does falls on both.
const starts: number[] = [];

try {
  const steps = [
    ...(await unlessMissing('the Kubernetes engine', kubernetes)),
    ...(await unlessMissing('Python', python)),
    ...(await unlessMissing('PGlite', pglite)),
    ...(await unlessMissing('node:sqlite', sqlite)),
  ];
  const nothing = median(starts);
  console.log(`Node ${process.version}; times also as multiples of a start of Node with nothing to do`);
  for (const { name, milliseconds, bytes } of steps) {
    const time = milliseconds === undefined ? '' : `${(milliseconds / 1000).toFixed(2)} s`;
    const ratio = milliseconds === undefined ? '' : `${(milliseconds / nothing).toFixed(1)} ×`;
    const size = bytes === undefined ? '' : `${(bytes / 1_000_000).toFixed(1)} MB`;
    const figures = [time.padStart(10), ratio.padStart(11), size.padStart(11)].join('');
    console.log(`${name.padEnd(52)}${figures}`.trimEnd());
  }
  for (const one of missing) console.log(`Left out: ${one}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function unlessMissing(
  name: string,
  prepare: () => Promise<readonly Step[]>,
): Promise<readonly Step[]> {
  try {
    return await prepare();
  } catch (error) {
    missing.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  } finally {
    for (let count = 0; count < 10; count += 1) starts.push(startOfNode());
  }
}

/** What the module requires must have been downloaded, which is not counted. */
async function kubernetes(): Promise<readonly Step[]> {
  const module = join(root, 'engines/kubernetes');
  const cache = join(folder, 'go-cache');
  process.env['GOCACHE'] = cache;
  run('go', ['mod', 'download'], module);
  const first = await prepared(() => goProgram(module, join(folder, 'first')));
  const again = await prepared(() => goProgram(module, join(folder, 'again')));
  return [
    {
      name: 'Kubernetes: go build, nothing cached; the program',
      milliseconds: first.milliseconds,
      bytes: sizeOf(first.path),
    },
    {
      name: 'Kubernetes: go build, all cached; the cache',
      milliseconds: again.milliseconds,
      bytes: sizeOf(cache),
    },
  ];
}

async function python(): Promise<readonly Step[]> {
  process.env['PIP_NO_CACHE_DIR'] = '1';
  const place = join(folder, 'python');
  const { milliseconds } = await prepared(() => pythonProgram([pydantic], place));
  return [{ name: `Python: an environment with ${pydantic}`, milliseconds, bytes: sizeOf(place) }];
}

async function prepared(
  prepare: () => Promise<Program>,
): Promise<{ readonly milliseconds: number; readonly path: string }> {
  const before = performance.now();
  const program = await prepare();
  const milliseconds = performance.now() - before;
  if ('missing' in program) throw new Error(program.missing);
  return { milliseconds, path: program.path };
}

async function pglite(): Promise<readonly Step[]> {
  const before = performance.now();
  const { PGlite } = await import('@electric-sql/pglite');
  const database = await PGlite.create();
  await database.exec('SELECT 1');
  const milliseconds = performance.now() - before;
  await database.close();
  const bytes = sizeOf(join(root, 'node_modules/@electric-sql/pglite'));
  return [{ name: 'PGlite: imported, a database made; the package', milliseconds, bytes }];
}

async function sqlite(): Promise<readonly Step[]> {
  const { DatabaseSync } = await import('node:sqlite');
  new DatabaseSync(':memory:').close();
  return [{ name: 'node:sqlite: nothing to prepare' }];
}

function startOfNode(): number {
  const before = performance.now();
  run(process.execPath, ['-e', '0']);
  return performance.now() - before;
}

function run(program: string, words: readonly string[], cwd = folder): void {
  const { status, stderr, error } = spawnSync(program, [...words], { cwd, encoding: 'utf8' });
  if (error) throw new Error(`\`${program}\` cannot be run: ${error.message}`);
  if (status !== 0) throw new Error(`\`${program} ${words.join(' ')}\` failed: ${stderr.trim()}`);
}

/** Of all files below, as they are: no blocks of a disk, no link followed. */
function sizeOf(path: string): number {
  const stat = lstatSync(path);
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path).reduce((total, name) => total + sizeOf(join(path, name)), 0);
}
