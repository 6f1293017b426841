// Bundles the command line and what targets are written with into dist/, with the types of the latter;
// compiles the runtime that generated code imports, and the examples.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');

// The cache only helps modules that load after it is on: hence a file of its own. It must run on
// any Node, to say that one is too old.
const launcher = `#!/usr/bin/env node
import module from 'node:module';
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  console.error('Pimento needs Node 22.19 or later; this is ' + process.versions.node + '.');
  process.exitCode = 1;
} else {
  module.enableCompileCache();
  try {
    await import('./main.js');
  } catch (error) {
    if (error.code !== 'EMFILE' && error.code !== 'ENFILE') throw error;
    console.error('Pimento cannot open its own files: too many files are open. Raise the limit (ulimit -n).');
    process.exitCode = 1;
  }
}
`;

rmSync(dist, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: {
    main: 'cli/main.ts',
    target: 'kit/target.ts',
    testing: 'kit/testing/index.ts',
    vitest: 'kit/vitest.ts',
  },
  outdir: dist,
  bundle: true,
  // Each command is a chunk: `--help` loads none. Targets of others share what they import with ours.
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  minify: true,
  external: ['vitest', '@electric-sql/pglite'],
  metafile: true,
  legalComments: 'none',
  logLevel: 'warning',
  // Packages in the old module format call `require` for Node's own modules.
  banner: {
    js: "import { createRequire as pimentoRequire } from 'node:module'; const require = pimentoRequire(import.meta.url);",
  },
});
writeFileSync(join(dist, 'pimento.js'), launcher);
chmodSync(join(dist, 'pimento.js'), 0o755);
writeFileSync(join(dist, 'THIRD-PARTY-LICENCES.txt'), licences(Object.keys(metafile.inputs)));

const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
const compile = (...args) =>
  execFileSync(process.execPath, [compiler, ...args], { cwd: root, stdio: 'inherit' });
compile('-p', 'runtime/tsconfig.json');
// What the generated TypeScript imports where `pimento judge` runs it.
cpSync(join(root, 'runtime/package.json'), join(dist, 'runtime/package.json'));
cpSync(join(root, 'runtime/dist'), join(dist, 'runtime/dist'), {
  recursive: true,
  filter: (path) => !path.endsWith('.d.ts'),
});

// Declarations of everything that the kit leads to; of these, what its own declarations lead to.
const types = mkdtempSync(join(tmpdir(), 'pimento-types-'));
try {
  compile('-p', 'kit/tsconfig.json', '--outDir', types);
  const entries = ['kit/target.d.ts', 'kit/testing/index.d.ts', 'kit/vitest.d.ts'];
  for (const path of reachable(entries, types)) cpSync(join(types, path), join(dist, 'types', path));
} finally {
  rmSync(types, { recursive: true, force: true });
}
// They are written with what was built just now.
for (const example of readdirSync(join(root, 'examples'))) compile('-p', `examples/${example}`);

/** Declaration files by path below a folder, from some of them on along their relative imports. */
function reachable(entries, folder) {
  const found = new Set(entries);
  for (const path of found) {
    const text = readFileSync(join(folder, path), 'utf8');
    for (const [, specifier] of text.matchAll(/(?:from |import\()['"](\.[^'"]*)['"]/g)) {
      found.add(posix.join(posix.dirname(path), specifier).replace(/\.ts$/, '.d.ts'));
    }
  }
  return found;
}

/** The licence of every package that is part of the bundle, as each of them asks for. */
function licences(inputs) {
  const folders = inputs.map((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]);
  return [...new Set(folders.filter((folder) => folder !== undefined))]
    .toSorted()
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
      const file = readdirSync(join(root, folder)).find((one) => /^licen[cs]e/i.test(one));
      const text = file === undefined ? '' : `\n\n${readFileSync(join(root, folder, file), 'utf8').trim()}`;
      return `${name} ${version} (${license})${text}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}
