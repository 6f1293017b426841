import { describe, expect, it } from 'vitest';
import type { EditPolicy } from '../../generators/core/writer/decide-file.ts';
import { generatedText } from '../../generators/core/writer/generated-texts.ts';
import { parseManifest } from '../../generators/core/writer/manifest.ts';
import { Died, MemoryFileSystem } from './memory-file-system.ts';
import { type Contents, write } from './scenario.ts';

const first: Contents = {
  'sales/typescript/changed.ts': 'old\n',
  'sales/typescript/edited.ts': 'old\n2\n3\nend\n',
  'sales/typescript/same.ts': 'same\n',
  'sales/typescript/stale/stale.ts': 'stale\n',
  'sales/typescript/stale-edited.ts': 'stale\n',
};
const second: Contents = {
  'sales/typescript/changed.ts': 'new\n',
  'sales/typescript/edited.ts': 'new\n2\n3\nend\n',
  'sales/typescript/made/new.ts': 'new\n',
  'sales/typescript/same.ts': 'same\n',
};
/** What a model that changed again after the kill makes. */
const third: Contents = {
  'sales/typescript/changed.ts': 'newest\n',
  'sales/typescript/edited.ts': 'newest\n2\n3\nend\n',
  'sales/typescript/same.ts': 'same\n',
};

interface Kill {
  readonly name: string;
  /** What the run that dies would have made of `first`. */
  readonly after: Contents;
  readonly policy: EditPolicy;
  readonly edits: Contents;
}

const edits = { 'sales/typescript/edited.ts': 'mine\n', 'sales/typescript/stale-edited.ts': 'mine\n' };
const plain: Kill = { name: 'no edits', after: second, policy: 'stop', edits: {} };
const growing: Kill = {
  name: 'nothing stale',
  after: { ...first, 'sales/typescript/changed.ts': 'new\n', 'sales/typescript/made/new.ts': 'new\n' },
  policy: 'stop',
  edits: {},
};
const withoutEdits: readonly Kill[] = [plain, growing];
const kills: readonly Kill[] = [
  plain,
  growing,
  { name: 'edits kept', after: second, policy: 'keep', edits },
  { name: 'edits dropped', after: second, policy: 'force', edits },
  {
    name: 'edits merged',
    after: second,
    policy: 'merge',
    edits: { ...edits, 'sales/typescript/edited.ts': 'old\n2\n3\nmine\n' },
  },
];

describe('a run that dies at any of its changes', () => {
  it.each(kills)('is finished by the next ($name)', (kill) => {
    const whole = finished(kill, kill.after);
    everyKill(kill, (fileSystem) => {
      expect(write(fileSystem, kill.after, { policy: kill.policy, run: nextRun }).kind).toBe('written');
      expect(state(fileSystem)).toEqual(whole);
    });
  });

  it.each(kills)('never makes its own files look edited, even if the model changed since ($name)', (kill) => {
    const whole = finished(kill, third);
    everyKill(kill, (fileSystem) => {
      expect(write(fileSystem, third, { policy: kill.policy, run: nextRun }).kind).toBe('written');
      expect(state(fileSystem)).toEqual(whole);
    });
  });

  it.each(withoutEdits)('leaves no trace if the model went back ($name)', (kill) => {
    const whole = finished(kill, first);
    everyKill(kill, (fileSystem) => {
      expect(write(fileSystem, first, { run: nextRun }).kind).toBe('written');
      expect(state(fileSystem)).toEqual(whole);
    });
  });

  it('needs no policy to go on if there was no edit', () => {
    everyKill(plain, (fileSystem) => {
      const outcome = write(fileSystem, third, { run: nextRun });
      expect(outcome).toMatchObject({ kind: 'written', changes: { conflicts: [], staleEdits: [] } });
    });
  });

  it('never hides an edit that was made after it', () => {
    everyKill(plain, (fileSystem) => {
      for (const path of Object.keys(fileSystem.files())) {
        fileSystem.entries.set(path, { kind: 'file', content: 'made after the kill\n' });
      }
      const before = fileSystem.files();
      expect(write(fileSystem, second, { run: nextRun }).kind).toBe('conflict');
      expect(fileSystem.files()).toEqual(before);
      write(fileSystem, second, { policy: 'keep', run: nextRun });
      expect(fileSystem.files()).toMatchObject(before);
    });
  });

  it('may die twice, at any two changes', () => {
    const whole = finished(plain, third);
    everyKill(plain, (fileSystem) => {
      for (let death = 1; ; death += 1) {
        const copy = new MemoryFileSystem();
        for (const [path, entry] of fileSystem.entries) copy.entries.set(path, entry);
        if (!dies(copy, death, () => write(copy, third, { run: nextRun }))) break;
        expect(write(copy, third, { run: lastRun })).toMatchObject({
          kind: 'written',
          changes: { conflicts: [], staleEdits: [] },
        });
        expect(state(copy)).toEqual(whole);
      }
    });
  });
});

const nextRun = { process: 101, host: 'here', isAlive: () => false };
const lastRun = { process: 102, host: 'here', isAlive: () => false };

/** Lets a run die at each of its changes, and shows what it left. */
function everyKill(kill: Kill, check: (fileSystem: MemoryFileSystem) => void): void {
  let deaths = 0;
  for (let death = 1; ; death += 1) {
    const fileSystem = prepared(kill);
    if (!dies(fileSystem, death, () => write(fileSystem, kill.after, { policy: kill.policy }))) break;
    deaths += 1;
    check(fileSystem);
  }
  expect(deaths).toBeGreaterThan(8);
}

/** Whether it died; the file system lives again afterwards. */
function dies(fileSystem: MemoryFileSystem, at: number, run: () => unknown): boolean {
  fileSystem.dieAfter(at);
  try {
    run();
    return false;
  } catch (error) {
    if (!(error instanceof Died)) throw error;
    return true;
  } finally {
    fileSystem.dieAfter(Number.POSITIVE_INFINITY);
  }
}

function prepared(kill: Kill): MemoryFileSystem {
  const fileSystem = new MemoryFileSystem();
  write(fileSystem, first);
  for (const [path, content] of Object.entries(kill.edits))
    fileSystem.entries.set(path, { kind: 'file', content });
  return fileSystem;
}

/** The folder as undisturbed runs leave it. */
function finished(kill: Kill, contents: Contents): Readonly<Record<string, string>> {
  const fileSystem = prepared(kill);
  expect(write(fileSystem, kill.after, { policy: kill.policy }).kind).toBe('written');
  expect(write(fileSystem, contents, { policy: kill.policy }).kind).toBe('written');
  return state(fileSystem);
}

/** Every file and folder, the writer's own included. Of its log only what it is for: that it knows each text. */
function state(fileSystem: MemoryFileSystem): Readonly<Record<string, string>> {
  const reading = parseManifest(fileSystem.text('.pimento/manifest.json') ?? '');
  if (reading.kind === 'unreadable') throw new Error(reading.reason);
  const entries = [...fileSystem.entries].map(([path, entry]): [string, string] => [
    path,
    entry.kind === 'file' && path !== '.pimento/local/texts' ? entry.content : `(${entry.kind})`,
  ]);
  for (const [path, { sha256 }] of reading.manifest.files)
    expect(generatedText(fileSystem, sha256), path).toBeDefined();
  return Object.fromEntries(entries.toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
