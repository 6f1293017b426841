import { chmodSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Run, salesModel, Workspace } from './command-line.ts';

/** Targets that are quick: no examples are searched for. */
const command = ['generate', 'sales.domain', '--target', 'typescript,json-schema'];
const changedModel = salesModel.replace('1000000', '2000000');

/** All files with their times: a tree that was not touched. */
function untouched(workspace: Workspace): Readonly<Record<string, unknown>> {
  const files = Object.entries(workspace.generated());
  return Object.fromEntries(
    files.map(([path, text]) => [path, [text, statSync(workspace.at(`generated/${path}`)).ino]]),
  );
}

/** A run that has no file handle left from its first call of `fs.<call>` on. */
function withoutHandles(workspace: Workspace, call: string): Run {
  const preload = fileURLToPath(new URL('use-up-handles.ts', import.meta.url));
  const prefix = `ulimit -n 64; export USE_UP_AT=${call}; exec`;
  return workspace.pimentoUnder(prefix, ['--import', preload], [...command]);
}

describe('generate leaves the old tree as it was', () => {
  it.each(['sales/typescript/shop', '.pimento'])('if it may not write to the folder %s', (folder) => {
    const workspace = new Workspace({ 'sales.domain': salesModel });
    workspace.pimentoWithoutRights(...command);
    workspace.write('sales.domain', changedModel);
    const before = untouched(workspace);
    chmodSync(workspace.at(`generated/${folder}`), 0o555);
    const run = workspace.pimentoWithoutRights(...command);
    chmodSync(workspace.at(`generated/${folder}`), 0o755);
    expect(run).toMatchObject({ code: 1, output: '' });
    expect(run.errors).toMatch(
      /^error: `generated\/\S+` may not be read or written: permission denied\.\nNothing was written\. Mend that and run the same command again\.\n$/,
    );
    expect(run.errors).toContain(`\`generated/${folder}/`);
    expect(untouched(workspace)).toEqual(before);
    expect(workspace.pimentoWithoutRights(...command).code).toBe(0);
  });

  it('if there are too few file handles', () => {
    const workspace = new Workspace({ 'sales.domain': salesModel });
    workspace.pimento(...command);
    workspace.write('sales.domain', changedModel);
    const before = untouched(workspace);
    const run = withoutHandles(workspace, 'linkSync');
    expect(run).toMatchObject({ code: 1, output: '' });
    expect(run.errors).toMatch(
      /^error: .*too many files are open.*\n?.*Nothing was written\.[^]*run the same command again\.\n$/,
    );
    expect(untouched(workspace)).toEqual(before);
    expect(workspace.pimento(...command)).toMatchObject({ code: 0, errors: '' });
    expect(readdirSync(workspace.at('generated/.pimento')).toSorted()).toEqual(['local', 'manifest.json']);
  });

  it('or writes the new one, if all that needs a handle is done', () => {
    const workspace = new Workspace({ 'sales.domain': salesModel });
    workspace.pimento(...command);
    workspace.write('sales.domain', changedModel);
    const run = withoutHandles(workspace, 'renameSync');
    expect(run.code).toBe(1);
    expect(run.errors).toContain('The output folder is written, and the next run does the rest.');
    const fresh = new Workspace({ 'sales.domain': changedModel });
    fresh.pimento(...command);
    expect(workspace.generated()).toEqual(fresh.generated());
    expect(workspace.pimento(...command)).toMatchObject({ code: 0, errors: '' });
    expect(workspace.generated()).toEqual(fresh.generated());
  });
});
