import {
  existsSync,
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
import { join } from 'node:path';
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
