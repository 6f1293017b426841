import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AnySchemaObject } from 'ajv/dist/2020.js';
import { build, transform } from 'esbuild';
import { contenders } from './contenders.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const schemas = join(root, 'generated/hedgehog/json-schema');

/** All that is measured, as JavaScript in a folder of its own: somebody may build meanwhile. */
export interface Snapshot {
  /** The folder with this one's modules; each imports what it needs from where it is installed. */
  readonly modules: string;
  /** The contenders' modules, each in one file with all that it imports. */
  readonly bundles: string;
  remove(): void;
}

export async function takeSnapshot(): Promise<Snapshot> {
  const folder = mkdtempSync(join(tmpdir(), 'pimento-bench-'));
  const modules = join(folder, 'bench/validation');
  const bundles = join(folder, 'bundles');
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    const installed = join(folder, 'node_modules');
    cpSync(join(root, 'dist/runtime'), join(installed, '@pimento/runtime'), { recursive: true });
    for (const name of ['zod', 'valibot', 'ajv'])
      symlinkSync(join(root, 'node_modules', name), join(installed, name));
    await stripTypes(folder);
    await bundle(modules, bundles);
    const ofFabric = JSON.stringify(schemasOf('fabric-management/fabric.schema.json'));
    for (const place of [modules, bundles]) writeFileSync(join(place, 'schemas.json'), ofFabric);
    return { modules, bundles, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Writes the modules of this folder and the generated ones, at the paths that they have here. */
async function stripTypes(folder: string): Promise<void> {
  for (const path of globSync('{bench/validation,generated/hedgehog/typescript}/**/*.ts', { cwd: root })) {
    const typed = readFileSync(join(root, path), 'utf8').replace(/(?<= from '\..*)\.ts';$/gm, ".js';");
    const { code } = await transform(typed, {
      loader: 'ts',
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true, target: 'ES2024' } },
    });
    const to = join(folder, path.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, code);
  }
}

async function bundle(from: string, to: string): Promise<void> {
  const modules = new Set(contenders.map(({ module }) => join(from, `${module}.js`)));
  await build({
    entryPoints: [...modules],
    outdir: to,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    // Ajv is in the old module format.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
}

/** The schema at a path and all that it leads to, itself first. */
function schemasOf(path: string): readonly AnySchemaObject[] {
  const found = new Map<string, AnySchemaObject>();
  const add = (from: string): void => {
    if (found.has(from)) return;
    const text = readFileSync(join(schemas, from), 'utf8');
    found.set(from, JSON.parse(text) as AnySchemaObject);
    for (const [, to = ''] of text.matchAll(/"\$ref": "([^"#]+)"/g)) add(posix.join(posix.dirname(from), to));
  };
  add(path);
  return [...found.values()];
}
