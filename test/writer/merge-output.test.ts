import { describe, expect, it } from 'vitest';
import { contentHash } from '../../generators/core/writer/content-hash.ts';
import type { ConflictReason, EditPolicy } from '../../generators/core/writer/decide-file.ts';
import { generatedText } from '../../generators/core/writer/generated-texts.ts';
import { MemoryFileSystem } from './memory-file-system.ts';
import { type Contents, write } from './scenario.ts';

const path = 'sales/typescript/a.ts';
const generated = 'import\n1\n2\n3\nend\n';
const newer = 'import\nnew\n1\n2\n3\nend\n';
const newest = 'import\nnewest\n1\n2\n3\nend\n';
const edited = 'import\n1\n2\nmine\n3\nend\n';
const merged = 'import\nnew\n1\n2\nmine\n3\nend\n';
const other = { 'sales/typescript/other.ts': 'other\n' };

/** Generated, edited, and the run that made it gone from memory, or not. */
function editedFolder(edit = edited): MemoryFileSystem {
  const fileSystem = new MemoryFileSystem();
  write(fileSystem, { ...other, [path]: generated });
  put(fileSystem, path, edit);
  return fileSystem;
}

function put(fileSystem: MemoryFileSystem, at: string, content: string): void {
  fileSystem.entries.set(at, { kind: 'file', content });
}

/** What another machine gets of an output folder by version control. */
function cloned(fileSystem: MemoryFileSystem): MemoryFileSystem {
  const clone = new MemoryFileSystem();
  for (const [at, entry] of fileSystem.entries)
    if (!at.startsWith('.pimento/local')) clone.entries.set(at, entry);
  return clone;
}

function bases(fileSystem: MemoryFileSystem): readonly (string | undefined)[] {
  return [...fileSystem.entries.keys()]
    .filter((at) => at.startsWith('.pimento/bases/'))
    .map((at) => fileSystem.text(at));
}

function run(fileSystem: MemoryFileSystem, text: string, policy: EditPolicy = 'stop'): string {
  return write(fileSystem, { ...other, [path]: text }, { policy }).kind;
}

describe('merging edits with what is new', () => {
  it('takes both, and knows from then on that the edit is up to date', () => {
    const fileSystem = editedFolder();
    expect(run(fileSystem, newer)).toBe('conflict');
    expect(write(fileSystem, { ...other, [path]: newer }, { policy: 'merge' })).toMatchObject({
      kind: 'written',
      changes: { merged: [{ path, content: merged, marks: [] }], writes: [], conflicts: [] },
    });
    expect(fileSystem.text(path)).toBe(merged);
    expect(bases(fileSystem)).toEqual([newer]);
    fileSystem.log.length = 0;
    expect(write(fileSystem, { ...other, [path]: newer })).toMatchObject({
      kind: 'written',
      changes: { held: [{ path }] },
    });
    expect(fileSystem.log).toEqual([]);
  });

  it('accepts an edit though nothing is new', () => {
    const fileSystem = editedFolder();
    expect(run(fileSystem, generated)).toBe('conflict');
    expect(run(fileSystem, generated, 'merge')).toBe('written');
    expect(fileSystem.text(path)).toBe(edited);
    expect(run(fileSystem, generated)).toBe('written');
  });

  it('stops again at the next change of the model, and at the next edit', () => {
    const fileSystem = editedFolder();
    run(fileSystem, newer, 'merge');
    expect(run(fileSystem, newest)).toBe('conflict');
    put(fileSystem, path, `${merged}more\n`);
    expect(run(fileSystem, newer)).toBe('conflict');
    expect(run(fileSystem, newest, 'merge')).toBe('written');
    expect(fileSystem.text(path)).toBe(`${merged.replace('new', 'newest')}more\n`);
    expect(bases(fileSystem)).toEqual([newest]);
  });

  it.each<EditPolicy>(['stop', 'merge'])('forgets an edit that somebody took back (%s)', (policy) => {
    const fileSystem = editedFolder();
    run(fileSystem, newer, 'merge');
    put(fileSystem, path, newer);
    expect(run(fileSystem, newest, policy)).toBe('written');
    expect(fileSystem.text(path)).toBe(newest);
    expect(bases(fileSystem)).toEqual([]);
    expect(fileSystem.entries.has('.pimento/bases')).toBe(false);
    expect(fileSystem.text('.pimento/manifest.json')).not.toContain('edited');
  });

  it('is what was generated, if the edit says what is new', () => {
    const fileSystem = editedFolder(newer);
    expect(run(fileSystem, newer, 'merge')).toBe('written');
    expect(fileSystem.text('.pimento/manifest.json')).not.toContain('edited');
    put(fileSystem, path, newer.replace('3', 'mine'));
    run(fileSystem, newest.replace('3', 'mine'), 'merge');
    expect(fileSystem.text(path)).toBe(newest.replace('3', 'mine'));
    expect(fileSystem.text('.pimento/manifest.json')).not.toContain('edited');
  });

  it('with force drops an edit that was merged', () => {
    const fileSystem = editedFolder();
    run(fileSystem, newer, 'merge');
    expect(write(fileSystem, { ...other, [path]: newer }, { policy: 'force' })).toMatchObject({
      changes: { writes: [{ path }], conflicts: [{ path, reason: 'edited' }] },
    });
    expect(fileSystem.text(path)).toBe(newer);
    expect(bases(fileSystem)).toEqual([]);
  });

  it('keeps the base of another run’s file', () => {
    const fileSystem = editedFolder();
    run(fileSystem, newer, 'merge');
    write(fileSystem, { 'sales/kubernetes/a.yaml': 'a: 1\n' }, { targets: ['kubernetes'] });
    expect(bases(fileSystem)).toEqual([newer]);
  });

  it('keeps CRLF, and takes it for no edit', () => {
    const fileSystem = editedFolder(edited.replaceAll('\n', '\r\n'));
    run(fileSystem, newer, 'merge');
    expect(fileSystem.text(path)).toBe(merged.replaceAll('\n', '\r\n'));
    put(fileSystem, path, merged);
    expect(run(fileSystem, newer)).toBe('written');
  });

  it('takes an empty file, as a power failure may leave it, for no edit', () => {
    const fileSystem = editedFolder('');
    expect(run(fileSystem, newer)).toBe('written');
    put(fileSystem, path, '\0\0\0');
    put(fileSystem, 'sales/typescript/other.ts', '');
    expect(write(fileSystem, { [path]: newer })).toMatchObject({
      changes: { staleEdits: [], conflicts: [] },
    });
    expect(fileSystem.files()).toEqual({ [path]: newer });
  });
});

describe('what cannot be merged stops all', () => {
  const cases: readonly {
    name: string;
    edit: string;
    text?: string;
    prepare?: (fileSystem: MemoryFileSystem) => void;
    reason: ConflictReason;
    lines?: readonly number[];
  }[] = [
    {
      name: 'both changed a line',
      edit: edited,
      text: generated.replace('2', 'two'),
      reason: 'overlap',
      lines: [3],
    },
    { name: 'no text', edit: '\0a', reason: 'not-text' },
    { name: 'markers', edit: `<<<<<<< edited by hand\n${edited}`, reason: 'unresolved', lines: [1] },
    {
      name: 'no record of what was generated',
      edit: edited,
      prepare: (fileSystem) => fileSystem.entries.delete('.pimento/local/texts'),
      reason: 'no-base',
    },
    {
      name: 'a record that was meddled with',
      edit: edited,
      prepare: (fileSystem) => {
        fileSystem.entries.delete('.pimento/local/texts');
        fileSystem.makeFolder('.pimento/bases');
        put(fileSystem, `.pimento/bases/${contentHash(generated)}`, `${generated}x`);
      },
      reason: 'no-base',
    },
    {
      name: 'never generated',
      edit: edited,
      prepare: (fileSystem) => fileSystem.entries.delete('.pimento/manifest.json'),
      reason: 'foreign',
    },
  ];
  it.each(cases)('$name', ({ edit, text = newer, prepare, reason, lines = [] }) => {
    const fileSystem = editedFolder(edit);
    prepare?.(fileSystem);
    const before = new Map(fileSystem.entries);
    const plan: Contents = { 'sales/typescript/other.ts': 'other 2\n', [path]: text };
    expect(write(fileSystem, plan, { policy: 'merge' })).toMatchObject({
      kind: 'conflict',
      changes: { conflicts: expect.arrayContaining([{ path, reason, lines }]) },
    });
    expect(fileSystem.entries).toEqual(before);
  });

  it('or both sides are written with markers, if that is asked for', () => {
    const fileSystem = editedFolder();
    const both = generated.replace('2', 'two');
    expect(write(fileSystem, { ...other, [path]: both }, { policy: 'mark' })).toMatchObject({
      kind: 'written',
      changes: { merged: [{ path, marks: [3] }] },
    });
    const marked = 'import\n1\n<<<<<<< edited by hand\n2\nmine\n=======\ntwo\n>>>>>>> generated\n3\nend\n';
    expect(fileSystem.text(path)).toBe(marked);
    expect(run(fileSystem, both, 'mark')).toBe('conflict');
    put(fileSystem, path, both.replace('two', 'two\nmine'));
    expect(run(fileSystem, both)).toBe('conflict');
    expect(run(fileSystem, both, 'merge')).toBe('written');
    expect(run(fileSystem, both)).toBe('written');
  });
});

describe('what was generated is remembered', () => {
  it('for a machine that has only what is in version control, once a run saw the edit', () => {
    for (const policy of ['keep', 'merge'] as const) {
      const fileSystem = editedFolder();
      run(fileSystem, generated, policy);
      const clone = cloned(fileSystem);
      expect(run(clone, newer, 'merge')).toBe('written');
      expect(clone.text(path)).toBe(merged);
    }
  });

  it('of what came by version control, from the first run on', () => {
    const fileSystem = new MemoryFileSystem();
    write(fileSystem, { ...other, [path]: generated });
    const clone = cloned(fileSystem);
    run(clone, generated);
    put(clone, path, edited);
    expect(run(clone, newer, 'merge')).toBe('written');
    expect(clone.text(path)).toBe(merged);
  });

  it('of what somebody else generated since, from the next run on', () => {
    const here = new MemoryFileSystem();
    write(here, { ...other, [path]: generated });
    const there = cloned(here);
    write(there, { ...other, [path]: newer });
    for (const at of [path, '.pimento/manifest.json']) put(here, at, there.text(at) ?? '');
    run(here, newer);
    put(here, path, newer.replace('2', 'mine'));
    expect(run(here, newest, 'merge')).toBe('written');
    expect(here.text(path)).toBe(newest.replace('2', 'mine'));
  });

  it('even if a run died while it wrote that down', () => {
    const fileSystem = editedFolder(generated);
    const log = fileSystem.text('.pimento/local/texts') ?? '';
    put(fileSystem, '.pimento/local/texts', log.slice(0, log.indexOf(generated.slice(0, 3)) + 5));
    fileSystem.entries.delete('.pimento/local/manifest');
    run(fileSystem, generated);
    for (const text of [generated, 'other\n'])
      expect(generatedText(fileSystem, contentHash(text))).toBe(text);
  });

  it('and no more than is needed of it', () => {
    const fileSystem = new MemoryFileSystem();
    const big = (round: number): Contents => ({ ...other, [path]: `${round}${'x'.repeat(200_000)}\n` });
    for (let round = 0; round < 20; round += 1) write(fileSystem, big(round));
    expect(fileSystem.size('.pimento/local/texts')).toBeLessThan(2_200_000);
    for (const text of Object.values(big(19)))
      expect(generatedText(fileSystem, contentHash(text))).toBe(text);
    expect(generatedText(fileSystem, contentHash(big(0)[path] ?? ''))).toBeUndefined();
  });
});
