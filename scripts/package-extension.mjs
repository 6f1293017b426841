// Makes extension/dist/pimento.vsix: the client and the server bundled, then packed by vsce, which is installed
// into a folder of its own since nothing else needs its several hundred packages.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const extension = join(root, 'extension');
const dist = join(extension, 'dist');
const vsceVersion = '4.1.0';
const maximumBytes = 2 * 1024 * 1024;

rmSync(dist, { recursive: true, force: true });
const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node22',
  minify: true,
  logLevel: 'warning',
};
await build({
  ...shared,
  entryPoints: ['extension/client.ts'],
  outfile: join(dist, 'client.cjs'),
  format: 'cjs',
  external: ['vscode'],
});
await build({
  ...shared,
  entryPoints: ['extension/server.ts'],
  outfile: join(dist, 'server.mjs'),
  format: 'esm',
  // Of the TypeScript parser, only scaffolds have need, and no scaffold is written from an editor.
  external: ['ts-morph'],
  banner: {
    js: "import { createRequire as pimentoRequire } from 'node:module'; const require = pimentoRequire(import.meta.url);",
  },
});
copyFileSync(join(root, 'LICENSE'), join(extension, 'LICENSE'));

const tools = join(root, 'node_modules/.cache/pimento-extension', vsceVersion);
const vsce = join(tools, 'node_modules/@vscode/vsce/vsce');
if (!existsSync(vsce)) {
  mkdirSync(tools, { recursive: true });
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  execFileSync(
    npm,
    [
      'install',
      '--no-save',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--prefix',
      tools,
      `@vscode/vsce@${vsceVersion}`,
    ],
    { stdio: 'inherit' },
  );
}
const out = join(dist, 'pimento.vsix');
execFileSync(
  process.execPath,
  [vsce, 'package', '--no-dependencies', '--skip-license', '--allow-missing-repository', '--out', out],
  { cwd: extension, stdio: 'inherit' },
);
const { size } = statSync(out);
const { version } = JSON.parse(readFileSync(join(extension, 'package.json'), 'utf8'));
console.log(`extension/dist/pimento.vsix, version ${version}: ${(size / 1024 / 1024).toFixed(2)} MB`);
if (size > maximumBytes) {
  console.error('The extension is larger than 2 MB.');
  process.exitCode = 1;
}
