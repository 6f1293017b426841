import {
  type FileSystem,
  localFolder,
  parentFolders,
  removeTemporary,
  replaceFile,
  stateFolder,
} from './file-system.ts';

export const manifestFile = `${stateFolder}/manifest.json`;
/** The manifest to be, while the files that it names are put in place. */
export const pendingFile = `${stateFolder}/pending.json`;
/** What will be put in place, and what was there before. */
export const stagingFolders = [`${localFolder}/next`, `${localFolder}/old`] as const;
const [nextFolder, oldFolder] = stagingFolders;

export interface Work {
  readonly removals: readonly string[];
  /** Folders to take away if they are empty once the removals are done, innermost first. */
  readonly prunable: readonly string[];
  readonly writes: readonly FileWrite[];
  /** The manifest once all this is done. */
  readonly manifest: string;
}

export interface FileWrite {
  readonly path: string;
  readonly content: string;
  /** It holds what somebody wrote by hand, which a power failure may not take. */
  readonly precious: boolean;
}

/** What the output folder holds at the moment: `mixed` lasts only while files are put in place. */
export interface Tree {
  is: 'old' | 'mixed' | 'new';
}

/**
 * Does all the work or none. Every new content is on the disk before the first file is touched, so
 * that a full disk is met in time; if a later step fails, those before it are undone, and the
 * system's error is thrown. A run that dies in between leaves `pending.json`: the next run sees by
 * it which files are in place.
 */
export function transact(fileSystem: FileSystem, work: Work, tree: Tree): void {
  const undo: (() => void)[] = [];
  try {
    stage(fileSystem, work.writes);
    replaceFile(fileSystem, pendingFile, work.manifest, 'durable');
    undo.push(() => fileSystem.remove(pendingFile));
    tree.is = 'mixed';
    // Removals come first: a stale file may stand where a folder must, or differ in letter case only.
    for (const [index, path] of work.removals.entries()) remove(fileSystem, path, `removed-${index}`, undo);
    for (const folder of work.prunable) prune(fileSystem, folder, undo);
    const folders = new Set<string>();
    for (const [index, { path }] of work.writes.entries()) place(fileSystem, path, index, folders, undo);
    fileSystem.rename(pendingFile, manifestFile);
    tree.is = 'new';
  } catch (error) {
    if (takeBack(fileSystem, undo)) tree.is = 'old';
    throw error;
  }
  clearStage(fileSystem);
}

/** Takes away what was staged, by this run or by one that died. */
export function clearStage(fileSystem: FileSystem): void {
  for (const folder of stagingFolders) {
    if (fileSystem.kind(folder) !== 'folder') continue;
    for (const name of fileSystem.list(folder)) fileSystem.remove(`${folder}/${name}`);
    fileSystem.removeFolder(folder);
  }
}

function stage(fileSystem: FileSystem, writes: readonly FileWrite[]): void {
  for (const folder of stagingFolders) fileSystem.makeFolder(folder);
  for (const [index, { content, precious }] of writes.entries()) {
    const staged = `${nextFolder}/${index}`;
    fileSystem.write(staged, content);
    if (precious) fileSystem.sync(staged);
  }
}

function remove(fileSystem: FileSystem, path: string, name: string, undo: (() => void)[]): void {
  const aside = `${oldFolder}/${name}`;
  fileSystem.link(path, aside);
  fileSystem.remove(path);
  undo.push(() => fileSystem.rename(aside, path));
}

function prune(fileSystem: FileSystem, folder: string, undo: (() => void)[]): void {
  if (fileSystem.kind(folder) !== 'folder' || fileSystem.list(folder).length > 0) return;
  fileSystem.removeFolder(folder);
  undo.push(() => fileSystem.makeFolder(folder));
}

/** At no moment is there no file at the path, if there was one. `folders` are known to be there. */
function place(
  fileSystem: FileSystem,
  path: string,
  index: number,
  folders: Set<string>,
  undo: (() => void)[],
): void {
  const staged = `${nextFolder}/${index}`;
  const aside = `${oldFolder}/${index}`;
  if (fileSystem.kind(path) === 'file') {
    fileSystem.link(path, aside);
    fileSystem.rename(staged, path);
    undo.push(() => fileSystem.rename(aside, path));
    return;
  }
  for (const folder of parentFolders(path)) {
    if (folders.has(folder)) continue;
    folders.add(folder);
    if (fileSystem.kind(folder) === 'folder') continue;
    fileSystem.makeFolder(folder);
    undo.push(() => fileSystem.removeFolder(folder));
  }
  fileSystem.rename(staged, path);
  undo.push(() => fileSystem.remove(path));
}

/** Whether all steps are undone. If not, the next run goes on from here, as after a run that died. */
function takeBack(fileSystem: FileSystem, undo: readonly (() => void)[]): boolean {
  try {
    for (const step of undo.toReversed()) step();
  } catch {
    // The first failure tells more.
    return false;
  }
  try {
    removeTemporary(fileSystem);
    clearStage(fileSystem);
  } catch {
    // So it is the next run that clears up.
  }
  return true;
}
