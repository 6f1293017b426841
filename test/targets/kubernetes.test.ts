import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { packageTemplates } from '../../cli/package-templates.ts';
import { marksOf } from '../../generators/core/marks.ts';
import { createRender } from '../../generators/core/render.ts';
import { elementAtLine } from '../../generators/core/trace.ts';
import { propertyName, stringLiteral, variableName } from '../../generators/kubernetes/cel-text.ts';
import { check } from '../../generators/kubernetes/check.ts';
import { kubernetes } from '../../generators/kubernetes/index.ts';
import { marksSchema } from '../../generators/kubernetes/marks.ts';
import type { KubernetesPsm, SchemaNode } from '../../generators/kubernetes/psm.ts';
import { structuralProblems } from '../../generators/kubernetes/structural-check.ts';
import { transform } from '../../generators/kubernetes/transform.ts';
import { readModelText } from '../../grammar/read-model.ts';
import { isJsonObject, type JsonObject, type JsonValue, jsonObject, member } from '../../pim/json.ts';
import { indexModel, type ModelIndex, rulesOf } from '../../pim/model-index.ts';

const everyConstruct = readFileSync(
  new URL('../cases/kubernetes/every-construct/input.domain', import.meta.url),
  'utf8',
);

function indexOf(text: string): ModelIndex {
  const { model, diagnostics } = readModelText(text);
  if (!model || diagnostics.length > 0) throw new Error(diagnostics.map((one) => one.message).join('\n'));
  return indexModel(model);
}

function psmOf(text: string): KubernetesPsm {
  const index = indexOf(text);
  return transform({ index, marks: marksOf(index.model, kubernetes.id) });
}

function filesOf(text: string) {
  return kubernetes.emit(psmOf(text), createRender(packageTemplates));
}

function documentOf(text: string) {
  const [document] = psmOf(text).documents;
  if (!document) throw new Error('no document');
  return document;
}

function schemaOf(text: string): SchemaNode {
  const [version] = documentOf(text).document.spec.versions;
  if (!version) throw new Error('no version');
  return version.schema.openAPIV3Schema;
}

/** An aggregate with a field of every kind, and one rule. */
function aggregateWith(rule: string, marks = '', server = '1.30'): string {
  return `model M version 1
    context C {
      type Name = String(1..63) matching /[a-z]+/
      enum Colour { RED, GREEN = "green", BLUE }
      value Part { key: String(1..10), weight: Integer(0..1000), label: String(0..10)?, derived heavy: Boolean = weight > 500 }
      aggregate A {
        id name: Name
        a: Integer(0..100), b: Integer(1..100), big: Integer
        n: Number, o: Integer(0..10)?, q: String(0..20)?
        s: String(0..20), t: String(0..20), c: Colour = RED
        d: Date, at: DateTime?, flag: Boolean = false
        part: Part, spare: Part?
        parts: Part[0..50], whole: Integer(0..9)[0..20], words: String(0..9)[0..20], many: Integer[0..2000]
        json: Json, maybe: Json?, jsons: Json[0..3]
        namespace: String(0..5)?, __x: Boolean = true
        lot: Lot[0..10]
        entity Lot { id key: Uuid, size: Integer(0..10) }
        derived total: Integer = parts.sum(p => p.weight)
        seen: Integer(0..10) = 3, note: String(0..9)?
        rule R: ${rule}
      }
    }
    platform kubernetes for C { group: "c.example.com" minimumServer: "${server}" ${marks} }`;
}

/** Every rule of a schema, by its node. */
function rulesIn(node: SchemaNode, path = ''): readonly (readonly [string, string, string | undefined])[] {
  return [
    ...(node['x-kubernetes-validations'] ?? []).map((one) => [path, one.rule, one.fieldPath] as const),
    ...Object.entries(node.properties ?? {}).flatMap(([name, child]) => rulesIn(child, `${path}.${name}`)),
    ...(node.items ? rulesIn(node.items, `${path}[]`) : []),
  ];
}

describe('rules in CEL', () => {
  const table: readonly (readonly [rule: string, cel: string, node?: string])[] = [
    ['a > 3', 'self.a > 3'],
    ['a + b * 2 - 1 > 0', 'self.a + self.b * 2 - 1 > 0'],
    ['(a + b) * 2 > a - (b - 1)', '(self.a + self.b) * 2 > self.a - (self.b - 1)'],
    ['a / b % 7 == -a', 'self.a / self.b % 7 == -self.a'],
    ['a - -3 > 0', 'self.a - -3 > 0'],
    ['a > 1 and b > 1 or flag', 'self.a > 1 && self.b > 1 || self.flag'],
    ['a > 1 and (b > 1 or flag)', 'self.a > 1 && (self.b > 1 || self.flag)'],
    ['a > 1 implies b > 1', 'self.a <= 1 || self.b > 1'],
    ['(flag or a > 1) implies b > 1', '!(self.flag || self.a > 1) || self.b > 1'],
    ['not flag', '!self.flag'],
    ['not (a == b)', 'self.a != self.b'],
    ['not (not flag)', 'self.flag'],
    ['flag == (a > b)', 'self.flag == (self.a > self.b)'],
    ['if flag then a > 1 else b > 1', 'self.flag ? self.a > 1 : self.b > 1'],
    ['(if flag then a else b) > 1', '(self.flag ? self.a : self.b) > 1'],
    ['n > 1', 'self.n > 1.0'],
    ['n < 0.5 or 1.5 >= n', 'self.n < 0.5 || 1.5 >= self.n'],
    ['n > a', 'self.n > double(self.a)'],
    ['(if flag then n else a) > 1', '(self.flag ? self.n : double(self.a)) > 1.0'],
    ['n in [1, 2.5]', 'self.n in [1.0, 2.5]'],
    ['n in whole', 'self.whole.exists(item, double(item) == self.n)'],
    ['a in [1, 2]', 'self.a in [1, 2]'],
    ['a in whole', 'self.a in self.whole'],
    ['o is present', 'has(self.o)'],
    ['o is absent', '!has(self.o)'],
    ['a is present', ''],
    ['o is present implies o > a', '!has(self.o) || self.o > self.a'],
    ['o is absent or o > a', '!has(self.o) || self.o > self.a'],
    ['(o ?? a) > 1', '(has(self.o) ? self.o : self.a) > 1'],
    ['(o ?? n) > 1', '(has(self.o) ? double(self.o) : self.n) > 1.0'],
    ['spare is present and spare.label is present', 'has(self.spare) && has(self.spare.label)'],
    [
      'spare is absent or (spare.label ?? s) == t',
      '!has(self.spare) || (has(self.spare.label) ? self.spare.label : self.s) == self.t',
    ],
    ['c == GREEN', 'self.c == "green"'],
    ['c in [RED, GREEN]', 'self.c in ["RED", "green"]'],
    ['c.rank > 0', '{"RED": 0, "green": 1, "BLUE": 2}[self.c] > 0'],
    ['c.rank >= GREEN.rank', '{"RED": 0, "green": 1, "BLUE": 2}[self.c] >= 1'],
    ['d >= "2000-01-01"', 'self.d >= "2000-01-01"'],
    ['s < t', 'self.s < self.t'],
    ['s == "a\\"b\\\\c"', 'self.s == "a\\"b\\\\c"'],
    ['s.size > 2', 'self.s.size() > 2'],
    [
      's.startsWith(t) or s.endsWith("x") or s.contains(t)',
      'self.s.startsWith(self.t) || self.s.endsWith("x") || self.s.contains(self.t)',
    ],
    ['s.isBlank', 'self.s.matches("^[\\\\t-\\\\r ]*$")'],
    ['s.isTrimmed', '!self.s.matches("^[\\\\t-\\\\r ]|[\\\\t-\\\\r ]$")'],
    ['s.lowerAscii == t.upperAscii', 'self.s.lowerAscii() == self.t.upperAscii()'],
    ['s.matches(/\\d+|a/)', 'self.s.matches("^(?:[0-9]+|a)$")'],
    ['parts.size < 3', 'self.parts.size() < 3'],
    ['parts.all(p => p.weight > a)', 'self.parts.all(p, p.weight > self.a)'],
    ['parts.any(p => p.heavy)', 'self.parts.exists(p, p.weight > 500)'],
    ['parts.none(p => p.heavy)', '!self.parts.exists(p, p.weight > 500)'],
    ['parts.count(p => p.heavy) < 3', 'self.parts.filter(p, p.weight > 500).size() < 3'],
    ['total < 3', 'self.parts.map(p, p.weight).sum() < 3'],
    ['whole.sum < 3', 'self.whole.sum() < 3'],
    ['parts.unique(p => p.key)', 'self.parts.all(p, self.parts.exists_one(otherP, otherP.key == p.key))'],
    ['words.unique', 'self.words.all(one, self.words.exists_one(other, other == one))'],
    ['lot.unique(l => l.key)', ''],
    [
      'parts.all(self => self.label is absent or self.label != s)',
      'self.parts.all(self2, !has(self2.label) || self2.label != self.s)',
    ],
    ['parts.all(p => parts.any(p => p.heavy))', 'self.parts.all(p, self.parts.exists(p2, p2.weight > 500))'],
    ['words.all(string => string.contains("a"))', 'self.words.all(string2, string2.contains("a"))'],
    ['namespace is absent or __x', '!has(self.__namespace__) || self.__underscores__x'],
    ['name.size < 9', 'self.metadata.name.size() < 9', ''],
    ['name == s', 'self.metadata.name == self.spec.s', ''],
    ['a >= old.a', 'self.a >= oldSelf.a'],
    ['old.o is absent or o is present', '!has(oldSelf.o) || has(self.o)'],
  ];

  it.each(table.map(([rule, cel, node = '.spec']) => [rule, cel, node] as const))('%s', (rule, cel, node) => {
    const found = rulesIn(schemaOf(aggregateWith(rule)));
    expect(found.map(([at, text]) => [at, text])).toEqual(cel === '' ? [] : [[node, cel]]);
  });

  it.each<readonly [rule: string, status: string, cel: string, node: string]>([
    ['seen > 1', 'seen, note', '(has(self.status) ? self.status.seen : 3) > 1', ''],
    [
      'seen >= old.seen',
      'seen',
      '(has(self.status) ? self.status.seen : 3) >= (has(oldSelf.status) ? oldSelf.status.seen : 3)',
      '',
    ],
    [
      'note is absent or note.size > a',
      'note',
      '!(has(self.status) && has(self.status.note)) || self.status.note.size() > self.spec.a',
      '',
    ],
    ['a > 1', 'note', 'self.a > 1', '.spec'],
    ['b > 1', 'b, note', 'self.b > 1', '.status'],
    ['b > old.b', 'b', 'self.b > oldSelf.b', '.status'],
    ['a > b', 'b', '!has(self.status) || self.spec.a > self.status.b', ''],
    [
      'a > b or old.b > a',
      'b',
      '!has(self.status) || !has(oldSelf.status) || self.spec.a > self.status.b || oldSelf.status.b > self.spec.a',
      '',
    ],
  ])('%s with the status %s', (rule, status, cel, node) => {
    expect(
      rulesIn(schemaOf(aggregateWith(rule, `A { status: [${status}] }`))).map(([at, text]) => [at, text]),
    ).toEqual([[node, cel]]);
  });

  it('uses functions that the oldest server has, and no others', () => {
    const [[, text] = []] = rulesIn(schemaOf(aggregateWith('parts.unique(p => p.key)', '', '1.35')));
    expect(text).toBe('self.parts.map(p, p.key).distinct().size() == self.parts.size()');
    const [[, older] = []] = rulesIn(schemaOf(aggregateWith('words.unique', '', '1.34')));
    expect(older).not.toContain('distinct');
  });

  it.each<readonly [rule: string, path: string | undefined]>([
    ['a > 3', '.a'],
    ['a > old.a', '.a'],
    ['a > b', undefined],
    ['part.weight > 3 and part.key != "x"', '.part'],
    ['parts.all(p => p.weight > 3)', '.parts'],
    ['total < 3', '.parts'],
    ['name.size < 9', '.metadata.name'],
  ])('points %s at its field', (rule, path) => {
    expect(rulesIn(schemaOf(aggregateWith(rule))).map(([, , fieldPath]) => fieldPath)).toEqual([path]);
  });

  it.each<readonly [rule: string, reason: RegExp]>([
    ['maybe is present', /cannot see a Json field/],
    ['jsons.size > 1', /cannot see a Json field/],
    ['big * big > 0', /64 bits/],
    ['n > big + a', /53 bits/],
    ['many.unique', /: lower the bound of `many` from 2000 to 446$/],
    ['parts.all(p => many.all(m => many.any(x => x == m)))', /: lower the bound of `many` from 2000 to \d+$/],
  ])('says that %s is not enforceable', (rule, reason) => {
    const text = aggregateWith(rule);
    const index = indexOf(text);
    const [found] = rulesOf(index.model);
    if (!found) throw new Error('no rule');
    const enforcement = kubernetes.enforce(found, index);
    expect(enforcement.verdict === 'not enforceable' && enforcement.reason).toMatch(reason);
    expect(rulesIn(schemaOf(text))).toEqual([]);
  });

  it('answers for a rule that no definition needs', () => {
    const index = indexOf(
      aggregateWith('a > 1').replace('platform kubernetes for C', 'platform other for C'),
    );
    expect(rulesOf(index.model).map((rule) => kubernetes.enforce(rule, index).verdict)).toEqual(['exact']);
  });

  it('calculates with the units of a Decimal that a type limits', () => {
    const schema = schemaOf(
      inContext(
        'type Fee = Decimal(0..5, scale 2) where it != 4.99\naggregate A { id name: Uuid, fee: Fee }',
      ),
    );
    expect(rulesIn(schema).map(([at, text]) => [at, text])).toEqual([
      ['.spec.fee', 'int(self.replace(".", "")) != 499'],
    ]);
  });

  it('gives the reason and keeps the message on one line', () => {
    const text = aggregateWith('flag implies o is present else "One\\nline"');
    expect(schemaOf(text).properties?.['spec']?.['x-kubernetes-validations']).toEqual([
      { rule: '!self.flag || has(self.o)', message: 'One line', reason: 'FieldValueRequired' },
    ]);
  });
});

describe('names in CEL', () => {
  it.each([
    ['a__b', 'a__underscores__b'],
    ['__', '__underscores__'],
    ['___', '__underscores___'],
    ['namespace', '__namespace__'],
    ['in', '__in__'],
    ['size', 'size'],
  ])('reads the property %s as %s', (name, escaped) => expect(propertyName(name)).toBe(escaped));

  it.each([
    ['r', [], 'r'],
    ['r', ['r', 'r2'], 'r3'],
    ['sets', [], 'sets2'],
    ['oldSelf', [], 'oldSelf2'],
    ['while', [], 'while2'],
  ])('calls a variable %s beside %j %s', (wanted, used, name) =>
    expect(variableName(wanted, used)).toBe(name),
  );

  it('writes any text as a literal of printable characters that reads back the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const literal = stringLiteral(text);
        expect(literal).toMatch(/^"(?:[^"\\\p{C}\p{Zl}\p{Zp}]|\\(?:["\\nrt]|u[0-9a-f]{4}|U[0-9a-f]{8}))*"$/u);
        const json = literal.replaceAll(/\\(?:U([0-9a-f]{8})|[^U])/g, (escape, point: string | undefined) =>
          point === undefined ? escape : String.fromCodePoint(Number.parseInt(point, 16)),
        );
        expect(JSON.parse(json)).toBe(text);
      }),
      { examples: [['\u2028\u0085\u{e0001}\'"\\\n\r\t\u0007']] },
    );
  });
});

describe('the definition of every construct', () => {
  const psm = psmOf(everyConstruct);

  it('is structural, and nothing is to be said against it', () => {
    for (const { document } of psm.documents) expect(structuralProblems(document)).toEqual([]);
    expect(kubernetes.check(psm)).toEqual([]);
  });

  it('is the same each time, and plain data', () => {
    expect(psmOf(everyConstruct)).toEqual(psm);
    expect(JSON.parse(JSON.stringify(psm))).toEqual(psm);
  });

  it('reads back as it was written', () => {
    for (const [position, file] of filesOf(everyConstruct).entries()) {
      expect(load(file.content)).toEqual([...psm.documents, ...psm.objects][position]?.document);
      expect(file.content.split('\n')[0]).toBe(
        '# Generated by Pimento from model.domain. Do not edit: change the model and generate again.',
      );
      expect(file.content.endsWith('\n')).toBe(true);
    }
  });

  it('leads each line back to the model', () => {
    const [site] = filesOf(everyConstruct);
    if (!site) throw new Error('no file');
    const lines = site.content.split('\n');
    const elementAt = (text: string): string | undefined =>
      elementAtLine(site.trace, lines.findIndex((line) => line.includes(text)) + 1);
    expect(elementAt('kind: CustomResourceDefinition')).toBe('Depot.Storage.Site');
    expect(elementAt('A rack in the first row has a label')).toBe('Depot.Storage.Site.Rack.LabelInFirstRow');
    expect(elementAt('maximum: 65535')).toBe('Depot.Storage.Address.port');
    expect(elementAt('Names that begin with kube-')).toBe('Depot.Storage.SiteName.where');
    const known = new Set(psm.documents.flatMap(({ rules }) => rules.map(({ rule }) => rule)));
    for (const rule of rulesOf(indexOf(everyConstruct).model)) expect([...known]).toContain(rule.id);
  });

  it('places id, spec and status', () => {
    const [version] = psm.documents[0]?.document.spec.versions ?? [];
    const { properties, required } = version?.schema.openAPIV3Schema ?? {};
    expect(required).toEqual(['spec']);
    expect(properties?.['metadata']?.properties?.['name']?.maxLength).toBe(63);
    expect(Object.keys(properties?.['status']?.properties ?? {})).toEqual([
      'used',
      'observed',
      'condition',
      'steps',
    ]);
    expect(Object.keys(properties?.['spec']?.properties ?? {})).not.toContain('used');
    expect(version?.subresources).toEqual({ status: {} });
  });
});

/** The document with one part replaced (or taken out, by undefined). */
function changed(value: JsonValue, path: readonly string[], replacement: JsonValue | undefined): JsonValue {
  const [key, ...rest] = path;
  if (key === undefined) throw new Error('no path');
  if (Array.isArray(value)) {
    return value.map((item: JsonValue, position) =>
      String(position) === key ? changed(item, rest, replacement) : item,
    );
  }
  if (!isJsonObject(value)) throw new Error(`nothing at ${key}`);
  const inner = rest.length === 0 ? replacement : changed(member(value, key) ?? {}, rest, replacement);
  const others = Object.entries(value).filter(([name]) => name !== key);
  return jsonObject(inner === undefined ? others : [...others, [key, inner]]);
}

describe('the structural check', () => {
  const sound: JsonObject = documentOf(
    aggregateWith('a > 1 else "m"', 'A { columns: [a], shortNames: ["aa"] }'),
  ).document;
  const version = ['spec', 'versions', '0'];
  const root = [...version, 'schema', 'openAPIV3Schema'];
  const spec = [...root, 'properties', 'spec'];
  const field = (name: string): readonly string[] => [...spec, 'properties', name];
  const rule = [...spec, 'x-kubernetes-validations', '0'];

  it('has nothing against a sound definition', () => expect(structuralProblems(sound)).toEqual([]));

  it.each<
    readonly [what: string, path: readonly string[], replacement: JsonValue | undefined, problem: RegExp]
  >([
    ['a group without a dot', ['spec', 'group'], 'example', /domain name with a dot/],
    ['a group of Kubernetes', ['spec', 'group'], 'a.k8s.io', /belongs to Kubernetes/],
    ['another name', ['metadata', 'name'], 'b.example.com', /the name is not/],
    ['a plural in capitals', ['spec', 'names', 'plural'], 'As', /not a name of at most 63/],
    ['a long singular', ['spec', 'names', 'singular'], 'a'.repeat(64), /not a name of at most 63/],
    ['a bad short name', ['spec', 'names', 'shortNames'], ['1a'], /not a name of at most 63/],
    ['a bad category', ['spec', 'names', 'categories'], ['a_b'], /not a name of at most 63/],
    ['a kind with an underscore', ['spec', 'names', 'kind'], 'A_B', /not a name of at most 63/],
    ['a listKind that is the kind', ['spec', 'names', 'listKind'], 'A', /the same/],
    ['a bad version', [...version, 'name'], '1', /not a name of at most 63/],
    [
      'a column of another type',
      [...version, 'additionalPrinterColumns', '0', 'type'],
      'object',
      /cannot be of type/,
    ],
    [
      'a column without a dot',
      [...version, 'additionalPrinterColumns', '0', 'jsonPath'],
      'spec.a',
      /begins with a dot/,
    ],
    ['a root that is no object', [...root, 'type'], 'string', /root is not of type object/],
    [
      'additionalProperties at the root',
      [...root, 'additionalProperties'],
      { type: 'string', maxLength: 1 },
      /additionalProperties/,
    ],
    [
      'labels in metadata',
      [...root, 'properties', 'metadata', 'properties', 'labels'],
      { type: 'object' },
      /only limit name/,
    ],
    ['a node without a type', [...field('a'), 'type'], undefined, /has no type/],
    ['a node of type null', [...field('a'), 'type'], 'null', /is no type/],
    ['two types', [...field('a'), 'type'], ['string', 'integer'], /is no type/],
    ['$ref', [...field('a'), '$ref'], '#/x', /`\$ref` is not allowed/],
    ['patternProperties', [...spec, 'patternProperties'], {}, /`patternProperties` is not allowed/],
    ['uniqueItems', [...field('words'), 'uniqueItems'], true, /list type set/],
    [
      'both kinds of properties',
      [...field('part'), 'additionalProperties'],
      { type: 'boolean' },
      /both properties/,
    ],
    ['a string without a bound', [...field('s'), 'maxLength'], undefined, /no greatest length/],
    ['a list without a bound', [...field('words'), 'maxItems'], undefined, /no greatest size/],
    [
      'a map without a bound',
      field('part'),
      { type: 'object', additionalProperties: { type: 'boolean' } },
      /map has no greatest/,
    ],
    ['a list without items', [...field('words'), 'items'], undefined, /one schema for its items/],
    ['a tuple', [...field('words'), 'items'], [{ type: 'boolean' }], /one schema for its items/],
    ['items in an object', [...field('part'), 'items'], { type: 'boolean' }, /no list/],
    ['a set of objects', [...field('parts'), 'x-kubernetes-list-type'], 'set', /scalars or atomic/],
    ['a map list without keys', [...field('parts'), 'x-kubernetes-list-type'], 'map', /and keys/],
    [
      'keys of an atomic list',
      [...field('parts'), 'x-kubernetes-list-map-keys'],
      ['key'],
      /only a list of type map/,
    ],
    ['a key that may be absent', [...field('lot'), 'items', 'required'], ['size'], /the key `key`/],
    ['an undeclared required property', [...spec, 'required'], ['nothing'], /`nothing` is not declared/],
    ['a default of another type', [...field('seen'), 'default'], 'x', /the default is not of type/],
    ['a default out of range', [...field('seen'), 'default'], 99, /the default is above/],
    ['a default that is no literal', [...field('c'), 'default'], 'PINK', /the default is none of/],
    ['a default that is too long', [...field('s'), 'default'], 'x'.repeat(21), /the default is too long/],
    ['a default that does not match', [...field('d'), 'default'], '2026-02-30', /the default does not match/],
    ['a null default', [...field('seen'), 'default'], null, /the default is not of type/],
    ['an empty rule', [...rule, 'rule'], ' ', /the rule is empty/],
    ['a message of two lines', [...rule, 'message'], 'a\nb', /one line/],
    ['another reason', [...rule, 'reason'], 'Wrong', /none of the four/],
    ['a fieldPath to nothing', [...rule, 'fieldPath'], '.nothing', /does not lead to a field/],
    ['a fieldPath into a list', [...rule, 'fieldPath'], '.parts[0].key', /does not lead to a field/],
    [
      'oldSelf in an atomic list',
      [...field('parts'), 'items', 'x-kubernetes-validations'],
      [{ rule: 'self == oldSelf', message: 'm' }],
      /items have no identity/,
    ],
  ])('refuses %s', (_, path, replacement, problem) => {
    const broken = changed(sound, path, replacement);
    if (!isJsonObject(broken)) throw new Error('not a document');
    expect(
      structuralProblems(broken)
        .map((one) => one.problem)
        .join('\n'),
    ).toMatch(problem);
  });

  it('refuses a default at the root of a definition with a status, and one that etcd cannot hold', () => {
    const withStatus: JsonObject = documentOf(aggregateWith('a > 1', 'A { status: [seen] }')).document;
    const broken = changed(withStatus, [...root, 'default'], {});
    if (!isJsonObject(broken)) throw new Error('not a document');
    expect(structuralProblems(broken).map((one) => one.problem)).toContain(
      'with a status, the root cannot have `default`',
    );
    const huge = changed(sound, [...root, 'description'], 'x'.repeat(1_600_000));
    if (!isJsonObject(huge)) throw new Error('not a document');
    expect(
      structuralProblems(huge)
        .map((one) => one.problem)
        .join(),
    ).toMatch(/etcd takes/);
  });
});

/** What the check says, with the lines at which it points. */
function codesOf(text: string): readonly string[] {
  return check(psmOf(text)).map(({ code, message, origin }) => `${origin.start.line} ${code} ${message}`);
}

function inContext(text: string): string {
  return `model M version 1\ncontext C {\n${text}\n}\nplatform kubernetes for C { group: "c.example.com" }`;
}

describe('the check', () => {
  it.each<readonly [marks: string, expected: string]>([
    [
      'B { columns: [] }',
      'kubernetes-unknown-aggregate The marks of `C` name `B`, which is no aggregate of it. Did you mean `A`?',
    ],
    [
      'A { status: [seeen] }',
      'kubernetes-unknown-field The mark `status` of `A` names `seeen`, which is no field of it. Did you mean `seen`?',
    ],
    [
      'A { columns: ["part.kay"] }',
      'kubernetes-unknown-field The mark `columns` of `A` names `part.kay`, which is no field of it.',
    ],
    [
      'A { columns: [parts] }',
      'kubernetes-column `parts` cannot be a column of `A`: `parts` is more than one value.',
    ],
    ['A { columns: ["s.x"] }', 'kubernetes-column `s.x` cannot be a column of `A`: `s` has no fields.'],
    [
      'A { columns: [total] }',
      'kubernetes-column `total` cannot be a column of `A`: it is derived, and stored only if the mark `status` names it.',
    ],
    [
      'A { status: [name] }',
      'kubernetes-id-in-status `name` is the id of `A`, and an id is never a part of the status.',
    ],
    ['A { plural: "Bad" }', 'kubernetes-structure The API server would refuse `A`'],
  ])('of marks %s', (marks, expected) => {
    expect(codesOf(aggregateWith('a > 1', marks)).join('\n')).toContain(expected);
  });

  it('takes a derived field as a column once the status stores it', () => {
    const { document } = documentOf(
      aggregateWith('a > 1', 'A { status: [total], columns: [total, at, "part.key"] }'),
    );
    expect(document.spec.versions[0]?.additionalPrinterColumns).toEqual([
      { name: 'Total', type: 'integer', jsonPath: '.status.total' },
      { name: 'At', type: 'date', jsonPath: '.spec.at' },
      { name: 'Key', type: 'string', jsonPath: '.spec.part.key' },
      { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
    ]);
  });

  it('of values that hold themselves', () => {
    const text = inContext('value V { w: W? }\nvalue W { vs: V[0..3] }\naggregate A { id name: Uuid, v: V }');
    expect(codesOf(text)).toEqual([
      '4 kubernetes-recursion A custom resource cannot hold itself: `V` holds `W` holds `V`.',
    ]);
  });

  it('of names and files that two aggregates want', () => {
    const text = inContext(
      'aggregate Fab { id name: Uuid }\naggregate FabList { id name: Uuid }\naggregate FAB { id name: Uuid }',
    );
    const codes = codesOf(text).join('\n');
    expect(codes).toContain(
      '4 kubernetes-name-clash `FabList` and `Fab` both want the kind `FabList` in `c.example.com`.',
    );
    expect(codes).toContain(
      '5 kubernetes-name-clash `FAB` and `Fab` both want the file `kubernetes/c/fab.crd.yaml`.',
    );
    expect(codes).toContain(
      '5 kubernetes-name-clash `FAB` and `Fab` both want the name `fab` in `c.example.com`.',
    );
  });

  it.each([
    ['String(1..30)', 'any characters'],
    ['String(1..30) matching /[a-z_]+/', 'the character `_`'],
    ['String(1..300) matching /[a-z]+/', 'more than 253 characters'],
    ['Url', 'more than 253 characters'],
  ])('warns of an id of type %s', (type, what) => {
    const diagnostics = check(psmOf(inContext(`aggregate A { id name: ${type} }`)));
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
      ['kubernetes-object-name', 'warning'],
    ]);
    expect(diagnostics[0]?.message).toContain(`may have ${what}:`);
  });

  it('of rules that no object could pay for together', () => {
    const rules = Array.from({ length: 14 }, (_, number) => `rule R${number}: xs.unique`).join('\n');
    const text = inContext(`aggregate A { id name: Uuid, xs: Integer[0..400]\n${rules} }`);
    expect(codesOf(text).join()).toMatch(
      /kubernetes-cost Judging every rule of a full `A` can cost \d+ units/,
    );
  });

  // Twelve rules of 30 × 314573 units: an API server of Kubernetes 1.36 says that they exceed the limit of the schema.
  it('of rules that the API server expects to be too expensive together', () => {
    const rule = `rule name.matches(/${'ab'.repeat(59)}/)`;
    const textOf = (count: number): string =>
      inContext(
        `aggregate A { id name: String(1..9) matching /[a-z]+/\n${Array.from({ length: count }, (_, number) => rule.replace('rule', `rule R${number}:`)).join('\n')} }`,
      );
    expect(codesOf(textOf(12)).join()).toMatch(
      /kubernetes-cost The API server would refuse `A`: it estimates/,
    );
    expect(codesOf(textOf(10))).toEqual([]);
  });
});

describe('the marks', () => {
  const validate = new Ajv2020({ strict: true, allErrors: true }).compile(marksSchema);

  it.each<readonly [boolean, JsonValue]>([
    [true, { group: 'a.b' }],
    [
      true,
      {
        group: 'a.b',
        version: 'v1beta1',
        minimumServer: '1.31',
        scope: 'Cluster',
        categories: ['all'],
        A: { scope: 'Cluster', shortNames: ['a'] },
      },
    ],
    [false, {}],
    [false, { group: 'nodot' }],
    [false, { group: 'a.b', version: '1' }],
    [false, { group: 'a.b', minimumServer: '1.27' }],
    [false, { group: 'a.b', scope: 'Everywhere' }],
    [false, { group: 'a.b', shortNames: ['x'] }],
    [false, { group: 'a.b', A: { shortname: ['x'] } }],
    [false, { group: 'a.b', A: { plural: 'With Space' } }],
  ])('%s for %j', (valid, marks) => expect(validate(marks)).toBe(valid));
});

/** A string literal of the language, which holds no control characters. */
function quoted(text: string): string {
  return `"${printable(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '');
}

describe('hostile text', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1 }),
    fc.constantFrom(
      '\' # " }}',
      '---',
      '...',
      '- x: y',
      '{{#each}}',
      '*/',
      '%YAML',
      '!!js',
      '&a *b',
      '\u2028',
      '|',
      '> a',
      'yes',
      '\\',
      '${x}',
    ),
  );

  it('stays where it was put', () => {
    fc.assert(
      fc.property(hostile, hostile, (message, literal) => {
        const text = aggregateWith(`s != ${quoted(literal)} else ${quoted(`m${message}`)}`);
        const [file] = filesOf(text);
        const [validation] = schemaOf(text).properties?.['spec']?.['x-kubernetes-validations'] ?? [];
        expect(load(file?.content ?? '')).toEqual(documentOf(text).document);
        expect(validation?.rule).toBe(`self.s != ${stringLiteral(printable(literal))}`);
        expect(validation?.message).not.toMatch(/[\n\r]/);
      }),
      { numRuns: 200 },
    );
  });
});
