import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { packageTemplates } from '../../cli/package-templates.ts';
import { marksOf } from '../../generators/core/marks.ts';
import type { OutputFile } from '../../generators/core/output.ts';
import { createRender } from '../../generators/core/render.ts';
import { jsonSchema } from '../../generators/json-schema/index.ts';
import { openapi } from '../../generators/openapi/index.ts';
import { readModelText } from '../../grammar/read-model.ts';
import { judge } from '../../pim/conformance.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../pim/json.ts';
import { indexModel, type ModelIndex, rulesOf } from '../../pim/model-index.ts';
import { nearInstances } from '../support/near-instances.ts';
import { redocly } from '../support/redocly.ts';

const root = new URL('../..', import.meta.url).pathname;
const everyConstruct = readFileSync(join(root, 'test/cases/openapi/every-construct/input.domain'), 'utf8');

const hostile = `
  /** - first: "item" # no comment\n---\n  indented: [x\n\ttab: {y}\n%TAG ! x\n\n\`\`\` */
  model M version 12
  /** null */
  context C {
    enum E { A = "null", B = "yes", C = "0x1F", D = "2024-01-01", F = "<<", G = "~", H = "a: b # c", I = "- x", J = "__proto__", K = "'", L = "\\"" }
    /** yes */
    value null { y: E?  no: String(0..3) = "no"  on: Boolean = true  constructor: null2[0..2] }
    /** 12 */
    value null2 { x: Integer(0..5)  derived toString: Integer(0..10) = x * 2 }
    aggregate on {
      /** ends with a colon: */
      id true_: String(1..9)
      /** folded > | text
        second line  */
      null_: null?
      rule R: true_ != "---\\\\n" else "# not: a comment\\\\"
    }
  }`;

function indexOf(text: string): ModelIndex {
  const { model, diagnostics } = readModelText(text);
  if (!model || diagnostics.length > 0) throw new Error(diagnostics.map((one) => one.message).join('\n'));
  return indexModel(model);
}

function transformed(index: ModelIndex): unknown {
  return openapi.transform({ index, marks: marksOf(index.model, openapi.id), symbolsOf: () => new Map() });
}

function filesOf(index: ModelIndex): readonly OutputFile[] {
  return openapi.emit(transformed(index), createRender(packageTemplates));
}

function documentOf(index: ModelIndex, path: string): JsonObject {
  const file = filesOf(index).find((one) => one.path === path);
  const document: unknown = load(file?.content ?? '');
  if (!isJsonObject(document)) throw new Error(`no document ${path}`);
  return document;
}

/** What stands at a pointer of the document; `undefined` if nothing does. */
function at(document: JsonValue | undefined, ...keys: readonly string[]): JsonValue | undefined {
  return keys.reduce<JsonValue | undefined>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)];
    return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }, document);
}

function ajvOf(index: ModelIndex, path: string): (component: string) => (instance: JsonValue) => boolean {
  const ajv = new Ajv2020({ strict: true, strictRequired: true, ownProperties: true });
  const document = documentOf(index, path);
  // The words around the schemas are no keywords of JSON Schema.
  ajv.addVocabulary(Object.keys(document));
  ajv.addSchema(document, 'openapi:/document', undefined, false);
  return (component) => {
    const validate = ajv.compile({ $ref: `openapi:/document#/components/schemas/${component}` });
    return (instance) => validate(instance) === true;
  };
}

describe('documents', () => {
  it.each([
    ['every construct', everyConstruct],
    ['hostile texts', hostile],
  ])('of %s have neither errors nor warnings for Redocly', (_, text) => {
    for (const file of filesOf(indexOf(text))) {
      expect(redocly(file)).toMatchObject({ totals: { errors: 0, warnings: 0 }, problems: [] });
    }
  });

  it.each([
    ['every construct', everyConstruct],
    ['hostile texts', hostile],
  ])('of %s read back as they were made', (_, text) => {
    const index = indexOf(text);
    const psm = transformed(index);
    const made = JSON.parse(JSON.stringify(psm)).documents.map(
      (one: { document: JsonObject }) => one.document,
    );
    expect(filesOf(index).map((file) => load(file.content))).toEqual(made);
  });

  it('are told apart from no document: a context without aggregates has none', () => {
    expect(filesOf(indexOf('model M version 1 context C { value V { x: Boolean } }'))).toEqual([]);
  });

  it('say what the marks and the model say', () => {
    const document = documentOf(indexOf(everyConstruct), 'openapi/ordering.openapi.yaml');
    expect(document['openapi']).toBe('3.1.1');
    expect(document['info']).toEqual({
      title: 'Ordering: "# all"',
      version: '3.0.0',
      description: 'Orders and what they are made of.',
      license: { name: 'Not stated', identifier: 'NOASSERTION' },
    });
    expect(document['servers']).toEqual([{ url: 'https://orders.example.org/api/v1' }]);
  });

  it('lead back to the model line by line', () => {
    for (const text of [everyConstruct, hostile]) {
      const index = indexOf(text);
      for (const file of filesOf(index)) {
        const lines = file.content.split('\n');
        const fields = file.trace.filter((entry) => index.get(entry.element)?.kind === 'field');
        expect(fields.length).toBeGreaterThan(3);
        for (const { start, end, element } of fields) {
          const name = element.split('.').at(-1) ?? '';
          const first = lines[start - 1] ?? '';
          expect(first.trim(), `${file.path}:${start}`).toMatch(
            new RegExp(
              `^(?:- name: )?['"]?(?:\\w+\\.)?${name}['"]?(?::|$)|^- \\$ref: '#/components/parameters/[^']*\\b${name}'$`,
            ),
          );
          const depth = first.search(/\S/);
          for (const line of lines.slice(start, end)) {
            expect(line === '' || line.search(/\S/) > depth, `${file.path}:${start}-${end} ${line}`).toBe(
              true,
            );
          }
          expect((lines[end] ?? '').search(/\S/), `${file.path}:${end}`).toBeLessThanOrEqual(depth);
        }
      }
    }
  });

  it('hold a declaration of their own context where the symbols say', () => {
    const index = indexOf(everyConstruct);
    const symbols = openapi.symbols(transformed(index));
    expect(symbols.get('Workshop.Ordering.Address')).toEqual({
      name: '#/components/schemas/Address',
      from: 'openapi/ordering.openapi.yaml',
    });
    const alike = indexOf('model M version 1 context Violation { aggregate A { id: Uuid } }');
    expect([...openapi.symbols(transformed(alike)).keys()]).toEqual(['M.Violation.A']);
    for (const { name, from } of symbols.values()) {
      expect(at(documentOf(index, from), ...name.slice(2).split('/')), name).toBeDefined();
    }
  });
});

/** What is sent or answered there. */
function schemaAt(document: JsonObject, ...keys: readonly string[]): JsonValue | undefined {
  return at(document, 'paths', ...keys, 'content', 'application/json', 'schema', '$ref');
}

describe('a resource', () => {
  const index = indexOf(everyConstruct);
  const ordering = documentOf(index, 'openapi/ordering.openapi.yaml');
  const crm = documentOf(index, 'openapi/crm.openapi.yaml');

  it('is listed, read and replaced', () => {
    expect(Object.keys(ordering['paths'] ?? {})).toEqual(['/orders', '/orders/{name}']);
    expect(Object.keys(at(ordering, 'paths', '/orders/{name}', 'put', 'responses') ?? {})).toEqual([
      '200',
      '201',
      '400',
      '412',
      '422',
    ]);
    expect(at(ordering, 'paths', '/orders/{name}', 'parameters', '0')).toEqual({
      $ref: '#/components/parameters/Order.name',
    });
    expect(at(ordering, 'components', 'parameters', 'Order.name', 'schema')).toEqual({
      $ref: '#/components/schemas/OrderName',
    });
  });

  it('is sent without what is derived, and read with it', () => {
    expect(schemaAt(ordering, '/orders/{name}', 'put', 'requestBody')).toBe('#/components/schemas/Order');
    expect(schemaAt(ordering, '/orders/{name}', 'get', 'responses', '200')).toBe(
      '#/components/schemas/OrderView',
    );
    expect(at(ordering, 'components', 'schemas', 'Order', 'properties', 'total')).toBeUndefined();
    expect(at(ordering, 'components', 'schemas', 'OrderView', 'properties', 'total')).toMatchObject({
      type: 'integer',
    });
    expect(at(ordering, 'components', 'schemas', 'OrderView', 'properties', 'lines', 'items')).toEqual({
      $ref: '#/components/schemas/LineView',
    });
    expect(schemaAt(crm, '/customers/{id}', 'get', 'responses', '200')).toBe('#/components/schemas/Customer');
  });

  it('with an id that the system makes is never created by its id', () => {
    expect(Object.keys(at(crm, 'paths', '/categories/{id}', 'put', 'responses') ?? {})).toEqual([
      '200',
      '400',
      '404',
      '412',
      '422',
    ]);
  });

  it('is read by a schema that wants what is derived', () => {
    const line = { number: 1, amount: 2 };
    const judged = ajvOf(index, 'openapi/ordering.openapi.yaml')('LineView');
    expect(judged({ ...line, double: 4 })).toBe(true);
    expect(judged(line)).toBe(false);
    expect(judged({ ...line, double: 'four' })).toBe(false);
    expect(ajvOf(index, 'openapi/ordering.openapi.yaml')('Line')({ ...line, double: 'four' })).toBe(true);
  });

  it('is refused with the details of the problem', () => {
    const judged = ajvOf(index, 'openapi/ordering.openapi.yaml')('ProblemDetails');
    const violation = {
      path: '/lines',
      constraint: 'rule',
      rule: 'Workshop.Ordering.Order.PlacedHasLines',
      message: 'No',
    };
    expect(judged({ title: 'Unprocessable Content', status: 422, violations: [violation] })).toBe(true);
    expect(judged({ title: 'Unprocessable Content', status: 422, violations: [{ path: '' }] })).toBe(false);
    for (const name of ['BadRequest', 'NotFound', 'UnprocessableContent']) {
      expect(
        at(ordering, 'components', 'responses', name, 'content', 'application/problem+json', 'schema'),
      ).toMatchObject({ allOf: [{ $ref: '#/components/schemas/ProblemDetails' }, { type: 'object' }] });
    }
  });
});

describe('the schema of what is sent', () => {
  it.each(['Order', 'Address', 'Crm.CustomerId', 'Line'])(
    '%s has the verdict of the reference',
    (component) => {
      const index = indexOf(everyConstruct);
      const judged = ajvOf(index, 'openapi/ordering.openapi.yaml')(component);
      const ids: Readonly<Record<string, string>> = {
        Line: 'Workshop.Ordering.Order.Line',
        'Crm.CustomerId': 'Workshop.Crm.CustomerId',
      };
      const subject = ids[component] ?? `Workshop.Ordering.${component}`;
      const unheld = rulesOf(index.model).filter((rule) => openapi.enforce(rule, index).verdict !== 'exact');
      const tally = { accepted: 0, refused: 0 };
      fc.assert(
        fc.property(
          fc.oneof(nearInstances(index, subject, 1000), nearInstances(index, subject, 30)),
          (instance) => {
            const violations = judge(index, subject, instance);
            if (
              violations.length > 0 &&
              violations.every((one) => one.path === '/lines' && one.constraint === 'unique')
            )
              return;
            const held = violations.filter((one) => !unheld.some((rule) => rule.id === one.rule));
            expect(judged(instance), JSON.stringify(held)).toBe(held.length === 0);
            tally[held.length === 0 ? 'accepted' : 'refused'] += 1;
          },
        ),
        { numRuns: 4000, seed: 7 },
      );
      expect(tally.accepted).toBeGreaterThan(3);
      expect(tally.refused).toBeGreaterThan(20);
    },
  );

  it('holds what JSON Schema holds, if any aggregate has it', () => {
    const index = indexOf(`model M version 1 context C {
      aggregate A { id: Uuid  v: Used  n: Integer(0..9)  m: Integer(0..9)  rule Two: n < m  rule One: n < 5 }
      value Used { x: Integer(0..9)  rule R: x > 1 }
      value Unused { x: Integer(0..9)  rule R: x > 1 }
    }`);
    const verdicts = rulesOf(index.model).map((rule) => [rule.id, openapi.enforce(rule, index)]);
    expect(Object.fromEntries(verdicts)).toEqual({
      'M.C.A.Two': { verdict: 'not enforceable', reason: 'compares two fields' },
      'M.C.A.One': { verdict: 'exact' },
      'M.C.Used.R': { verdict: 'exact' },
      'M.C.Unused.R': { verdict: 'not enforceable', reason: 'is about something that no request holds' },
    });
    const [, one] = rulesOf(index.model);
    expect(one && jsonSchema.enforce(one, index)).toEqual({ verdict: 'exact' });
  });
});

describe('names that meet in one document', () => {
  const codes: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'a declaration and the problem details',
      'aggregate A { id: Uuid v: Violation } value Violation { x: Boolean }',
      ['openapi-name-clash'],
    ],
    [
      'a declaration and a page',
      'aggregate A { id: Uuid v: APage } value APage { x: Boolean }',
      ['openapi-name-clash'],
    ],
    [
      'a declaration and a view',
      'aggregate A { id: Uuid v: AView derived d: Boolean = true } value AView { x: Boolean }',
      ['openapi-name-clash'],
    ],
    ['two paths', 'aggregate GitURL { id: Uuid } aggregate GitUrl { id: Uuid }', ['openapi-path-clash']],
    ['nothing', 'aggregate A { id: Uuid } aggregate B { id: Uuid }', []],
  ];
  it.each(codes)('%s', (_, declarations, expected) => {
    const index = indexOf(`model M version 1 context C { ${declarations} }`);
    expect(openapi.check(transformed(index)).map((one) => one.code)).toEqual(expected);
  });

  it('two contexts', () => {
    const index = indexOf(
      'model M version 1 context GitOps { aggregate A { id: Uuid } } context Git_Ops { aggregate A { id: Uuid } }',
    );
    expect(openapi.check(transformed(index)).map((one) => one.code)).toEqual(['openapi-file-clash']);
  });

  it('a mark that names no aggregate', () => {
    const index = indexOf(
      'model M version 1 context C { aggregate Order { id: Uuid } } platform openapi for C { Ordr { plural: "orders" } }',
    );
    expect(openapi.check(transformed(index)).map((one) => one.message)).toEqual([
      'The marks for `openapi` name `Ordr`, but `C` has no such aggregate. Did you mean `Order`?',
    ]);
  });

  it('a declaration of another context keeps both names', () => {
    const crm = documentOf(indexOf(everyConstruct), 'openapi/crm.openapi.yaml');
    expect(at(crm, 'components', 'schemas', 'Customer', 'properties', 'address')).toEqual({
      anyOf: [{ $ref: '#/components/schemas/Ordering.Address' }, { type: 'null' }],
    });
    expect(at(crm, 'components', 'schemas', 'Ordering.Address')).toBeDefined();
  });
});

describe('marks', () => {
  const validate = new Ajv2020({ strict: true, ownProperties: true }).compile(openapi.marks);
  it.each([
    [
      {
        basePath: '/api/v1',
        server: 'https://x.example.org:8443',
        title: 'X',
        Fabric: { plural: 'fabrics' },
      },
      true,
    ],
    [{ license: { name: 'MIT', identifier: 'MIT' } }, true],
    [{ license: { name: 'MIT', identifier: 'MIT', url: 'https://x.org/' } }, false],
    [{ basePath: 'api' }, false],
    [{ basePath: '/api/' }, false],
    [{ basePath: '/{tenant}' }, false],
    [{ server: 'https://x.example.org/' }, false],
    [{ Fabric: { plural: 'Fab rics' } }, false],
    [{ tytle: 'X' }, false],
  ])('%j', (marks, accepted) => {
    expect(validate(marks)).toBe(accepted);
  });
});
