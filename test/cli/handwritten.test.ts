import { symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { salesModel, Workspace } from './command-line.ts';

/** A target that asks for a function by hand for every aggregate. */
const plugin = `
export const sketch = {
  contract: 1,
  id: 'sketch',
  title: 'Only for tests',
  marks: {},
  needs: [],
  transform: ({ index }) => index.model.contexts.flatMap(({ declarations }) =>
    declarations.filter(({ kind }) => kind === 'aggregate').map(({ id, name }) => ({ id, name }))),
  symbols: () => new Map(),
  enforce: () => ({ verdict: 'exact' }),
  check: () => [],
  emit: (all) => all.map(({ id, name }) => ({
    path: 'sketch/' + name.toLowerCase() + '.ts', element: id, content: 'export type ' + name + ' = 1;\\n', trace: [],
  })),
  scaffolds: (all) => all.length === 0 ? [] : [{
    path: 'shop/by-hand.ts',
    header: '// Yours.\\n',
    parts: all.map(({ id, name }) => ({
      kind: 'member',
      name: 'price' + name,
      element: id,
      text: 'export function price' + name + '(): ' + name + ' {\\n  throw new Error();\\n}\\n',
      imports: [{ name, from: { file: 'sketch/' + name.toLowerCase() + '.ts' }, typeOnly: true }],
    })),
  }],
};
`;
const larger = salesModel.replace(/\}\n$/, '\n  aggregate Basket {\n    id number: Sku\n  }\n}\n');

function project(files: Readonly<Record<string, string>> = {}): Workspace {
  return new Workspace({
    'sketch.mjs': plugin,
    'pimento.config.yaml': 'targets: [sketch]\nplugins: [./sketch.mjs]\n',
    'models/sales.domain': salesModel,
    ...files,
  });
}

const file = 'src/sales/shop/by-hand.ts';
const begun = `// Yours.
import type { Product } from '../../../generated/sales/sketch/product.js';

export function priceProduct(): Product {
  throw new Error();
}
`;

describe('hand-written code', () => {
  it('is begun beside the output folder, and completed when the model grows', () => {
    const workspace = project();
    const first = workspace.pimento('generate');
    expect(first).toMatchObject({ code: 0, errors: '' });
    expect(first.output).toContain(`The model asks for code by hand, which was begun here:\n  ${file}\n`);
    expect(first.output).toContain(', 1 module for hand-written code in ');
    expect(workspace.read(file)).toBe(begun);
    expect(workspace.pimento('generate').output).not.toContain('by hand');

    const mine = begun.replace('throw new Error()', 'return 1');
    workspace.write(file, mine);
    workspace.write('models/sales.domain', larger);
    const dry = workspace.pimento('generate', '--dry-run');
    expect(dry.output).toContain(`extend ${file}\n`);
    const diff = workspace.pimento('generate', '--diff');
    expect(diff.output).toContain(`+++ ${file}\n`);
    expect(diff.output).toContain('\n+export function priceBasket(): Basket {\n');
    expect(workspace.read(file)).toBe(mine);

    const second = workspace.pimento('generate');
    expect(second).toMatchObject({ code: 0, errors: '' });
    expect(second.output).toContain(`  ${file}  priceBasket\n`);
    const lines = mine.split('\n');
    expect(workspace.read(file)).toBe(
      [
        ...lines.slice(0, 2),
        "import type { Basket } from '../../../generated/sales/sketch/basket.js';",
        ...lines.slice(2),
        'export function priceBasket(): Basket {\n  throw new Error();\n}\n',
      ].join('\n'),
    );
  });

  it('is told about when nothing asks for it any more', () => {
    const workspace = project({ 'models/sales.domain': larger });
    workspace.pimento('generate');
    const whole = workspace.read(file);
    workspace.write('models/sales.domain', salesModel);
    const run = workspace.pimento('generate');
    expect(run.code).toBe(0);
    expect(run.errors).toBe(
      `warning: nothing asks for this code by hand any more; it stays until you remove it:\n  ${file}  \`priceBasket\`\n`,
    );
    expect(workspace.read(file)).toBe(whole);
  });

  it('that cannot be completed is a conflict', () => {
    const workspace = project({ [file]: 'function priceProduct() {}\n' });
    const run = workspace.pimento('generate');
    expect(run.code).toBe(3);
    expect(run.errors).toBe(
      `error: this code by hand is missing, and could not be begun:\n  ${file}  \`priceProduct\`: the file declares \`priceProduct\` but does not export it\n`,
    );
  });

  it('goes where the command line says, but not into the output folder or through a link', () => {
    const workspace = project();
    workspace.pimento('generate', '--out', 'a/out');
    expect(workspace.read(`a/${file}`)).toContain("'../../../out/sales/sketch/product.js'");
    workspace.pimento('generate', '--handwritten', 'hand');
    expect(Object.keys(workspace.files('hand'))).toEqual(['sales/shop/by-hand.ts']);
    const inside = workspace.pimento('generate', '--handwritten', 'generated/x');
    expect(inside).toMatchObject({ code: 1, output: '' });
    expect(inside.errors).toContain('`generated/x` is for hand-written code, and lies in the output folder');

    const elsewhere = new Workspace();
    workspace.write('linked/readme.md', '');
    symlinkSync(elsewhere.folder, workspace.at('linked/sales'));
    const linked = workspace.pimento('generate', '--handwritten', 'linked');
    expect(linked.code).toBe(3);
    expect(linked.errors).toContain('`sales` is in the way: it is a link');
    expect(elsewhere.files()).toEqual({});
  });
});
