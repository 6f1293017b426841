import { describe, expect, it } from 'vitest';
import type { EditPolicy } from '../../generators/core/writer/decide-file.ts';
import { foldCase } from '../../generators/core/writer/output-path.ts';
import { Died, MemoryFileSystem } from './memory-file-system.ts';
import { type Contents, write } from './scenario.ts';

const before: Contents = { 'sales/typescript/Order.ts': 'old\n', 'sales/typescript/Sub/a.ts': 'a\n' };
const after: Contents = { 'sales/typescript/order.ts': 'new\n', 'sales/typescript/sub/a.ts': 'a\n' };
const third: Contents = { 'sales/typescript/order.ts': 'newest\n', 'sales/typescript/sub/a.ts': 'a\n' };

/** A file system as on macOS and Windows, on which `before` was generated. */
function generated(): MemoryFileSystem {
  const fileSystem = new MemoryFileSystem(foldCase);
  write(fileSystem, before);
  return fileSystem;
}

/** Files as they are spelled. */
function spelled(fileSystem: MemoryFileSystem): Contents {
  return Object.fromEntries(
    Object.entries(fileSystem.files()).map(([path, text]) => [fileSystem.spelled.get(path) ?? path, text]),
  );
}

describe('where letter case means nothing, a name that changes in letter case only', () => {
  it('is spelled as the model now spells it', () => {
    const fileSystem = generated();
    expect(write(fileSystem, after)).toMatchObject({
      kind: 'written',
      changes: { conflicts: [], staleEdits: [] },
    });
    expect(spelled(fileSystem)).toEqual(after);
    fileSystem.log.length = 0;
    write(fileSystem, after);
    expect(fileSystem.log).toEqual([]);
  });

  it.each<[EditPolicy, string]>([
    ['stop', 'conflict'],
    ['merge', 'conflict'],
    ['keep', 'written'],
  ])('loses no edit (%s)', (policy, kind) => {
    const fileSystem = generated();
    fileSystem.write('sales/typescript/Order.ts', 'mine\n');
    expect(write(fileSystem, after, { policy }).kind).toBe(kind);
    expect(fileSystem.text('sales/typescript/Order.ts')).toBe('mine\n');
  });

  it('drops an edit if told so', () => {
    const fileSystem = generated();
    fileSystem.write('sales/typescript/Order.ts', 'mine\n');
    write(fileSystem, after, { policy: 'force' });
    expect(spelled(fileSystem)).toEqual(after);
  });

  it.each([
    ['the same', after],
    ['another', third],
    ['the former', before],
  ])('is no edit after a kill at any change, if the next run makes %s', (_, next) => {
    for (let death = 1; ; death += 1) {
      const fileSystem = generated();
      fileSystem.dieAfter(death);
      const died = dies(fileSystem);
      fileSystem.dieAfter(Number.POSITIVE_INFINITY);
      const run = { process: 101, host: 'here', isAlive: () => false };
      expect(write(fileSystem, next, { run }), `death ${death}`).toMatchObject({
        kind: 'written',
        changes: { conflicts: [], staleEdits: [] },
      });
      expect(Object.values(spelled(fileSystem))).toEqual(Object.values(next));
      expect(write(fileSystem, next)).toMatchObject({ changes: { writes: [], removals: [] } });
      if (!died) break;
    }
  });

  it('is as it was if the run fails', () => {
    for (let change = 1; ; change += 1) {
      const fileSystem = generated();
      fileSystem.failAt(change);
      const outcome = write(fileSystem, after);
      if (outcome.kind === 'written') break;
      if (outcome.kind === 'failed' && outcome.tree === 'old') expect(spelled(fileSystem)).toEqual(before);
    }
  });
});

function dies(fileSystem: MemoryFileSystem): boolean {
  try {
    write(fileSystem, after);
    return false;
  } catch (error) {
    if (!(error instanceof Died)) throw error;
    return true;
  }
}
