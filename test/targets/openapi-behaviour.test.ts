import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { packageTemplates } from '../../cli/package-templates.ts';
import { marksOf } from '../../generators/core/marks.ts';
import type { OutputFile } from '../../generators/core/output.ts';
import { createRender } from '../../generators/core/render.ts';
import { traceAtLine } from '../../generators/core/trace.ts';
import { openapi } from '../../generators/openapi/index.ts';
import { readModelText } from '../../grammar/read-model.ts';
import { isJsonObject, type JsonObject, type JsonValue, member } from '../../pim/json.ts';
import { indexModel, type ModelIndex } from '../../pim/model-index.ts';
import { redocly } from '../support/redocly.ts';

/** What somebody outside can ask for: commands, queries and services as operations. */
const behaviour = readFileSync(new URL('../cases/openapi/behaviour/input.domain', import.meta.url), 'utf8');

const hostile = `
  model M version 1
  context C {
    /** */ /** ends: "so" #\n---\n- [x */
    actor A
    actor B is A
    aggregate constructor {
      id __proto: String(1..9)
      /** '"\`\${x}\\ */
      toString: String(0..3) = "no"
      event hasOwnProperty { __proto, toString } creates
      event valueOf { toString } sets toString
      /** "- a: {b}\n# c\n*/
      create null { __proto, toString } allows A emits hasOwnProperty
      command yes { toString } allows B
        requires toString != "---" else no "\\\\ # : \\"'{{}}' */ <!-- \\u0041 %0A"
        emits valueOf
      rule on: toString != "# not: a comment\\\\" else "- [ {{{x}}} \${y} */ & *z !!t | >"
    }
    query default { __proto: String(0..9) = "'"  length: Boolean? }: Boolean allows A = true
    port p { null fails none, no }
    service delete { __proto: ref constructor } allows A  step p.null
  }`;

function indexOf(text: string): ModelIndex {
  const { model, diagnostics } = readModelText(text);
  if (!model || diagnostics.length > 0) throw new Error(diagnostics.map((one) => one.message).join('\n'));
  return indexModel(model);
}

function filesOf(index: ModelIndex): readonly OutputFile[] {
  const psm = openapi.transform({
    index,
    marks: marksOf(index.model, openapi.id),
    symbolsOf: () => new Map(),
  });
  expect(openapi.check(psm)).toEqual([]);
  return openapi.emit(psm, createRender(packageTemplates));
}

function documentIn({ content }: OutputFile): JsonObject {
  const document: unknown = load(content);
  if (!isJsonObject(document)) throw new Error('not a document');
  return document;
}

function at(document: JsonValue | undefined, ...keys: readonly string[]): JsonValue | undefined {
  return keys.reduce<JsonValue | undefined>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)];
    return isJsonObject(value) ? member(value, key) : undefined;
  }, document);
}

interface Exampled {
  readonly place: string;
  readonly schema: JsonObject;
  readonly example: JsonValue;
}

/** Every example of a document with the schema that it stands beside; what refers to one included. */
function examplesIn(document: JsonObject, value: JsonValue = document, place = ''): readonly Exampled[] {
  if (Array.isArray(value)) {
    return value.flatMap((item: JsonValue, position) => examplesIn(document, item, `${place}/${position}`));
  }
  if (!isJsonObject(value)) return [];
  const { schema, example, examples } = value;
  const named = isJsonObject(examples)
    ? Object.values(examples).flatMap((one) => {
        const name = isJsonObject(one) ? String(one['$ref']).split('/').at(-1) : undefined;
        const found = at(document, 'components', 'examples', name ?? '', 'value');
        return found === undefined ? [] : [found];
      })
    : [];
  const own = isJsonObject(schema)
    ? [...(example === undefined ? [] : [example]), ...named].map((one) => ({ place, schema, example: one }))
    : [];
  return [
    ...own,
    ...Object.entries(value).flatMap(([key, inner]) => examplesIn(document, inner, `${place}/${key}`)),
  ];
}

/** Why an example is none, or nothing. */
function refusedExamples(document: JsonObject): readonly string[] {
  const ajv = new Ajv2020({ strict: true, strictRequired: true, ownProperties: true, allErrors: true });
  ajv.addVocabulary(Object.keys(document));
  ajv.addSchema(document, 'openapi:/document', undefined, false);
  return examplesIn(document).flatMap(({ place, schema, example }) => {
    const absolute: unknown = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi:/document#/'));
    if (!isJsonObject(absolute)) return [];
    const validate = ajv.compile(absolute);
    return validate(example) ? [] : [`${place}: ${ajv.errorsText(validate.errors)}`];
  });
}

describe.each([
  ['behaviour', behaviour],
  ['hostile texts and names', hostile],
])('documents of %s', (_, text) => {
  const files = filesOf(indexOf(text));

  it('have neither errors nor warnings for Redocly', () => {
    for (const file of files)
      expect(redocly(file)).toMatchObject({ totals: { errors: 0, warnings: 0 }, problems: [] });
  });

  it('give examples that fit their schemas', () => {
    for (const file of files) {
      const document = documentIn(file);
      expect(examplesIn(document).length).toBeGreaterThan(2);
      expect(refusedExamples(document)).toEqual([]);
    }
  });

  it('give every operation an id of its own', () => {
    for (const file of files) {
      const ids = operationsOf(documentIn(file)).map(({ operation }) => operation['operationId']);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });
});

interface PlacedOperation {
  readonly path: string;
  readonly method: string;
  readonly operation: JsonObject;
}

function operationsOf(document: JsonObject): readonly PlacedOperation[] {
  const paths = document['paths'];
  if (!isJsonObject(paths)) return [];
  return Object.entries(paths).flatMap(([path, item]) =>
    ['get', 'put', 'post'].flatMap((method) => {
      const operation = at(item, method);
      return isJsonObject(operation) ? [{ path, method, operation }] : [];
    }),
  );
}

const index = indexOf(behaviour);
const files = filesOf(index);
const [lendingFile, openFile] = files;
if (!lendingFile || !openFile) throw new Error('a document is missing');
const lending = documentIn(lendingFile);
const open = documentIn(openFile);

function operationCalled(id: string, document = lending): JsonObject {
  const found = operationsOf(document).find((one) => one.operation['operationId'] === id);
  if (!found) throw new Error(`no operation ${id}`);
  return found.operation;
}

function statuses(id: string): string {
  return Object.keys(operationCalled(id)['responses'] ?? {}).join(' ');
}

/** The ids that end the types of an operation's problems with this status. */
function problemsOf(id: string, status = '409'): readonly string[] {
  const content = at(operationCalled(id), 'responses', status, 'content', 'application/problem+json');
  const types = at(content, 'schema', 'allOf', '1', 'properties', 'type', 'enum');
  return Array.isArray(types) ? types.map((type: JsonValue) => String(type).split('/').at(-1) ?? '') : [];
}

describe('operations', () => {
  it('are one for each command, query and service that somebody outside may ask for', () => {
    expect(
      operationsOf(lending).map((one) => `${one.method} ${one.path} ${String(one.operation['operationId'])}`),
    ).toEqual([
      'post /parts listPart',
      'post /parts/scan-part scanPart',
      'post /parts/{name}/wear-part wearPart',
      'post /parts/{name}/mend-part mendPart',
      'post /parts/{name}/add-note addNote',
      'post /parts/{name}/remove-note removeNote',
      'post /parts/{name}/check-part checkPart',
      'post /parts/{name}/cut-worth cutWorth',
      'post /parts/{name}/forget-part forgetPart',
      'post /parts/{name}/import-shelf importShelf',
      'post /shelfs declareShelf',
      'post /rooms declareRoom',
      'get /rules listRules',
      'get /rules/{id} getRule',
      'put /rules/{id} putRule',
      'get /get-part getPart',
      'get /find-part findPart',
      'get /list-parts listParts',
      'post /worn-parts wornParts',
      'post /parts-like partsLike',
      'get /worth-of worthOf',
      'post /send-to-mend sendToMend',
    ]);
  });

  it('are all open where nothing says who may, but for services', () => {
    expect(operationsOf(open).map((one) => String(one.operation['operationId']))).toEqual([
      'boxes',
      'makeBox',
      'shakeBox',
    ]);
    expect(operationsOf(open).some((one) => 'security' in one.operation)).toBe(false);
  });

  it('are not described for systems of others, nor where there is nothing to ask for', () => {
    expect(files.map(({ path }) => path)).toEqual([
      'openapi/lending.openapi.yaml',
      'openapi/open.openapi.yaml',
    ]);
  });

  it('say in their tag what nobody outside can send', () => {
    expect(at(lending, 'tags', '0', 'description')).toContain('Only services and policies send `AgePart`.');
  });

  it.each([
    ['listPart', '201 400 401 403 409 422'],
    ['wearPart', '200 400 401 403 404 409 412 422'],
    ['mendPart', '200 400 401 403 404 409 412'],
    ['forgetPart', '200 400 401 403 404 412'],
    ['getPart', '200 400 401 403 404'],
    ['findPart', '200 400 401 403'],
    ['listParts', '200 400 401 403'],
    ['wornParts', '200 400 401 403 422'],
    ['worthOf', '200 400 401 403 404 409'],
    ['sendToMend', '200 400 401 403 404 409 422 502'],
  ])('%s answers %s', (id, expected) => {
    expect(statuses(id)).toBe(expected);
  });

  it('carry what becomes of an element', () => {
    expect(operationCalled('removeNote')).toMatchObject({ deprecated: true });
    expect(operationCalled('removeNote')['description']).toContain(
      'Deprecated: Notes are kept: use `AddNote`.',
    );
    expect(operationCalled('scanPart')['description']).toBe(
      'By its bar code alone.\n\nCan lead to `PartScanned`.\n\nSince version 2.',
    );
  });
});

describe('security', () => {
  it.each([
    ['listPart', [['Keeper']]],
    ['wearPart', [['Member'], ['Keeper']]],
    ['checkPart', [['Inspector']]],
    // A provider of identities cannot know who made a part: whoever has a token may ask.
    ['addNote', [['Member'], [], ['Keeper']]],
    ['sendToMend', [['Keeper'], ['Inspector']]],
  ])('of %s takes any of %j', (id, scopes) => {
    expect(operationCalled(id)['security']).toEqual(scopes.map((actor) => ({ actor })));
  });

  it('names relations where tokens carry the names of actors', () => {
    const [file] = filesOf(indexOf(behaviour.replace(/ {2}openIdConnect: .*\n/, '')));
    if (!file) throw new Error('no document');
    const document = documentIn(file);
    expect(operationCalled('addNote', document)['security']).toEqual([
      { actor: ['Member'] },
      { actor: ['Part.Maker'] },
      { actor: ['Keeper'] },
    ]);
    expect(at(document, 'components', 'securitySchemes', 'actor', 'type')).toBe('http');
    expect(at(lending, 'components', 'securitySchemes', 'actor', 'openIdConnectUrl')).toBe(
      'https://id.example.org/.well-known/openid-configuration',
    );
  });
});

describe('problems', () => {
  const part = 'Depot.Lending.Part';
  it.each([
    ['listPart', [`${part}.BrokenIsShelved`, `${part}.key-serial`, 'already-exists']],
    ['wearPart', [`${part}.lifecycle-condition`, `${part}.BrokenIsShelved`]],
    ['mendPart', [`${part}.MendPart.NothingFound`, `${part}.lifecycle-condition`, `${part}.BrokenIsShelved`]],
    ['addNote', ['invalid-state']],
    ['removeNote', [`${part}.RemoveNote.NoSuchNote`]],
    ['cutWorth', [`${part}.WorthFalls`]],
    ['forgetPart', []],
    ['worthOf', ['Depot.Lending.WorthOf.Unknown']],
    [
      'sendToMend',
      [
        'Depot.Lending.SendToMend.NotBroken',
        `${part}.MendPart.NothingFound`,
        `${part}.lifecycle-condition`,
        `${part}.BrokenIsShelved`,
      ],
    ],
  ])('of %s are of the types %j', (id, expected) => {
    expect(problemsOf(id)).toEqual(expected);
  });

  it('of what lies outside are told apart', () => {
    expect(problemsOf('sendToMend', '502')).toEqual([
      'Depot.Lending.Workshop.send.Closed',
      'Depot.Lending.Workshop.send.Full',
      'failed',
    ]);
  });

  it('have types below the mark, or below the base path, that end in what they are about', () => {
    const types = (document: JsonObject): readonly string[] =>
      Object.values(at(document, 'components', 'examples') ?? {}).map((one) =>
        String(at(one, 'value', 'type')),
      );
    for (const type of types(lending))
      expect(type).toMatch(/^https:\/\/errors\.example\.org\/depot\/[\w.-]+$/);
    for (const type of types(open)) expect(type).toMatch(/^\/problems\/[\w.-]+$/);
    const elements = types(lending)
      .map((type) => type.split('/').at(-1) ?? '')
      .filter((id) => id.includes('.'));
    expect(elements.length).toBeGreaterThan(8);
    for (const id of elements) expect(index.get(id), id).toBeDefined();
  });
});

describe('what is sent and answered', () => {
  const schemas = lending['components'];
  const properties = (name: string): readonly string[] =>
    Object.keys(at(schemas, 'schemas', name, 'properties') ?? {});

  it('leaves out what comes from outside in other ways', () => {
    expect(properties('NoteRequest')).toEqual(['text', 'by']);
    expect(properties('Note')).toEqual(['id', 'text', 'by']);
    expect(at(schemas, 'schemas', 'AddNote', 'properties', 'note')).toEqual({
      $ref: '#/components/schemas/NoteRequest',
    });
    expect(at(schemas, 'schemas', 'NoteAdded', 'properties', 'data', 'properties', 'note')).toEqual({
      $ref: '#/components/schemas/Note',
    });
  });

  it('holds what is derived in answers alone', () => {
    expect(properties('Size')).not.toContain('area');
    expect(properties('SizeView')).toContain('area');
    expect(properties('PartCard')).toEqual(['name', 'condition', 'size', 'worth', 'noted']);
    expect(at(schemas, 'schemas', 'PartCard', 'properties', 'size')).toEqual({
      $ref: '#/components/schemas/SizeView',
    });
  });

  it('says the version of what it is decided on', () => {
    const ifMatch = { $ref: '#/components/parameters/ifMatch' };
    expect(operationCalled('wearPart')['parameters']).toEqual([ifMatch]);
    expect(operationCalled('putRule')['parameters']).toEqual([ifMatch]);
    expect(operationCalled('listPart')['parameters']).toBeUndefined();
    for (const id of ['wearPart', 'getPart', 'findPart', 'getRule']) {
      expect(at(operationCalled(id), 'responses', '200', 'headers', 'ETag'), id).toEqual({
        $ref: '#/components/headers/ETag',
      });
    }
    expect(at(operationCalled('listParts'), 'responses', '200', 'headers')).toBeUndefined();
  });

  it('asks page by page, in an order that the query offers', () => {
    const parameters = operationCalled('listParts')['parameters'];
    expect(Array.isArray(parameters) && parameters.map((one: JsonValue) => at(one, 'name'))).toEqual([
      'condition',
      'width',
      'page',
      'size',
      'sort',
    ]);
    expect(at(parameters, '3', 'schema')).toEqual({ type: 'integer', minimum: 1, maximum: 200, default: 20 });
    expect(at(parameters, '4', 'schema')).toEqual({
      type: 'string',
      enum: ['name', '-worth'],
      default: 'name',
    });
  });

  it('carries in a body what an address cannot hold', () => {
    // One parameter has the name of ours, the other query asks with a value.
    expect(operationCalled('wornParts')['requestBody']).toBeDefined();
    expect(operationCalled('partsLike')['requestBody']).toBeDefined();
    expect(operationCalled('listParts')['requestBody']).toBeUndefined();
  });
});

describe('the trace', () => {
  const lines = lendingFile.content.split('\n');
  const elementAt = (text: string, after = ''): string | undefined => {
    const from = after === '' ? 0 : lines.findIndex((line) => line.trim() === after);
    const line = lines.findIndex((one, position) => position >= from && one.trim() === text);
    return line < 0 ? undefined : traceAtLine(lendingFile, line + 1).element;
  };

  it.each([
    ['operationId: wearPart', '', 'Depot.Lending.Part.WearPart'],
    ['operationId: declareRoom', '', 'Depot.Lending.Room.Declare'],
    ['operationId: listParts', '', 'Depot.Lending.ListParts'],
    ['operationId: sendToMend', '', 'Depot.Lending.SendToMend'],
    ['operationId: getRule', '', 'Depot.Lending.Rule'],
    ["- $ref: '#/components/parameters/Part.name'", '', 'Depot.Lending.Part.name'],
    ['Part.name:', '', 'Depot.Lending.Part.name'],
    ['- name: width', '', 'Depot.Lending.ListParts.width'],
    [
      '- https://errors.example.org/depot/Depot.Lending.Part.MendPart.NothingFound',
      '',
      'Depot.Lending.Part.MendPart.NothingFound',
    ],
    ['Part.key-serial:', '', 'Depot.Lending.Part.key-serial'],
    ['AddNote:', 'schemas:', 'Depot.Lending.Part.AddNote'],
    ['note:', 'AddNote:', 'Depot.Lending.Part.AddNote.note'],
    ['NoteAdded:', 'schemas:', 'Depot.Lending.Part.NoteAdded'],
    ['note:', 'NoteAdded:', 'Depot.Lending.Part.NoteAdded.note'],
    ['NoteRequest:', 'schemas:', 'Depot.Lending.Part.Note'],
    ['PartCard:', 'schemas:', 'Depot.Lending.PartCard'],
    ['noted:', 'PartCard:', 'Depot.Lending.PartCard.noted'],
    ['- name: Shelf', '', 'Depot.Lending.Shelf'],
  ])('of `%s` (after `%s`) is %s', (text, after, element) => {
    expect(elementAt(text, after)).toBe(element);
  });
});
