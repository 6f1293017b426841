import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { packageTemplates } from '../../cli/package-templates.ts';
import type { OutputFile } from '../../generators/core/output.ts';
import { createRender } from '../../generators/core/render.ts';
import type { Symbols } from '../../generators/core/target.ts';
import { elementAtLine } from '../../generators/core/trace.ts';
import { atom, binary, type Code, call, quote } from '../../generators/typescript/code.ts';
import { typescript } from '../../generators/typescript/index.ts';
import { statements } from '../../generators/typescript/print-text.ts';
import { type Statement, statementLines } from '../../generators/typescript/statement.ts';
import { readModelText } from '../../grammar/read-model.ts';
import { judge, withDefaults } from '../../pim/conformance.ts';
import { isJsonObject, type JsonObject, type JsonValue, jsonObject } from '../../pim/json.ts';
import type { Declaration, Element, Entity } from '../../pim/model.ts';
import {
  childElements,
  declarationOf,
  idFieldOf,
  indexModel,
  isStructure,
  type ModelIndex,
  rulesOf,
  structuresOf,
} from '../../pim/model-index.ts';
import type { Result } from '../../runtime/src/result.ts';
import type { Violation } from '../../runtime/src/violation.ts';
import { checkModel } from '../../validators/check-model.ts';
import { nearInstances } from '../support/near-instances.ts';
import { randomCondition } from '../support/random-code.ts';
import {
  awkwardRules,
  probeDeclarations,
  probeFields,
  probeInstance,
  randomRule,
} from '../support/random-rules.ts';
import { createTypeScriptProject, type TypeScriptProject } from '../support/typescript-project.ts';
import {
  awkwardValueRules,
  valueDeclarations,
  valueFields,
  valueInstance,
  valueRule,
  valueShapes,
} from '../support/value-rules.ts';

function caseText(name: string): string {
  return readFileSync(new URL(`../cases/typescript/${name}/input.domain`, import.meta.url), 'utf8');
}

function indexOf(text: string): ModelIndex {
  const { model, diagnostics } = readModelText(text);
  if (!model || diagnostics.length > 0) throw new Error(diagnostics.map((one) => one.message).join('\n'));
  return indexModel(model);
}

function transformed(index: ModelIndex): unknown {
  return typescript.transform({ index, marks: new Map(), symbolsOf: () => new Map() });
}

function filesOf(index: ModelIndex): readonly OutputFile[] {
  return typescript.emit(transformed(index), createRender(packageTemplates));
}

function symbolsOf(index: ModelIndex): Symbols {
  return typescript.symbols(transformed(index));
}

/** What the tests use of a companion or class. */
interface Companion {
  parse(input: unknown): Result<unknown>;
  equals(left: unknown, right: unknown): boolean;
  readonly '~standard': { validate(value: unknown): { readonly issues?: readonly unknown[] } };
}

interface Aggregate {
  change(changes: unknown): Result<unknown>;
  toJSON(): JsonValue;
}

const projects: TypeScriptProject[] = [];
afterAll(() => {
  for (const project of projects) project.remove();
});

function projectOf(files: readonly Pick<OutputFile, 'path' | 'content'>[]): TypeScriptProject {
  const project = createTypeScriptProject(files);
  projects.push(project);
  return project;
}

/** A model, generated, compiled and ready to run. */
interface Compiled {
  readonly index: ModelIndex;
  companion(id: string): Promise<Companion>;
}

function compiled(text: string): Compiled {
  const index = indexOf(text);
  const project = projectOf(filesOf(index));
  const said = project.compile('NodeNext');
  if (said !== '') {
    // Where this is called while tests are collected, nothing would run after it.
    project.remove();
    throw new Error(said);
  }
  const symbols = symbolsOf(index);
  return {
    index,
    companion: async (id) => {
      const symbol = symbols.get(id);
      const module = symbol && (await project.load(symbol.from));
      return (module?.[symbol?.name ?? ''] ?? missing(id)) as Companion;
    },
  };
}

function missing(id: string): never {
  throw new Error(`nothing was generated for ${id}`);
}

/** Verdicts compare by place, constraint and rule; each engine words its own messages. */
function verdict(violations: readonly Violation[]): readonly string[] {
  return [
    ...new Set(violations.map(({ path, constraint, rule }) => `${path} ${constraint} ${rule ?? ''}`)),
  ].toSorted();
}

function generatedVerdict(result: Result<unknown>): readonly string[] {
  return result.ok ? [] : verdict(result.error);
}

/** Instances that keep every rule, where chance alone finds none. */
const kept: Readonly<Record<string, JsonObject>> = {
  'Hedgehog.FabricManagement.Fabric': {
    name: 'edge-1',
    kubernetes: { server: 'https://k8s.example:6443' },
    resources: [
      {
        uid: '00000000-0000-4000-8000-000000000000',
        kind: 'switch',
        name: 'leaf-1',
        size: 7,
        row: 1,
        ports: [{ number: 1 }, { number: 2, speed: 10, label: 'to spine' }],
        desired: { a: [null, 1] },
      },
    ],
    equipment: [],
    capacity: 1000,
    quota: -70,
    drift: { compared: 10, differences: ['one'] },
    tags: ['main', 'second'],
    aliases: ['old'],
    numbers: [1, 5, -9],
    states: ['ACTIVE', 'on its way out'],
    contact: 'somebody@example.org',
    host: 'example.org',
    git: { repositoryUrl: 'git@example.org:a', branch: 'mainline' },
    notes: {},
    extra: [1],
    path: '/a/b',
    owner: 'somebody@example.org',
  },
  'Hedgehog.FabricManagement.AVeryLongNameForAConfigurationOfAnythingAtAllThatNeedsToBeConfiguredInAnEnterprise':
    {
      aVeryLongPattern: 'gggggggg',
      optionalPatterns: [{ many: ['f', 'iii'] }],
    },
};

/** Near the edges; of an instance that is kept above, with a few of its fields as chance has them. */
function instancesOf(index: ModelIndex, id: string, oneWrongIn: number): fc.Arbitrary<JsonValue> {
  const near = nearInstances(index, id, oneWrongIn);
  const base = kept[id];
  if (!base) return near;
  return fc
    .tuple(near, fc.infiniteStream(fc.integer({ min: 0, max: 11 })))
    .map(([instance, chances]) =>
      isJsonObject(instance)
        ? jsonObject([...Object.entries(base), ...someEntries(instance, chances)])
        : instance,
    );
}

/** One entry in twelve. */
function someEntries(
  object: JsonObject,
  chances: Iterator<number>,
): readonly (readonly [string, JsonValue])[] {
  return Object.entries(object).filter(() => chances.next().value === 0);
}

const models = [
  ...['every-construct', 'awkward-names'].map((name) => ({ name, text: caseText(name) })),
  { name: 'values of every type', text: valueShapes },
];

describe.each(models)('$name', ({ text }) => {
  const index = indexOf(text);
  const declared = declarationsOf(index);

  it('is a model without errors', () => {
    expect(checkModel(index.model).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(typescript.check(transformed(index))).toEqual([]);
  });

  it('compiles under either module resolution, and Biome finds nothing to format', () => {
    const project = projectOf(filesOf(index));
    expect(project.compile('Bundler')).toBe('');
    expect(project.compile('NodeNext')).toBe('');
    expect(project.format()).toBe('');
  });

  it('is the same each time', () => {
    expect(filesOf(indexOf(text))).toEqual(filesOf(index));
    expect(JSON.parse(JSON.stringify(transformed(index)))).toEqual(transformed(index));
  });

  it('publishes a symbol for each declaration and entity, which the named file exports, and for what is derived', () => {
    const symbols = symbolsOf(index);
    const derived = index.model.contexts
      .flatMap(structuresOf)
      .flatMap(({ fields }) => fields.filter(({ derivation }) => derivation));
    expect([...symbols.keys()]).toEqual([...declared, ...derived].map(({ id }) => id));
    for (const { id } of declared) {
      const { name = '', from } = symbols.get(id) ?? {};
      const file = filesOf(index).find(({ path }) => path === from);
      expect(file?.content).toMatch(new RegExp(`^export (?:const|class) ${name}\\b`, 'm'));
    }
  });

  it('leads every line of a declaration back to the model', () => {
    const traced = new Set(filesOf(index).flatMap(({ trace }) => trace.map(({ element }) => element)));
    const elements = index.model.contexts.flatMap((context) => context.declarations.flatMap(withChildren));
    for (const { id } of elements) expect(traced).toContain(id);
    for (const { path, content, trace } of filesOf(index)) {
      for (const [position, line] of content.split('\n').entries()) {
        if (/^\s+(?:readonly|get) /.test(line))
          expect(elementAtLine(trace, position + 1), `${path}: ${line}`).toBeDefined();
      }
    }
  });

  it('enforces every rule', () => {
    for (const rule of rulesOf(index.model))
      expect(typescript.enforce(rule, index)).toEqual({ verdict: 'exact' });
  });
});

/** Whatever has a companion. */
function declarationsOf(index: ModelIndex): readonly (Declaration | Entity)[] {
  return index.model.contexts
    .flatMap((context) => context.declarations)
    .flatMap((one): readonly (Declaration | Entity)[] =>
      one.kind === 'aggregate' ? [one, ...one.entities] : [one],
    );
}

function withChildren(element: Element): readonly Element[] {
  return [element, ...childElements(element).flatMap(withChildren)];
}

describe('trace', () => {
  const files = filesOf(indexOf(caseText('every-construct')));

  it.each([
    { file: 'fabric-status', line: "export type FabricStatus = 'PLANNED'", element: 'FabricStatus' },
    { file: 'fabric-status', line: "  ACTIVE: 'ACTIVE',", element: 'FabricStatus.ACTIVE' },
    { file: 'fabric-name', line: 'export const FabricName', element: 'FabricName' },
    { file: 'git-url', line: '  holds,', element: 'GitUrl.where' },
    { file: 'git-url', line: '  return gitUrl.', element: 'GitUrl.where' },
    { file: 'drift-analysis', line: '  readonly compared: number;', element: 'DriftAnalysis.compared' },
    { file: 'drift-analysis', line: '      compared: integer', element: 'DriftAnalysis.compared' },
    { file: 'drift-analysis', line: '  percentage,', element: 'DriftAnalysis.percentage' },
    { file: 'drift-analysis', line: '    ? 0', element: 'DriftAnalysis.percentage' },
    { file: 'drift-analysis', line: '        holds: atMostAll', element: 'DriftAnalysis.AtMostAll' },
    { file: 'drift-analysis', line: '/** No more can differ', element: 'DriftAnalysis.AtMostAll' },
    { file: 'fabric-state', line: 'export const Port', element: 'Fabric.Port' },
    { file: 'fabric-state', line: '    number: integer', element: 'Fabric.Port.number' },
    { file: 'fabric', line: 'export class Fabric', element: 'Fabric' },
    { file: 'fabric-state', line: 'export interface FabricState', element: 'Fabric' },
    { file: 'fabric-state', line: '/** How much of it', element: 'Fabric.used' },
    { file: 'fabric-state', line: '    transitions: [', element: 'Fabric' },
    { file: 'fabric-state', line: '        holds: capacityOnlyGrows', element: 'Fabric.CapacityOnlyGrows' },
    { file: 'fabric', line: '  /** How much of it', element: 'Fabric.used' },
    { file: 'fabric', line: '  get used()', element: 'Fabric.used' },
    { file: 'fabric', line: '  resource(uid: string)', element: 'Fabric.resources' },
    { file: 'fabric', line: '    return this.name === other.name', element: 'Fabric.name' },
    { file: 'fabric-state', line: '  readonly git?: GitConfigurationInput', element: 'Fabric.git' },
    { file: 'index', line: "export * from './git-url.js'", element: 'GitUrl' },
  ])('$file: $line', ({ file, line, element }) => {
    const { content, trace } =
      files.find(({ path }) => path === `typescript/fabric-management/${file}.ts`) ?? missing(file);
    const found = content.split('\n').findIndex((one) => one.startsWith(line));
    expect(elementAtLine(trace, found + 1)).toBe(`Hedgehog.FabricManagement.${element}`);
  });
});

describe('verdicts', () => {
  describe.each(models)('$name', ({ text }) => {
    const { index, companion } = compiled(text);
    const declarations = declarationsOf(index);

    it.each(declarations.map(({ id }) => id))('%s agrees with the judge', async (id) => {
      const { parse, '~standard': standard } = await companion(id);
      const check = (instance: JsonValue): boolean => {
        const expected = verdict(judge(index, id, instance));
        const result = parse(instance);
        expect(generatedVerdict(result)).toEqual(expected);
        expect(standard.validate(instance).issues === undefined).toBe(expected.length === 0);
        return result.ok;
      };
      let accepted = 0;
      for (const rarely of [6, 40, 400]) {
        fc.assert(
          fc.property(instancesOf(index, id, rarely), (instance) => {
            if (check(instance)) accepted += 1;
          }),
          { numRuns: 300, seed: rarely },
        );
      }
      expect(accepted).toBeGreaterThan(0);
    });

    it.each(declarations.filter(isStructure).map(({ id }) => id))('%s keeps what it accepts', async (id) => {
      const { parse, equals } = await companion(id);
      const structure = declarationOf(index, id);
      fc.assert(
        fc.property(instancesOf(index, id, 400), (instance) => {
          const result = parse(instance);
          if (!result.ok || !isStructure(structure)) return;
          const plain: unknown = JSON.parse(JSON.stringify(result.value));
          expect(plain).toEqual(withDefaults(index, structure, instance));
          expect(equals(result.value, result.value)).toBe(true);
          const again = parse(plain);
          expect(again.ok && equals(again.value, result.value)).toBe(true);
        }),
        { numRuns: 200, seed: 7 },
      );
    });

    const aggregates = declarations.filter((one) => one.kind === 'aggregate').map(({ id }) => id);
    it.each(aggregates)('%s agrees with the judge on changes', async (id) => {
      const { parse } = await companion(id);
      const structure = declarationOf(index, id);
      const identity = (isStructure(structure) && idFieldOf(structure)?.name) || '';
      let changed = 0;
      const expectAgreement = (before: JsonValue, changes: JsonObject): void => {
        const first = parse(before);
        if (!first.ok || !isJsonObject(before)) return;
        const merged = jsonObject([...Object.entries(before), ...Object.entries(changes)]);
        const aggregate = first.value as Aggregate;
        const state = JSON.stringify(aggregate);
        const result = aggregate.change({ ...changes, [identity]: before[identity] });
        expect(generatedVerdict(result)).toEqual(verdict(judge(index, id, merged, before)));
        expect(JSON.stringify(aggregate)).toBe(state);
        // An aggregate stays who it is, whatever it is told.
        const refused = aggregate.change({ [identity]: 'another' });
        expect(generatedVerdict(refused)).toEqual([`/${identity} enum `]);
        if (result.ok) changed += 1;
      };
      const chances = fc.infiniteStream(fc.integer({ min: 0, max: 11 }));
      fc.assert(
        fc.property(
          instancesOf(index, id, 400),
          nearInstances(index, id, 100),
          chances,
          (before, after, stream) => {
            if (!isJsonObject(after)) return;
            const entries = someEntries(after, stream).filter(([name]) => name !== identity);
            expectAgreement(before, jsonObject(entries));
          },
        ),
        { numRuns: 1500, seed: 3 },
      );
      expect(changed).toBeGreaterThan(0);
    });

    it.each(Object.keys(kept).filter((id) => index.get(id)))(
      '%s accepts what keeps every rule',
      async (id) => {
        const { parse } = await companion(id);
        expect(judge(index, id, kept[id])).toEqual([]);
        expect(parse(kept[id])).toMatchObject({ ok: true });
      },
    );
  });
});

interface Probes {
  readonly name: string;
  readonly declarations: string;
  readonly fields: string;
  readonly instance: fc.Arbitrary<JsonValue>;
  readonly rule: fc.Arbitrary<string>;
  readonly awkward: readonly string[];
}

const probes: readonly Probes[] = [
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
    awkward: awkwardValueRules,
  },
];

describe.each(probes)(
  'random rules of $name',
  ({ declarations, fields, instance: instances, rule, awkward }) => {
    function rulesText(rules: readonly string[]): string {
      const lines = rules.map((one, at) => `    rule R${at}: ${one}\n`);
      return `model M version 1\ncontext C {\n${declarations}\n  value Probe {${fields}\n${lines.join('')}  }\n}`;
    }

    /** Those that can be read and that the checks let through. */
    function soundRules(rules: readonly string[]): readonly string[] {
      const read = rules.filter((one) => readModelText(rulesText([one])).diagnostics.length === 0);
      const lines = new Set(
        checkModel(indexOf(rulesText(read)).model)
          .filter(({ severity }) => severity === 'error')
          .map(({ origin }) => origin.start.line),
      );
      const first = rulesText([]).split('\n').length - 2;
      return read.filter((_, at) => !lines.has(first + at));
    }

    it('compile, and agree with the judge', async () => {
      const rules = [...awkward, ...soundRules(fc.sample(rule, { seed: 5, numRuns: 600 }))];
      expect(rules.length).toBeGreaterThan(400);
      const { index, companion } = compiled(rulesText(rules));
      const { parse } = await companion('M.C.Probe');
      const broken = new Set<string | undefined>();
      fc.assert(
        fc.property(instances, (instance) => {
          const expected = judge(index, 'M.C.Probe', instance);
          for (const violation of expected) broken.add(violation.rule);
          expect(generatedVerdict(parse(instance))).toEqual(verdict(expected));
        }),
        { numRuns: 150, seed: 5 },
      );
      // Most rules came out both ways.
      expect(broken.size).toBeGreaterThan(rules.length / 2);
    });
  },
);

describe('rules that once went wrong', () => {
  const shared =
    'enum E { A, B, C }\n  value I { n: Integer? derived k: Integer = 3 }\n  value G { f: Integer derived t: Integer = f - 2 }';
  const cases: readonly { of: string; rule: string; given: readonly JsonObject[] }[] = [
    { of: 'toString: Integer?', rule: 'toString is absent', given: [{}, { toString: 1 }] },
    {
      of: 'constructor: Integer?, hasOwnProperty: String?, valueOf: Boolean?',
      rule: 'constructor is absent and hasOwnProperty is absent and valueOf is absent',
      given: [{}, { constructor: 1 }, { valueOf: true }],
    },
    { of: 'i: I', rule: 'i.k > (i.n ?? 0)', given: [{ i: {} }, { i: { n: 3 } }] },
    {
      of: 'g: G?',
      rule: '(g.t ?? g.f ?? 1) > 0',
      given: [{}, { g: { f: 2 } }, { g: { f: -9007199254740991 } }],
    },
    { of: 'g: G?', rule: '(g.t ?? (g.f ?? 1)) > 0', given: [{}, { g: { f: 2 } }, { g: { f: 3 } }] },
    {
      of: 'g: G?, b: Boolean',
      rule: '((if b then g.t else g.f) ?? 1) > 0',
      given: [{ b: true }, { b: false }, { b: true, g: { f: 2 } }, { b: false, g: { f: 2 } }],
    },
    {
      of: 'g: G?, h: G?',
      rule: '(g.t ?? h.t) is present implies (g.t ?? h.t ?? 0) > 0',
      given: [{}, { g: { f: 2 } }, { h: { f: 2 } }, { h: { f: 3 } }],
    },
    {
      of: 'i: I?, derived b: Integer = if i.k is present then i.k else 4',
      rule: 'b == 4 or i.k is absent or i.n is present',
      given: [{}, { i: {} }, { i: { n: 1 } }],
    },
    {
      of: 'g: G?, gs: G[0..3]',
      rule: 'g.t is present implies gs.all(one => one.t < g.t)',
      given: [
        { gs: [] },
        { gs: [{ f: 1 }] },
        { g: { f: 1 }, gs: [{ f: 1 }] },
        { g: { f: 2 }, gs: [{ f: 1 }] },
      ],
    },
    {
      of: 'i: I?, gs: G[0..3]',
      rule: 'i.k is present implies gs.all(one => one.f < i.k)',
      given: [{ gs: [] }, { gs: [{ f: 9 }] }, { i: {}, gs: [{ f: 9 }] }, { i: {}, gs: [{ f: 1 }] }],
    },
    { of: 'b: Boolean', rule: '(if b then "x" else "y") != "z"', given: [{ b: true }] },
    { of: 'b: Boolean', rule: '(if b then 1 else 7) != -5 and -1 != 1', given: [{ b: true }] },
    {
      of: 'b: Boolean, s: String(0..3)?',
      rule: 's is present and s == "x" implies ((if b then s else "y") != "z" and (s ?? "q") != "z")',
      given: [{ b: true }, { b: true, s: 'x' }, { b: false, s: 'x' }],
    },
    {
      of: 'e: E?',
      rule: '(e is absent or e == A) implies (e ?? B) != C',
      given: [{}, { e: 'A' }, { e: 'B' }, { e: 'C' }],
    },
    {
      of: 'b: Boolean?',
      rule: 'if b is absent or true then b ?? false else b',
      given: [{}, { b: true }, { b: false }],
    },
  ];
  const declared = cases.map((one, at) => `value V${at} { ${one.of}, rule R: ${one.rule} }`).join('\n  ');
  const aggregate = `aggregate A {
    id name: String(1..5)
    toString: Integer?
    rule Stays: old.toString is absent or toString is present
  }`;
  const project = (): Compiled =>
    compiled(`model M version 1\ncontext C {\n  ${shared}\n  ${declared}\n  ${aggregate}\n}`);

  it('compile, and agree with the judge', async () => {
    const { index, companion } = project();
    for (const [at, { rule, given }] of cases.entries()) {
      const { parse } = await companion(`M.C.V${at}`);
      for (const instance of given) {
        const expected = verdict(judge(index, `M.C.V${at}`, instance));
        expect(generatedVerdict(parse(instance)), `${rule}: ${JSON.stringify(instance)}`).toEqual(expected);
      }
    }
    const { parse } = await companion('M.C.A');
    const made = parse({ name: 'a' });
    expect(made.ok && (made.value as Aggregate).change({})).toMatchObject({ ok: true });
    expect(made.ok && parse(made.value)).toMatchObject({ ok: true });
  });
});

describe('rules read as if written by hand', () => {
  it.each([
    {
      rule: 'state == A implies numbers.size > 0',
      expected: "return probe.state !== 'A' || probe.numbers.length > 0;",
    },
    { rule: 'not (state == A and flag)', expected: "return probe.state !== 'A' || !probe.flag;" },
    {
      rule: 'flag == true and maybeFlag is absent',
      expected: 'return probe.flag && probe.maybeFlag === undefined;',
    },
    { rule: 'inner.note is present', expected: 'return probe.inner?.note !== undefined;' },
    {
      rule: '(inner.note ?? name) != text',
      expected: 'return (probe.inner?.note ?? probe.name) !== probe.text;',
    },
    {
      rule: 'inner is absent or inner.count > 0',
      expected: 'return probe.inner === undefined || probe.inner.count > 0;',
    },
    {
      rule: 'inner is present implies inners.all(i => i.count < inner.count)',
      expected:
        'const inner = probe.inner;\n  return inner === undefined || probe.inners.every((i) => i.count < inner.count);',
    },
    {
      rule: 'label is present implies names.all(n => n.size < label.size)',
      expected:
        'const label = probe.label;\n  return label === undefined || probe.names.every((n) => codePointCount(n) < codePointCount(label));',
    },
    {
      rule: 'inner.twice is present implies inners.all(i => i.count < inner.twice)',
      expected:
        'const inner = probe.inner;\n  return inner === undefined || probe.inners.every((i) => i.count < Inner.twice(inner));',
    },
    {
      rule: '(inner.twice ?? 3) < 4',
      expected: 'return (probe.inner === undefined ? 3 : Inner.twice(probe.inner)) < 4;',
    },
    {
      rule: 'state == A implies state != B or state != C',
      expected:
        "return probe.state !== 'A' || (probe.state as string) !== 'b' || (probe.state as string) !== 'C';",
    },
    { rule: 'inners.none(i => i.count > 2)', expected: 'return !probe.inners.some((i) => i.count > 2);' },
    { rule: 'numbers.sum <= small', expected: 'return sum(probe.numbers, (item) => item) <= probe.small;' },
    {
      rule: 'small * 7 / 2 % 3 - -1 == 0',
      expected: 'return (Math.trunc((probe.small * 7) / 2) % 3) - -1 === 0;',
    },
    { rule: 'large * large > 0', expected: 'return BigInt(probe.large) * BigInt(probe.large) > 0n;' },
    {
      rule: 'state in [A, B] or state.rank > 1',
      expected: "return ['A', 'b'].includes(probe.state) || State.rank(probe.state) > 1;",
    },
    { rule: '"main" in names', expected: "return (probe.names as readonly string[]).includes('main');" },
    {
      rule: 'text.size > 2 and day < "2000-01-01"',
      expected: "return codePointCount(probe.text) > 2 && probe.day < '2000-01-01';",
    },
    { rule: 'text < name', expected: 'return compareText(probe.text, probe.name) < 0;' },
    { rule: 'text.matches(/[a-z\\/]+/)', expected: 'return /^[\\/a-z]+$/u.test(probe.text);' },
  ])('$rule', ({ rule, expected }) => {
    const index = indexOf(
      `model M version 1\ncontext C {\n${probeDeclarations}\n value Probe {${probeFields}\n rule Tested: ${rule}\n }\n}`,
    );
    const content = filesOf(index).find(({ path }) => path === 'typescript/c/probe.ts')?.content;
    expect(content).toContain(`function tested(probe: Probe): boolean {\n  ${expected}\n}\n`);
  });
});

describe('layout', () => {
  it('is what Biome makes of any expression', () => {
    const codes: readonly Code[] = fc.sample(randomCondition, { seed: 11, numRuns: 2500 });
    const returned = codes.map(
      (result, at) => `function f${at}() {\n${statements({ constants: [], result }, 0)}\n}\n`,
    );
    const tested = [...codes, ...growing].map(
      (condition, at) => `function f${at}() {\n${ifText(condition)}\n}\n`,
    );
    const files = [returned, tested].map((all, at) => ({ path: `random-${at}.ts`, content: all.join('\n') }));
    expect(projectOf(files).format()).toBe('');
  });

  it('quotes any text so that it means itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const quoted = quote(text);
        expect(new Function(`return ${quoted}`)()).toBe(text);
        expect(quoted).toMatch(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u);
      }),
    );
  });
});

/** `x < 1 || x < 1`, from what fits well to what does not fit at all. */
const growing: readonly Code[] = Array.from({ length: 40 }, (_, more) => {
  const side = binary('<', atom('x'.repeat(30 + more)), atom('1'));
  return binary('||', side, side);
});

/** `if (condition) { f(); }`, as a generated function has it. */
function ifText(condition: Code): string {
  const body: Statement = { kind: 'do', element: 'M', value: call(atom('f')) };
  return statementLines([{ kind: 'if', element: 'M', condition, body: [body] }], 0)
    .map(({ text }) => text)
    .join('\n');
}

describe('hostile texts', () => {
  const texts = [
    '*/ process.exit(1) /*',
    "'; throw 1; '",
    '`${1}`',
    '\\',
    '\\u0041',
    '//',
    '\u2028x',
    '\u202Eabc',
    '</script>',
    '{{name}}',
  ];
  const contexts = texts.map((text, at) => {
    const doc = text.replaceAll('*/', '* /');
    return `/** ${doc} */ context C${at} {
      /** ${doc} */ enum E { /** ${doc} */ A = ${JSON.stringify(text)}, B }
      /** ${doc}
          ${doc} */
      value V {
        /** ${doc} */ text: String(0..100) = ${JSON.stringify(text)}
        e: E = A
        rule Same: text == ${JSON.stringify(text)} and e == A else ${JSON.stringify(text)}
      }
    }`;
  });
  const { companion } = compiled(`model M version 1\n${contexts.join('\n')}`);

  it.each(texts.map((text, at) => ({ text, id: `M.C${at}.V` })))(
    '$text stays a text',
    async ({ text, id }) => {
      const { parse } = await companion(id);
      expect(parse({})).toEqual({ ok: true, value: { text, e: text } });
      expect(parse({ text: 'x' })).toMatchObject({ error: [{ rule: `${id}.Same`, message: text }] });
    },
  );
});

function clashes(text: string): readonly string[] {
  return typescript
    .check(transformed(indexOf(text)))
    .map(
      ({ code, message, origin, related }) =>
        `${origin.start.line} ${code} ${message} (${related[0]?.origin.start.line})`,
    );
}

describe('names of files', () => {
  it.each([
    {
      name: 'two declarations of one context',
      text: 'model M version 1\ncontext C {\n enum FooBar { A }\n enum foo_bar { A }\n}',
      expected: [
        '4 typescript-file-clash `foo_bar` and `FooBar` would both be written to `typescript/c/foo-bar.ts`. (3)',
      ],
    },
    {
      name: 'two contexts, told once',
      text: 'model M version 1\ncontext FooBar {\n enum E { A }\n}\ncontext Foo_Bar {\n enum E { A }\n}',
      expected: [
        '5 typescript-file-clash `Foo_Bar` and `FooBar` would both be written to `typescript/foo-bar/index.ts`. (2)',
      ],
    },
    {
      name: 'one called like the index',
      text: 'model M version 1\ncontext C { enum Index { A }, enum _ { A } }',
      expected: [],
    },
  ])('$name', ({ text, expected }) => {
    expect(clashes(text)).toEqual(expected);
  });
});

function program(line: string): string {
  return `
    import { Fabric, FabricName, FabricStatus, GitUrl } from './fabric-management/index.js';
    declare const fabric: Fabric;
    declare const name: FabricName;
    ${line}
    void [fabric, name, Fabric, FabricStatus, GitUrl];
  `;
}

describe('what TypeScript refuses', () => {
  const uses = [
    { line: 'const text: string = name; void text;', expected: undefined },
    { line: "FabricName.create('edge-1');", expected: undefined },
    { line: 'fabric.change({ capacity: 3, description: null, git: undefined });', expected: undefined },
    { line: "fabric.resource('00000000-0000-4000-8000-000000000000')?.size.toFixed();", expected: undefined },
    { line: "const one: FabricName = 'edge-1'; void one;", expected: 'TS2322' },
    { line: 'const one: GitUrl = name; void one;', expected: 'TS2322' },
    { line: "fabric.change({ name: 'other' });", expected: 'TS2353' },
    { line: 'fabric.capacity = 3;', expected: 'TS2540' },
    { line: 'fabric.resources.push();', expected: 'TS2339' },
    { line: 'new Fabric({});', expected: 'TS2673' },
    { line: "const status: FabricStatus = 'ARCHIVE'; void status;", expected: 'TS2820' },
    { line: 'FabricName.create(3);', expected: 'TS2345' },
  ];
  const said = projectOf([
    ...filesOf(indexOf(caseText('every-construct'))),
    ...uses.map(({ line }, at) => ({ path: `typescript/use${at}.ts`, content: program(line) })),
  ]).compile('Bundler');

  it.each(uses.map((use, at) => ({ ...use, at })))('$line', ({ at, expected }) => {
    expect(new RegExp(`/use${at}\\.ts.* error (TS\\d+)`).exec(said)?.[1]).toBe(expected);
  });
});

describe('enumerations', () => {
  it('keep their literals apart from their own members', async () => {
    const { companion } = compiled(caseText('awkward-names'));
    const result = await companion('Awkward.Words.Result');
    expect(result).toMatchObject({
      values_: 'values_',
      values__: 'values',
      rank_: 'rank',
      create_: 'create',
      constructor: 'constructor',
      default: 'class',
    });
    expect(result).toMatchObject({
      values: ['values', 'rank', 'create', 'parse', 'equals', 'constructor', 'toString', 'class', 'values_'],
    });
  });
});
