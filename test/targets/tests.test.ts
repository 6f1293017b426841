import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageTemplates } from '../../cli/package-templates.ts';
import type { OutputFile } from '../../generators/core/output.ts';
import { createRender } from '../../generators/core/render.ts';
import { elementAtLine } from '../../generators/core/trace.ts';
import { tests } from '../../generators/tests/index.ts';
import { printValue } from '../../generators/tests/print-value.ts';
import type { TestsPsm, TestValue } from '../../generators/tests/psm.ts';
import { textParts } from '../../generators/tests/test-value.ts';
import { typescript } from '../../generators/typescript/index.ts';
import { readModelText } from '../../grammar/read-model.ts';
import { indexModel, type ModelIndex, rulesOf } from '../../pim/model-index.ts';
import { createVitestProject, type VitestProject } from '../support/vitest-project.ts';

function caseText(name: string): string {
  return readFileSync(new URL(`../cases/tests/${name}/input.domain`, import.meta.url), 'utf8');
}

function indexOf(text: string): ModelIndex {
  const { model, diagnostics } = readModelText(text, 'input.domain');
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (!model || errors.length > 0) throw new Error(errors.map((one) => one.message).join('\n'));
  return indexModel(model);
}

interface Generated {
  readonly psm: unknown;
  readonly code: readonly OutputFile[];
  readonly suites: readonly OutputFile[];
}

function generate(text: string): Generated {
  const index = indexOf(text);
  const render = createRender(packageTemplates);
  const code = typescript.transform({ index, marks: new Map(), symbolsOf: () => new Map() });
  const psm = tests.transform({ index, marks: new Map(), symbolsOf: () => typescript.symbols(code) });
  return { psm, code: typescript.emit(code, render), suites: tests.emit(psm, render) };
}

function fileOf({ suites }: Generated, path: string): OutputFile {
  const file = suites.find((one) => one.path === path);
  if (!file) throw new Error(`no ${path} among ${suites.map((one) => one.path).join(', ')}`);
  return file;
}

const projects = new Map<string, VitestProject>();
afterAll(() => {
  for (const project of projects.values()) project.remove();
});

function projectOf(name: string): VitestProject {
  let project = projects.get(name);
  if (!project) {
    const { code, suites } = generate(caseText(name));
    project = createVitestProject([...code, ...suites]);
    projects.set(name, project);
  }
  return project;
}

describe.each(['every-construct', 'behaviour', 'functions', 'hostile', 'no-example'])(
  'the suites of %s',
  (name) => {
    it('pass on the generated TypeScript', () => {
      const { passed, failed, output } = projectOf(name).run();
      expect(failed, output).toBe(0);
      expect(passed).toBeGreaterThan(20);
    });

    it('compile under tsc --strict', () => {
      expect(projectOf(name).compile()).toBe('');
    });

    it('stand as Biome would format them', () => {
      expect(projectOf(name).format()).toBe('');
    });
  },
);

describe('the suites of every-construct', () => {
  // Each is a slip that a generator, or someone who edits what it made, could make.
  it.each([
    ['a limit is one too wide', 'order-state.ts', 'max: 50', 'max: 51'],
    ['a limit is one too narrow', 'order-state.ts', 'max: 50', 'max: 49'],
    ['a rule is off by one', 'order-state.ts', '<= BigInt(order.limit)', '< BigInt(order.limit)'],
    [
      'a rule is turned round',
      'order-state.ts',
      '!OrderState.heavy(order) || !order.express',
      'OrderState.heavy(order) || !order.express',
    ],
    [
      'a transition rule is turned round',
      'order-state.ts',
      'order.limit >= old.limit',
      'order.limit <= old.limit',
    ],
    ['a pattern is lost', 'sku.ts', /, pattern: [^\n]*\/u/, ''],
    [
      'a default is another',
      'order-state.ts',
      "withDefault(Status, 'DRAFT')",
      "withDefault(Status, 'CLOSED')",
    ],
    [
      'a required field is optional',
      'order-state.ts',
      'placed: IsoDateTime',
      'placed: optional(IsoDateTime)',
    ],
    ['ids may repeat', 'order-state.ts', ", uniqueBy: 'uid'", ''],
  ])('fail where %s', (_, file, from, to) => {
    const outcome = projectOf('every-construct').runWith(`typescript/sales/${file}`, (text) =>
      text.replace(from, to),
    );
    expect(outcome.failed).toBeGreaterThan(0);
  });
});

describe('the suites of behaviour', () => {
  // What a generator of commands, events and lifecycles could get wrong.
  it.each([
    [
      'a move leads elsewhere',
      'evolve-book.ts',
      "from: ['LENT'], to: 'SHELVED'",
      "from: ['LENT'], to: 'LOST'",
    ],
    [
      'a move is too much',
      'evolve-book.ts',
      "from: ['SHELVED'], to: 'LENT'",
      "from: ['SHELVED', 'LOST'], to: 'LENT'",
    ],
    ['a move is lost', 'evolve-book.ts', "from: ['SHELVED', 'LENT']", "from: ['LENT']"],
    ['an effect is lost', 'evolve-book.ts', /lentTimes: [^,]*\+ 1[^,]*,?/, ''],
    ['the wrong item changes', 'evolve-book.ts', 'worn: true', 'worn: false'],
    ['a requirement is turned round', 'decide-book.ts', "book.state !== 'LOST'", "book.state === 'LOST'"],
    ['what happens sometimes happens always', 'decide-book.ts', "command.reason === 'MISSING'", 'true'],
    ['an event is not told', 'decide-book.ts', 'decision.emit(CopyAdded', 'void (CopyAdded'],
    ['a method sends another command', 'book.ts', 'GiveBack.create({})', 'Remove.create({})'],
    ['a rule about changes is lost', 'book-state.ts', '.isAtLeast(', '.equals('],
  ])('fail where %s', (_, file, from, to) => {
    const outcome = projectOf('behaviour').runWith(`typescript/lending/${file}`, (text) =>
      text.replace(from, to),
    );
    expect(outcome.failed).toBeGreaterThan(0);
  });
});

describe('the suites of functions', () => {
  // In each round every file is broken in another way, and each must fail the suite that is about it.
  it.each<[round: string, slips: readonly (readonly [file: string, from: string | RegExp, to: string])[]]>([
    [
      'a field is another, an amount, a default of an earlier version, a limit, an undo is lost',
      [
        ['translations.ts', 'parcel: notice.parcel', 'parcel: notice.sender'],
        ['fee.ts', "Decimal.of('4.50')", "Decimal.of('4.60')"],
        ['parcel-events.ts', 'insured: false', 'insured: true'],
        ['parcel-line.ts', 'isMoreThan', 'isLessThan'],
        ['report.ts', 'isMoreThan', 'isLessThan'],
        ['ship.ts', /\n {4}undo: \(\) => [^\n]*/, ''],
        ['parcel-commands.ts', /max: 20/, 'max: 21'],
      ],
    ],
    [
      'a case is lost, code by hand is not asked, a field is left behind, a failure is not told of',
      [
        ['translations.ts', "    case 'Moving':\n", ''],
        ['fee.ts', /context\.byHand\.surcharge\(.*?\)/, 'context !== undefined'],
        ['parcel-events.ts', 'carrier: data.by', "carrier: 'nobody'"],
        ['parcel-line.ts', 'stage: parcel.stage', "stage: 'OPEN'"],
        ['ship.ts', /\n {2}saga\.onFailure[^\n]*/, ''],
      ],
    ],
    [
      'a condition is lost, what is taken back is another',
      [
        ['translations.ts', "notice.progress !== 'Moving'", 'false'],
        ['ship.ts', 'code: booking.code })', "code: 'another' })"],
      ],
    ],
  ])('fail where %s', (_, slips) => {
    const suiteOf: Readonly<Record<string, string>> = {
      'report.ts': 'derived.test.ts',
      'parcel-commands.ts': 'parcel-commands.test.ts',
    };
    const failing = projectOf('functions').failingWith(
      new Map(
        slips.map(([file, from, to]) => [`typescript/shipping/${file}`, (text) => text.replace(from, to)]),
      ),
    );
    const wanted = slips.map(([file]) => suiteOf[file] ?? file.replace('.ts', '.test.ts'));
    expect(failing).toEqual(expect.arrayContaining(wanted));
  });
});

describe('a generated suite', () => {
  let generated: Generated;
  beforeAll(() => {
    generated = generate(caseText('every-construct'));
  });

  it('is the same each time, whatever was generated before', () => {
    generate(caseText('hostile'));
    const again = generate(caseText('every-construct'));
    expect(again.suites).toEqual(generated.suites);
    expect(JSON.parse(JSON.stringify(again.psm))).toEqual(generated.psm);
  });

  it('leads each row of a table back to its field, and each test of a rule to the rule', () => {
    const { content, trace } = fileOf(generated, 'tests/sales/order.test.ts');
    const elementOf = (text: string): string | undefined => {
      const line = content.split('\n').findIndex((one) => one.includes(text)) + 1;
      return elementAtLine(trace, line);
    };
    expect(elementOf("'a limit below 1'")).toBe('Shop.Sales.Order.limit');
    expect(elementOf("'the largest weight, 1000'")).toBe('Shop.Sales.Order.weight');
    expect(elementOf("['discount', 0]")).toBe('Shop.Sales.Order.discount');
    expect(elementOf("'is broken when limit goes from 10 to 9'")).toBe('Shop.Sales.Order.LimitOnlyGrows');
    expect(elementOf("'a quantity above 99'")).toBe('Shop.Sales.Order.Line.quantity');
    expect(elementOf('const validLine')).toBe('Shop.Sales.Order.Line');
  });

  it('holds and breaks every rule, and names it', () => {
    const { files } = generated.psm as TestsPsm;
    const rules = files.flatMap(({ suites }) => suites.flatMap((suite) => suite.rules));
    expect(rules.map(({ rule }) => rule).toSorted()).toEqual(
      rulesOf(indexOf(caseText('every-construct')).model)
        .map(({ id }) => id)
        .toSorted(),
    );
    for (const { rule, cases } of rules) {
      expect(new Set(cases.map(({ holds }) => holds)), rule).toEqual(new Set([true, false]));
    }
  });

  it('writes large values as repetitions', () => {
    const { content } = fileOf(generated, 'tests/sales/order.test.ts');
    expect(content).toContain("'a'.repeat(501)");
    expect(content).toContain('Array.from({ length: 51 }, (_, n) => ({');
    expect(Math.max(...content.split('\n').map((line) => line.length))).toBeLessThanOrEqual(130);
  });
});

describe('a table', () => {
  it('compiles where its rows alone would not tell what they are', () => {
    const { code, suites } = generate(`model M version 1 context C {
      value Thing { any: Json = 1  level: Integer(0..9) = 2  name: String(1..5)  tags: String(1..9)[1..3] }
    }`);
    const project = createVitestProject([...code, ...suites]);
    try {
      expect(project.compile()).toBe('');
      expect(project.format()).toBe('');
    } finally {
      project.remove();
    }
    const { content } = fileOf({ psm: {}, code, suites }, 'tests/c/thing.test.ts');
    expect(content).toContain('it.each<[name: string, input: unknown, path: string, constraint: string]>([');
    expect(content).toContain('it.each<[field: string, value: unknown]>([');
    expect(content).not.toContain('it.each([\n');
  });
});

describe('where no example was found', () => {
  const { psm, suites } = generate(caseText('no-example'));

  it('warns', () => {
    const index = indexOf(caseText('no-example'));
    expect(tests.check(psm).map(({ code, severity, origin }) => [code, severity, origin.start.line])).toEqual(
      [
        ['no-example', 'warning', lineOf('type Never')],
        ['no-example', 'warning', lineOf('value Impossible')],
        ['no-example', 'warning', lineOf('rule AlsoSmall')],
        ['no-example', 'warning', lineOf('service Reprint')],
      ],
    );
    expect(index.model.name).toBe('Gap');
  });

  it('says so in the suite, which tests what it can', () => {
    const { content } = suites.find(({ path }) => path.endsWith('impossible.test.ts')) ?? { content: '' };
    expect(content).toMatch(
      /\/\/ No example of `Impossible` was found: its rules refuse each of the [0-9]+ instances/,
    );
    expect(content).toContain("['null', null, '', 'required'],");
  });

  function lineOf(text: string): number {
    return (
      caseText('no-example')
        .split('\n')
        .findIndex((line) => line.includes(text)) + 1
    );
  }
});

describe('check', () => {
  it('refuses two suites in one file', () => {
    const { psm } = generate(`model M version 1 context C {
      enum FooBar { A }
      enum Foo_bar { A }
    }`);
    const { files } = psm as TestsPsm;
    expect(files.map(({ path }) => path)).toEqual(['tests/c/foo-bar.test.ts', 'tests/c/foo-bar.test.ts']);
    expect(tests.check(psm)).toMatchObject([
      { code: 'tests-file-clash', severity: 'error', related: [{ message: '`FooBar` is here' }] },
    ]);
  });
});

function printed(one: TestValue, name: string): string {
  const head = `const ${name} = `;
  return `${head}${printValue(one, { depth: 0, before: head.length, after: 1 })};\n`;
}

describe('printing', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 90 }),
    fc.constantFrom(
      'a'.repeat(200),
      `https://${'x'.repeat(60)}/\`\${}`,
      "it's",
      '"quoted"',
      '\u202e\u2028\\',
    ),
  );
  const scalar: fc.Arbitrary<TestValue> = fc.oneof(
    text.map((one): TestValue => ({ kind: 'text', parts: textParts(one) })),
    fc
      .oneof(fc.integer(), fc.boolean(), fc.constant(null), fc.constantFrom(2 ** 53, 1e21, 1e-7, -0.5))
      .map((value): TestValue => ({ kind: 'scalar', value })),
  );
  const key = fc.constantFrom(
    'a',
    'name',
    'constructor',
    'aRatherLongNameOfAFieldThatTakesSomeSpace',
    'a-b',
    'class',
  );
  const { value } = fc.letrec<{ value: TestValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, depthSize: 'medium' },
      scalar,
      fc.array(tie('value'), { maxLength: 5 }).map((items): TestValue => ({ kind: 'list', items })),
      fc
        .array(fc.integer(), { minLength: 1, maxLength: 40 })
        .map(
          (all): TestValue => ({ kind: 'list', items: all.map((one) => ({ kind: 'scalar', value: one })) }),
        ),
      fc
        .uniqueArray(fc.record({ name: key, value: tie('value') }), {
          selector: ({ name }) => name,
          maxLength: 5,
        })
        .chain((members) =>
          fc.constantFrom<TestValue>(
            { kind: 'object', members },
            ...(members.length > 0 ? [{ kind: 'object', spread: 'valid', members } as const] : []),
          ),
        ),
    ),
  }));

  it('means exactly the value, whatever the text', () => {
    fc.assert(
      fc.property(text, (one) => {
        const code = printValue({ kind: 'text', parts: textParts(one) }, { depth: 0, before: 0, after: 0 });
        expect(new Function(`return ${code}`)()).toBe(one);
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it('stands as Biome would format it', () => {
    const values = fc.sample(value, { seed: 20261121, numRuns: 400 });
    const nested = values.filter((one) => one.kind === 'object' || one.kind === 'list');
    const content = `const valid = {};\n${nested.map((one, at) => printed(one, `value${at}`)).join('')}`;
    const project = createVitestProject([{ path: 'tests/printed.ts', content }]);
    try {
      expect(project.format()).toBe('');
    } finally {
      project.remove();
    }
  });
});
