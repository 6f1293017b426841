import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../cli/configuration/parse-configuration.ts';
import { plainJson } from '../../generators/core/located-value.ts';
import { readLocatedYaml } from '../../generators/core/located-yaml.ts';
import { compileSchema } from '../../generators/core/schema-problems.ts';
import { salesModel, supportModel, Workspace } from './command-line.ts';

const root = new URL('../..', import.meta.url).pathname;
const schema = JSON.parse(readFileSync(join(root, 'schemas/pimento.config.schema.json'), 'utf8'));

/** Each problem as `line:column "what is marked" code message`. */
function problems(text: string): readonly string[] {
  return parseConfiguration(text, 'pimento.config.yaml').diagnostics.map(({ origin, code, message }) => {
    const { start, end } = origin;
    return `${start.line}:${start.column} ${JSON.stringify(text.slice(start.offset, end.offset))} ${code} ${message}`;
  });
}

describe('a configuration', () => {
  it.each([
    '',
    '# nothing but a comment\n',
    'models: [models]\n',
    'models: [../shared/models, a.domain]\noutput: out/x\nhandwritten: "src"\n',
    "targets:\n  - typescript\n  - 'tests'\nplugins: []\ntemplates: ../templates\n",
    'output: src/generated\n',
  ])('may be %j', (text) => {
    expect(problems(text)).toEqual([]);
  });

  it.each([
    {
      name: 'a setting that is not there',
      text: '# first\nmodels: [a]\noutptu: x\n',
      expected: [
        '3:1 "outptu" bad-setting The configuration knows no setting `outptu` here. Did you mean `output`?',
      ],
    },
    {
      name: 'a text where a list belongs',
      text: 'models: models\n',
      expected: ['1:9 "models" bad-setting The setting `models` must be a list: write `[…]`.'],
    },
    {
      name: 'a value that is left out',
      text: 'models:\n\noutput: x\n',
      expected: ['1:1 "models" bad-setting The setting `models` must be a list: write `[…]`.'],
    },
    {
      name: 'an item of a wrong type, and one that stands twice',
      text: 'models: [a, 3]\ntargets:\n  - tests\n  - tests\n',
      expected: [
        '1:13 "3" bad-setting Item 2 of the setting `models` must be a string: write it in quotes.',
        '3:3 "- tests\\n  - tests" bad-setting The setting `targets` names the same twice.',
      ],
    },
    {
      name: 'an empty list',
      text: 'models: [ ]\n',
      expected: ['1:9 "[ ]" bad-setting The setting `models` must NOT have fewer than 1 items.'],
    },
    {
      name: 'a list instead of settings',
      text: '- models\n',
      expected: [
        '1:1 "- models" bad-setting A configuration is made of settings, such as `models: [models]`.',
      ],
    },
    {
      name: 'a list that does not end',
      text: 'models: [a\n',
      expected: [
        '2:1 "" configuration-syntax The configuration is not YAML that can be used: what began above is not closed, or this line lacks its indentation.',
      ],
    },
    {
      name: 'a key twice',
      text: 'output: a\noutput: b\n',
      expected: [
        '2:1 "" configuration-syntax The configuration is not YAML that can be used: this key stands twice.',
      ],
    },
    {
      name: 'an alias',
      text: 'models: &m [a]\ntargets: *m\n',
      expected: [
        '2:11 "" configuration-syntax The configuration is not YAML that can be used: aliases (`*name`) are not read here: write out what they stand for.',
      ],
    },
    {
      name: 'a second document',
      text: 'output: a\n---\noutput: b\n',
      expected: [
        '1:1 "" configuration-syntax The configuration is not YAML that can be used: it holds more than one document.',
      ],
    },
    {
      name: 'paths that mean something else elsewhere',
      text: 'models: [/m, "C:/m", "~/m", "a\\\\b", "a\\u0000b"]\n',
      expected: [
        '1:10 "/m" bad-setting The setting `models` must be relative to the folder of the configuration.',
        '1:14 "\\"C:/m\\"" bad-setting The setting `models` must be relative to the folder of the configuration.',
        '1:22 "\\"~/m\\"" bad-setting The setting `models` must be relative to the folder of the configuration.',
        '1:29 "\\"a\\\\\\\\b\\"" bad-setting The setting `models` separates folders by `\\`: write `/`, which every system takes.',
        '1:37 "\\"a\\\\u0000b\\"" bad-setting The setting `models` holds a character that no path has.',
      ],
    },
    {
      name: 'folders that are written outside of the project',
      text: 'output: a/../../b\nhandwritten: ..\n',
      expected: [
        '1:9 "a/../../b" bad-setting The setting `output` leaves the folder of the configuration, and files are written there.',
        '2:14 ".." bad-setting The setting `handwritten` leaves the folder of the configuration, and files are written there.',
      ],
    },
    {
      name: 'the project itself as the output',
      text: 'output: ./\n',
      expected: [
        '1:9 "./" bad-setting The setting `output` must be a folder of its own below that of the configuration.',
      ],
    },
    {
      name: 'what is hand-written inside the output',
      text: 'output: src\ntemplates: src/templates\n',
      expected: [
        '1:9 "src" bad-setting The setting `handwritten` is `src`, which lies in the output folder `src`.',
        '2:12 "src/templates" bad-setting The setting `templates` is `src/templates`, which lies in the output folder `src`.',
      ],
    },
  ])('tells $name', ({ text, expected }) => {
    expect(problems(text)).toEqual(expected);
  });

  it.each(['configuration-syntax', 'bad-setting'])(
    'shows on the page of %s what it tells and what mends it',
    (code) => {
      const page = readFileSync(join(root, `docs/diagnostics/${code}.md`), 'utf8');
      const [reported = '', mended = ''] = [...page.matchAll(/```yaml\n([^]*?)```/g)].map(
        ([, text]) => text ?? '',
      );
      expect(parseConfiguration(reported, '').diagnostics.map((one) => one.code)).toEqual([code]);
      expect(parseConfiguration(mended, '').diagnostics).toEqual([]);
    },
  );

  it('never makes the parser throw', () => {
    const piece = fc.constantFrom(
      'models',
      ': ',
      '[',
      ']',
      '{',
      '}',
      '- ',
      '\n',
      '  ',
      '"',
      "'",
      '&a ',
      '*a',
      '!t ',
      '# c',
      '|\n',
      '? ',
      '\t',
      '---\n',
      '<<',
      '\u0000',
      'é',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        for (const { origin } of parseConfiguration(text, 'x').diagnostics) {
          expect(origin.start.offset).toBeLessThanOrEqual(origin.end.offset);
          expect(origin.end.offset).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('YAML with places', () => {
  it('is read as JSON says it, each value at its place', () => {
    const key = fc.string({ minLength: 1, maxLength: 4 });
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 3 }),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        const text = JSON.stringify(value, null, 1);
        const read = readLocatedYaml(text, 'x');
        if (read.kind !== 'value') throw new Error(`${text}: ${read.reason}`);
        expect(plainJson(read.value)).toEqual(value);
        const check = (part: typeof read.value): void => {
          const { start, end } = part.origin;
          expect(JSON.parse(text.slice(start.offset, end.offset))).toEqual(plainJson(part));
          if (part.kind === 'list') part.items.forEach(check);
          if (part.kind === 'object') for (const entry of part.entries) check(entry.value);
        };
        check(read.value);
      }),
    );
  });
});

describe('the published schema', () => {
  it('is strict, and says what each setting is for', () => {
    compileSchema(schema);
    for (const { description } of Object.values<{ description: string }>(schema.properties))
      expect(description).toMatch(/\w.*\.$/);
  });

  it('has its settings and their defaults in docs/configuration.md, in order', () => {
    const page = readFileSync(join(root, 'docs/configuration.md'), 'utf8');
    const rows = [...page.matchAll(/^\| `(\w+)` \| (?:`([^`]+)`|\w+) \|/gm)].map(([, name, value]) => [
      name,
      value,
    ]);
    expect(rows).toEqual(
      Object.entries<{ default?: string | readonly string[] }>(schema.properties).map(([name, one]) => [
        name,
        [one.default].flat()[0],
      ]),
    );
    const [example = ''] = [...page.matchAll(/```yaml\n([^]*?)```/g)].map(([, text]) => text);
    expect(parseConfiguration(example, '').diagnostics).toEqual([]);
  });
});

describe('pimento with a configuration', () => {
  const files = { 'models/sales.domain': salesModel, 'more/support.domain': supportModel };

  it('reads what it names from any folder of the project, and writes where it says', () => {
    const workspace = new Workspace({
      ...files,
      'pimento.config.yaml': 'models: [models]\noutput: out\ntargets: [tests]\n',
      'deep/er/note.txt': '',
    });
    const run = workspace.pimentoIn('deep/er', 'generate');
    expect(run).toMatchObject({ code: 0, errors: '' });
    const names = Object.keys(workspace.files('out/sales'));
    expect(names).toContain('tests/shop/product.test.ts');
    expect(new Set(names.map((name) => name.split('/')[0]))).toEqual(new Set(['tests', 'typescript']));
    expect(workspace.files('deep/er')).toEqual({ 'note.txt': '' });
  });

  it('lets the command line have the last word', () => {
    const workspace = new Workspace({
      ...files,
      'pimento.config.yaml': 'models: [models]\noutput: out\ntargets: [tests]\n',
    });
    const run = workspace.pimento('generate', 'more', '--out', 'elsewhere', '--target', 'json-schema');
    expect(run).toMatchObject({ code: 0, errors: '' });
    expect(Object.keys(workspace.files('elsewhere'))).toContain('support/json-schema/shop/price.schema.json');
    expect(workspace.files('out')).toEqual({});
  });

  it('takes away what a target made that is asked for no more', () => {
    const workspace = new Workspace({ ...files, 'pimento.config.yaml': 'models: [models]\n' });
    workspace.pimento('generate');
    expect(Object.keys(workspace.files('generated/sales/openapi'))).not.toEqual([]);
    workspace.write('pimento.config.yaml', 'models: [models]\ntargets: [typescript]\n');
    expect(workspace.pimento('generate')).toMatchObject({ code: 0 });
    expect(workspace.files('generated/sales/openapi')).toEqual({});
    expect(Object.keys(workspace.files('generated/sales/typescript'))).not.toEqual([]);
  });

  it('shows its problems like those of a model, and does nothing', () => {
    const workspace = new Workspace({
      ...files,
      'pimento.config.yaml': 'models: [models]\ntargets: [typescript, opnapi]\n',
    });
    const run = workspace.pimento('check');
    expect(run).toMatchObject({ code: 1, output: '' });
    expect(run.errors).toBe(
      [
        'pimento.config.yaml:2:23  error[bad-setting]  There is no target `opnapi`. Did you mean `openapi`? There are: typescript, tests, kubernetes, openapi, json-schema, sql, python.',
        '  2 | targets: [typescript, opnapi]',
        '    |                       ^~~~~~',
        '  docs: pimento explain bad-setting',
        '',
        '1 error in 1 file',
        '',
      ].join('\n'),
    );
    const [problem] = JSON.parse(workspace.pimentoIn('models', 'check', '--format', 'json').output);
    expect(problem).toMatchObject({
      code: 'bad-setting',
      file: '../pimento.config.yaml',
      range: { start: { line: 2, column: 23 }, end: { line: 2, column: 29 } },
    });
    expect(workspace.pimento('generate')).toMatchObject({
      code: 1,
      errors: expect.stringMatching(/Nothing was written\.\n$/),
    });
    expect(workspace.files('generated')).toEqual({});
  });

  it.each([
    ['is not UTF-8', new Uint8Array([0x61, 0xff])],
    ['is UTF-16', new Uint8Array([0xff, 0xfe, 0x61, 0x00])],
  ])('tells that its file %s', (reason, bytes) => {
    const run = new Workspace({ ...files, 'pimento.config.yaml': bytes }).pimento('check', 'models');
    expect(run).toMatchObject({
      code: 1,
      errors: expect.stringContaining(`\`pimento.config.yaml\` ${reason}`),
    });
  });

  it('does not follow a link out of the project', () => {
    const workspace = new Workspace({
      ...files,
      'project/pimento.config.yaml': 'models: [../models]\noutput: out\n',
    });
    workspace.link('project/out', '..');
    const run = workspace.pimentoIn('project', 'generate');
    expect(run).toMatchObject({
      code: 1,
      errors: expect.stringContaining('through a link out of the folder'),
    });
  });
});
