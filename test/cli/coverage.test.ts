import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { Workspace } from './command-line.ts';

const model = `model Shop version 1
context Ordering {
  aggregate Basket {
    id number: Integer(1..9)
    count: Integer(0..100)
    limit: Integer(0..100) = 10
    codes: Code[0..3]
    entity Code { id code: String(1..3) }
    rule WithinLimit: count <= limit else "No more than fit"
    rule SomeLimit: limit > 0
  }
}
`;

function workspaceWith(configuration: string): Workspace {
  return new Workspace({ 'models/shop.domain': model, 'pimento.config.yaml': configuration });
}

const keepsCodes = model.replace(
  'rule SomeLimit',
  'day: Date?\n    rule KeepsCodes: old.codes.size <= codes.size\n    rule SomeLimit',
);

const some = 'targets: [typescript, tests, json-schema]\n';

describe('check --coverage', () => {
  it('shows each rule, the limits that a target does not hold, and why', () => {
    const { code, output } = workspaceWith(some).pimento('check', '--coverage');
    expect(output).toBe(
      [
        'Shop: 2 rules, 20 limits       typescript  json-schema',
        'Ordering.Basket.WithinLimit    exact       –',
        'Ordering.Basket.SomeLimit      exact       exact',
        'Ordering.Basket.codes: unique  exact       –',
        'exact                          22 of 22    20 of 22',
        '',
        'json-schema: compares two fields',
        '  Ordering.Basket.WithinLimit',
        '',
        'json-schema: no schema can say that each item has another `code`',
        '  Ordering.Basket.codes: unique',
        '',
      ].join('\n'),
    );
    expect(code).toBe(0);
  });

  it('tells the dialects of a target apart', () => {
    const workspace = workspaceWith('targets: [sql]\n');
    workspace.write('models/shop.domain', keepsCodes);
    const { output } = workspace.pimento('check', '--coverage');
    expect(output).toBe(
      [
        'Shop: 3 rules, 22 limits     sql/postgresql  sql/sqlite',
        'Ordering.Basket.WithinLimit  exact           exact',
        'Ordering.Basket.KeepsCodes   exact           –',
        'Ordering.Basket.SomeLimit    exact           exact',
        'Ordering.Basket.day: format  –               exact',
        'exact                        24 of 25        24 of 25',
        '',
        'sql/postgresql: PostgreSQL takes a date in other spellings too, and keeps it in its own',
        '  Ordering.Basket.day: format',
        '',
        'sql/sqlite: reads entities as they were before the change, which SQLite has not kept',
        '  Ordering.Basket.KeepsCodes',
        '',
      ].join('\n'),
    );
  });

  it('answers programs as its schema says', () => {
    const { output } = workspaceWith(some).pimento('check', '--coverage', '--format', 'json');
    const report: unknown = JSON.parse(output);
    const schema = readFileSync(new URL('../../schemas/coverage.schema.json', import.meta.url), 'utf8');
    const ajv = new Ajv2020();
    expect(ajv.validate(JSON.parse(schema), report), ajv.errorsText()).toBe(true);
    expect(report).toMatchObject([
      {
        model: 'Shop',
        rules: [
          {
            id: 'Shop.Ordering.Basket.WithinLimit',
            message: 'No more than fit',
            file: 'models/shop.domain',
            range: { start: { line: 9 } },
            answers: {
              typescript: { verdict: 'exact' },
              'json-schema': { verdict: 'not enforceable', reason: 'compares two fields' },
            },
          },
          {},
        ],
      },
    ]);
  });

  it('tells the problems beside it', () => {
    const workspace = workspaceWith(some);
    workspace.write('models/shop.domain', model.replace('count <= limit', 'count'));
    const { code, output, errors } = workspace.pimento('check', '--coverage');
    expect(output).toBe('');
    expect(errors).toContain('error[');
    expect(code).toBe(1);
  });

  it('has no other formats', () => {
    const { code, errors } = workspaceWith(some).pimento('check', '--coverage', '--format', 'sarif');
    expect(errors).toContain('`--coverage` has the formats pretty and json.');
    expect(code).toBe(2);
  });
});

describe('enforce', () => {
  const gaps = [
    'The limit `unique` of `codes` is not held by `json-schema`: no schema can say that each item has another `code`.',
    'The rule `WithinLimit` is not held by `json-schema`: compares two fields.',
  ];
  it.each([
    { enforce: 'required', told: gaps },
    { enforce: '[json-schema]', told: gaps },
    { enforce: '[typescript]', told: [] },
  ])('$enforce makes an error of what is not held', ({ enforce, told }) => {
    const workspace = workspaceWith(`${some}enforce: ${enforce}\n`);
    const { code, output } = workspace.pimento('check', '--format', 'json');
    const found = JSON.parse(output) as readonly { readonly code: string; readonly message: string }[];
    expect(found.map(({ message }) => message)).toEqual(told);
    for (const one of found) expect(one.code).toBe('not-enforced');
    expect(code).toBe(told.length > 0 ? 1 : 0);
    const generated = workspace.pimento('generate', '--quiet');
    expect(generated.code).toBe(told.length > 0 ? 1 : 0);
    expect(Object.keys(workspace.files('generated')).length > 0).toBe(told.length === 0);
  });

  it.each([
    { enforce: '[sql]', told: ['sql/postgresql', 'sql/sqlite'] },
    { enforce: '[sql/sqlite]', told: ['sql/sqlite'] },
    { enforce: 'required', told: ['sql/postgresql', 'sql/sqlite'] },
  ])('$enforce holds the dialects that it names', ({ enforce, told }) => {
    const workspace = workspaceWith(`targets: [sql]\nenforce: ${enforce}\n`);
    workspace.write('models/shop.domain', keepsCodes);
    const found = JSON.parse(workspace.pimento('check', '--format', 'json').output) as readonly {
      readonly message: string;
    }[];
    const named = found.map(({ message }) => /is not held by `([^`]*)`/.exec(message)?.[1]);
    expect(named.toSorted()).toEqual(told);
  });

  it.each([
    { enforce: 'sql/postgres', says: 'There is no target `sql/postgres`. Did you mean `sql/postgresql`?' },
    {
      enforce: 'sql/sqlite',
      says: '`sql/sqlite` is to hold everything, and is not made: name `sql` in `targets`, too.',
    },
    { enforce: 'typescritp', says: 'There is no target `typescritp`. Did you mean `typescript`?' },
    {
      enforce: 'openapi',
      says: '`openapi` is to hold everything, and is not made: name `openapi` in `targets`, too.',
    },
    { enforce: 'tests', says: '`tests` cannot hold anything: what it makes judges no data.' },
  ])('knows that $enforce cannot', ({ enforce, says }) => {
    const { code, errors } = workspaceWith(`${some}enforce: [${enforce}]\n`).pimento('check');
    expect(errors).toContain(says);
    expect(code).toBe(1);
  });
});
