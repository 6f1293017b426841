import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';

/** A program that can be run, or why there is none. */
export type Program = { readonly path: string } | { readonly missing: string };

/**
 * The program that a Go module makes, built where there is none yet of exactly these sources. The first
 * time on a machine that needs Go, and a network for what the module requires.
 */
export async function goProgram(module: string, cacheFolder = userCacheFolder()): Promise<Program> {
  const path = join(cacheFolder, `${basename(module)}-${sourcesHash(module)}${windows ? '.exe' : ''}`);
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
    if (!(error instanceof Error && 'code' in error)) throw error;
    return { missing: `there is no place to keep what is built: ${error.message}` };
  } finally {
    rmSync(unfinished, { force: true });
  }
}

const windows = process.platform === 'win32';

/** Where a user's programs keep what can be made again; nobody else can put a program there. */
function userCacheFolder(): string {
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = process.env;
  const folder = xdg || (windows && local) || join(homedir(), '.cache');
  return join(folder, 'pimento');
}

function sourcesHash(module: string): string {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}`);
  for (const name of readdirSync(module).toSorted())
    hash.update(`\n${name}\n`).update(readFileSync(join(module, name)));
  return hash.digest('hex').slice(0, 16);
}

/** Undefined if it was built, else why not. */
async function build(module: string, to: string): Promise<string | undefined> {
  const words = ['build', '-buildvcs=false', '-ldflags=-s -w', '-o', to, '.'];
  const child = spawn('go', words, { cwd: module, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise<number | NodeJS.ErrnoException | null>((resolve) => {
    child.once('error', resolve);
    child.once('close', resolve);
  });
  const [code, said] = await Promise.all([ended, text(child.stderr)]);
  if (code === 0) return undefined;
  if (code instanceof Error) {
    return code.code === 'ENOENT'
      ? 'Go is not installed: there is no `go`'
      : `\`go\` cannot be run: ${code.message}`;
  }
  // What it downloads, and which package it speaks of, is no reason.
  const reason = said.split('\n').find((line) => line.trim() !== '' && !/^(?:go: downloading|#) /.test(line));
  return `the API server's code cannot be built: ${reason ?? '`go build` said nothing'}`;
}
