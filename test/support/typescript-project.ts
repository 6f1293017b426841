import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { OutputFile } from '../../generators/core/output.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

// What generated code promises to compile under.
const strictness = {
  target: 'ES2024',
  lib: ['ES2024'],
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noPropertyAccessFromIndexSignature: true,
};

/** A package outside of this one that holds generated files and the runtime as it is published. */
export interface TypeScriptProject {
  /** What `tsc` says: empty if it is content. Writes JavaScript with `NodeNext`, nothing with `Bundler`. */
  compile(resolution: 'NodeNext' | 'Bundler'): string;
  /** The module that a generated file was compiled to. */
  load(path: string): Promise<Readonly<Record<string, unknown>>>;
  /** What Biome would change, as it tells it: empty if nothing. */
  format(): string;
  remove(): void;
}

export function createTypeScriptProject(
  files: readonly Pick<OutputFile, 'path' | 'content'>[],
): TypeScriptProject {
  const folder = mkdtempSync(join(tmpdir(), 'pimento-typescript-'));
  const write = (path: string, content: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  for (const { path, content } of files) write(`source/${path}`, content);
  write('package.json', JSON.stringify({ type: 'module' }));
  installRuntime(folder);
  return {
    compile(resolution) {
      const isNode = resolution === 'NodeNext';
      const options = isNode
        ? { module: 'NodeNext', rootDir: 'source', outDir: 'compiled' }
        : { module: 'ESNext', moduleResolution: 'Bundler', noEmit: true };
      write(
        'tsconfig.json',
        JSON.stringify({ compilerOptions: { ...strictness, ...options }, include: ['source'] }),
      );
      return run('tsc', ['-p', folder], folder);
    },
    load: (path) =>
      import(/* @vite-ignore */ pathToFileURL(join(folder, 'compiled', path.replace(/\.ts$/, '.js'))).href),
    format() {
      write(
        'biome.json',
        JSON.stringify({
          root: true,
          // A larger file would be left out, and nothing said.
          files: { maxSize: 16 * 1024 * 1024 },
          formatter: { indentStyle: 'space', indentWidth: 2, lineWidth: 110 },
          javascript: { formatter: { quoteStyle: 'single' } },
        }),
      );
      return run('biome', ['format', '--max-diagnostics=5', 'source'], folder);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** What the runtime compiles to, declarations and all, by path. Compiled once. */
let runtime: ReadonlyMap<string, string> | undefined;

/** The runtime in the project's `node_modules`, as it is published. */
function installRuntime(folder: string): void {
  runtime ??= compileRuntime();
  const target = join(folder, 'node_modules/@pimento/runtime');
  mkdirSync(join(target, 'dist'), { recursive: true });
  copyFileSync(join(root, 'runtime/package.json'), join(target, 'package.json'));
  for (const [name, content] of runtime) writeFileSync(join(target, 'dist', name), content);
}

function compileRuntime(): ReadonlyMap<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'pimento-runtime-'));
  try {
    const said = run('tsc', ['-p', join(root, 'runtime/tsconfig.json'), '--outDir', folder], root);
    if (said !== '') throw new Error(said);
    return new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(command: string, args: readonly string[], folder: string): string {
  const result = spawnSync(join(root, 'node_modules/.bin', command), args, { cwd: folder, encoding: 'utf8' });
  if (result.status === 0) return '';
  return `${result.stdout}${result.stderr}` || `${command} ended with ${result.status ?? result.signal}`;
}
