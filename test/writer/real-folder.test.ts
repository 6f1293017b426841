import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { nodeFileSystem, thisRun } from '../../cli/node-file-system.ts';
import { write } from './scenario.ts';

const two = { 'sales/typescript/a.ts': 'A\n', 'sales/kubernetes/deep/er/b.yaml': 'b: ü\n' };

/** What the writer leaves in its own folder. */
const records = ['local', 'local/.gitignore', 'local/manifest', 'local/texts', 'manifest.json'];

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pimento-writer-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function names(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted();
}

describe('a real folder', () => {
  it('is made with its parents, filled, left alone, and emptied again', () => {
    const out = join(temporaryFolder(), 'a/b');
    const fileSystem = nodeFileSystem(out);
    expect(write(fileSystem, two).kind).toBe('written');
    expect(readFileSync(join(out, 'sales/kubernetes/deep/er/b.yaml'), 'utf8')).toBe('b: ü\n');
    expect(names(join(out, '.pimento'))).toEqual(records);
    const manifest = readFileSync(join(out, '.pimento/manifest.json'), 'utf8');

    const long = new Date(1e12);
    for (const path of [...Object.keys(two), '.pimento/manifest.json'])
      utimesSync(join(out, path), long, long);
    write(fileSystem, two);
    for (const path of [...Object.keys(two), '.pimento/manifest.json']) {
      expect(statSync(join(out, path)).mtimeMs, path).toBe(long.getTime());
    }
    expect(readFileSync(join(out, '.pimento/manifest.json'), 'utf8')).toBe(manifest);

    write(fileSystem, {}, { models: ['sales'] });
    expect(names(out)).toEqual(['.pimento', ...records.map((name) => `.pimento/${name}`)]);
  });

  it('is not made for nothing', () => {
    const out = join(temporaryFolder(), 'a');
    expect(write(nodeFileSystem(out), {}, { models: ['sales'] }).kind).toBe('written');
    expect(existsSync(out)).toBe(false);
  });

  it('may be reached through a link, but nothing in it', () => {
    const folder = temporaryFolder();
    const out = join(folder, 'out');
    const elsewhere = temporaryFolder();
    symlinkSync(elsewhere, out);
    expect(write(nodeFileSystem(out), two).kind).toBe('written');
    rmSync(join(elsewhere, 'sales/typescript'), { recursive: true });
    const third = temporaryFolder();
    symlinkSync(third, join(elsewhere, 'sales/typescript'));
    expect(write(nodeFileSystem(out), two).kind).toBe('obstructed');
    expect(names(third)).toEqual([]);
  });

  it('is not left through a link at a file, at a stale file, or in the writer’s own folders', () => {
    const elsewhere = temporaryFolder();
    const target = join(elsewhere, 'precious');
    const link = (out: string, path: string): void => {
      rmSync(join(out, path), { recursive: true, force: true });
      mkdirSync(dirname(join(out, path)), { recursive: true });
      symlinkSync(target, join(out, path));
    };
    const changed = { 'sales/typescript/a.ts': 'A2\n' };
    const cases = [
      ['sales/typescript/a.ts', 'obstructed'],
      ['sales/kubernetes/deep/er/b.yaml', 'obstructed'],
      ['.pimento/manifest.json', 'unreadable'],
      ['.pimento/bases', 'unreadable'],
      ['.pimento/local', 'unreadable'],
      ['.pimento/local/texts', 'unreadable'],
      ['.pimento/local/next', 'unreadable'],
      ['.pimento/local/old', 'unreadable'],
    ] as const;
    for (const [path, kind] of cases) {
      writeFileSync(target, 'precious\n');
      const out = temporaryFolder();
      write(nodeFileSystem(out), two);
      link(out, path);
      expect(write(nodeFileSystem(out), changed, { policy: 'force' }).kind, path).toBe(kind);
      expect(names(elsewhere), path).toEqual(['precious']);
      expect(readFileSync(target, 'utf8'), path).toBe('precious\n');
    }
  });

  it('clears links away that somebody put where it stages, without following them', () => {
    const out = temporaryFolder();
    const elsewhere = temporaryFolder();
    writeFileSync(join(elsewhere, 'precious'), 'precious\n');
    write(nodeFileSystem(out), two);
    mkdirSync(join(out, '.pimento/local/next'));
    symlinkSync(join(elsewhere, 'precious'), join(out, '.pimento/local/next/0'));
    expect(write(nodeFileSystem(out), { 'sales/typescript/a.ts': 'A2\n' }).kind).toBe('written');
    expect(readFileSync(join(elsewhere, 'precious'), 'utf8')).toBe('precious\n');
    expect(names(join(out, '.pimento'))).toEqual(records);
  });

  it('tells a dead lock from a living one', () => {
    const out = temporaryFolder();
    write(nodeFileSystem(out), two);
    const lock = join(out, '.pimento/lock');
    // The parent of this process lives; no process has a number that large.
    writeFileSync(lock, `${process.ppid} ${thisRun.host}\n`);
    expect(write(nodeFileSystem(out), two, { run: thisRun }).kind).toBe('locked');
    writeFileSync(lock, `${2 ** 30} ${thisRun.host}\n`);
    expect(write(nodeFileSystem(out), two, { run: thisRun }).kind).toBe('written');
    expect(names(join(out, '.pimento'))).toEqual(records);
  });

  it('gives a lock to one run only', () => {
    const out = temporaryFolder();
    const fileSystem = nodeFileSystem(out);
    expect(fileSystem.create('lock', 'mine')).toBe(true);
    expect(fileSystem.create('lock', 'yours')).toBe(false);
    expect(readFileSync(join(out, 'lock'), 'utf8')).toBe('mine');
    expect(names(out)).toEqual(['lock']);
  });
});
