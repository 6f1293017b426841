import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { salesModel, Workspace } from './command-line.ts';

const root = new URL('../..', import.meta.url).pathname;

describe('the example of a target of others', () => {
  it('runs as a plugin, as it would be installed', () => {
    const workspace = new Workspace({
      'models/sales.domain': `${salesModel}platform data-dictionary for Shop { separator: ";" }\n`,
      'pimento.config.yaml': 'plugins: [pimento-data-dictionary]\ntargets: [data-dictionary]\n',
    });
    mkdirSync(workspace.at('node_modules'));
    for (const part of ['package.json', 'dist', 'templates']) {
      cpSync(
        `${root}/examples/data-dictionary/${part}`,
        workspace.at(`node_modules/pimento-data-dictionary/${part}`),
        {
          recursive: true,
        },
      );
    }
    symlinkSync(root, workspace.at('node_modules/pimento'));
    expect(workspace.pimento('generate')).toMatchObject({ code: 0, errors: '' });
    expect(workspace.read('generated/sales/data-dictionary/shop.csv')).toContain(
      '"aggregate";"Product";"price";"Price";"";"yes";""\n',
    );
  });
});
