import { describe, expect, it } from 'vitest';
import type { WriteOutcome } from '../../generators/core/writer/apply.ts';
import type { EditPolicy } from '../../generators/core/writer/decide-file.ts';
import { MemoryFileSystem } from './memory-file-system.ts';
import { type Contents, type ScenarioOptions, write } from './scenario.ts';

const two: Contents = { 'sales/typescript/a.ts': 'A\n', 'sales/typescript/b.ts': 'B\n' };

interface Case {
  readonly name: string;
  /** Generated first. */
  readonly before: Contents;
  /** Then done by hand: null removes. */
  readonly hand?: Readonly<Record<string, string | null>>;
  /** Then generated. */
  readonly after: Contents;
  readonly options?: ScenarioOptions;
  readonly expect: {
    readonly kind?: WriteOutcome['kind'];
    readonly files: Contents;
    readonly writes?: readonly string[];
    readonly removals?: readonly string[];
    readonly unchanged?: readonly string[];
    readonly conflicts?: Readonly<Record<string, 'edited' | 'foreign'>>;
    readonly staleEdits?: readonly string[];
  };
}

const cases: readonly Case[] = [
  {
    name: 'a first run writes everything',
    before: {},
    after: two,
    expect: { files: two, writes: Object.keys(two) },
  },
  {
    name: 'a second run leaves everything',
    before: two,
    after: two,
    expect: { files: two, unchanged: Object.keys(two) },
  },
  {
    name: 'a changed file is written, its neighbour is not touched',
    before: two,
    after: { ...two, 'sales/typescript/a.ts': 'A2\n' },
    expect: {
      files: { ...two, 'sales/typescript/a.ts': 'A2\n' },
      writes: ['sales/typescript/a.ts'],
      unchanged: ['sales/typescript/b.ts'],
    },
  },
  {
    name: 'a stale file goes',
    before: two,
    after: { 'sales/typescript/b.ts': 'B\n' },
    expect: {
      files: { 'sales/typescript/b.ts': 'B\n' },
      removals: ['sales/typescript/a.ts'],
      unchanged: ['sales/typescript/b.ts'],
    },
  },
  {
    name: 'a stale file that was edited stays and is reported; the rest is written',
    before: two,
    hand: { 'sales/typescript/a.ts': 'mine\n' },
    after: { 'sales/typescript/b.ts': 'B2\n' },
    expect: {
      files: { 'sales/typescript/a.ts': 'mine\n', 'sales/typescript/b.ts': 'B2\n' },
      writes: ['sales/typescript/b.ts'],
      staleEdits: ['sales/typescript/a.ts'],
    },
  },
  {
    name: 'a stale file that was edited goes with force',
    before: two,
    hand: { 'sales/typescript/a.ts': 'mine\n' },
    after: { 'sales/typescript/b.ts': 'B\n' },
    options: { policy: 'force' },
    expect: {
      files: { 'sales/typescript/b.ts': 'B\n' },
      removals: ['sales/typescript/a.ts'],
      unchanged: ['sales/typescript/b.ts'],
      staleEdits: ['sales/typescript/a.ts'],
    },
  },
  {
    name: 'an edit stops everything',
    before: two,
    hand: { 'sales/typescript/a.ts': 'mine\n' },
    after: {
      'sales/typescript/a.ts': 'A2\n',
      'sales/typescript/b.ts': 'B2\n',
      'sales/typescript/c.ts': 'C\n',
    },
    expect: {
      kind: 'conflict',
      files: { 'sales/typescript/a.ts': 'mine\n', 'sales/typescript/b.ts': 'B\n' },
      writes: ['sales/typescript/b.ts', 'sales/typescript/c.ts'],
      conflicts: { 'sales/typescript/a.ts': 'edited' },
    },
  },
  {
    name: 'an edit stops a run that would change nothing else',
    before: two,
    hand: { 'sales/typescript/a.ts': 'mine\n' },
    after: two,
    expect: {
      kind: 'conflict',
      files: { ...two, 'sales/typescript/a.ts': 'mine\n' },
      unchanged: ['sales/typescript/b.ts'],
      conflicts: { 'sales/typescript/a.ts': 'edited' },
    },
  },
  {
    name: 'keep leaves the edit and writes the rest',
    before: two,
    hand: { 'sales/typescript/a.ts': 'mine\n' },
    after: { 'sales/typescript/a.ts': 'A2\n', 'sales/typescript/b.ts': 'B2\n' },
    options: { policy: 'keep' },
    expect: {
      files: { 'sales/typescript/a.ts': 'mine\n', 'sales/typescript/b.ts': 'B2\n' },
      writes: ['sales/typescript/b.ts'],
      conflicts: { 'sales/typescript/a.ts': 'edited' },
    },
  },
  {
    name: 'force overwrites the edit',
    before: two,
    hand: { 'sales/typescript/a.ts': 'mine\n' },
    after: two,
    options: { policy: 'force' },
    expect: {
      files: two,
      writes: ['sales/typescript/a.ts'],
      unchanged: ['sales/typescript/b.ts'],
      conflicts: { 'sales/typescript/a.ts': 'edited' },
    },
  },
  {
    name: 'a file that was never generated stops everything',
    before: {},
    hand: { 'sales/typescript/a.ts': 'mine\n' },
    after: two,
    expect: {
      kind: 'conflict',
      files: { 'sales/typescript/a.ts': 'mine\n' },
      writes: ['sales/typescript/b.ts'],
      conflicts: { 'sales/typescript/a.ts': 'foreign' },
    },
  },
  {
    name: 'an edit that says what the plan says is none',
    before: two,
    hand: { 'sales/typescript/a.ts': 'A2\n' },
    after: { ...two, 'sales/typescript/a.ts': 'A2\n' },
    expect: { files: { ...two, 'sales/typescript/a.ts': 'A2\n' }, unchanged: Object.keys(two) },
  },
  {
    name: 'a file that Git turned to CRLF is left as it is',
    before: two,
    hand: { 'sales/typescript/a.ts': 'A\r\n' },
    after: two,
    expect: { files: { ...two, 'sales/typescript/a.ts': 'A\r\n' }, unchanged: Object.keys(two) },
  },
  {
    name: 'a file that Git turned to CRLF is no edit when its content changes',
    before: two,
    hand: { 'sales/typescript/a.ts': 'A\r\n' },
    after: { ...two, 'sales/typescript/a.ts': 'A2\n' },
    expect: {
      files: { ...two, 'sales/typescript/a.ts': 'A2\n' },
      writes: ['sales/typescript/a.ts'],
      unchanged: ['sales/typescript/b.ts'],
    },
  },
  {
    name: 'a lone carriage return is an edit',
    before: two,
    hand: { 'sales/typescript/a.ts': 'A\r\r\n' },
    after: two,
    expect: {
      kind: 'conflict',
      files: { ...two, 'sales/typescript/a.ts': 'A\r\r\n' },
      unchanged: ['sales/typescript/b.ts'],
      conflicts: { 'sales/typescript/a.ts': 'edited' },
    },
  },
  {
    name: 'a file that was removed by hand comes back',
    before: two,
    hand: { 'sales/typescript/a.ts': null },
    after: two,
    expect: { files: two, writes: ['sales/typescript/a.ts'], unchanged: ['sales/typescript/b.ts'] },
  },
  {
    name: 'a stale file that was removed by hand is no news',
    before: two,
    hand: { 'sales/typescript/a.ts': null },
    after: { 'sales/typescript/b.ts': 'B\n' },
    expect: { files: { 'sales/typescript/b.ts': 'B\n' }, unchanged: ['sales/typescript/b.ts'] },
  },
  {
    name: 'a file that was never generated and is not planned is nobody’s business',
    before: two,
    hand: { 'sales/notes.md': 'mine\n' },
    after: { 'sales/typescript/b.ts': 'B\n' },
    expect: {
      files: { 'sales/notes.md': 'mine\n', 'sales/typescript/b.ts': 'B\n' },
      removals: ['sales/typescript/a.ts'],
      unchanged: ['sales/typescript/b.ts'],
    },
  },
  {
    name: 'another target’s files stay, though nothing makes them in this run',
    before: { 'sales/typescript/a.ts': 'A\n', 'sales/kubernetes/a.yaml': 'a: 1\n' },
    after: { 'sales/typescript/b.ts': 'B\n' },
    options: { targets: ['typescript'] },
    expect: {
      files: { 'sales/kubernetes/a.yaml': 'a: 1\n', 'sales/typescript/b.ts': 'B\n' },
      writes: ['sales/typescript/b.ts'],
      removals: ['sales/typescript/a.ts'],
    },
  },
  {
    name: 'a target that is no more leaves nothing behind when all are asked for',
    before: { 'sales/typescript/a.ts': 'A\n', 'sales/cobol/a.cob': 'A\n' },
    after: { 'sales/typescript/a.ts': 'A\n' },
    expect: {
      files: { 'sales/typescript/a.ts': 'A\n' },
      removals: ['sales/cobol/a.cob'],
      unchanged: ['sales/typescript/a.ts'],
    },
  },
  {
    name: 'another model’s files stay',
    before: { 'sales/typescript/a.ts': 'A\n', 'support/typescript/a.ts': 'A\n' },
    after: { 'sales/typescript/b.ts': 'B\n' },
    expect: {
      files: { 'sales/typescript/b.ts': 'B\n', 'support/typescript/a.ts': 'A\n' },
      writes: ['sales/typescript/b.ts'],
      removals: ['sales/typescript/a.ts'],
    },
  },
  {
    name: 'a model that is gone from where the run looked leaves nothing behind',
    before: { 'sales/typescript/a.ts': 'A\n', 'support/typescript/a.ts': 'A\n' },
    after: { 'sales/typescript/a.ts': 'A\n' },
    options: { covers: (source) => source === '../models/support.domain' },
    expect: {
      files: { 'sales/typescript/a.ts': 'A\n' },
      removals: ['support/typescript/a.ts'],
      unchanged: ['sales/typescript/a.ts'],
    },
  },
  {
    name: 'a model that is read and makes nothing leaves nothing behind',
    before: two,
    after: {},
    options: { models: ['sales'] },
    expect: { files: {}, removals: Object.keys(two) },
  },
  {
    name: 'a file becomes a folder',
    before: { 'sales/typescript/a': 'A\n' },
    after: { 'sales/typescript/a/b.ts': 'B\n' },
    expect: {
      files: { 'sales/typescript/a/b.ts': 'B\n' },
      writes: ['sales/typescript/a/b.ts'],
      removals: ['sales/typescript/a'],
    },
  },
  {
    name: 'a dry run changes nothing',
    before: two,
    after: { 'sales/typescript/a.ts': 'A2\n' },
    options: { dryRun: true },
    expect: { files: two, writes: ['sales/typescript/a.ts'], removals: ['sales/typescript/b.ts'] },
  },
];

describe('writing an output folder', () => {
  it.each(cases)('$name', ({ before, hand = {}, after, options, expect: expected }) => {
    const fileSystem = new MemoryFileSystem();
    write(fileSystem, before);
    edit(fileSystem, hand);
    const outcome = write(fileSystem, after, options);
    expect(outcome.kind).toBe(expected.kind ?? 'written');
    if (!('changes' in outcome)) throw new Error(outcome.kind);
    const { changes } = outcome;
    expect({
      files: fileSystem.files(),
      writes: changes.writes.map((file) => file.path),
      removals: changes.removals.map((file) => file.path),
      unchanged: changes.unchanged.map((file) => file.path),
      conflicts: Object.fromEntries(changes.conflicts.map(({ path, reason }) => [path, reason])),
      staleEdits: changes.staleEdits,
    }).toEqual({
      files: expected.files,
      writes: expected.writes ?? [],
      removals: expected.removals ?? [],
      unchanged: expected.unchanged ?? [],
      conflicts: expected.conflicts ?? {},
      staleEdits: expected.staleEdits ?? [],
    });
    expect(leftovers(fileSystem)).toEqual([]);
  });

  it.each<EditPolicy>(['stop', 'keep', 'force'])('changes nothing the second time (%s)', (policy) => {
    const fileSystem = new MemoryFileSystem();
    write(fileSystem, two);
    edit(fileSystem, { 'sales/typescript/a.ts': 'mine\n' });
    write(fileSystem, two, { policy });
    fileSystem.log.length = 0;
    write(fileSystem, two, { policy });
    expect(fileSystem.log).toEqual([]);
  });

  it('reads each planned file once the second time, and no other but its own records', () => {
    const fileSystem = new MemoryFileSystem();
    write(fileSystem, { ...two, 'support/typescript/a.ts': 'A\n' });
    const reads: string[] = [];
    const read = fileSystem.read.bind(fileSystem);
    fileSystem.read = (path) => {
      reads.push(path);
      return read(path);
    };
    write(fileSystem, two);
    expect(reads.filter((path) => !path.startsWith('.pimento/')).toSorted()).toEqual(Object.keys(two));
    expect(reads).not.toContain('.pimento/local/texts');
  });

  it('keeps what it knew of a kept edit, so that the next run stops again', () => {
    const fileSystem = new MemoryFileSystem();
    write(fileSystem, two);
    edit(fileSystem, { 'sales/typescript/a.ts': 'mine\n' });
    write(fileSystem, { ...two, 'sales/typescript/b.ts': 'B2\n' }, { policy: 'keep' });
    expect(write(fileSystem, two).kind).toBe('conflict');
    edit(fileSystem, { 'sales/typescript/a.ts': 'A\n' });
    expect(write(fileSystem, two).kind).toBe('written');
  });

  it('reports a kept stale edit again until it is gone', () => {
    const fileSystem = new MemoryFileSystem();
    write(fileSystem, two);
    edit(fileSystem, { 'sales/typescript/a.ts': 'mine\n' });
    const rest = { 'sales/typescript/b.ts': 'B\n' };
    for (let round = 0; round < 2; round += 1)
      expect(write(fileSystem, rest)).toMatchObject({ changes: { staleEdits: ['sales/typescript/a.ts'] } });
    edit(fileSystem, { 'sales/typescript/a.ts': null });
    expect(write(fileSystem, rest)).toMatchObject({ changes: { staleEdits: [] } });
    expect(fileSystem.text('.pimento/manifest.json')).not.toContain('a.ts');
  });

  it('takes empty folders away, and only those', () => {
    const fileSystem = new MemoryFileSystem();
    write(fileSystem, { 'sales/typescript/deep/er/a.ts': 'A\n', 'sales/kubernetes/a.yaml': 'a\n' });
    edit(fileSystem, { 'sales/kubernetes/notes.md': 'mine\n' });
    write(fileSystem, {}, { models: ['sales'] });
    expect([...fileSystem.entries.keys()].filter((path) => !path.startsWith('.pimento'))).toEqual([
      'sales',
      'sales/kubernetes',
      'sales/kubernetes/notes.md',
    ]);
  });

  it('replaces a stale file by its twin in another letter case, even where case means nothing', () => {
    const fileSystem = new MemoryFileSystem();
    write(fileSystem, { 'sales/typescript/Order.ts': 'A\n' });
    // What a file system without letter case shows at the new name.
    edit(fileSystem, { 'sales/typescript/order.ts': 'A\n' });
    fileSystem.log.length = 0;
    const outcome = write(fileSystem, { 'sales/typescript/order.ts': 'A\n' });
    expect(outcome.kind).toBe('written');
    const removal = fileSystem.log.indexOf('remove sales/typescript/Order.ts');
    const rename = fileSystem.log.indexOf('rename .pimento/local/next/0 sales/typescript/order.ts');
    expect(removal).toBeGreaterThanOrEqual(0);
    expect(rename).toBeGreaterThan(removal);
  });

  it('writes nothing at all for a plan without files', () => {
    const fileSystem = new MemoryFileSystem();
    write(fileSystem, {}, { models: ['sales'] });
    expect([...fileSystem.entries.keys()]).toEqual([]);
  });

  it('takes its folder away again if a conflict stops the first run', () => {
    const fileSystem = new MemoryFileSystem();
    edit(fileSystem, { 'sales/typescript/a.ts': 'mine\n' });
    write(fileSystem, two);
    expect(fileSystem.entries.has('.pimento')).toBe(false);
  });
});

describe('what stands in the way', () => {
  const obstacles: readonly {
    name: string;
    path: string;
    kind: 'folder' | 'link' | 'other';
    policy: EditPolicy;
  }[] = [
    { name: 'a link where a folder must be', path: 'sales/typescript', kind: 'link', policy: 'stop' },
    { name: 'a link where a folder must be, with force', path: 'sales', kind: 'link', policy: 'force' },
    { name: 'a link where a file must be', path: 'sales/typescript/a.ts', kind: 'link', policy: 'force' },
    { name: 'a folder where a file must be', path: 'sales/typescript/a.ts', kind: 'folder', policy: 'force' },
    { name: 'a socket where a file must be', path: 'sales/typescript/a.ts', kind: 'other', policy: 'keep' },
  ];
  it.each(obstacles)('$name stops everything', ({ path, kind, policy }) => {
    const fileSystem = new MemoryFileSystem();
    const parent = path.split('/').slice(0, -1).join('/');
    if (parent !== '') fileSystem.makeFolder(parent);
    fileSystem.entries.set(path, { kind });
    const before = [...fileSystem.entries.keys()];
    const outcome = write(fileSystem, two, { policy });
    expect(outcome).toMatchObject({
      kind: 'obstructed',
      changes: { obstacles: [{ path: 'sales/typescript/a.ts', at: path, what: kind }] },
    });
    expect([...fileSystem.entries.keys()]).toEqual(before);
  });

  it('a file of the user’s where a folder must be stops everything', () => {
    const fileSystem = new MemoryFileSystem();
    edit(fileSystem, { sales: 'mine\n' });
    expect(write(fileSystem, two, { policy: 'force' }).kind).toBe('obstructed');
    expect(fileSystem.files()).toEqual({ sales: 'mine\n' });
  });

  it('a stale file is not removed through a link', () => {
    const fileSystem = new MemoryFileSystem();
    write(fileSystem, two);
    fileSystem.entries.set('sales/typescript', { kind: 'link' });
    expect(write(fileSystem, {}, { models: ['sales'], policy: 'force' }).kind).toBe('obstructed');
    expect(fileSystem.files()).toEqual(two);
  });

  it.each(['.pimento', '.pimento/manifest.json', '.pimento/pending.json', '.pimento/next', '.pimento/lock'])(
    'a link at %s stops everything',
    (path) => {
      const fileSystem = new MemoryFileSystem();
      if (path !== '.pimento') fileSystem.makeFolder('.pimento');
      fileSystem.entries.set(path, { kind: 'link' });
      expect(write(fileSystem, two)).toMatchObject({ kind: 'unreadable', path });
      expect(fileSystem.files()).toEqual({});
    },
  );
});

describe('two runs at once', () => {
  const lock = '.pimento/lock';
  const run = { process: 100, host: 'here', isAlive: (process: number) => process === 7 };
  const locks: readonly { name: string; text: string; held: boolean }[] = [
    { name: 'a lock of a living process holds', text: '7 here\n', held: true },
    { name: 'a lock of a dead process is taken over', text: '8 here\n', held: false },
    { name: 'a lock of another host holds, for nobody can tell', text: '8 there\n', held: true },
    { name: 'a lock with our own number is a dead run’s', text: '100 here\n', held: false },
    { name: 'a lock that makes no sense holds', text: 'x', held: true },
  ];
  it.each(locks)('$name', ({ text, held }) => {
    const fileSystem = new MemoryFileSystem();
    edit(fileSystem, { [lock]: text });
    expect(write(fileSystem, two, { run }).kind).toBe(held ? 'locked' : 'written');
    expect(fileSystem.text(lock)).toBe(held ? text : undefined);
    expect(fileSystem.files()).toEqual(held ? {} : two);
  });
});

function edit(fileSystem: MemoryFileSystem, hand: Readonly<Record<string, string | null>>): void {
  for (const [path, content] of Object.entries(hand)) {
    const folder = path.split('/').slice(0, -1).join('/');
    if (folder !== '') fileSystem.makeFolder(folder);
    if (content === null) fileSystem.entries.delete(path);
    else fileSystem.entries.set(path, { kind: 'file', content });
  }
}

/** What the writer should have cleared away: all but its records. */
function leftovers(fileSystem: MemoryFileSystem): readonly string[] {
  const records = /^\.pimento\/(?:manifest\.json|bases|local)$|^\.pimento\/bases\/[0-9a-f]{64}$/;
  const local = /^\.pimento\/local\/(?:\.gitignore|manifest|texts)$/;
  return [...fileSystem.entries.keys()].filter(
    (path) => path.startsWith('.pimento/') && !records.test(path) && !local.test(path),
  );
}
