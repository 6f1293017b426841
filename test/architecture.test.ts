import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { ts } from 'ts-morph';
import { describe, expect, it } from 'vitest';

const root = new URL('..', import.meta.url).pathname;

/**
 * What each part may import, by the folder it lies in; the longest matching prefix decides. A part
 * always sees itself. Packages and `node:` modules are named one by one.
 */
const allowed: Readonly<
  Record<string, { readonly parts: readonly string[]; readonly packages: readonly string[] }>
> = {
  pim: { parts: [], packages: [] },
  'runtime/src': { parts: [], packages: [] },
  validators: { parts: ['pim'], packages: [] },
  analysis: { parts: ['pim'], packages: [] },
  'generators/core': { parts: ['pim'], packages: ['handlebars', 'js-yaml', 'ajv/dist/2020.js'] },
  // The writer's clock and files come through its port; a hash is a pure function.
  'generators/core/writer': { parts: ['pim', 'generators/core'], packages: ['node:crypto'] },
  // Of the parser only its types: `cli` loads it, once somebody needs it.
  'generators/core/scaffold': { parts: ['pim', 'generators/core'], packages: ['ts-morph'] },
  generators: { parts: ['pim', 'analysis', 'generators/core'], packages: [] },
  'generators/targets.ts': { parts: ['generators'], packages: [] },
  // What others write targets with, and try them with: exports what there is, and adds the suite.
  'kit/target.ts': { parts: ['pim', 'analysis', 'generators/core'], packages: [] },
  'kit/testing': {
    parts: ['pim', 'validators', 'generators', 'grammar', 'kit'],
    packages: ['node:fs'],
  },
  kit: { parts: [], packages: ['vitest'] },
  // Written as anybody would: with what is published, and nothing else.
  examples: {
    parts: [],
    packages: ['pimento/target', 'pimento/testing', 'pimento/testing/vitest', 'vitest'],
  },
  grammar: { parts: ['pim', 'validators', 'generators/core'], packages: ['langium', 'chevrotain'] },
  // What an editor asks, in the words of its protocol; files, clock and connection come through its ports.
  editor: {
    parts: ['pim', 'validators', 'generators', 'grammar'],
    packages: ['vscode-languageserver-types'],
  },
  'editor/protocol': {
    parts: ['pim', 'generators/core', 'grammar', 'editor'],
    packages: ['vscode-languageserver', 'vscode-languageserver-types', 'vscode-uri'],
  },
  // Two programs: the client in the editor's process, and the server of `pimento lsp` in one of its own.
  'extension/client.ts': { parts: [], packages: ['vscode', 'vscode-languageclient/node'] },
  'extension/server.ts': { parts: ['cli'], packages: [] },
  // What runs rules, the reference and others alike.
  engines: {
    parts: ['pim', 'generators/core'],
    packages: [
      '@electric-sql/pglite',
      'ajv/dist/2020.js',
      'js-yaml',
      'node:child_process',
      'node:crypto',
      'node:fs',
      'node:os',
      'node:path',
      'node:sqlite',
      'node:stream/consumers',
    ],
  },
  cli: {
    parts: ['pim', 'validators', 'analysis', 'generators', 'grammar', 'engines', 'editor', 'schemas'],
    packages: [
      'vscode-languageserver/node',
      'node:fs',
      'node:path',
      'node:url',
      'node:util',
      'node:process',
      'node:module',
      'node:os',
      'node:crypto',
      'ts-morph',
    ],
  },
};

const prefixes = Object.keys(allowed).toSorted((left, right) => right.length - left.length);

function sourceFiles(folder: string): readonly string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = join(folder, name);
    if (name === 'node_modules' || name === 'dist' || path === 'grammar/generated') return [];
    if (statSync(join(root, path)).isDirectory()) return sourceFiles(path);
    return /\.(ts|mts|js|mjs)$/.test(name) ? [path] : [];
  });
}

function partOf(file: string): string | undefined {
  return prefixes.find((prefix) => file === prefix || file.startsWith(`${prefix}/`));
}

/** A target's folder is a part of its own: `generators/kubernetes` beside `generators/openapi`. */
function targetOf(file: string): string | undefined {
  const [folder, target, rest] = file.split('/');
  return folder === 'generators' && target !== 'core' && rest !== undefined ? target : undefined;
}

/** Why `file` may not import `specifier`, or undefined if it may. */
function objection(file: string, specifier: string): string | undefined {
  const part = partOf(file);
  const rule = part === undefined ? undefined : allowed[part];
  if (part === undefined || !rule) return `${file} lies in no part that the layout names`;
  if (!specifier.startsWith('.')) {
    return rule.packages.includes(specifier) ? undefined : `${file} imports the package ${specifier}`;
  }
  const imported = normalize(join(dirname(file), specifier));
  const inside = (folder: string): boolean => imported.startsWith(`${folder}/`);
  const target = targetOf(file);
  const own = target === undefined ? part : `generators/${target}`;
  if (inside(own) || rule.parts.some(inside)) return undefined;
  return `${file} imports ${imported}`;
}

function importsOf(file: string): readonly string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(root, file), 'utf8'), true, true);
  return importedFiles.map((one) => one.fileName);
}

describe('the layout', () => {
  const folders = [
    'pim',
    'validators',
    'analysis',
    'generators',
    'grammar',
    'engines',
    'editor',
    'extension',
    'cli',
    'kit',
    'examples',
    'runtime/src',
  ];
  const files = folders.flatMap(sourceFiles);

  it('has files in every part', () => {
    for (const folder of folders)
      expect(files.filter((file) => file.startsWith(`${folder}/`)).length, folder).toBeGreaterThan(1);
  });

  it('imports one way only', () => {
    const objections = files.flatMap((file) =>
      importsOf(file).flatMap((specifier) => objection(file, specifier) ?? []),
    );
    expect(objections).toEqual([]);
  });

  it.each([
    ['pim/model.ts', '../validators/check-model.ts'],
    ['pim/model.ts', 'node:fs'],
    ['validators/check-model.ts', '../generators/core/target.ts'],
    ['generators/openapi/emit.ts', '../json-schema/emit.ts'],
    ['generators/openapi/emit.ts', '../targets.ts'],
    ['generators/core/render.ts', '../typescript/psm.ts'],
    ['generators/core/render.ts', 'node:fs'],
    ['grammar/parse.ts', '../cli/main.ts'],
    ['runtime/src/result.ts', '../../pim/json.ts'],
    ['cli/main.ts', '../runtime/src/result.ts'],
    ['kit/target.ts', '../generators/openapi/psm.ts'],
    ['generators/openapi/emit.ts', '../../kit/target.ts'],
    ['examples/data-dictionary/src/index.ts', '../../../kit/target.ts'],
    ['examples/data-dictionary/src/index.ts', 'langium'],
    ['elsewhere/file.ts', './other.ts'],
  ])('objects to %s importing %s', (file, specifier) => {
    expect(objection(file, specifier)).toBeDefined();
  });

  it('names every file in kebab-case', () => {
    const odd = files.filter((file) => !/^[a-z0-9/-]+(?:\.test)?\.ts$/.test(relative('', file)));
    expect(odd).toEqual([]);
  });
});
