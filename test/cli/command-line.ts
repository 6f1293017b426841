import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** `npm test` tries the bundle that it has just built, as it is published; a test by itself tries the source. */
const isBuilt = process.env['npm_lifecycle_event'] === 'test';
export const main = fileURLToPath(
  new URL(`../../${isBuilt ? 'dist/pimento.js' : 'cli/main.ts'}`, import.meta.url),
);

/** Each run strips types of the same sources: remembered, that takes half the time. */
const compileCache = join(tmpdir(), 'pimento-test-compile-cache');

export interface Run {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** A folder that lives as long as the test, with `pimento` run in it. */
export class Workspace {
  readonly folder = mkdtempSync(join(tmpdir(), 'pimento-cli-'));

  constructor(files: Readonly<Record<string, string | Uint8Array>> = {}) {
    chmodSync(this.folder, 0o777);
    mkdirSync(compileCache, { recursive: true, mode: 0o777 });
    for (const [path, content] of Object.entries(files)) this.write(path, content);
    onTestFinished(() => this.remove());
  }

  at(path: string): string {
    return join(this.folder, path);
  }

  write(path: string, content: string | Uint8Array): void {
    mkdirSync(dirname(this.at(path)), { recursive: true });
    writeFileSync(this.at(path), content);
  }

  read(path: string): string {
    return readFileSync(this.at(path), 'utf8');
  }

  /** Every file below a folder by path, sorted; none if the folder is not there. */
  files(below = '.'): Readonly<Record<string, string>> {
    const names = readNames(this.at(below)).toSorted();
    return Object.fromEntries(names.map((name) => [name, this.read(join(below, name))]));
  }

  /** Makes a link to a path that is relative to the folder of the link. */
  link(path: string, to: string): void {
    symlinkSync(to, this.at(path));
  }

  /** What a run leaves in the output folder for everyone: all but what is for this machine alone. */
  generated(): Readonly<Record<string, string>> {
    const files = Object.entries(this.files('generated'));
    return Object.fromEntries(files.filter(([path]) => !path.startsWith('.pimento/local/')));
  }

  pimento(...words: readonly string[]): Run {
    return this.pimentoIn('.', ...words);
  }

  /** From a folder of the workspace. */
  pimentoIn(folder: string, ...words: readonly string[]): Run {
    return this.pimentoAs(undefined, words, folder);
  }

  /** As a user for whom permissions count: root may do everything. */
  pimentoWithoutRights(...words: readonly string[]): Run {
    return this.pimentoAs(process.getuid?.() === 0 ? nobody : undefined, words);
  }

  /** Behind a prefix of the shell, `ulimit -n 64; exec`, with options for Node. */
  pimentoUnder(prefix: string, nodeOptions: readonly string[], words: readonly string[]): Run {
    const script = `${prefix} "$@"`;
    const { status, stdout, stderr } = spawnSync(
      'sh',
      ['-c', script, 'sh', process.execPath, ...nodeOptions, main, ...words],
      { cwd: this.folder, env: { ...process.env, NODE_COMPILE_CACHE: compileCache }, encoding: 'utf8' },
    );
    return { code: status, output: stdout, errors: stderr };
  }

  private remove(): void {
    for (const entry of readdirSync(this.folder, { withFileTypes: true })) {
      if (entry.isDirectory()) chmodSync(this.at(entry.name), 0o700);
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private pimentoAs(user: number | undefined, words: readonly string[], folder = '.'): Run {
    const { PIMENTO_DEBUG: _, ...environment } = process.env;
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words], {
      cwd: this.at(folder),
      env: { ...environment, NODE_COMPILE_CACHE: compileCache },
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      ...(user !== undefined && { uid: user, gid: user }),
    });
    return { code: status, output: stdout, errors: stderr };
  }
}

const nobody = 65534;

function readNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  } catch {
    return [];
  }
}

export const salesModel = `/** What a shop sells. */
model Sales version 1

context Shop {
  type Sku = String(1..20) matching /[A-Z0-9]+/

  value Price {
    cents: Integer(0..1000000)
  }

  aggregate Product {
    id sku: Sku
    price: Price
  }
}
`;

/** Sales without its aggregate. */
export const smallSalesModel = salesModel.replace(/ {2}aggregate[^}]*\}\n/, '');

export const supportModel = salesModel.replace('model Sales', 'model Support');
