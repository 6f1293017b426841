import { statSync, utimesSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { salesModel, smallSalesModel, supportModel, Workspace } from './command-line.ts';

/** With targets that search for no examples. */
const quick = ['generate', 'sales.domain', '--target', 'typescript,json-schema'];

describe('generate', () => {
  it('writes into `generated`, and changes nothing the second time', () => {
    const workspace = new Workspace({ 'models/sales.domain': salesModel });
    const first = workspace.pimento('generate', 'models');
    expect(first).toMatchObject({ code: 0, errors: '' });
    expect(first.output).toMatch(/^target +written +unchanged +removed\ntypescript +[1-9]\d* +0 +0\n/);
    expect(first.output).toMatch(/\n\d+ files written, 0 unchanged, 0 removed in \d+\.\d s\n$/);
    const before = workspace.files('generated');
    const long = new Date(1e12);
    for (const path of Object.keys(before)) utimesSync(workspace.at(`generated/${path}`), long, long);

    const second = workspace.pimento('generate', 'models');
    expect(second).toMatchObject({ code: 0, errors: '' });
    expect(second.output).toMatch(/\n0 files written, [1-9]\d* unchanged, 0 removed in /);
    expect(workspace.files('generated')).toEqual(before);
    for (const path of Object.keys(before)) {
      expect(statSync(workspace.at(`generated/${path}`)).mtimeMs, path).toBe(long.getTime());
    }
  });

  it('writes the same, manifest included, wherever the project lies and however it is named', () => {
    const files = { 'models/sales.domain': salesModel, 'models/deep/support.domain': supportModel };
    const one = new Workspace(files);
    const other = new Workspace(files);
    one.pimento('generate', 'models');
    other.pimento('generate', other.at('models'), '--out', other.at('generated'), '--quiet');
    expect(other.files('generated')).toEqual(one.files('generated'));
    const everything = Object.values(one.files('generated')).join('\n');
    expect(everything).not.toContain(one.folder);
    expect(one.read('generated/.pimento/manifest.json')).toContain('"../models/deep/support.domain"');
  });

  it('records no path that tells about the machine', () => {
    const workspace = new Workspace({ 'models/sales.domain': salesModel });
    const out = new Workspace();
    workspace.pimento('generate', 'models', '--out', out.at('generated'));
    expect(out.read('generated/.pimento/manifest.json')).toMatch(
      /"Sales": \{ "sources": \["\.\.\/\.\.\/pimento-cli-/,
    );
    const apart = workspace.pimento('generate', 'models', '--out', '/dev/shm/pimento-apart', '--dry-run');
    expect(apart.code).toBe(0);
  });

  it('removes what nothing makes any more', () => {
    const workspace = new Workspace({ 'sales.domain': salesModel });
    workspace.pimento('generate', 'sales.domain');
    const all = Object.keys(workspace.files('generated'));
    workspace.write('sales.domain', smallSalesModel);
    const run = workspace.pimento('generate', 'sales.domain');
    expect(run).toMatchObject({ code: 0, errors: '' });
    expect(run.output).toMatch(/, [1-9]\d* removed in /);
    const fresh = new Workspace({ 'sales.domain': smallSalesModel });
    fresh.pimento('generate', 'sales.domain');
    expect(workspace.generated()).toEqual(fresh.generated());
    expect(Object.keys(workspace.files('generated')).length).toBeLessThan(all.length);
  });

  it('removes the files of a model that is gone from the folder it looks at, and of no other', () => {
    const workspace = new Workspace({
      'a/sales.domain': salesModel,
      'a/x.domain': supportModel.replace('Support', 'Extra'),
      'b/support.domain': supportModel,
    });
    workspace.pimento('generate', 'a', 'b');
    expect(folders(workspace)).toEqual(['.pimento', 'extra', 'sales', 'support']);
    workspace.write('a/x.domain', salesModel.replace('Sales', 'Renamed'));
    workspace.pimento('generate', 'a/sales.domain');
    expect(folders(workspace)).toEqual(['.pimento', 'extra', 'sales', 'support']);
    workspace.pimento('generate', 'a');
    expect(folders(workspace)).toEqual(['.pimento', 'renamed', 'sales', 'support']);
  });

  it('with a target touches that target only', () => {
    const workspace = new Workspace({ 'sales.domain': salesModel });
    workspace.pimento('generate', 'sales.domain', '--target', 'typescript,json-schema');
    expect(new Set(generatedTargets(workspace))).toEqual(new Set(['typescript', 'json-schema']));
    const before = workspace.files('generated/sales/json-schema');
    workspace.write('sales.domain', smallSalesModel);
    workspace.pimento('generate', 'sales.domain', '--target', 'typescript');
    expect(workspace.files('generated/sales/json-schema')).toEqual(before);
  });

  it('stops at an edit, keeps it with --keep, drops it with --force', () => {
    const workspace = new Workspace({ 'sales.domain': salesModel });
    workspace.pimento('generate', 'sales.domain');
    const clean = workspace.files('generated');
    const edited = Object.keys(clean).find((path) => path.startsWith('sales/typescript/')) ?? '';
    workspace.write(`generated/${edited}`, 'mine\n');
    workspace.write('sales.domain', salesModel.replace('1000000', '2000000'));

    const stopped = workspace.pimento('generate', 'sales.domain');
    expect(stopped).toMatchObject({ code: 3, output: '' });
    expect(stopped.errors).toContain(`  generated/${edited}  edited since it was generated\n`);
    expect(stopped.errors).toMatch(/Nothing was written\. `--keep` .*`--force`/);
    expect(workspace.files('generated')).toEqual({ ...clean, [edited]: 'mine\n' });

    const kept = workspace.pimento('generate', 'sales.domain', '--keep');
    expect(kept.code).toBe(0);
    expect(workspace.read(`generated/${edited}`)).toBe('mine\n');
    expect(workspace.files('generated')).not.toEqual({ ...clean, [edited]: 'mine\n' });

    const forced = workspace.pimento('generate', 'sales.domain', '--force');
    expect(forced.code).toBe(0);
    const fresh = new Workspace({ 'sales.domain': workspace.read('sales.domain') });
    fresh.pimento('generate', 'sales.domain');
    expect(workspace.generated()).toEqual(fresh.generated());
  });

  it('with --merge takes what is new into an edit, and is content with it from then on', () => {
    const workspace = new Workspace({ 'sales.domain': salesModel });
    workspace.pimento(...quick);
    const edited = 'generated/sales/typescript/shop/price.ts';
    const generated = workspace.read(edited);
    workspace.write(edited, `${generated}\nexport const mine = 1;\n`);
    workspace.write('sales.domain', salesModel.replace('1000000', '2000000'));

    const stopped = workspace.pimento(...quick);
    expect(stopped).toMatchObject({ code: 3, output: '' });
    expect(stopped.errors).toContain('`--merge` takes what is new into them');

    const shown = workspace.pimento(...quick, '--merge', '--dry-run');
    expect(shown.output).toContain(`merge  ${edited}\n`);
    const merged = workspace.pimento(...quick, '--merge');
    expect(merged).toMatchObject({ code: 0, errors: '' });
    expect(merged.output).toMatch(/, 1 merged in /);
    const expected = `${generated.replaceAll('1000000', '2000000')}\nexport const mine = 1;\n`;
    expect(workspace.read(edited)).toBe(expected);

    const again = workspace.pimento(...quick);
    expect(again).toMatchObject({ code: 0, errors: '' });
    expect(again.output).toMatch(/^0 files written, \d+ unchanged, 0 removed, 1 edited by hand in /m);
    expect(workspace.read(edited)).toBe(expected);
  });

  it('with --merge stops where both changed the same line, and with --markers shows both', () => {
    const workspace = new Workspace({ 'sales.domain': salesModel });
    workspace.pimento(...quick);
    const edited = 'generated/sales/typescript/shop/price.ts';
    const text = workspace.read(edited);
    workspace.write(edited, text.replace('1000000', '7'));
    workspace.write('sales.domain', salesModel.replace('1000000', '2000000'));
    const before = workspace.files();
    const line = text.split('\n').findIndex((one) => one.includes('1000000')) + 1;

    const stopped = workspace.pimento(...quick, '--merge');
    expect(stopped).toMatchObject({ code: 3, output: '' });
    expect(stopped.errors).toContain(
      `  ${edited}  the edit and the model changed the same at line ${line}\n`,
    );
    expect(stopped.errors).toContain('`--merge --markers` writes both');
    expect(workspace.files()).toEqual(before);

    const marked = workspace.pimento(...quick, '--merge', '--markers');
    expect(marked.code).toBe(3);
    expect(marked.errors).toContain(`  ${edited}:${line}\n`);
    expect(workspace.read(edited)).toContain('<<<<<<< edited by hand\n');
    const unresolved = workspace.pimento(...quick, '--merge');
    expect(unresolved.code).toBe(3);
    expect(unresolved.errors).toContain(`still holds a conflict marker at line ${line}\n`);

    workspace.write(edited, text.replace('1000000', '7'));
    expect(workspace.pimento(...quick).code).toBe(3);
    expect(workspace.pimento(...quick, '--merge').code).toBe(0);
    expect(workspace.pimento(...quick).code).toBe(0);
    expect(workspace.read(edited)).toBe(text.replace('1000000', '7'));
  });

  it('with --diff shows a patch, and does nothing', () => {
    const workspace = new Workspace({ 'sales.domain': salesModel });
    workspace.pimento(...quick);
    expect(workspace.pimento(...quick, '--diff')).toEqual({
      code: 0,
      output: '',
      errors: '',
    });
    workspace.write('sales.domain', salesModel.replace('1000000', '2000000'));
    const before = workspace.files();
    const run = workspace.pimento(...quick, '--diff');
    expect(run).toMatchObject({ code: 0, errors: '' });
    expect(run.output).toMatch(
      /^--- (?<path>generated\/sales\/json-schema\/\S+)\n\+\+\+ \k<path>\n@@ -\d+,7 \+\d+,7 @@\n/,
    );
    expect(run.output).toMatch(/\n-.*1000000.*\n\+.*2000000.*\n/);
    expect(workspace.files()).toEqual(before);

    workspace.write('generated/sales/typescript/shop/price.ts', 'mine \u001b[2J\n');
    const stopped = workspace.pimento(...quick, '--diff');
    expect(stopped).toMatchObject({ code: 3, output: '' });
    const forced = workspace.pimento(...quick, '--diff', '--force');
    expect(forced).toMatchObject({ code: 0, errors: '' });
    expect(forced.output).toContain('\n-mine \\u001B[2J\n');
  });

  it('stops at a file that it never made', () => {
    const clean = new Workspace({ 'sales.domain': salesModel });
    clean.pimento('generate', 'sales.domain');
    const path = Object.keys(clean.files('generated')).find((name) => name.startsWith('sales/')) ?? '';
    const workspace = new Workspace({ 'sales.domain': salesModel, [`generated/${path}`]: 'mine\n' });
    const run = workspace.pimento('generate', 'sales.domain');
    expect(run).toMatchObject({ code: 3, output: '' });
    expect(run.errors).toContain(`generated/${path}  was never generated`);
    expect(workspace.files('generated')).toEqual({ [path]: 'mine\n' });
  });

  it('keeps an edited file that nothing makes any more, and says so until it is gone', () => {
    const workspace = new Workspace({ 'sales.domain': salesModel });
    workspace.pimento('generate', 'sales.domain');
    const before = Object.keys(workspace.files('generated'));
    workspace.write('sales.domain', smallSalesModel);
    const stale =
      before.find((path) =>
        workspace
          .pimento('generate', 'sales.domain', '--dry-run')
          .output.includes(`remove generated/${path}\n`),
      ) ?? '';
    workspace.write(`generated/${stale}`, 'mine\n');
    for (let round = 0; round < 2; round += 1) {
      const run = workspace.pimento('generate', 'sales.domain');
      expect(run.code).toBe(3);
      expect(run.errors).toContain(`  generated/${stale}\n`);
      expect(workspace.read(`generated/${stale}`)).toBe('mine\n');
    }
    expect(workspace.pimento('generate', 'sales.domain', '--keep').code).toBe(0);
    expect(workspace.pimento('generate', 'sales.domain', '--force').code).toBe(0);
    expect(Object.keys(workspace.files('generated'))).not.toContain(stale);
  });

  it('writes nothing if one of several models has an error', () => {
    const workspace = new Workspace({
      'a/sales.domain': salesModel,
      'a/support.domain': `${supportModel} oops`,
    });
    const run = workspace.pimento('generate', 'a');
    expect(run).toMatchObject({ code: 1, output: '' });
    expect(run.errors).toMatch(/\nNothing was written\.\n$/);
    expect(workspace.files('generated')).toEqual({});
  });

  it('writes nothing if two models want one folder', () => {
    const workspace = new Workspace({ 'a/sales.domain': salesModel, 'b/sales.domain': salesModel });
    const run = workspace.pimento('generate', 'a', 'b');
    expect(run).toMatchObject({
      code: 1,
      output: '',
      errors: expect.stringContaining('two models named `Sales`'),
    });
    expect(workspace.files('generated')).toEqual({});
  });

  it('reads a path once, however often it is given', () => {
    const workspace = new Workspace({ 'a/sales.domain': salesModel });
    expect(workspace.pimento('generate', 'a', 'a/sales.domain', './a', 'a')).toMatchObject({
      code: 0,
      errors: '',
    });
  });

  it('with --dry-run shows what it would do, and does nothing', () => {
    const workspace = new Workspace({ 'sales.domain': salesModel });
    const run = workspace.pimento('generate', 'sales.domain', '--dry-run');
    expect(run).toMatchObject({ code: 0, errors: '' });
    expect(run.output).toMatch(/^write {2}generated\/sales\//);
    expect(run.output).toMatch(/\d+ files to write, 0 unchanged, 0 to remove in /);
    expect(Object.keys(workspace.files())).toEqual(['sales.domain']);
  });

  it('with --quiet says nothing if all is well', () => {
    const workspace = new Workspace({ 'sales.domain': salesModel });
    expect(workspace.pimento('generate', 'sales.domain', '--quiet')).toEqual({
      code: 0,
      output: '',
      errors: '',
    });
    expect(workspace.pimento('check', 'sales.domain', '--quiet')).toEqual({
      code: 0,
      output: '',
      errors: '',
    });
  });

  it('says so if another run is at it', () => {
    const workspace = new Workspace({ 'sales.domain': salesModel });
    workspace.pimento('generate', 'sales.domain');
    const before = workspace.files('generated');
    workspace.write('sales.domain', smallSalesModel);
    workspace.write('generated/.pimento/lock', '1 another-host\n');
    const run = workspace.pimento('generate', 'sales.domain');
    expect(run).toMatchObject({ code: 1, output: '' });
    expect(run.errors).toContain('another run writes to `generated` (process 1 on another-host)');
    expect(workspace.files('generated')).toEqual({ ...before, '.pimento/lock': '1 another-host\n' });
  });
});

describe('check', () => {
  it('says that all is well', () => {
    const workspace = new Workspace({ 'm/sales.domain': salesModel, 'm/support.domain': supportModel });
    expect(workspace.pimento('check', 'm')).toEqual({
      code: 0,
      output: '2 models checked: no problems\n',
      errors: '',
    });
  });

  it('takes a UTF-8 byte order mark and CRLF', () => {
    const workspace = new Workspace({ 'sales.domain': `\ufeff${salesModel.replaceAll('\n', '\r\n')}` });
    expect(workspace.pimento('check', 'sales.domain').code).toBe(0);
  });

  it('has JSON for programs', () => {
    const workspace = new Workspace({ 'm/sales.domain': salesModel.replace('price: Price', 'price: Prize') });
    const run = workspace.pimento('check', 'm', 'gone', '--format', 'json');
    expect(run).toMatchObject({ code: 1, errors: '' });
    expect(JSON.parse(run.output)).toMatchObject([
      { file: 'gone', severity: 'error', code: 'unreadable-input' },
      {
        file: 'm/sales.domain',
        severity: 'error',
        range: { start: { line: 13, column: 12 }, end: { line: 13, column: 17 } },
      },
    ]);
    workspace.write('m/sales.domain', salesModel);
    expect(workspace.pimento('check', 'm', '--format', 'json')).toEqual({
      code: 0,
      output: '[]\n',
      errors: '',
    });
  });

  it('skips dot folders, node_modules and links to folders', () => {
    const workspace = new Workspace({
      'm/sales.domain': salesModel,
      'm/.git/a.domain': 'x',
      'm/node_modules/a.domain': 'x',
    });
    expect(workspace.pimento('check', 'm')).toMatchObject({
      code: 0,
      output: '1 model checked: no problems\n',
    });
  });
});

function folders(workspace: Workspace): readonly string[] {
  const names = Object.keys(workspace.files('generated')).map((path) => path.split('/')[0] ?? '');
  return [...new Set(names)].toSorted();
}

function generatedTargets(workspace: Workspace): readonly string[] {
  return Object.keys(workspace.files('generated/sales')).map((path) => path.split('/')[0] ?? '');
}
