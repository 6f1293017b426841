import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { V1CustomResourceDefinition } from '@kubernetes/client-node';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { load } from 'js-yaml';
import { ts } from 'ts-morph';
import { describe, expect, it } from 'vitest';
import { structuralProblems } from '../generators/kubernetes/structural-check.ts';
import { isJsonObject } from '../pim/json.ts';

/**
 * What is committed in `generated/`, judged by the tools of those who would take it over. That it is
 * what the models become today, `npm run generate` and a clean `git status` show.
 */
const root = new URL('..', import.meta.url).pathname;
const generated = join(root, 'generated');

function filesBelow(folder: string, ending: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name))
    .toSorted();
}

const models = readdirSync(generated).filter((name) => !name.startsWith('.'));

function outputs(target: string, ending: string): readonly string[] {
  return models
    .map((model) => join(generated, model, target))
    .filter(existsSync)
    .flatMap((folder) => filesBelow(folder, ending));
}

/** What the models leave to code written by hand, which is compiled against the interfaces made for it. */
const handwritten = readdirSync(join(root, 'handwritten'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => join(root, 'handwritten', name));

describe('the generated TypeScript', () => {
  const files = outputs('typescript', '.ts');
  const flags = [
    '--strict',
    '--exactOptionalPropertyTypes',
    '--noUncheckedIndexedAccess',
    '--verbatimModuleSyntax',
  ];

  it.each([
    ['NodeNext', ['--module', 'NodeNext']],
    ['a bundler', ['--module', 'ESNext', '--moduleResolution', 'Bundler']],
  ])('compiles under strict flags with the module resolution of %s', (_, resolution) => {
    expect(files.length).toBeGreaterThan(0);
    const args = [
      '--ignoreConfig',
      '--noEmit',
      '--noUnusedLocals',
      '--target',
      'ES2022',
      ...flags,
      ...resolution,
      ...files,
      ...handwritten,
    ];
    const { stdout } = spawnSync(join(root, 'node_modules/.bin/tsc'), args, { encoding: 'utf8' });
    expect(stdout).toBe('');
  });

  it('imports the runtime and its own files only', () => {
    const foreign = files.flatMap((file) =>
      ts
        .preProcessFile(readFileSync(file, 'utf8'), true, true)
        .importedFiles.map((one) => one.fileName)
        .filter((name) => !name.startsWith('.') && name !== '@pimento/runtime'),
    );
    expect(foreign).toEqual([]);
  });
});

describe('the OpenAPI documents', () => {
  it.each(outputs('openapi', '.yaml'))(
    '%s passes the recommended rules of Redocly without a warning',
    (file) => {
      const redocly = join(root, 'node_modules/.bin/redocly');
      const args = ['lint', '--extends', 'recommended', '--format', 'json', file];
      const environment = {
        ...process.env,
        REDOCLY_TELEMETRY: 'off',
        REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
      };
      const report: unknown = JSON.parse(
        execFileSync(redocly, args, { encoding: 'utf8', stdio: 'pipe', env: environment }),
      );
      expect(report).toMatchObject({ totals: { errors: 0, warnings: 0, ignored: 0 } });
    },
  );
});

describe('the JSON Schemas', () => {
  const files = outputs('json-schema', '.json');
  const folders = [...new Set(files.map((file) => file.slice(0, file.indexOf('/json-schema/'))))];

  it.each(folders)('of %s compile in the strict mode of Ajv', (model) => {
    const schemas = files
      .filter((file) => file.startsWith(`${model}/`))
      .map((file) => JSON.parse(readFileSync(file, 'utf8')) as { readonly $id: string });
    const ajv = new Ajv2020({ strict: true, allErrors: true, schemas });
    for (const { $id } of schemas) expect(ajv.getSchema($id), $id).toBeTypeOf('function');
  });
});

describe('the CRDs', () => {
  const files = outputs('kubernetes', '.crd.yaml');

  it.each(files)('%s is structural', (file) => {
    const document: unknown = load(readFileSync(file, 'utf8'));
    if (!isJsonObject(document)) throw new Error(`${file} is no object`);
    expect(structuralProblems(document)).toEqual([]);
  });

  it.each(files)('%s is what the Kubernetes client takes for a CRD', async (file) => {
    const { loadYaml } = await import('@kubernetes/client-node');
    const crd = loadYaml<V1CustomResourceDefinition>(readFileSync(file, 'utf8'));
    expect(crd.kind).toBe('CustomResourceDefinition');
    const { group, names, versions } = crd.spec;
    expect(crd.metadata?.name).toBe(`${names.plural}.${group}`);
    expect(versions.filter((version) => version.storage)).toHaveLength(1);
    expect(versions.map((version) => version.schema?.openAPIV3Schema?.type)).toEqual(['object']);
  });
});
