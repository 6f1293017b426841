/** `other` is a socket, a device and the like. */
export type EntryKind = 'file' | 'folder' | 'link' | 'other';

/**
 * The output folder as a port. Paths are relative to it, with `/` between their parts; the empty
 * path is the folder itself. What cannot be done throws the system's own error (`code: 'EACCES'`).
 */
export interface FileSystem {
  /** What stands there, links not followed (but the output folder itself may be a link); undefined if nothing. */
  kind(path: string): EntryKind | undefined;
  read(path: string): Uint8Array;
  /** Of a file, in bytes. */
  size(path: string): number;
  /** The names in a folder, in any order. */
  list(folder: string): readonly string[];
  /** With its parents; nothing if it is there. */
  makeFolder(folder: string): void;
  /** Creates or replaces a file. A reader may meet it half written: see `replaceFile`. */
  write(path: string, content: string): void;
  /** Writes at the end of a file, which need not be there yet; if that fails, it is as it was. */
  append(path: string, content: string): void;
  /** Returns once the content of a file would outlive a power failure. */
  sync(path: string): void;
  /**
   * Creates a file with its content at once, or answers false if anything stands there: the atomic
   * test that a lock needs.
   */
  create(path: string, content: string): boolean;
  /** Lets a file have a second name, where nothing stands yet (or a copy, on systems without that). */
  link(from: string, to: string): void;
  /** Atomic; replaces a file at `to`. */
  rename(from: string, to: string): void;
  /** A file, or a link but not what it leads to. */
  remove(path: string): void;
  /** Only an empty one. */
  removeFolder(folder: string): void;
}

/** Where the writer keeps what it must remember. No planned path may lie in it. */
export const stateFolder = '.pimento';
/** The part of it that is for this machine alone, and may go at any time; Git ignores it. */
export const localFolder = `${stateFolder}/local`;
const temporary = `${stateFolder}/next`;

/**
 * Puts a whole file in place at once: whoever looks sees the old content or the new, and after a
 * power failure too, if it is `durable`.
 */
export function replaceFile(
  fileSystem: FileSystem,
  path: string,
  content: string,
  durable: 'durable' | 'quick' = 'quick',
): void {
  fileSystem.write(temporary, content);
  if (durable === 'durable') fileSystem.sync(temporary);
  fileSystem.rename(temporary, path);
}

/** Takes away what a run that died in `replaceFile` left. */
export function removeTemporary(fileSystem: FileSystem): void {
  if (fileSystem.kind(temporary) === 'file') fileSystem.remove(temporary);
}

/** The folders on the way to a path, outermost first: `a/b/c.ts` → `a`, `a/b`. */
export function parentFolders(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, position) => parts.slice(0, position + 1).join('/'));
}
