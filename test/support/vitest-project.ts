import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { OutputFile } from '../../generators/core/output.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const runtime = join(root, 'runtime/src/index.ts');

/** A folder outside of this package with generated TypeScript and its generated suites. */
export interface VitestProject {
  /** Runs every suite with the real vitest. */
  run(): VitestOutcome;
  /** Runs them with one file changed, and puts the file back. */
  runWith(path: string, change: (content: string) => string): VitestOutcome;
  /** The suites that fail with several files changed at once, which are put back. */
  failingWith(changes: ReadonlyMap<string, (content: string) => string>): readonly string[];
  /** What `tsc --strict` says of all files: empty if it is content. */
  compile(): string;
  /** What Biome would change in the suites: empty if nothing. */
  format(): string;
  remove(): void;
}

export interface VitestOutcome {
  readonly passed: number;
  readonly failed: number;
  /** What vitest printed, for a message. */
  readonly output: string;
}

export function createVitestProject(files: readonly Pick<OutputFile, 'path' | 'content'>[]): VitestProject {
  const folder = mkdtempSync(join(tmpdir(), 'pimento-tests-'));
  const write = (path: string, content: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  /** What comes of the files with those changes, which are undone whatever happens. */
  const changed = <T>(changes: ReadonlyMap<string, (content: string) => string>, use: () => T): T => {
    const before: (readonly [string, string])[] = [];
    try {
      for (const [path, change] of changes) {
        const content = readFileSync(join(folder, path), 'utf8');
        const other = change(content);
        if (other === content) throw new Error(`nothing was changed in ${path}`);
        before.push([path, content]);
        write(path, other);
      }
      return use();
    } finally {
      for (const [path, content] of before) write(path, content);
    }
  };
  for (const { path, content } of files) write(path, content);
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  write('package.json', JSON.stringify({ type: 'module' }));
  write(
    'vitest.config.js',
    `export default { resolve: { alias: { '@pimento/runtime': ${JSON.stringify(runtime)} } } };\n`,
  );
  write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['.'] }));
  write('biome.json', JSON.stringify(biome));
  return {
    run: () => runVitest(folder),
    runWith: (path, change) => changed(new Map([[path, change]]), () => runVitest(folder)),
    failingWith: (changes) => changed(changes, () => failingSuites(folder)),
    compile: () => run('tsc', ['-p', folder], folder),
    format: () => run('biome', ['format', '--max-diagnostics=5', 'tests'], folder),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const compilerOptions = {
  target: 'ES2024',
  lib: ['ES2024'],
  types: [],
  module: 'NodeNext',
  moduleResolution: 'NodeNext',
  noEmit: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  verbatimModuleSyntax: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
  paths: { '@pimento/runtime': [runtime] },
};

const biome = {
  root: true,
  formatter: { indentStyle: 'space', indentWidth: 2, lineWidth: 110 },
  javascript: { formatter: { quoteStyle: 'single' } },
};

function failingSuites(folder: string): readonly string[] {
  const { testResults } = reportOf(folder).report;
  const failed = testResults.filter(({ status }) => status === 'failed');
  return failed.map(({ name }) => basename(name)).toSorted();
}

function reportOf(folder: string): { readonly report: Report; readonly output: string } {
  const path = join(folder, 'report.json');
  rmSync(path, { force: true });
  const output = run('vitest', ['run', '--reporter=json', `--outputFile=${path}`, '--no-isolate'], folder);
  return { report: JSON.parse(readFileSync(path, 'utf8')) as Report, output };
}

function runVitest(folder: string): VitestOutcome {
  const {
    report: { numPassedTests, numFailedTests, numFailedTestSuites, testResults },
    output,
  } = reportOf(folder);
  const failures = testResults
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name, message, assertionResults }) => [
      `${name.slice(folder.length + 1)} ${message}`,
      ...assertionResults
        .filter(({ status }) => status === 'failed')
        .map(({ fullName, failureMessages: [why = ''] }) => `  ${fullName}: ${why.split('\n')[0] ?? ''}`),
    ]);
  return {
    passed: numPassedTests,
    // A suite that does not even load fails as a whole.
    failed: Math.max(numFailedTests, numFailedTestSuites),
    output: [...failures.slice(0, 40), output].join('\n'),
  };
}

/** As much of vitest's report in JSON as is read here. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numFailedTestSuites: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

function run(command: string, args: readonly string[], folder: string): string {
  const result = spawnSync(join(root, 'node_modules/.bin', command), args, { cwd: folder, encoding: 'utf8' });
  if (result.status === 0) return '';
  return `${result.stdout}${result.stderr}` || `${command} ended with ${result.status ?? result.signal}`;
}
