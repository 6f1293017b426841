import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packageTemplates } from '../../cli/package-templates.ts';
import { marksOf } from '../../generators/core/marks.ts';
import type { OutputFile } from '../../generators/core/output.ts';
import { createRender } from '../../generators/core/render.ts';
import { ruleSchema } from '../../generators/core/schema/rule-schema.ts';
import type { Schema } from '../../generators/core/schema/schema.ts';
import { elementAtLine } from '../../generators/core/trace.ts';
import { jsonSchema } from '../../generators/json-schema/index.ts';
import { readModelText } from '../../grammar/read-model.ts';
import { isDate } from '../../pim/calendar.ts';
import { judge } from '../../pim/conformance.ts';
import { datePattern, dateTimePattern } from '../../pim/date-patterns.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../pim/json.ts';
import { indexModel, type ModelIndex, rulesOf } from '../../pim/model-index.ts';
import { checkModel } from '../../validators/check-model.ts';
import { nearInstances } from '../support/near-instances.ts';
import {
  awkwardRules,
  probeDeclarations,
  probeFields,
  probeInstance,
  randomRule,
} from '../support/random-rules.ts';
import {
  awkwardValueRules,
  schemaValueRules,
  valueDeclarations,
  valueFields,
  valueInstance,
  valueRule,
  valueShapes,
} from '../support/value-rules.ts';

const everyConstruct = readFileSync(
  new URL('../cases/json-schema/every-construct/input.domain', import.meta.url),
  'utf8',
);

function indexOf(text: string): ModelIndex {
  const { model, diagnostics } = readModelText(text);
  if (!model || diagnostics.length > 0) throw new Error(diagnostics.map((one) => one.message).join('\n'));
  return indexModel(model);
}

function transformed(index: ModelIndex): unknown {
  return jsonSchema.transform({
    index,
    marks: marksOf(index.model, jsonSchema.id),
    symbolsOf: () => new Map(),
  });
}

function filesOf(index: ModelIndex): readonly OutputFile[] {
  return jsonSchema.emit(transformed(index), createRender(packageTemplates));
}

function schemaOf({ content }: OutputFile): JsonObject {
  const schema: JsonValue = JSON.parse(content);
  if (!isJsonObject(schema)) throw new Error('not a schema');
  return schema;
}

/** Ajv as SEMANTICS wants it, with every file of the model; `undefined` means it said nothing at all. */
function ajvOf(index: ModelIndex): (subject: string) => (instance: JsonValue) => boolean {
  const ajv = new Ajv2020({ strict: true, strictRequired: true, ownProperties: true, allErrors: true });
  for (const file of filesOf(index)) ajv.addSchema(schemaOf(file));
  const ids = new Map(
    filesOf(index).map((file) => [elementAtLine(file.trace, 1), String(schemaOf(file)['$id'])]),
  );
  return (subject) => {
    const validate = ajv.getSchema(ids.get(subject) ?? '');
    if (!validate) throw new Error(`no schema of ${subject}`);
    return (instance) => validate(instance) === true;
  };
}

interface Tally {
  accepted: number;
  refused: number;
  /** Refused for a rule alone. */
  broken: number;
}

/**
 * Holds Ajv to the judge near every edge. What the target calls not enforceable counts for neither;
 * an instance that only has an entity twice is left out, as the judge then runs no rules.
 */
function expectAgreement(
  index: ModelIndex,
  subject: string,
  runs: number,
  entityLists = /^$/,
  withoutDepth: readonly string[] = [],
): Tally {
  const validate = ajvOf(index)(subject);
  const unheld = new Set(
    rulesOf(index.model)
      .filter((rule) => jsonSchema.enforce(rule, index).verdict !== 'exact')
      .map((rule) => rule.id),
  );
  const tally: Tally = { accepted: 0, refused: 0, broken: 0 };
  const instances = fc.oneof(nearInstances(index, subject, 1000), nearInstances(index, subject, 30));
  fc.assert(
    fc.property(instances, (instance) => {
      const violations = judge(index, subject, instance);
      const twice = violations.filter(
        ({ constraint, path }) =>
          (constraint === 'unique' && entityLists.test(path)) ||
          (constraint === 'depth' && withoutDepth.some((name) => subject.endsWith(`.${name}`))),
      );
      if (violations.length > 0 && twice.length === violations.length) return;
      const held = violations.filter((one) => one.rule === undefined || !unheld.has(one.rule));
      expect(validate(instance), JSON.stringify(held)).toBe(held.length === 0);
      if (held.length === 0) tally.accepted += 1;
      else tally.refused += 1;
      if (held.length > 0 && held.every((one) => one.constraint === 'rule')) tally.broken += 1;
    }),
    { numRuns: runs, seed: 7 },
  );
  return tally;
}

describe('shapes and rules', () => {
  const index = indexOf(everyConstruct);
  const subjects = index.model.contexts
    .flatMap((context) => context.declarations)
    .flatMap((one) =>
      one.kind === 'aggregate' ? [one.id, ...one.entities.map((entity) => entity.id)] : [one.id],
    );

  it('compile in the strict mode of Ajv', () => {
    const validatorOf = ajvOf(index);
    for (const subject of subjects) expect(validatorOf(subject)).toBeTypeOf('function');
    expect(subjects).toHaveLength(filesOf(index).length);
  });

  it.each(subjects)('of %s are judged as the reference judges', (subject) => {
    const { accepted, refused } = expectAgreement(index, subject, 8000, /\/lines$/);
    expect(accepted, 'accepted').toBeGreaterThan(5);
    expect(refused, 'refused').toBeGreaterThan(20);
  });
});

describe('shapes of values', () => {
  const index = indexOf(valueShapes);
  const subjects = index.model.contexts
    .flatMap((context) => context.declarations)
    .flatMap((one) => (one.kind === 'aggregate' ? [one.id, ...one.entities.map(({ id }) => id)] : [one.id]));

  it.each(subjects)('of %s are judged as the reference judges', (subject) => {
    // What keys differ in, and circles within circles, no schema can say: their comments tell.
    const { accepted, refused } = expectAgreement(index, subject, 1500, /\/(?:parts|byCode|byAmount)$/, [
      'Twisted',
      'Knot',
    ]);
    expect(accepted, 'accepted').toBeGreaterThan(5);
    expect(refused, 'refused').toBeGreaterThan(20);
  });
});

/** What the target says of the model's only rule. */
function enforcementOf(index: ModelIndex): JsonValue {
  const [rule] = rulesOf(index.model);
  if (!rule) throw new Error('no rule');
  return { ...jsonSchema.enforce(rule, index) };
}

describe('a value that holds itself in two ways', () => {
  const tree = (depth: number): ModelIndex =>
    indexOf(`model M version 1\ncontext C { value T depth ${depth} { l: T?, r: T? } }`);

  it('is followed as long as that is bearable, and said not to be held beyond', () => {
    const [few, many] = [tree(4), tree(32)];
    expect(jsonSchema.unheldLimits?.(few)).toEqual([]);
    expect(jsonSchema.unheldLimits?.(many)).toEqual([
      {
        element: 'M.C.T',
        constraint: 'depth',
        reason: 'no schema can follow all its ways to itself 32 levels deep',
      },
    ]);
    const [file] = filesOf(many);
    expect(file?.content).toContain('Not enforced by this schema: it holds itself at most 32 levels deep.');
    expect(file?.content.length).toBeLessThan(5000);
  });
});

describe('a rule', () => {
  const declarations = `
    enum Level { LOW = "low", MIDDLE = "mid/dle", HIGH = "high" }
    value Inner { text: String(0..5)?  level: Level = MIDDLE  count: Integer(0..9) = 4  more: Leaf[0..3] }
    value Leaf { size: Integer(0..9)  level: Level?  name: String(0..5) = "abc"  on: Boolean = true }`;
  const fields = `
    id: String(1..5)
    level: Level = MIDDLE
    other: Level?
    count: Integer(-10..20) = 4
    limit: Integer(0..9)
    share: Number(-1..1)?
    text: String(0..6)?
    name: String(0..6) = "abc"
    on: Boolean?
    off: Boolean = false
    inner: Inner
    perhaps: Inner?
    leaves: Leaf[0..3]
    levels: Level[0..3]
    words: String(0..4)[0..3]
    numbers: Integer(0..9)[0..3]
    day: Date?
    any: Json?
    constructor: Integer(0..9)?
    derived big: Boolean = count > 5
    derived label: String(0..6) = if text is present then text else name
    derived note: String(0..6)? = if off then text else inner.text
    derived most: Integer(-10..20) = perhaps.count ?? count
    derived twice: Integer(-20..40) = count * 2
    derived reached: Level = perhaps.level ?? level`;

  const held: readonly string[] = [
    'count == 4',
    'count != 4',
    '3 < count',
    'not (count >= 4 and count < 9)',
    'count > 2 * 3 - 9 / 4',
    'share is present implies share <= 0.5',
    'share is absent or share > -0.5',
    '(share ?? 0.25) > 0.2',
    'count % 3 == 0',
    'count % 4 != 0',
    'limit in [1, 3, 5]',
    'not (count in [4, 5])',
    'level == LOW',
    'level != MIDDLE',
    'level in [MIDDLE, HIGH]',
    'level.rank >= 1',
    'level.rank < 1',
    'not (level.rank == 1)',
    'other is present and other.rank > 0',
    '(other ?? HIGH) == HIGH',
    '(other ?? level) != HIGH',
    'other is absent or other == level',
    'other is present implies other.rank <= level.rank',
    'name == "abc"',
    'name != "abc"',
    'name.size > 3',
    'name.size <= 3',
    'name.size != 3',
    'name.startsWith("a")',
    'name.endsWith("c")',
    'not name.contains("bc")',
    'name.contains(".")',
    'name.contains("")',
    'name.matches(/a.?c?/)',
    'name.isBlank or name.isTrimmed',
    'not name.isBlank',
    'text is present implies not text.isBlank',
    'text is absent',
    '(text ?? "abc").size == 3',
    '(text ?? name).startsWith("ab")',
    'off',
    'not off',
    'on is present and on',
    'on ?? false',
    '(on ?? true) == off',
    'off == (count > 4)',
    'off != (count > 4)',
    'if off then count > 4 else name.size < 4',
    '(if off then count else limit) > 4',
    '(if off then name else "xyz").size > 3',
    'inner.level == MIDDLE',
    'inner.level != MIDDLE',
    'inner.count < 4',
    'inner.text is present',
    'inner.text is absent implies inner.count > 3',
    'perhaps is present implies perhaps.level != MIDDLE',
    'perhaps is absent or perhaps.text is present and perhaps.text.size > 2',
    'perhaps is present and perhaps.more.any(m => m.size > 4)',
    'leaves.size > 0',
    'leaves.size == 2',
    'leaves.size != 2',
    '2 > leaves.size',
    'leaves.all(l => l.size > 4)',
    'leaves.all(l => l.level is present implies l.level == LOW)',
    'leaves.any(l => l.name == "abc")',
    'leaves.any(l => l.name != "abc")',
    'leaves.none(l => l.on)',
    'not leaves.none(l => l.on and l.size > 3)',
    'leaves.count(l => l.size > 4) >= 2',
    'leaves.count(l => l.size > 4) <= 1',
    'leaves.count(l => l.size > 4) == 1',
    'leaves.count(l => l.size > 4) != 1',
    'leaves.count(l => l.size > 4) == 0',
    'leaves.count(l => l.size > 4) < 0',
    'leaves.count(l => true) > 1',
    'inner.more.all(m => m.on implies m.size > 2)',
    'levels.all(l => l.rank > 0)',
    'levels.any(l => l == HIGH)',
    'HIGH in levels',
    'not ("" in words)',
    '4 in numbers',
    'words.all(w => w.size > 1 and not w.contains("x"))',
    'words.unique',
    'not numbers.unique',
    'numbers.unique(n => n)',
    'numbers.all(n => n > 4 or off)',
    'leaves.all(l => level == MIDDLE implies l.size > 3)',
    'leaves.count(l => l.on and (off or limit > 4)) > 1',
    'leaves.any(l => inner.more.any(m => m.size > 4) and l.on)',
    'day is present implies day == "2024-02-29"',
    'any is present',
    'constructor is absent or constructor > 4',
    'big implies off',
    'label.size == 3',
    'most > 4',
    'reached == MIDDLE',
    'note is present implies note.size > 2',
    'note is absent',
    '(perhaps ?? inner).level == MIDDLE',
    '(if off then inner else (perhaps ?? inner)).text is present',
    'count > 4 implies limit > 4 implies off',
    'other is present and other is present and off',
    'other is present and other is present implies off',
    '(off or count > 4) and (off or count > 4)',
  ];

  const refused: readonly (readonly [string, string])[] = [
    ['count >= old.count', 'reads the state before a change'],
    ['old.count is present', 'reads the state before a change'],
    ['count <= limit', 'compares two fields'],
    ['text is present implies text == name', 'compares two fields'],
    ['leaves.size < limit', 'compares two fields'],
    ['level in levels', 'compares two fields'],
    ['name.startsWith(id)', 'compares two fields'],
    ['limit in [count, 3]', 'compares two fields'],
    ['count + limit < 9', 'computes a value'],
    ['-count < 9', 'computes a value'],
    ['twice < 9', 'computes a value'],
    ['count * 2 < 9', 'computes a value'],
    ['name.lowerAscii == "abc"', 'computes a value'],
    ['leaves.sum(l => l.size) < 9', 'adds up values'],
    ['numbers.sum <= limit', 'adds up values'],
    ['leaves.unique(l => l.size)', 'asks whether a key of the items is unique'],
    ['name < "abd"', 'compares strings by their order'],
    ['day is present implies day > "2024-01-01"', 'compares dates by their order'],
    ['leaves.all(l => l.size < limit)', 'compares two fields'],
    ['leaves.all(l => inner.more.any(m => m.size == l.size))', 'compares two fields'],
    ['leaves.all(l => inner.more.any(m => l.size > 3))', 'compares an item with something outside its list'],
  ];

  const modelWith = (rule: string): ModelIndex =>
    indexOf(`model M version 1 context C { ${declarations} aggregate A { ${fields} rule R: ${rule} } }`);

  it.each(held)('`%s` is a schema with the verdict of the reference', (text) => {
    const index = modelWith(text);
    expect(enforcementOf(index)).toEqual({ verdict: 'exact' });
    const { accepted, broken } = expectAgreement(index, 'M.C.A', 500);
    if (text !== 'leaves.count(l => l.size > 4) < 0') expect(accepted, 'kept').toBeGreaterThan(5);
    if (text !== 'name.contains("")') expect(broken, 'broken').toBeGreaterThan(5);
  });

  it.each(refused)('`%s` %s', (text, reason) => {
    expect(enforcementOf(modelWith(text))).toEqual({ verdict: 'not enforceable', reason });
  });
});

describe('random rules', () => {
  const probes = [
    {
      name: 'texts, numbers and lists',
      declarations: probeDeclarations,
      fields: probeFields,
      instance: probeInstance,
      rule: randomRule,
      awkward: awkwardRules,
    },
    {
      name: 'decimals, moments, networks, maps and shapes',
      declarations: valueDeclarations,
      fields: valueFields,
      instance: valueInstance,
      rule: valueRule,
      awkward: [...awkwardValueRules, ...schemaValueRules],
    },
  ];

  it.each(probes)('of $name are schemas with the verdict of the reference', (probe) => {
    const sampled = [...probe.awkward, ...fc.sample(probe.rule, { seed: 9, numRuns: 900 })];
    const textOf = (rules: readonly string[]): string => {
      const lines = rules.map((rule, at) => `rule R${at}: ${rule}\n`);
      return `model M version 1 context C { ${probe.declarations} value Probe { ${probe.fields}\n${lines.join('')} } }`;
    };
    const index = indexOf(textOf(sampled));
    const probed = index.get('M.C.Probe');
    if (probed?.kind !== 'value') throw new Error('no probe');
    const bad = new Set(
      checkModel(index.model)
        .filter(({ severity }) => severity === 'error')
        .map(({ origin }) => origin.start.line),
    );
    const ajv = new Ajv2020({ strict: true, strictRequired: true, ownProperties: true });
    const exact = probed.rules.flatMap((rule) => {
      const found = bad.has(rule.origin.start.line) ? undefined : ruleSchema(rule, index);
      if (!found || !('schema' in found)) return [];
      const schema: Schema = found.schema;
      const typed = typeof schema === 'object' ? { type: 'object', ...schema } : schema;
      return [{ rule, schema, holds: ajv.compile(typed) }];
    });
    expect(exact.length).toBeGreaterThan(120);
    for (const instance of fc.sample(probe.instance, { seed: 9, numRuns: 120 })) {
      const violations = judge(index, 'M.C.Probe', instance);
      expect(violations.filter(({ constraint }) => constraint !== 'rule')).toEqual([]);
      const broken = new Set(violations.map(({ rule }) => rule));
      for (const { rule, schema, holds } of exact) {
        const said = () => JSON.stringify([sampled[Number(rule.name.slice(1))], schema, instance]);
        expect(holds(instance) === true, said()).toBe(!broken.has(rule.id));
      }
    }
  });
});

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

describe('an instance with one field changed', () => {
  const index = indexOf(everyConstruct);
  const judged = ajvOf(index)('Workshop.Ordering.Order');
  const order = {
    name: 'o',
    address: { street: 'Elm', floors: [] },
    customer: 'abc',
    lines: [],
    tags: [],
    labels: [],
    moments: [],
    body: {},
  };
  const values: readonly JsonValue[] = [
    null,
    true,
    false,
    0,
    -5,
    -6,
    3,
    1000,
    1001,
    0.5,
    99.5,
    99.6,
    1e21,
    '',
    'a',
    'ab',
    'abc',
    'Abc',
    'a'.repeat(20),
    'a'.repeat(21),
    'a'.repeat(63),
    'a'.repeat(64),
    '-',
    ' x',
    'x\n',
    '\u0000abc',
    'ab\udc00',
    'DRAFT',
    'placed/now',
    'PLACED',
    'RED',
    '2024-02-29',
    '2023-02-29',
    '2024-02-29T00:00:00.000Z',
    'https://example.org/',
    'https://exa mple.org/',
    'http://a\u0000',
    'ftp://example.org/',
    'a@example.org',
    'a@',
    'example.org',
    '-a.org',
    '192.0.2.1',
    '192.0.2.256',
    '00000000-0000-4000-8000-000000000000',
    '00000000-0000-4000-8000-00000000000G',
    '0000000A-0000-4000-8000-000000000000',
    {},
    { name: 'n', key: 'k' },
    { name: 'n', key: '' },
    { name: 'n'.repeat(254), key: 'k' },
    { street: 'Elm', floors: [0, 2] },
    { street: 'Elm', floors: [2, 2] },
    { street: 'Elm', floors: [3] },
    { street: 'Elm', floors: [0, 2, 4, 6] },
    { street: ' Elm', floors: [] },
    { street: 'Elm', floors: [], country: 'FR', note: 'x' },
    { street: 'Elm', floors: [], country: null, note: 'x' },
    [],
    [null],
    ['a'],
    ['a', 'a'],
    ['a', 'b', 'c', 'd', 'e'],
    ['RED', 'GREEN'],
    ['RED', 'RED'],
    ['__proto__', '__proto__'],
    [{ number: 1, amount: 1 }],
    [{ number: 1, amount: 10, colour: 'GREEN' }],
    [{ number: 1, amount: 9, colour: 'GREEN', comment: null, gift: null }],
    [{ number: 100, amount: 1 }],
    [{ amount: 1 }],
  ];
  const names = Object.keys(order).concat(
    ['stage', 'title', 'express', 'weight', 'count', 'billing', 'placed', 'seen', 'owner', 'site', 'mail'],
    ['host', 'ip', 'key', 'token', 'extra', 'total', 'unknown'],
  );

  it('is accepted as it was', () => {
    expect(judged(order)).toBe(true);
  });

  it.each(names)('%s', (name) => {
    const without = Object.fromEntries(Object.entries(order).filter(([key]) => key !== name));
    const verdicts = new Set<boolean>();
    for (const instance of [without, ...values.map((value) => ({ ...order, [name]: value }))]) {
      const violations = judge(index, 'Workshop.Ordering.Order', instance);
      expect(judged(instance), JSON.stringify([instance, violations])).toBe(violations.length === 0);
      verdicts.add(violations.length === 0);
    }
    const acceptsAll = ['extra', 'total', 'unknown'].includes(name);
    expect([...verdicts].toSorted()).toEqual(acceptsAll ? [true] : [false, true]);
  });
});

describe('a date', () => {
  it('is a day that exists', () => {
    const day = new RegExp(datePattern, 'u');
    const moment = new RegExp(dateTimePattern, 'u');
    for (const year of [0, 1, 4, 100, 400, 1900, 2000, 2023, 2024, 9996, 9999]) {
      for (let month = 0; month <= 13; month += 1) {
        for (let date = 0; date <= 32; date += 1) {
          const text = `${pad(year, 4)}-${pad(month, 2)}-${pad(date, 2)}`;
          expect(day.test(text), text).toBe(isDate(text));
          expect(moment.test(`${text}T23:59:59.999Z`), text).toBe(isDate(text));
        }
      }
    }
    for (const time of ['24:00:00.000', '23:60:00.000', '23:59:60.000', '23:59:59.99', '23:59:59']) {
      expect(moment.test(`2024-01-01T${time}Z`), time).toBe(false);
    }
    expect(day.test('2024-01-01\n')).toBe(false);
  });
});

describe('hostile texts and names', () => {
  const index = indexOf(`
    /** Ends */ model M version 1
    context C {
      /** "quoted" \\ {{{braces}}} <b> \\u0041 $ref */
      enum E { A = "a/b~c", B = "$ref", C = "\\"\\\\", D = "__proto__", F = "constructor" }
      type Wide = String(0..3) matching /[ -￿]*/
      value V {
        constructor: E?
        toString: Wide = "x"
        properties: String(0..9)?
        required: E[0..5] unique
        hasOwnProperty: Boolean = true
        words: String(0..12)[0..3] unique
        rule R: toString.startsWith("$(.*") or toString.contains("\\\\") or constructor is absent else "a \\"b\\" */ {{c}} \\\\"
        rule S: constructor is present implies constructor in [D, F] else "__proto__"
      }
    }`);

  it('are kept as they are', () => {
    const file = filesOf(index).find((one) => one.path === 'json-schema/c/e.schema.json');
    if (!file) throw new Error('no file');
    expect(schemaOf(file)['enum']).toEqual(['a/b~c', '$ref', '"\\', '__proto__', 'constructor']);
    expect(schemaOf(file)['description']).toBe('"quoted" \\ {{{braces}}} <b> \\u0041 $ref');
  });

  it('get the verdict of the reference', () => {
    const { accepted, refused } = expectAgreement(index, 'M.C.V', 3000);
    expect(accepted).toBeGreaterThan(20);
    expect(refused).toBeGreaterThan(20);
    const judged = ajvOf(index)('M.C.V');
    const plain = { required: [], words: [] };
    expect(judged(plain)).toBe(true);
    expect(judged({ words: [] })).toBe(false);
    expect(judged({ ...plain, words: ['__proto__', '__proto__'] })).toBe(false);
    expect(judged({ ...plain, toString: '\ud800' })).toBe(false);
    expect(judged({ ...plain, toString: '😀'.repeat(3) })).toBe(false);
    expect(judged({ ...plain, toString: null, other: { any: ['thing'] } })).toBe(true);
  });
});

describe('files', () => {
  const index = indexOf(everyConstruct);
  const files = filesOf(index);

  it('refer to each other wherever they are put', () => {
    const alone = indexOf(
      'model M version 1 context A { type T = String(1..3) } context B { value V { t: A.T } }',
    );
    const [type, value] = filesOf(alone).map(schemaOf);
    expect(type?.['$id']).toBe('../a/t.schema.json');
    expect(value?.['properties']).toEqual({ t: { $ref: '../a/t.schema.json' } });
    for (const file of filesOf(alone)) {
      const place = new URL(`file:///anywhere/${file.path}`);
      const id = String(schemaOf(file)['$id']);
      expect(new URL(id, place).href).toBe(place.href);
    }
    expect(ajvOf(alone)('M.B.V')({ t: 'abcd' })).toBe(false);
  });

  it('share the first base that is given', () => {
    const ids = files.map((file) => String(schemaOf(file)['$id']));
    expect(ids.every((id) => id.startsWith('https://schemas.example.org/workshop/'))).toBe(true);
  });

  it('lead back to the model line by line', () => {
    const order = files.find((file) => file.path === 'json-schema/ordering/order.schema.json');
    if (!order) throw new Error('no file');
    const lines = order.content.split('\n');
    const elementAt = (text: string): string | undefined =>
      elementAtLine(order.trace, lines.findIndex((line) => line.includes(text)) + 1);
    expect(elementAt('"$schema"')).toBe('Workshop.Ordering.Order');
    expect(elementAt('"weight": {')).toBe('Workshop.Ordering.Order.weight');
    expect(elementAt('"maximum": 99.5')).toBe('Workshop.Ordering.Order.weight');
    expect(elementAt('A placed order has')).toBe('Workshop.Ordering.Order.PlacedHasLines');
    expect(elementAt('"minItems": 1')).toBe('Workshop.Ordering.Order.PlacedHasLines');
  });

  it('name the rules that they do not hold', () => {
    const order = files.find((file) => file.path === 'json-schema/ordering/order.schema.json');
    expect(order?.content).toContain(
      'Not enforced by this schema: TotalBounded (adds up values), CountGrows (reads the state before a change), CommentsDiffer (asks whether a key of the items is unique).',
    );
  });

  it('are where the symbols say', () => {
    const symbols = jsonSchema.symbols(transformed(index));
    expect(symbols.get('Workshop.Crm.CustomerId')).toEqual({
      name: '#',
      from: 'json-schema/crm/customer-id.schema.json',
    });
    expect(symbols.size).toBe(files.length);
  });

  it('of one name are refused', () => {
    const clashing = indexOf(`model M version 1 context C {
      aggregate One { id: Uuid  entity Item { id: Uuid } }
      aggregate Two { id: Uuid  entity Item { id: Uuid } }
    }`);
    const [diagnostic, ...others] = jsonSchema.check(transformed(clashing));
    expect(others).toEqual([]);
    expect(diagnostic).toMatchObject({
      code: 'json-schema-file-clash',
      message: '`M.C.Two.Item` and `M.C.One.Item` would both be written to `json-schema/c/item.schema.json`.',
      origin: { start: { line: 3 } },
      related: [{ origin: { start: { line: 2 } } }],
    });
    expect(jsonSchema.check(transformed(index))).toEqual([]);
  });
});

describe('what happens and what is asked', () => {
  const behaviour = readFileSync(
    new URL('../cases/json-schema/behaviour/input.domain', import.meta.url),
    'utf8',
  );
  const judged = ajvOf(indexOf(behaviour));
  const ticket = '0b7e2a4c-1d3f-4a5b-8c6d-7e8f9a0b1c2d';

  it.each<[subject: string, instance: JsonValue, accepted: boolean]>([
    ['Garage.Parking.Ticket.TicketIssued', { id: ticket, plate: 'AB-1' }, true],
    ['Garage.Parking.Ticket.TicketIssued', { id: ticket, plate: 'ab-1' }, false],
    ['Garage.Parking.Ticket.TicketIssued', { plate: 'AB-1' }, false],
    ['Garage.Parking.Ticket.TicketPaid', { amount: '1.50', by: 'me' }, true],
    ['Garage.Parking.Ticket.TicketPaid', { amount: '1.5', by: 'me' }, false],
    ['Garage.Parking.Ticket.TicketPaid.version-2', { amount: '1.50' }, true],
    ['Garage.Parking.Ticket.TicketPaid.version-2', {}, false],
    ['Garage.Parking.Ticket.IssueTicket', { plate: 'AB-1' }, true],
    ['Garage.Parking.Ticket.IssueTicket', { plate: 'AB-1', fee: -1 }, false],
    ['Garage.Parking.Search', { text: 'A' }, true],
    ['Garage.Parking.Search', { text: 'A', upTo: 'B' }, false],
    ['Garage.Parking.TicketLine', { id: ticket, plate: 'AB-1', fee: 0, isFree: true }, true],
    ['Garage.Parking.TicketLine', { id: ticket, plate: 'AB-1', fee: 0 }, false],
    ['Garage.Parking.FeeBooked', { ticket, amount: '0.00' }, true],
    ['Garage.Parking.Charge', { ticket }, false],
    [
      'Garage.Parking.Ticket.AddRemark',
      { remark: { text: 'A', kind: { sort: 'Praise' } }, others: [] },
      true,
    ],
    ['Garage.Parking.Ticket.AddRemark', { remark: { text: 'A', kind: { sort: 'No' } }, others: [] }, false],
    ['Garage.Parking.Ticket.AddRemark', { remark: { kind: { sort: 'Praise' } }, others: [] }, false],
    ['Garage.Parking.Ticket.Remarked', { remark: { text: 'A', kind: { sort: 'Praise' } } }, false],
    [
      'Garage.Parking.Ticket.Remarked',
      { remark: { id: ticket, text: 'A', kind: { sort: 'Complaint' } } },
      true,
    ],
  ])('%s judges %j', (subject, instance, accepted) => {
    expect(judged(subject)(instance)).toBe(accepted);
  });

  it('shows what each schema accepts', () => {
    const index = indexOf(behaviour);
    const ajv = new Ajv2020({ strict: true, strictRequired: true, ownProperties: true, allErrors: true });
    const schemas = filesOf(index).map(schemaOf);
    for (const schema of schemas) ajv.addSchema(schema);
    const examples = schemas.flatMap(({ $id, examples: given }) =>
      Array.isArray(given) ? given.map((example: JsonValue) => [String($id), example] as const) : [],
    );
    for (const [id, example] of examples) {
      const validate = ajv.getSchema(id);
      expect(validate?.(example), `${id}: ${JSON.stringify(validate?.errors)}`).toBe(true);
    }
    // All but the enum, whose literals are in its schema.
    expect(examples.length).toBe(schemas.length - 1);
  });

  it('says what will go', () => {
    const file = filesOf(indexOf(behaviour)).find(({ path }) => path.endsWith('fee-booked.schema.json'));
    const schema = file ? schemaOf(file) : {};
    expect(schema['properties']).toMatchObject({
      ticket: { description: 'Deprecated: Ask the bank', deprecated: true },
    });
  });
});
