import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { Workspace } from './command-line.ts';

const model = `model Shop version 1
context Ordering {
  value Note { size: Integer(0..9), rule WithinLimit: size < 9 }
  aggregate Basket {
    id number: Integer(1..9)
    count: Integer(0..100)
    limit: Integer(0..100) = 10
    codes: Code[0..3]
    entity Code { id code: String(1..3) }
    rule WithinLimit: count <= limit else "No more than fit"
    rule LimitOnlyGrows: limit >= old.limit
  }
}
`;
const basket = { number: 7, count: 4, limit: 10, codes: [] };
const cases = [
  { id: 'fits', type: 'Ordering.Basket', instance: basket, expected: 'accept' },
  {
    id: 'too many',
    type: 'Ordering.Basket',
    instance: { ...basket, count: 11 },
    expected: 'reject',
    rule: 'WithinLimit',
  },
  {
    id: 'shrinks',
    type: 'Ordering.Basket',
    old: basket,
    instance: { ...basket, limit: 9 },
    expected: 'reject',
  },
  {
    id: 'grows',
    type: 'Ordering.Basket',
    old: basket,
    instance: { ...basket, limit: 11 },
    expected: 'accept',
  },
  {
    id: 'never was',
    type: 'Ordering.Basket',
    old: { ...basket, number: 0 },
    instance: basket,
    expected: 'accept',
  },
  {
    id: 'an entity',
    type: 'Ordering.Basket.Code',
    instanceJson: '{"code":"abc","x":1.0}',
    expected: 'accept',
  },
  {
    id: 'twice',
    type: 'Ordering.Basket',
    instance: { ...basket, codes: [{ code: 'a' }, { code: 'a' }] },
    expected: 'reject',
  },
].map((one) => ({ model: 'models/shop.domain', ...one }));

function workspaceWith(all: unknown): Workspace {
  return new Workspace({ 'models/shop.domain': model, 'cases.json': JSON.stringify(all, null, 2) });
}

/** Those that need nothing but Node, or have nothing to judge here. */
const onNode = ['--engine', 'interpreter,typescript,ajv,kubernetes,postgres,sqlite'];

describe('judge', () => {
  it('asks engines, and says what each of them cannot be asked', () => {
    const { code, output, errors } = workspaceWith(cases).pimento('judge', 'cases.json', ...onNode);
    expect(output.replace(/ +/g, ' ')).toBe(
      [
        'interpreter 7 run 7 agreed 0 disagreed 0 exceptions 0 not enforceable 0 not run',
        'typescript 6 run 6 agreed 0 disagreed 0 exceptions 0 not enforceable 1 not run',
        'ajv 7 run 4 agreed 0 disagreed 0 exceptions 3 not enforceable 0 not run',
        'kubernetes 0 run 0 agreed 0 disagreed 0 exceptions 0 not enforceable 7 not run',
        'postgres 5 run 5 agreed 0 disagreed 0 exceptions 0 not enforceable 2 not run',
        'sqlite 5 run 5 agreed 0 disagreed 0 exceptions 0 not enforceable 2 not run',
        '',
      ].join('\n'),
    );
    expect(errors).toContain(
      'typescript was not asked `never was`: `old` cannot have been: Must be at least 1, and is 0\n',
    );
    expect(errors).toContain('kubernetes was not asked 7 cases: it has no definition of its own');
    expect(errors).toContain('sqlite was not asked `an entity`: only an aggregate has a row of its own');
    expect(errors).toMatch(/postgres was not asked `never was`: `old` cannot have been: Must be .* 1 to 9/);
    expect(code).toBe(1);
  });

  it('fails where one disagrees, and answers programs as its schema says', () => {
    const wrong = { ...cases[1], id: 'wrong', expected: 'accept', rule: undefined };
    const text = {
      ...cases[0],
      id: 'inline',
      model: 'model M version 1\ncontext C { value V {',
      type: 'C.V',
    };
    const { code, output } = workspaceWith([wrong, text]).pimento(
      'judge',
      'cases.json',
      '--format',
      'json',
      ...onNode,
    );
    const report = JSON.parse(output) as Report;
    const ajv = new Ajv2020();
    for (const name of ['diagnostics', 'judging']) ajv.addSchema(schema(name), `${name}.schema.json`);
    expect(ajv.validate('judging.schema.json', report), ajv.errorsText()).toBe(true);
    const disagreement = { id: 'wrong', expected: 'accept', got: 'reject' };
    expect(report.engines.map(({ id, disagreed }) => [id, disagreed.length])).toEqual([
      ['interpreter', 1],
      ['typescript', 1],
      ['ajv', 0],
      ['kubernetes', 0],
      ['postgres', 1],
      ['sqlite', 1],
    ]);
    for (const { disagreed } of report.engines.filter((one) => one.disagreed.length > 0)) {
      expect(disagreed[0]).toMatchObject(disagreement);
      expect(disagreed[0]?.reasons).toMatchObject([{ rule: 'Shop.Ordering.Basket.WithinLimit' }]);
    }
    expect(report.problems.map(({ id, diagnostics }) => [id, diagnostics[0]?.code])).toEqual([
      ['inline', 'syntax-error'],
    ]);
    expect(code).toBe(1);
  });

  it.each([
    { what: 'no YAML', text: '[', says: '1:2 bad-case The cases are not YAML that can be used' },
    { what: 'no list', text: 'id: a', says: '1:1 bad-case Cases are a list: each begins with `- id: …`.' },
    { what: 'no case', text: '[]', says: '1:1 bad-case There is no case.' },
    {
      what: 'a misspelt member',
      text: '[{ id: a, model: m, type: t, instance: 1, expected: accept, rul: x }]',
      says: '1:61 bad-case A case has no member `rul` here. Did you mean `rule`?',
    },
    {
      what: 'no instance',
      text: '[{ id: a, model: m, type: t, expected: accept }]',
      says: '1:2 bad-case A case needs an `instance`, or its text as `instanceJson`.',
    },
    {
      what: 'two instances',
      text: '[{ id: a, model: m, type: t, expected: accept, instance: 1, instanceJson: "1" }]',
      says: '1:2 bad-case A case has `instance` or `instanceJson`, not both.',
    },
    {
      what: 'broken JSON',
      text: '[{ id: a, model: m, type: t, expected: accept, instanceJson: "{" }]',
      says: '1:62 bad-case `instanceJson` is not JSON',
    },
    {
      what: 'an id twice',
      text: '[{ id: a, model: models/shop.domain, type: Ordering.Basket, expected: accept, instance: 1 }, { id: a, model: models/shop.domain, type: Ordering.Basket, expected: accept, instance: 1 }]',
      says: 'bad-case Another case has the id `a` too.',
    },
    {
      what: 'an unknown type',
      text: '[{ id: a, model: models/shop.domain, type: Ordering.Baskte, expected: accept, instance: 1 }]',
      says: '1:44 bad-case The model has no type `Ordering.Baskte` to judge. Did you mean `Ordering.Basket`?',
    },
    {
      what: 'an unknown rule',
      text: '[{ id: a, model: models/shop.domain, type: Ordering.Basket, expected: reject, rule: WithinLimits, instance: 1 }]',
      says: '1:85 bad-case The model has no rule `WithinLimits`. Did you mean `WithinLimit`?',
    },
    {
      what: 'no such model',
      text: '[{ id: a, model: models/shp.domain, type: Ordering.Basket, expected: accept, instance: 1 }]',
      says: 'unreadable-input `models/shp.domain` does not exist.',
    },
  ])('says where there is $what', ({ text, says }) => {
    const workspace = new Workspace({ 'models/shop.domain': model, 'cases.yaml': text });
    const { code, errors } = workspace.pimento('judge', 'cases.yaml', ...onNode);
    const [first = ''] = errors.split('\n');
    expect(first.replace('cases.yaml:', '').replace(/ {2}error\[([a-z-]+)\] {2}/, ' $1 ')).toContain(says);
    expect(code).toBe(1);
  });

  it('tells the problems of a model once, however many cases name it', () => {
    const broken = { 'models/shop.domain': model.replace('count <= limit', 'count <= limits') };
    const workspace = new Workspace({ ...broken, 'cases.json': JSON.stringify(cases) });
    const { code, errors } = workspace.pimento('judge', 'cases.json', ...onNode);
    expect(errors.split('error[unknown-name]')).toHaveLength(2);
    expect(errors.trim()).toMatch(/1 error in 1 file$/);
    expect(code).toBe(1);
  });

  it('asks about texts that hold what ends a line elsewhere', () => {
    const text = { ...cases[0], instance: { ...basket, note: 'a\u2028b\u0085c\r' } };
    const { output, code } = workspaceWith([text]).pimento('judge', 'cases.json', '--engine', 'typescript');
    expect(output).toMatch(/typescript +1 run +1 agreed/);
    expect(code).toBe(0);
  });

  it('fails where an engine that is asked for by name can be asked nothing', () => {
    const impossible = cases.filter(({ id }) => id === 'never was');
    const workspace = workspaceWith(impossible);
    expect(workspace.pimento('judge', 'cases.json', '--engine', 'typescript').code).toBe(1);
    expect(workspace.pimento('judge', 'cases.json', '--engine', 'interpreter').code).toBe(0);
  });

  it('judges the examples of a model, each by the rule that it breaks', () => {
    const examples = model.replace(
      'rule WithinLimit: count <=',
      'example fits: Basket { number: 1, count: 2 }\n    example tooMany: Basket { number: 1, count: 11 } breaks WithinLimit\n    rule WithinLimit: count <=',
    );
    const workspace = new Workspace({ 'models/shop.domain': examples, 'none.domain': model });
    const engine = ['--engine', 'typescript,sqlite'];
    for (const path of ['models', 'models/shop.domain']) {
      const { code, output } = workspace.pimento('judge', path, ...engine);
      expect(output.replace(/ +/g, ' ')).toBe(
        [
          'typescript 2 run 2 agreed 0 disagreed 0 exceptions 0 not enforceable 0 not run',
          'sqlite 2 run 2 agreed 0 disagreed 0 exceptions 0 not enforceable 0 not run',
          '',
        ].join('\n'),
      );
      expect(code).toBe(0);
    }
    const none = workspace.pimento('judge', 'none.domain', 'models', ...engine);
    expect(none.errors).toContain(
      '`none.domain` has no examples: an `example` is what is judged of a model.',
    );
    expect(none.output).toMatch(/typescript +2 run/);
    expect(none.code).toBe(1);
    workspace.write('models/shop.domain', examples.replace('count: 11', 'count: 9'));
    const broken = workspace.pimento('judge', 'models', ...engine);
    expect(broken.errors).toContain('error[bad-example]');
    expect(broken.code).toBe(1);
  });

  it('knows its engines', () => {
    const { code, errors } = workspaceWith(cases).pimento('judge', '--engine', 'avj', 'cases.json');
    expect(errors).toContain(
      'There is no engine `avj`. Did you mean `ajv`? There are: interpreter, typescript, ajv, kubernetes, postgres, sqlite, python',
    );
    expect(code).toBe(2);
  });
});

interface Report {
  readonly engines: readonly {
    readonly id: string;
    readonly disagreed: readonly { readonly id: string; readonly reasons: readonly unknown[] }[];
  }[];
  readonly problems: readonly {
    readonly id: string;
    readonly diagnostics: readonly { readonly code: string }[];
  }[];
}

function schema(name: string): object {
  return JSON.parse(readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), 'utf8'));
}
