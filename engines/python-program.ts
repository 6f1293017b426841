import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { noPlace, type Program, programEnd, userCacheFolder, windows } from './cached-program.ts';
import { runProgram } from './run-program.ts';

/** The version of pydantic that generated models are judged with. */
export const pydantic = 'pydantic==2.14.4';

/**
 * A Python with exactly these packages, in an environment of its own, made where there is none yet. The first
 * time on a machine that needs Python 3.11 or newer with its module `venv`, and a network.
 */
export async function pythonProgram(
  packages: readonly string[] = [pydantic],
  cacheFolder = userCacheFolder(),
): Promise<Program> {
  const name = `python-${packages.join('-').replace(/[^a-z0-9.]+/g, '-')}`;
  const folder = join(cacheFolder, name);
  const found = { path: join(folder, binFolder, `python${programEnd}`) };
  if (existsSync(folder)) return found;
  // Another run may make the same: each makes its own, and puts it there when it is whole.
  const unfinished = `${folder}.${process.pid}`;
  try {
    mkdirSync(cacheFolder, { recursive: true });
    const said = await make(unfinished, packages);
    if (said !== undefined) return { missing: said };
    renameSync(unfinished, folder);
    return found;
  } catch (error) {
    // Another run was first.
    return existsSync(folder) ? found : noPlace(error);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** Where an environment has its programs. */
export const binFolder = windows ? 'Scripts' : 'bin';

/** Undefined if it was made, else why not. */
async function make(folder: string, packages: readonly string[]): Promise<string | undefined> {
  const python = windows ? 'python' : 'python3';
  const steps: readonly (readonly [string, ...string[]])[] = [
    [python, '-c', checkVersion],
    [python, '-m', 'venv', folder],
    [
      join(folder, binFolder, 'python'),
      '-m',
      'pip',
      'install',
      '--quiet',
      '--disable-pip-version-check',
      ...packages,
    ],
  ];
  for (const step of steps) {
    try {
      const { code, errors, output } = await runProgram(step);
      if (code === 0) continue;
      const reason = `${errors}\n${output}`.split('\n').findLast((line) => line.trim() !== '');
      return `a Python with pydantic cannot be made: ${reason ?? `\`${step.slice(0, 3).join(' ')}\` said nothing`}`;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      return error.code === 'ENOENT'
        ? `Python is not installed: there is no \`${python}\``
        : `\`${python}\` cannot be run: ${error.message}`;
    }
  }
  return undefined;
}

const checkVersion = 'import sys; sys.exit("Python is older than 3.11") if sys.version_info < (3, 11) else 0';
