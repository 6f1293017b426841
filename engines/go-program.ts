import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { noPlace, type Program, programEnd, userCacheFolder } from './cached-program.ts';
import { runProgram } from './run-program.ts';

/**
 * The program that a Go module makes, built where there is none yet of exactly these sources. The first
 * time on a machine that needs Go, and a network for what the module requires.
 */
export async function goProgram(module: string, cacheFolder = userCacheFolder()): Promise<Program> {
  const path = join(cacheFolder, `${basename(module)}-${sourcesHash(module)}${programEnd}`);
  if (existsSync(path)) return { path };
  // Another run may build the same: each writes a file of its own, and puts it there when it is whole.
  const unfinished = `${path}.${process.pid}`;
  try {
    mkdirSync(cacheFolder, { recursive: true });
    const said = await build(module, unfinished);
    if (said !== undefined) return { missing: said };
    renameSync(unfinished, path);
    return { path };
  } catch (error) {
    return noPlace(error);
  } finally {
    rmSync(unfinished, { force: true });
  }
}

function sourcesHash(module: string): string {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}`);
  for (const name of readdirSync(module).toSorted())
    hash.update(`\n${name}\n`).update(readFileSync(join(module, name)));
  return hash.digest('hex').slice(0, 16);
}

/** Undefined if it was built, else why not. */
async function build(module: string, to: string): Promise<string | undefined> {
  try {
    const command = ['go', 'build', '-buildvcs=false', '-ldflags=-s -w', '-o', to, '.'] as const;
    const { code, errors } = await runProgram(command, { cwd: module });
    if (code === 0) return undefined;
    // What it downloads, and which package it speaks of, is no reason.
    const reason = errors
      .split('\n')
      .find((line) => line.trim() !== '' && !/^(?:go: downloading|#) /.test(line));
    return `the API server's code cannot be built: ${reason ?? '`go build` said nothing'}`;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return error.code === 'ENOENT'
      ? 'Go is not installed: there is no `go`'
      : `\`go\` cannot be run: ${error.message}`;
  }
}
