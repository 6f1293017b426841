// Bundles the command line into dist/ and compiles the runtime that generated code imports.
import { execFileSync } from 'node:child_process';
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
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
await build({
  absWorkingDir: root,
  entryPoints: { main: 'cli/main.ts' },
  outdir: dist,
  bundle: true,
  // Each command is a chunk: `--help` loads none.
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  minify: true,
  legalComments: 'external',
  logLevel: 'warning',
  // Packages in the old module format call `require` for Node's own modules.
  banner: {
    js: "import { createRequire as pimentoRequire } from 'node:module'; const require = pimentoRequire(import.meta.url);",
  },
});
writeFileSync(join(dist, 'pimento.js'), launcher);
chmodSync(join(dist, 'pimento.js'), 0o755);

const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
execFileSync(process.execPath, [compiler, '-p', join(root, 'runtime/tsconfig.json')], { stdio: 'inherit' });
