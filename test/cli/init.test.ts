import { describe, expect, it } from 'vitest';
import { Workspace } from './command-line.ts';

describe('init', () => {
  it('begins a project that can be generated at once', () => {
    const workspace = new Workspace();
    const run = workspace.pimento('init');
    expect(run).toMatchObject({ code: 0, errors: '' });
    expect(run.output).toMatch(
      /^written: models\/shop\.domain\nwritten: pimento\.config\.yaml\n\nNext:\n {2}npx/,
    );
    expect(Object.keys(workspace.files())).toEqual(['models/shop.domain', 'pimento.config.yaml']);

    expect(workspace.pimento('check')).toEqual({
      code: 0,
      output: '1 model checked: no problems\n',
      errors: '',
    });
    const generated = workspace.pimento('generate');
    expect(generated).toMatchObject({ code: 0, errors: '' });
    const files = workspace.files('generated/shop');
    const imported = Object.values(files).flatMap((text) =>
      [...text.matchAll(/^import .* from '([^.'][^']*)';$/gm)].map(([, name = '']) => name),
    );
    for (const name of new Set(imported)) expect(run.output).toContain(name);
    expect(imported).toContain('@pimento/runtime');
    const targets = Object.keys(files).map((path) => path.split('/')[0]);
    expect(new Set(targets).size).toBeGreaterThanOrEqual(5);
  });

  it('goes into the folder that it is given, and says how to get there', () => {
    const workspace = new Workspace();
    const run = workspace.pimento('init', 'new/shop');
    expect(run).toMatchObject({ code: 0, errors: '', output: expect.stringContaining('\n  cd new/shop\n') });
    expect(Object.keys(workspace.files())).toEqual([
      'new/shop/models/shop.domain',
      'new/shop/pimento.config.yaml',
    ]);
  });

  it.each([
    ['a configuration', 'pimento.config.yaml', '.'],
    ['a model', 'models/shop.domain', '.'],
    ['a configuration in a new place', 'a/pimento.config.yaml', 'a'],
  ])('leaves all as it is where there is %s already', (_, path, folder) => {
    const workspace = new Workspace({ [path]: 'mine\n' });
    const run = workspace.pimento('init', folder);
    expect(run).toMatchObject({ code: 3, output: '' });
    expect(run.errors).toBe(
      `error: \`${path}\` is already there, and is not overwritten. Nothing was written.\n`,
    );
    expect(workspace.files()).toEqual({ [path]: 'mine\n' });
  });

  it('tells what is in its way', () => {
    const workspace = new Workspace({ file: '' });
    expect(workspace.pimento('init', 'file/below')).toMatchObject({
      code: 1,
      output: '',
      errors: expect.stringMatching(
        /^error: `file\/below\/models` .*folder must be\. Nothing was written\.\n$/,
      ),
    });
  });
});

describe('without a configuration', () => {
  it('the models are those in the folder `models`', () => {
    const workspace = new Workspace();
    workspace.pimento('init', '--quiet');
    const kept = workspace.read('models/shop.domain');
    const other = new Workspace({ 'models/shop.domain': kept });
    expect(other.pimento('check')).toMatchObject({ code: 0, output: '1 model checked: no problems\n' });
    expect(other.pimento('generate', '--target', 'json-schema').code).toBe(0);
    expect(other.read('generated/shop/json-schema/ordering/order.schema.json')).toContain('"title": "Order"');
  });
});
