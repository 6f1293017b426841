import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parseFilePlace } from '../../cli/tracing/file-place.ts';
import { jsonSchema } from '../../generators/json-schema/index.ts';
import { readModelText } from '../../grammar/read-model.ts';
import { elementsAt } from '../../pim/elements-at.ts';
import { indexModel } from '../../pim/model-index.ts';
import { type Run, salesModel, Workspace } from './command-line.ts';

const model = salesModel
  .replace('value Price {\n    cents', '\n  value Price { cents')
  .replace('  aggregate Product', '  /** What is sold. */\n  aggregate Product')
  .replace(
    '    price: Price\n',
    '    price: Price\n    rule Affordable: price.cents < 5000\n      else "Too dear"\n',
  )
  .concat('platform openapi for Shop {\n  basePath: "/api"\n}\n');

let generatedFiles: Readonly<Record<string, string>> | undefined;

/** The model's file, generated; each test has a copy of its own. */
function generated(): Workspace {
  if (generatedFiles) return new Workspace(generatedFiles);
  const workspace = new Workspace({ 'm/sales.domain': model });
  expect(workspace.pimento('generate', 'm', '--quiet')).toMatchObject({ code: 0, errors: '' });
  generatedFiles = workspace.files();
  return workspace;
}

function lineOf(workspace: Workspace, path: string, text: string): number {
  const line =
    workspace
      .read(path)
      .split('\n')
      .findIndex((one) => one.includes(text)) + 1;
  if (line === 0) throw new Error(`${path} has no line with ${text}`);
  return line;
}

const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false });
for (const name of ['trace', 'explanation', 'psm']) {
  const schema: object = JSON.parse(
    readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), 'utf8'),
  );
  ajv.addSchema(schema, `${name}.schema.json`);
}

function parsed(run: Run, schema: string): unknown {
  expect(run).toMatchObject({ code: 0, errors: '' });
  const value: unknown = JSON.parse(run.output);
  const validate: ValidateFunction | undefined = ajv.getSchema(`${schema}.schema.json`);
  expect(validate?.(value), JSON.stringify(validate?.errors)).toBe(true);
  return value;
}

const schema = 'generated/sales/json-schema/shop/product.schema.json';
const openapi = 'generated/sales/openapi/shop.openapi.yaml';
const rule = 'Sales.Shop.Product.Affordable';

describe('explain, of a generated file', () => {
  it('names the element, its place, its documentation, the target and what that makes of a rule', () => {
    const workspace = generated();
    const line = lineOf(workspace, schema, rule) - 1;
    const run = workspace.pimento('explain', `${schema}:${line}`);
    expect(run).toEqual({
      code: 0,
      errors: '',
      output: `${schema}:${line}
  lines    ${line}-${line + 14}  /allOf/0
  from     the rule \`Affordable\` of the aggregate \`Product\`
  written  m/sales.domain:15:5
           15 |     rule Affordable: price.cents < 5000
  id       ${rule}
  target   json-schema: ${jsonSchema.title}
  rule     enforced exactly
`,
    });
    const first = workspace.pimento('explain', `${openapi}:1`);
    expect(first.output).toMatch(/ {2}from +the context `Shop` of the model `Sales`\n/);
    expect(first.output).toMatch(/ {2}marks +m\/sales\.domain:19:1\n/);
  });

  it('tells programs the same, with a JSON pointer into documents', () => {
    const workspace = generated();
    const line = lineOf(workspace, schema, '"price"');
    const run = workspace.pimento('explain', `${schema}:${line}:3`, '--format', 'json');
    expect(parsed(run, 'explanation')).toMatchObject({
      file: schema,
      line,
      target: { id: 'json-schema' },
      state: 'current',
      place: { start: line, pointer: '/properties/price' },
      elements: [
        {
          id: 'Sales.Shop.Product.price',
          kind: 'field',
          file: 'm/sales.domain',
          range: { start: { line: 14, column: 5 } },
          within: [
            { id: 'Sales.Shop.Product', kind: 'aggregate', name: 'Product' },
            { id: 'Sales.Shop', kind: 'context', name: 'Shop' },
            { id: 'Sales', kind: 'model', name: 'Sales' },
          ],
        },
      ],
      marks: [],
    });
  });

  it('knows its way after an edit by hand, and says which lines nobody generated', () => {
    const workspace = generated();
    const line = lineOf(workspace, schema, rule) - 1;
    workspace.write(schema, `// mine\n${workspace.read(schema).replaceAll('\n', '\r\n')}`);
    const moved = workspace.pimento('explain', `${schema}:${line + 1}`, '--format', 'json');
    expect(parsed(moved, 'explanation')).toMatchObject({ state: 'edited', elements: [{ id: rule }] });
    workspace.write(schema, `${workspace.read(schema)}// mine, too\n`);
    const between = workspace.pimento('explain', `${schema}:${line + 1}`, '--format', 'json');
    expect(parsed(between, 'explanation')).toMatchObject({ state: 'edited', elements: [{ id: rule }] });
    const mine = workspace.pimento('explain', `${schema}:1`, '--format', 'json');
    expect(parsed(mine, 'explanation')).toMatchObject({ state: 'edited', elements: [] });
    const shown = workspace.pimento('explain', `${schema}:1`);
    expect(shown.output).toMatch(/ {2}state +edited by hand since it was generated\n/);
  });

  it('says that the model has changed since', () => {
    const workspace = generated();
    workspace.write('m/sales.domain', model.replace('5000', '6000'));
    const line = lineOf(workspace, schema, rule) - 1;
    expect(workspace.pimento('explain', `${schema}:${line}`).output).toMatch(
      /\n {2}state +the model has changed since; `pimento generate` writes .*\n {2}from +the rule `Affordable`/,
    );
    workspace.write('m/sales.domain', model.replaceAll('Product', 'Article'));
    expect(workspace.pimento('explain', `${schema}:${line}`)).toMatchObject({
      code: 1,
      output: '',
      errors: expect.stringMatching(
        / was made by `json-schema` from the model `Sales`, which makes it no more/,
      ),
    });
    workspace.write('m/sales.domain', model.replace('price: Price', 'price: Prize'));
    expect(workspace.pimento('explain', `${schema}:${line}`)).toMatchObject({
      code: 1,
      output: '',
      errors: expect.stringMatching(
        /Did you mean `Price`[^]*Nothing can be traced before that is mended\.\n$/,
      ),
    });
  });

  it.each([
    ['m/gone.ts:1', /^error: `m\/gone\.ts` does not exist\.\n$/],
    ['m/sales.domain:99', /^error: `m\/sales\.domain` has 21 lines: there is no line 99\.\n$/],
    ['m/other.txt:1', /^error: `m\/other\.txt` was not generated: no folder above it has a manifest/],
    [
      'generated/mine.txt:1',
      /^error: `generated\/mine\.txt` was not generated: `generated\/\.pimento\/manifest\.json` does not name it\.\n$/,
    ],
  ])('cannot tell of %s', (place, errors) => {
    const workspace = new Workspace({
      'm/sales.domain': model,
      'm/other.txt': 'a\n',
      'generated/mine.txt': 'a\n',
      'generated/.pimento/manifest.json': '{ "format": 1, "models": {}, "files": {} }\n',
    });
    expect(workspace.pimento('explain', place)).toEqual({
      code: 1,
      output: '',
      errors: expect.stringMatching(errors),
    });
  });
});

describe('explain, of a code', () => {
  it('prints the page that every diagnostic names', () => {
    const page = readFileSync(new URL('../../docs/diagnostics/unknown-name.md', import.meta.url), 'utf8');
    expect(new Workspace({}).pimento('explain', 'unknown-name')).toEqual({
      code: 0,
      output: page,
      errors: '',
    });
  });

  it('suggests the nearest of the codes', () => {
    expect(new Workspace({}).pimento('explain', 'unknown-nam')).toMatchObject({
      code: 1,
      output: '',
      errors:
        'error: No code is called `unknown-nam`. Did you mean `unknown-name`? What targets of others report, they explain themselves.\n',
    });
  });

  it('is for people', () => {
    const run = new Workspace({}).pimento('explain', 'unknown-name', '--format', 'json');
    expect(run).toMatchObject({ code: 2 });
  });
});

describe('explain, of a model', () => {
  it('tells what a line becomes, file by file', () => {
    const workspace = new Workspace({ 'm/sales.domain': model });
    const run = workspace.pimento('explain', 'm/sales.domain:15');
    expect(run).toMatchObject({ code: 0, errors: '' });
    expect(run.output).toMatch(
      /^m\/sales\.domain:15\n {2}from +the rule `Affordable`.*\n[^]*\n {2}becomes, in \d+ files\n[^]* {4}json-schema: enforced exactly\n {6}generated\/sales\/json-schema\/shop\/product\.schema\.json:\d+-\d+ {2}\/allOf\/0\n/,
    );
  });

  it.each([
    ['a field', 14, undefined, ['Sales.Shop.Product.price']],
    ['all that a line declares', 8, undefined, ['Sales.Shop.Price', 'Sales.Shop.Price.cents']],
    ['the one at a column', 8, 20, ['Sales.Shop.Price.cents']],
    ['what a doc comment is about', 11, undefined, ['Sales.Shop.Product']],
    ['the rest of a rule', 16, undefined, [rule]],
    ['what an end ends', 17, undefined, ['Sales.Shop.Product']],
    ['what an empty line stands in', 6, undefined, ['Sales.Shop']],
  ])('finds %s', (_, line, column, ids) => {
    const read = readModelText(model, 'sales.domain').model;
    if (!read) throw new Error('the model does not parse');
    const found = elementsAt(indexModel(read), { file: 'sales.domain', line, column }, model);
    expect(found.map(({ id }) => id)).toEqual(ids);
  });

  it('names what a move and a relation are about', () => {
    const text = `model Sales version 1
context Shop {
  enum State { NEW, OLD }
  aggregate Order {
    id: Uuid
    state: State = NEW
    lifecycle state {
      NEW -> OLD on Aged
    }
    event Made { id } creates
    event Aged
    create Make { id } emits Made
    command Age emits Aged
  }
}
context Post { port Letters { tell } policy Tell: on Shop.Aged do Letters.tell }
contextmap {
  Shop [OHS, PL] -> [CF] Post
    via Aged
}
`;
    const workspace = new Workspace({ 'm/sales.domain': text });
    const ids = (line: number): unknown => {
      const run = workspace.pimento(
        'explain',
        `m/sales.domain:${line}`,
        '--format',
        'json',
        '--target',
        'typescript',
      );
      const found = parsed(run, 'explanation');
      expect(found).toMatchObject({
        elements: expect.arrayContaining([expect.objectContaining({ outputs: expect.any(Array) })]),
      });
      return Object(found).elements.map(({ id }: { readonly id: string }) => id);
    };
    expect(ids(8)).toEqual(['Sales.Shop.Order.lifecycle-state', 'Sales.Shop.Order.Aged']);
    expect(ids(19)).toEqual(['Sales.Shop', 'Sales.Post', 'Sales.Shop.Order.Aged']);
    expect(workspace.pimento('explain', 'm/sales.domain:18', '--target', 'typescript').output).toMatch(
      /^m\/sales\.domain:18\n {2}relates `Shop` and `Post`, and lets pass what follows\n {2}from +the context `Shop`/,
    );
  });

  it('tells whose files a platform block has a say in', () => {
    const workspace = new Workspace({ 'm/sales.domain': model });
    const run = workspace.pimento('explain', 'm/sales.domain:20', '--format', 'json');
    expect(parsed(run, 'explanation')).toMatchObject({
      elements: [],
      platform: { target: 'openapi', files: [openapi] },
    });
  });
});

describe('trace', () => {
  it('leads from an element to its source and to every generated place', () => {
    const workspace = generated();
    const run = workspace.pimento('trace', 'Sales.Shop.Product.sku', 'm', '--format', 'json');
    const line = lineOf(workspace, schema, '"sku"');
    expect(parsed(run, 'trace')).toMatchObject({
      id: 'Sales.Shop.Product.sku',
      file: 'm/sales.domain',
      range: { start: { line: 13, column: 5 } },
      outputs: expect.arrayContaining([
        {
          target: 'json-schema',
          file: schema,
          places: [{ start: line, end: expect.any(Number), pointer: '/properties/sku' }],
        },
      ]),
    });
  });

  it('takes the end of an id where that is enough, and suggests the near miss', () => {
    const workspace = new Workspace({ 'models/sales.domain': model });
    expect(workspace.pimento('trace', 'Product.sku').output).toContain(
      '\n  id       Sales.Shop.Product.sku\n',
    );
    expect(workspace.pimento('trace', 'Product.skku')).toEqual({
      code: 1,
      output: '',
      errors: 'error: There is no element `Product.skku`. Did you mean `Product.sku`?\n',
    });
  });
});

describe('psm', () => {
  it('is JSON, one entry per model and target', () => {
    const workspace = new Workspace({ 'models/sales.domain': model });
    const run = workspace.pimento('psm', '--target', 'openapi,json-schema');
    expect(parsed(run, 'psm')).toMatchObject([
      { model: 'Sales', target: 'openapi', psm: { documents: [{ path: 'openapi/shop.openapi.yaml' }] } },
      { model: 'Sales', target: 'json-schema' },
    ]);
    workspace.write('models/sales.domain', `${model} oops`);
    expect(workspace.pimento('psm')).toMatchObject({ code: 1, output: '' });
  });
});

describe('FILE:LINE', () => {
  it.each([
    ['a.ts:3', { file: 'a.ts', line: 3, column: undefined }],
    ['a.ts:3:14', { file: 'a.ts', line: 3, column: 14 }],
    ['C:\\a.ts:3', { file: 'C:\\a.ts', line: 3, column: undefined }],
    ['a:b:c:3:4', { file: 'a:b:c', line: 3, column: 4 }],
  ])('%s is a place', (word, place) => {
    expect(parseFilePlace(word)).toEqual(place);
  });

  it.each(['', 'a.ts', 'a.ts:', ':3', 'a.ts:x', 'a.ts:0', 'a.ts:1:0', `a.ts:${'9'.repeat(20)}`])(
    '%j is none',
    (word) => {
      expect(parseFilePlace(word)).toBeUndefined();
    },
  );
});
