import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * `npm run test:package [-- VERSION…]`: packs what would be published, installs it into an empty folder
 * on each Node that it is declared for, and does there what the README says. Needs npm and its registry.
 */
const root = fileURLToPath(new URL('..', import.meta.url));

/** The oldest Node that `engines` allows, and every line that is kept up since. */
const versions = process.argv.length > 2 ? process.argv.slice(2) : ['22.19.0', '24', '26'];

const compiler = 'typescript@7.0.2';
const testRunner = 'vitest@5.1.1';
const largestPackage = 1_000_000;
const published =
  /^(?:dist|engines\/(?:kubernetes|python)|schemas|starter|templates|docs)\/|^(?:package\.json|README\.md|LICENSE|CHANGELOG\.md)$/;

/** Runs a program in a folder, shows what it says, and throws if it fails. */
type Shell = (command: string, ...words: readonly string[]) => string;

function shellIn(folder: string, path: string): Shell {
  return (command, ...words) => {
    process.stdout.write(`  $ ${[command, ...words].join(' ')}\n`);
    return execFileSync(command, words, {
      cwd: folder,
      encoding: 'utf8',
      env: {
        ...process.env,
        PATH: path,
        NODE_OPTIONS: '',
        npm_config_fund: 'false',
        npm_config_audit: 'false',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
      maxBuffer: 64 * 1024 * 1024,
    });
  };
}

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

function pack(
  folder: string,
  ...workspace: readonly string[]
): { readonly tarball: string; readonly all: Packed } {
  const run = shellIn(root, process.env['PATH'] ?? '');
  const said = run('npm', 'pack', '--json', '--pack-destination', folder, ...workspace);
  // What scripts print comes before it.
  const [all]: readonly Packed[] = JSON.parse(said.slice(said.search(/^\[$/m)));
  if (!all) throw new Error('npm packed nothing');
  return { tarball: join(folder, all.filename), all };
}

function demand(isTrue: boolean, what: string): void {
  if (!isTrue) throw new Error(what);
}

/** Packs a package of ours, and holds it to what may be published. */
function packed(folder: string, name: string): string {
  const { tarball, all } = pack(folder, ...(name === '.' ? [] : ['--workspace', name]));
  const foreign = all.files.map(({ path }) => path).filter((path) => !published.test(path));
  demand(foreign.length === 0, `${all.filename} has what nobody needs: ${foreign.join(', ')}`);
  demand(
    all.size < largestPackage,
    `${all.filename} has ${all.size} bytes, where ${largestPackage} are enough`,
  );
  return tarball;
}

interface Tarballs {
  readonly pimento: string;
  readonly runtime: string;
  readonly example: string;
}

/** The folder of a Node of this version. */
function installNode(folder: string, version: string): string {
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "allowScripts": { "node": true } }\n');
  shellIn(folder, process.env['PATH'] ?? '')('npm', 'install', `node@${version}`);
  const bin = join(folder, 'node_modules/.bin');
  return existsSync(join(bin, 'node')) ? bin : join(folder, 'node_modules/node/bin');
}

/** What a new user does, in a folder that has nothing. */
function tryPackage(folder: string, version: string, path: string, tarballs: Tarballs): void {
  mkdirSync(folder);
  const run = shellIn(folder, path);
  const node = run('node', '--version').slice(1);
  demand(node.startsWith(version), `Node ${version} was to be tried, and this is ${node}`);
  run('npm', 'install', '--save-dev', tarballs.pimento);
  run('npx', '--no-install', 'pimento', 'init');
  run('npx', '--no-install', 'pimento', 'check');
  run('npx', '--no-install', 'pimento', 'generate');
  const before = filesBelow(folder);
  const again = run('npx', '--no-install', 'pimento', 'generate');
  demand(/\b0 files? written/.test(again), `a second run is not without effect:\n${again}`);
  demand(sameFiles(before, filesBelow(folder)), 'a second run changes files');

  run('npm', 'install', tarballs.runtime);
  run('npm', 'install', '--save-dev', compiler, testRunner);
  run('npm', 'pkg', 'set', 'type=module');
  for (const resolution of [
    ['--module', 'nodenext'],
    ['--module', 'esnext', '--moduleResolution', 'bundler'],
  ]) {
    run(
      'npx',
      '--no-install',
      'tsc',
      '--noEmit',
      '--strict',
      '--target',
      'es2022',
      '--types',
      '',
      ...resolution,
      ...sources(folder),
    );
  }
  run('npx', '--no-install', 'vitest', 'run', '--dir', 'generated');

  run('npm', 'install', '--save-dev', tarballs.example);
  const configuration = join(folder, 'pimento.config.yaml');
  writeFileSync(
    configuration,
    `${readFileSync(configuration, 'utf8')}\nplugins: [pimento-data-dictionary]\n`,
  );
  run('npx', '--no-install', 'pimento', 'generate');
  const dictionary = [...filesBelow(folder).keys()].filter((name) => name.endsWith('.csv'));
  demand(dictionary.length > 0, 'the plugin makes nothing');
  run('npx', '--no-install', 'pimento', 'explain', `${dictionary[0]}:2`);
  demand(
    run('npx', '--no-install', 'pimento', 'explain', 'unknown-name').startsWith('# unknown-name\n'),
    'the page of a code is not in the package',
  );
}

function sources(folder: string): readonly string[] {
  return [...filesBelow(folder).keys()].filter(
    (name) => name.startsWith('generated/') && name.endsWith('.ts'),
  );
}

/** Contents by path, but for what npm brings. */
function filesBelow(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.startsWith(join(folder, 'node_modules')));
  return new Map(files.toSorted().map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]));
}

function sameFiles(left: ReadonlyMap<string, string>, right: ReadonlyMap<string, string>): boolean {
  return JSON.stringify([...left]) === JSON.stringify([...right]);
}

const folder = mkdtempSync(join(tmpdir(), 'pimento-package-'));
try {
  const tarballs = {
    pimento: packed(folder, '.'),
    runtime: packed(folder, 'runtime'),
    example: packed(folder, 'examples/data-dictionary'),
  };
  for (const version of versions) {
    process.stdout.write(`Node ${version}\n`);
    const bin = installNode(join(folder, `node-${version}`), version);
    const path = [bin, process.env['PATH'] ?? ''].join(delimiter);
    tryPackage(join(folder, `project-${version}`), version, path, tarballs);
  }
  process.stdout.write(`The package works on Node ${versions.join(', ')}.\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
