import {
  appendFileSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  statSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { EntryKind, FileSystem } from '../generators/core/writer/file-system.ts';
import type { RunIdentity } from '../generators/core/writer/lock.ts';

/** A real folder, which need not be there yet. */
export function nodeFileSystem(root: string): FileSystem {
  const at = (path: string): string => (path === '' ? root : join(root, path));
  return {
    kind: (path) => {
      const found = unlessMissing(() => (path === '' ? statSync(root) : lstatSync(at(path))));
      return found && kindOf(found);
    },
    read: (path) => readFileSync(at(path)),
    size: (path) => lstatSync(at(path)).size,
    list: (folder) => readdirSync(at(folder)),
    makeFolder: (folder) => {
      mkdirSync(at(folder), { recursive: true });
    },
    write: (path, content) => writeFileSync(at(path), content),
    append: (path, content) => appendOrNothing(at(path), content),
    sync: (path) => syncFile(at(path)),
    create: (path, content) => createWhole(at(path), content),
    link: (from, to) => linkOrCopy(at(from), at(to)),
    rename: (from, to) => renameSync(at(from), at(to)),
    remove: (path) => unlinkSync(at(path)),
    removeFolder: (folder) => rmdirSync(at(folder)),
  };
}

/** This process, for the lock on an output folder. */
export const thisRun: RunIdentity = {
  process: process.pid,
  host: hostname(),
  isAlive: (id) => {
    try {
      process.kill(id, 0);
      return true;
    } catch (error) {
      // It runs, but belongs to someone else.
      return hasCode(error, 'EPERM');
    }
  },
};

/** Whether an error is the system's, with this code. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.some((code) => code === error.code);
}

function kindOf(stats: Stats): EntryKind {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'folder';
  return stats.isSymbolicLink() ? 'link' : 'other';
}

function unlessMissing<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}

// Some file systems have no hard links, or not so many.
const noLinks = ['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP', 'EMLINK', 'EXDEV'] as const;

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (!hasCode(error, ...noLinks)) throw error;
    copyFileSync(from, to, constants.COPYFILE_EXCL);
  }
}

/** What a full disk took of the content is taken back. */
function appendOrNothing(path: string, content: string): void {
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  try {
    appendFileSync(path, content);
  } catch (error) {
    if (size === undefined) rmSync(path, { force: true });
    else truncateSync(path, size);
    throw error;
  }
}

function syncFile(path: string): void {
  // Windows syncs only what may be written.
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** A link to a finished file appears with its content; plain creation could be seen empty. */
function createWhole(path: string, content: string): boolean {
  const prepared = `${path}-${process.pid}`;
  try {
    writeFileSync(prepared, content);
    linkSync(prepared, path);
    return true;
  } catch (error) {
    // ENOENT: another run took the file for one that a dead run left.
    if (hasCode(error, 'EEXIST', 'ENOENT')) return false;
    if (hasCode(error, ...noLinks) && !existsSync(path)) return createPlain(path, content);
    throw error;
  } finally {
    rmSync(prepared, { force: true });
  }
}

function createPlain(path: string, content: string): boolean {
  try {
    writeFileSync(path, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}
