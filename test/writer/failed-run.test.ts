import { describe, expect, it } from 'vitest';
import type { EditPolicy } from '../../generators/core/writer/decide-file.ts';
import { MemoryFileSystem } from './memory-file-system.ts';
import { type Contents, write } from './scenario.ts';

const before: Contents = {
  'sales/typescript/changed.ts': 'old\n',
  'sales/typescript/edited.ts': 'old\n2\n3\n',
  'sales/typescript/stale/deep/stale.ts': 'stale\n',
  'sales/typescript/a': 'a file\n',
};
const after: Contents = {
  'sales/typescript/changed.ts': 'new\n',
  'sales/typescript/edited.ts': 'new\n2\n3\n',
  'sales/typescript/made/deep/new.ts': 'new\n',
  'sales/typescript/a/b.ts': 'in a folder\n',
};
const edit = 'old\n2\nmine\n';

describe('a run that meets an error at any of its changes', () => {
  it.each<EditPolicy>(['keep', 'merge', 'force'])('leaves everything as it was (%s)', (policy) => {
    let failures = 0;
    for (let change = 1; ; change += 1) {
      const fileSystem = new MemoryFileSystem();
      write(fileSystem, before);
      fileSystem.entries.set('sales/typescript/edited.ts', { kind: 'file', content: edit });
      const old = tree(fileSystem);
      fileSystem.log.length = 0;
      fileSystem.failAt(change);
      const failed = failsToWrite(fileSystem, policy);
      if (!failed) break;
      failures += 1;
      if (!isDone(fileSystem)) expect(tree(fileSystem), `change ${change}`).toEqual(old);
      expect(write(fileSystem, after, { policy }).kind).toBe('written');
      expect(fileSystem.files()).toMatchObject({ 'sales/typescript/a/b.ts': 'in a folder\n' });
    }
    expect(failures).toBeGreaterThan(20);
  });

  it('takes no more of the disk each time', () => {
    for (let change = 1; change < 40; change += 1) {
      const fileSystem = new MemoryFileSystem();
      write(fileSystem, before);
      const sizes = Array.from({ length: 4 }, () => {
        fileSystem.failAt(change);
        fileSystem.log.length = 0;
        const failed = failsToWrite(fileSystem, 'stop');
        return failed ? fileSystem.size('.pimento/local/texts') : 0;
      });
      expect(sizes[3], `change ${change}`).toBeLessThanOrEqual((sizes[1] ?? 0) + 4);
    }
  });

  it('leaves an empty folder empty', () => {
    for (let change = 1; ; change += 1) {
      const fileSystem = new MemoryFileSystem();
      fileSystem.failAt(change);
      if (!failsToWrite(fileSystem, 'stop')) break;
      if (!isDone(fileSystem)) expect(tree(fileSystem), `change ${change}`).toEqual({});
    }
  });
});

/** Whether the run met the error; it then says whether the tree is the old one. */
function failsToWrite(fileSystem: MemoryFileSystem, policy: EditPolicy): boolean {
  const outcome = write(fileSystem, after, { policy });
  fileSystem.failAt(Number.POSITIVE_INFINITY);
  if (outcome.kind === 'written') return false;
  expect(outcome).toMatchObject({
    kind: 'failed',
    error: { code: 'ENOSPC' },
    tree: isDone(fileSystem) ? 'new' : 'old',
  });
  return true;
}

/** Whether the error came so late that only tidying up was left. */
function isDone(fileSystem: MemoryFileSystem): boolean {
  return fileSystem.log.some((change) => change === 'rename .pimento/pending.json .pimento/manifest.json');
}

/** Every file and folder but the cache and the lock, which may have failed to go. */
function tree(fileSystem: MemoryFileSystem): Readonly<Record<string, string>> {
  const entries = [...fileSystem.entries].filter(([path]) => !/^\.pimento(?:\/local\b|\/lock|$)/.test(path));
  return Object.fromEntries(
    entries
      .map(([path, entry]): [string, string] => [path, entry.kind === 'file' ? entry.content : entry.kind])
      .toSorted(([left], [right]) => (left < right ? -1 : 1)),
  );
}
