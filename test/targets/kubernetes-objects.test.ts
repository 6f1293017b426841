import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { packageTemplates } from '../../cli/package-templates.ts';
import { lifecycleRule } from '../../generators/core/lifecycle-rule.ts';
import { marksOf } from '../../generators/core/marks.ts';
import type { OutputFile } from '../../generators/core/output.ts';
import { createRender } from '../../generators/core/render.ts';
import { traceAtLine } from '../../generators/core/trace.ts';
import { check } from '../../generators/kubernetes/check.ts';
import { kubernetes } from '../../generators/kubernetes/index.ts';
import type { KubernetesPsm, SchemaNode, ValidationRule } from '../../generators/kubernetes/psm.ts';
import { transform } from '../../generators/kubernetes/transform.ts';
import { readModelText } from '../../grammar/read-model.ts';
import { judge } from '../../pim/conformance.ts';
import { isTrue } from '../../pim/interpreter.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../pim/json.ts';
import { aggregatesOf, indexModel, type ModelIndex } from '../../pim/model-index.ts';

const behaviour = readFileSync(
  new URL('../cases/kubernetes/behaviour/input.domain', import.meta.url),
  'utf8',
);

function indexOf(text: string): ModelIndex {
  const { model, diagnostics } = readModelText(text);
  if (!model || diagnostics.length > 0) throw new Error(diagnostics.map((one) => one.message).join('\n'));
  return indexModel(model);
}

function psmOf(index: ModelIndex): KubernetesPsm {
  return transform({ index, marks: marksOf(index.model, kubernetes.id) });
}

function filesOf(psm: KubernetesPsm): readonly OutputFile[] {
  return kubernetes.emit(psm, createRender(packageTemplates));
}

const index = indexOf(behaviour);
const psm = psmOf(index);
const files = filesOf(psm);

function fileAt(path: string): OutputFile {
  const file = files.find((one) => one.path === path);
  if (!file) throw new Error(`no file ${path}`);
  return file;
}

function documentAt(path: string): JsonObject {
  const document: unknown = load(fileAt(path).content);
  if (!isJsonObject(document)) throw new Error(`${path} is no object`);
  return document;
}

function schemaOf(from: KubernetesPsm, kind: string): SchemaNode {
  const crd = from.documents.find((one) => one.document.spec.names.kind === kind);
  const schema = crd?.document.spec.versions[0]?.schema.openAPIV3Schema;
  if (!schema) throw new Error(`no definition of ${kind}`);
  return schema;
}

/** A lifecycle over three states in an aggregate, its field in the spec unless the marks say otherwise. */
function withLifecycle(moves: string, marks = '', state = 'S = A'): string {
  return `model M version 1 context C {
    enum S { A, B = "b", C }
    aggregate Thing {
      id name: String(1..9) matching /[a-z]+/
      s: ${state}
      lifecycle s { ${moves} }
      event E1  event E2
      event Made { name } creates
      create Make { name } emits Made
      command Do emits E1, E2
    }
  } platform kubernetes for C { group: "c.example.org" ${marks} }`;
}

function rulesAt(text: string, ...path: readonly string[]): readonly ValidationRule[] {
  const node = path.reduce<SchemaNode | undefined>(
    (at, name) => at?.properties?.[name],
    schemaOf(psmOf(indexOf(text)), 'Thing'),
  );
  return node?.['x-kubernetes-validations'] ?? [];
}

describe('a lifecycle', () => {
  it.each([
    ['A -> B on E1', 'self.s == oldSelf.s || oldSelf.s == "A" && self.s == "b"', 'from A to b'],
    [
      'A -> B on E1  B -> C on E2  A -> C on E2',
      'self.s == oldSelf.s || oldSelf.s == "A" && self.s in ["b", "C"] || oldSelf.s == "b" && self.s == "C"',
      'from A to b or C, and from b to C',
    ],
    [
      'any -> C on E1  C -> A on E2',
      'self.s == oldSelf.s || oldSelf.s in ["A", "b"] && self.s == "C" || oldSelf.s == "C" && self.s == "A"',
      'from A or b to C, and from C to A',
    ],
  ])('of the moves %s is a rule about a change', (moves, rule, message) => {
    expect(rulesAt(withLifecycle(moves), 'spec')).toEqual([
      {
        rule,
        message: `The s of a thing moves only ${message}`,
        reason: 'FieldValueInvalid',
        fieldPath: '.s',
      },
    ]);
  });

  it('in a status that nobody has written is in its first state', () => {
    const [rule] = rulesAt(withLifecycle('A -> B on E1', 'Thing { status: [s] }'));
    expect(rule?.rule).toBe(
      '(has(self.status) ? self.status.s : "A") == (has(oldSelf.status) ? oldSelf.status.s : "A") || (has(oldSelf.status) ? oldSelf.status.s : "A") == "A" && (has(self.status) ? self.status.s : "A") == "b"',
    );
    expect(rule?.fieldPath).toBe('.status.s');
  });

  it('lets exactly its moves through, as the reference reads the rule', () => {
    const [aggregate] = index.model.contexts.flatMap(aggregatesOf);
    const [lifecycle] = aggregate?.lifecycles ?? [];
    const rule = aggregate && lifecycle && lifecycleRule(lifecycle, aggregate, index);
    if (!rule) throw new Error('no rule');
    const states = ['ANCHORED', 'SAILING', 'moored', 'SUNK'];
    const allowed = states.flatMap((from) =>
      states
        .filter((to) => isTrue(rule.condition, { self: { course: to }, old: { course: from }, index }))
        .map((to) => `${from} ${to}`),
    );
    expect(allowed.filter((move) => new Set(move.split(' ')).size > 1)).toEqual([
      'ANCHORED SAILING',
      'ANCHORED SUNK',
      'SAILING ANCHORED',
      'SAILING moored',
      'SAILING SUNK',
      'moored SAILING',
      'moored SUNK',
    ]);
    expect(allowed).toHaveLength(7 + states.length);
  });

  it('leads back to the model', () => {
    const file = fileAt('kubernetes/harbour/ship.crd.yaml');
    const line = file.content.split('\n').findIndex((one) => one.includes('The lantern of a ship'));
    expect(traceAtLine(file, line + 1).element).toBe('Fleet.Harbour.Ship.lifecycle-lantern');
  });
});

describe('what a definition cannot hold', () => {
  it('is said before it', () => {
    const { content } = fileAt('kubernetes/harbour/ship.crd.yaml');
    expect(content.split('\n').filter((line) => line.startsWith('# Not enforced'))).toEqual([
      '# Not enforced by this CRD: Fleet.Harbour.Ship.key-number, because the API server judges each object without looking at others.',
      '# Not enforced by this CRD: Fleet.Harbour.Ship.SignCrew.Sunk, because it guards a command, and the API server sees states only.',
      '# Not enforced by this CRD: Fleet.Harbour.Ship.Scrap.Afloat, because it guards a command, and the API server sees states only.',
    ]);
  });
});

/** JSON Schema of a structural schema: what is Kubernetes' own judges nothing here. */
function plainSchema(node: SchemaNode): JsonValue {
  return JSON.parse(
    JSON.stringify(node, (key, value: unknown) =>
      key.startsWith('x-kubernetes-') || key === 'format' ? undefined : value,
    ),
  );
}

describe('a sample', () => {
  const samples = files.filter(({ path }) => path.endsWith('.sample.yaml'));

  it('is made of each aggregate', () => {
    expect(samples.map(({ path }) => path)).toEqual([
      'kubernetes/harbour/ship.sample.yaml',
      'kubernetes/harbour/buoy.sample.yaml',
      'kubernetes/weather/storm.sample.yaml',
      'kubernetes/pilotage/pilot.sample.yaml',
    ]);
  });

  it.each(samples.map((file) => [file.path, file] as const))('%s fits its definition', (path) => {
    const sample = documentAt(path);
    const kind = String(sample['kind']);
    const schema = plainSchema(schemaOf(psm, kind));
    if (!isJsonObject(schema)) throw new Error('no schema');
    const validate = new Ajv2020({ strict: false, allErrors: true }).compile(schema);
    expect(validate(sample), JSON.stringify(validate.errors)).toBe(true);
    const crd = psm.documents.find((one) => one.document.spec.names.kind === kind);
    expect(sample['apiVersion']).toBe(`${crd?.document.spec.group}/${crd?.document.spec.versions[0]?.name}`);
  });

  it('takes the example that the model gives, and leaves out the status', () => {
    const { metadata, spec } = documentAt('kubernetes/harbour/ship.sample.yaml');
    expect(documentAt('kubernetes/harbour/ship.sample.yaml')).not.toHaveProperty('status');
    expect(metadata).toEqual({ name: 'dove' });
    const state = { name: 'dove', ...(isJsonObject(spec) ? spec : {}) };
    expect(judge(index, 'Fleet.Harbour.Ship', state)).toEqual([]);
    expect(spec).toMatchObject({ number: 'F-100', draught: '2.5', cargo: [{ code: 'rum', weight: 80 }] });
  });

  it('is not made where the status decides whether the rest holds', () => {
    const text = `model M version 1 context C { aggregate A {
        id name: String(1..9) matching /[a-z]+/, size: Integer(5..9), seen: Integer(0..9) = 0
        rule Seen: seen == size
      } } platform kubernetes for C { group: "c.example.org" A { status: [seen] } }`;
    expect(psmOf(indexOf(text)).objects.map(({ path }) => path)).not.toContain('kubernetes/c/a.sample.yaml');
  });
});

interface Grants {
  readonly [resource: string]: string;
}

function grantsOf(path: string): Grants {
  const { rules } = documentAt(path);
  if (!Array.isArray(rules)) return {};
  return Object.fromEntries(
    rules
      .filter(isJsonObject)
      .map(({ apiGroups, resources, verbs }) => [
        `${String(resources)}.${String(apiGroups)}`,
        Array.isArray(verbs) ? verbs.join(' ') : '',
      ]),
  );
}

describe('roles', () => {
  const [ships, status, buoys] = [
    'ships.harbour.example.org',
    'ships/status.harbour.example.org',
    'buoys.marks.example.org',
  ];

  it.each([
    ['viewer', { [ships]: 'get list watch', [status]: 'get', [buoys]: 'get list watch' }],
    [
      'editor',
      {
        [ships]: 'get list watch create update patch delete',
        [status]: 'get',
        [buoys]: 'get list watch create update patch delete',
      },
    ],
    [
      'admin',
      {
        [ships]: 'get list watch create update patch delete deletecollection',
        [status]: 'get update patch',
        [buoys]: 'get list watch create update patch delete deletecollection',
      },
    ],
    // To sail is to change the course, which is a part of the status.
    ['actor-sailor', { [ships]: 'get list watch', [status]: 'get update patch', [buoys]: 'get list watch' }],
    [
      'actor-captain',
      {
        [ships]: 'get list watch create update patch delete',
        [status]: 'get update patch',
        [buoys]: 'get list watch',
      },
    ],
  ])('let the %s do %j', (role, expected) => {
    expect(grantsOf(`kubernetes/harbour/${role}.role.yaml`)).toEqual(expected);
  });

  it('are there for actors with commands alone', () => {
    expect(files.map(({ path }) => path)).not.toContain('kubernetes/harbour/actor-passenger.role.yaml');
  });

  it('are there for actors of other contexts, and for whoever is one of them', () => {
    const pilots = 'pilots.pilots.example.org';
    for (const actor of ['sailor', 'captain']) {
      expect(grantsOf(`kubernetes/pilotage/actor-harbour-${actor}.role.yaml`)).toEqual({
        [pilots]: 'get list watch create',
      });
    }
  });

  it('join the roles of Kubernetes only where the model does not say who may do what', () => {
    const labels = (path: string): JsonValue | undefined => {
      const { metadata } = documentAt(path);
      return isJsonObject(metadata) ? metadata['labels'] : undefined;
    };
    expect(labels('kubernetes/harbour/editor.role.yaml')).toBeUndefined();
    expect(labels('kubernetes/weather/editor.role.yaml')).toEqual({
      'rbac.authorization.k8s.io/aggregate-to-edit': 'true',
    });
  });
});

describe('a kustomization', () => {
  it.each(['harbour', 'weather'])('of %s lists every definition and role that is there', (context) => {
    const folder = `kubernetes/${context}`;
    const listed = documentAt(`${folder}/kustomization.yaml`)['resources'];
    const there = files
      .map(({ path }) => path)
      .filter((path) => path.startsWith(`${folder}/`) && /\.(crd|role)\.yaml$/.test(path))
      .map((path) => path.slice(folder.length + 1));
    expect(listed).toEqual(there.toSorted());
  });
});

describe('marks', () => {
  it('give an aggregate a group and a version of its own', () => {
    const buoy = documentAt('kubernetes/harbour/buoy.crd.yaml');
    expect(buoy).toMatchObject({
      metadata: { name: 'buoys.marks.example.org' },
      spec: { group: 'marks.example.org', scope: 'Cluster', versions: [{ name: 'v2' }] },
    });
  });

  it('that name what is not there are told, in a context without aggregates too', () => {
    const text = `model M version 1 context C { value V { x: Boolean } }
      platform kubernetes for C { group: "c.example.org" Thing { status: [s] } }`;
    expect(check(psmOf(indexOf(text))).map(({ message }) => message)).toEqual([
      'The marks of `C` name `Thing`, which is no aggregate of it.',
    ]);
  });
});
