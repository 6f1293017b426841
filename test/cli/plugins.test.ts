import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Run, salesModel, Workspace } from './command-line.ts';

const kit = pathToFileURL(new URL('../../kit/target.ts', import.meta.url).pathname).href;

/** A module with one target: `change` is JavaScript that is put in the place of parts of it. */
function targetModule(change = '', id = 'names'): string {
  return `import { defineTarget, exact } from ${JSON.stringify(kit)};
export const target = defineTarget({
  id: ${JSON.stringify(id)},
  title: 'Names of contexts',
  marks: { type: 'object', additionalProperties: false },
  needs: [],
  transform: ({ index }) => ({ contexts: index.model.contexts.map(({ id, name }) => ({ id, name })) }),
  symbols: () => new Map(),
  enforce: () => exact,
  check: () => [],
  emit: (psm, render) => psm.contexts.map(({ id, name }) => ({
    path: ${JSON.stringify(id)} + '/' + name.toLowerCase() + '.txt',
    element: id,
    ...render(${JSON.stringify(`${id}/context`)}, { id, name }),
  })),
  ${change}
});
`;
}

const template = '{{#trace id}}\nThe context {{name}}.\n{{/trace}}\n';

/** An installed package, as npm would lay it out. */
function installed(name: string, module: string, manifest: object = {}): Readonly<Record<string, string>> {
  const folder = `node_modules/${name}`;
  return {
    [`${folder}/package.json`]: JSON.stringify({ name, type: 'module', exports: './index.js', ...manifest }),
    [`${folder}/index.js`]: module,
    [`${folder}/templates/names/context.hbs`]: template,
  };
}

function projectWith(
  plugins: readonly string[],
  files: Readonly<Record<string, string>>,
  settings = '',
): Workspace {
  return new Workspace({
    'models/sales.domain': salesModel,
    'pimento.config.yaml': `plugins: [${plugins.map((name) => JSON.stringify(name)).join(', ')}]\n${settings}`,
    ...files,
  });
}

describe('a plugin', () => {
  const good = installed('pimento-names', targetModule());

  it('stands beside the built-in targets', () => {
    const workspace = projectWith(['pimento-names'], good, 'targets: [names, json-schema]\n');
    expect(workspace.pimento('generate')).toMatchObject({ code: 0, errors: '' });
    expect(workspace.read('generated/sales/names/shop.txt')).toBe('The context Shop.\n');
    expect(Object.keys(workspace.files('generated/sales/json-schema'))).not.toEqual([]);
    expect(workspace.files('generated/sales/typescript')).toEqual({});
    const explained = workspace.pimento('explain', 'generated/sales/names/shop.txt:1');
    expect(explained).toMatchObject({ code: 0, output: expect.stringContaining('Sales.Shop') });
    expect(workspace.pimento('psm', '--target', 'names').output).toContain('"contexts"');
  });

  it('can be asked for alone, and checks the marks for it', () => {
    const workspace = projectWith(['pimento-names'], good);
    workspace.write('models/sales.domain', `${salesModel}platform names for Shop { colour: "red" }\n`);
    const run = workspace.pimento('generate', '--target', 'names');
    expect(run).toMatchObject({
      code: 1,
      errors: expect.stringContaining('The target `names` knows no mark `colour` here.'),
    });
  });

  it('takes its files with it when it goes', () => {
    const workspace = projectWith(['pimento-names'], good, 'targets: [names]\n');
    workspace.pimento('generate');
    workspace.write('pimento.config.yaml', 'targets: [json-schema]\n');
    expect(workspace.pimento('generate')).toMatchObject({ code: 0 });
    expect(workspace.files('generated/sales/names')).toEqual({});
  });

  it('may be a file of the project, whose templates lie in the project', () => {
    const workspace = projectWith(
      ['./tools/names.js'],
      {
        'tools/names.js': targetModule(),
        'package.json': '{ "type": "module" }',
        'templates/names/context.hbs': template,
      },
      'targets: [names]\n',
    );
    expect(workspace.pimento('generate')).toMatchObject({ code: 0, errors: '' });
    expect(workspace.read('generated/sales/names/shop.txt')).toBe('The context Shop.\n');
  });

  it('may need another plugin, wherever that is named, and read its symbols', () => {
    const symbols =
      "symbols: (psm) => new Map(psm.contexts.map(({ id, name }) => [id, { name, from: 'names/' + name.toLowerCase() + '.txt' }])),";
    const reader = `needs: ['names'],
      transform: ({ index, symbolsOf }) => ({ contexts: [...symbolsOf('names')].map(([id, { from }]) => ({ id, name: from })) }),
      emit: (psm) => [{ path: 'reader/all.txt', element: psm.contexts[0].id, content: psm.contexts[0].name + '\\n', trace: [] }],`;
    const workspace = projectWith(
      ['pimento-reader', 'pimento-names'],
      {
        ...installed('pimento-names', targetModule(symbols)),
        ...installed('pimento-reader', targetModule(reader, 'reader')),
      },
      'targets: [reader]\n',
    );
    expect(workspace.pimento('generate')).toMatchObject({ code: 0, errors: '' });
    expect(workspace.read('generated/sales/reader/all.txt')).toBe('names/shop.txt\n');
    expect(workspace.read('generated/sales/names/shop.txt')).toBe('The context Shop.\n');
  });

  const unusable: readonly {
    readonly name: string;
    readonly plugins?: readonly string[];
    readonly files: Readonly<Record<string, string>>;
    readonly message: string;
  }[] = [
    {
      name: 'one that is not installed',
      files: {},
      message:
        'The plugin `pimento-names` cannot be used: is not installed: `npm install --save-dev pimento-names`.',
    },
    {
      name: 'a file that is not there',
      plugins: ['./tools/nams.js'],
      files: {},
      message: 'The plugin `./tools/nams.js` cannot be used: does not exist.',
    },
    {
      name: 'a name that is none',
      plugins: ['node:fs'],
      files: {},
      message:
        'The plugin `node:fs` cannot be used: is neither the name of an npm package nor a path that begins with `./`.',
    },
    {
      name: 'a package without a way in',
      files: installed('pimento-names', targetModule(), { exports: { './other': './index.js' } }),
      message:
        'The plugin `pimento-names` cannot be used: has a `package.json` that exports nothing that can be imported.',
    },
    {
      name: 'a package that lacks its file',
      files: installed('pimento-names', targetModule(), { exports: './dist/index.js' }),
      message: 'The plugin `pimento-names` cannot be used: lacks the file that its package exports.',
    },
    {
      name: 'one that throws when it is loaded',
      files: installed('pimento-names', "throw new TypeError('no luck today');"),
      message: 'The plugin `pimento-names` cannot be used: cannot be loaded: TypeError: no luck today.',
    },
    {
      name: 'one that is no JavaScript',
      files: installed('pimento-names', 'export const target = ;'),
      message: 'The plugin `pimento-names` cannot be used: cannot be loaded: SyntaxError: ',
    },
    {
      name: 'one that lacks a package of its own',
      files: installed('pimento-names', "import 'not-there';"),
      message:
        "The plugin `pimento-names` cannot be used: cannot be loaded: Error: Cannot find package 'not-there'",
    },
    {
      name: 'one without a target',
      files: installed(
        'pimento-names',
        "export const target = { id: 'names' }; export const nothing = null;",
      ),
      message:
        'The plugin `pimento-names` cannot be used: exports no target: one is made with `defineTarget` of `pimento/target`.',
    },
    {
      name: 'a target for another version of the contract',
      files: installed('pimento-names', `${targetModule()}export const other = { ...target, contract: 2 };`),
      message: 'its target `names` was made for version 2 of the target contract, and this is 1.',
    },
    {
      name: 'a target without one of its parts',
      files: installed(
        'pimento-names',
        targetModule("emit: undefined, title: ' ', id: 'Names', needs: 'typescript',"),
      ),
      message: 'its target `Names` has no function `emit`.',
    },
    {
      name: 'a target with marks that are no schema',
      files: installed('pimento-names', targetModule("marks: { type: 'objekt' },")),
      message: 'its target `names` has `marks` that are no JSON Schema: ',
    },
    {
      name: 'a target with the id of a built-in one',
      files: installed('pimento-names', targetModule('', 'openapi')),
      message: "its target `openapi` has the id of a target of Pimento's own.",
    },
    {
      name: 'two targets of one id',
      plugins: ['pimento-names', 'pimento-more-names'],
      files: { ...good, ...installed('pimento-more-names', targetModule()) },
      message:
        "The plugin `pimento-more-names` cannot be used: its target `names` has the id of another plugin's.",
    },
    {
      name: 'a need of something that is not there',
      files: installed('pimento-names', targetModule("needs: ['typescrpt'],")),
      message:
        'its target `names` needs a target `typescrpt`, which is not there. Did you mean `typescript`?',
    },
    {
      name: 'two targets that need each other',
      plugins: ['pimento-names', 'pimento-reader'],
      files: {
        ...installed('pimento-names', targetModule("needs: ['reader'],")),
        ...installed('pimento-reader', targetModule("needs: ['names'],", 'reader')),
      },
      message: 'its target `names` needs `reader`, and one of them needs it in turn.',
    },
  ];
  it.each(unusable)(
    'that cannot be used is told at its name: $name',
    ({ plugins = ['pimento-names'], files, message }) => {
      const workspace = projectWith(plugins, files);
      const run = workspace.pimento('check', '--format', 'json');
      expect(run).toMatchObject({ code: 1, errors: '' });
      const found: readonly {
        code: string;
        file: string;
        message: string;
        range: { start: { line: number; column: number } };
      }[] = JSON.parse(run.output);
      const told = found.find((one) => one.message.includes(message));
      expect(told, run.output).toMatchObject({
        code: 'bad-plugin',
        file: 'pimento.config.yaml',
        range: { start: { line: 1 } },
      });
      expect(told?.range.start.column).toBeGreaterThan('plugins: ['.length);
      for (const one of found) expect(one.message).toMatch(/[.?]$/);
    },
  );

  it('is found above a folder that has packages of its own', () => {
    const workspace = projectWith([], {
      ...good,
      'app/pimento.config.yaml': 'models: [../models]\nplugins: [pimento-names]\ntargets: [names]\n',
      'app/node_modules/other/package.json': '{}',
    });
    expect(workspace.pimentoIn('app', 'generate')).toMatchObject({ code: 0, errors: '' });
    expect(workspace.read('app/generated/sales/names/shop.txt')).toBe('The context Shop.\n');
  });
});

/** What a run says of a plugin that does what it must not. */
function fault(change: string): Run {
  const files = installed('pimento-names', targetModule(change), {
    bugs: { url: 'https://example.com/issues' },
  });
  return projectWith(['pimento-names'], files, 'targets: [names]\n').pimento('generate');
}

describe('a fault of a plugin', () => {
  it.each([
    [
      "transform: () => { throw new RangeError('too far'); },",
      '`transform` of the target `names` threw RangeError: too far.',
    ],
    ["transform: () => { throw 'just a text'; },", '`transform` of the target `names` threw "just a text".'],
    [
      'transform: async () => ({ contexts: [] }),',
      '`transform` of the target `names` returned a promise: every step is a plain function.',
    ],
    ['transform: () => undefined,', '`transform` of the target `names` returned nothing.'],
    ['symbols: () => ({}),', '`symbols` of the target `names` returned no Map.'],
    [
      "check: () => [{ code: 'names-odd' }],",
      '`check` of the target `names` returned something that is no diagnostic.',
    ],
    ["check: () => 'fine',", '`check` of the target `names` returned no list.'],
    ['emit: (psm) => psm.contexts.nothing.there,', '`emit` of the target `names` threw TypeError: '],
    [
      "emit: () => [{ path: 'names/x.txt', content: 1, trace: [] }],",
      '`emit` of the target `names` returned a file without',
    ],
    [
      "emit: () => [{ path: '../x.txt', content: '', element: '', trace: [] }],",
      '`emit` of the target `names` returned the file `../x.txt`, which does not lie in its folder `names/`.',
    ],
    [
      "emit: (psm, render) => [{ ...render('names/contxt', {}), path: 'names/x.txt', element: '' }],",
      'the template `names/contxt`: ',
    ],
    [
      "emit: (psm, render) => [{ ...render('names/context', {}), path: 'names/x.txt', element: '' }],",
      'the template `names/context`: ',
    ],
    [
      'scaffolds: () => [{ path: 1 }],',
      '`scaffolds` of the target `names` returned something that is no scaffold.',
    ],
  ])('is told as its own, with an exit code of its own: %s', (change, message) => {
    const run = fault(change);
    expect(run).toMatchObject({ code: 70, output: '' });
    expect(run.errors).toContain(
      `This is a bug of the plugin \`pimento-names\`, neither of Pimento nor of your model: ${message}`,
    );
    expect(run.errors).toContain('Please report it to its authors (https://example.com/issues)');
    expect(run.errors).not.toMatch(/\n\s+at /);
  });
});
