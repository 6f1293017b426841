import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { importedFiles } from '../grammar/imports.ts';
import type { Diagnostic } from '../pim/diagnostic.ts';
import { decodeSource } from './decode-source.ts';
import { unreadableInput } from './diagnostic-pages.ts';
import { systemProblem } from './system-error.ts';
import { wholeFile } from './whole-file.ts';

/** One file that was read. */
export interface SourceFile {
  /** Relative to its root, with `/`: what origins say. */
  readonly file: string;
  /** As the user can open it: the path they gave, and what lies below. */
  readonly shown: string;
  /** Absolute. */
  readonly path: string;
  readonly text: string;
}

/** The files that belong together, because one folder holds them all. */
export interface SourceRoot {
  readonly files: readonly SourceFile[];
}

export interface Sources {
  readonly roots: readonly SourceRoot[];
  /** What could not be read. `origin.file` is as shown. */
  readonly diagnostics: readonly Diagnostic[];
}

const extension = '.domain';
/** Room for models far beyond the largest known, and little enough to parse in seconds. */
export const maximumSourceBytes = 8 * 1024 * 1024;

/**
 * Reads every path: a file, or a folder with all `*.domain` files below it (but for
 * `node_modules` and dot folders; links to folders are not followed, so there are no circles).
 * Files given one by one belong together if they lie in one folder. What a file imports is read with it.
 * No file is read twice.
 */
export function readSources(paths: readonly string[]): Sources {
  const roots = new Map<string, SourceFile[]>();
  const diagnostics: Diagnostic[] = [];
  const seen = new Set<string>();
  const readInto = (root: string, file: string, shown: string): void => {
    const path = resolve(root, file);
    if (seen.has(path)) return;
    seen.add(path);
    const read = readSource(path);
    if (read.kind === 'unreadable') diagnostics.push(unreadable(shown, read.reason));
    else {
      roots.set(root, [...(roots.get(root) ?? []), { file, shown, path, text: read.text }]);
      // What is not there is reported where it is imported.
      for (const imported of importedFiles(read.text, file)) {
        if (existsSync(resolve(root, imported)))
          readInto(root, imported, join(dirname(shown), relative(dirname(file), imported)));
      }
    }
  };
  for (const path of paths) {
    const found = findSources(path);
    if (found.kind === 'file') readInto(resolve(dirname(path)), basename(path), path);
    else if (found.kind === 'folder')
      for (const file of found.files) readInto(resolve(path), file, join(path, file));
    diagnostics.push(...found.diagnostics);
  }
  return { roots: [...roots.values()].map((files) => ({ files })), diagnostics };
}

/** Reads files that are one root's, whichever folders they lie in; `shown` is where they can be opened. */
export function readTogether(paths: readonly string[]): Sources {
  const folders = paths.map((path) => dirname(resolve(path)).split(sep));
  const shared = (folders[0] ?? []).filter((_, depth, all) =>
    folders.every((folder) => all.slice(0, depth + 1).every((name, at) => folder[at] === name)),
  );
  const root = shared.join(sep) || sep;
  const files: SourceFile[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const path of paths) {
    const read = readSource(path);
    if (read.kind === 'unreadable') diagnostics.push(unreadable(path, read.reason));
    else {
      const file = relative(root, resolve(path)).split(sep).join('/');
      files.push({ file, shown: path, path: resolve(path), text: read.text });
    }
  }
  return { roots: [{ files }], diagnostics };
}

type Found =
  | {
      readonly kind: 'folder';
      readonly files: readonly string[];
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly kind: 'file' | 'nothing'; readonly diagnostics: readonly Diagnostic[] };

function findSources(path: string): Found {
  try {
    const stats = statSync(path);
    if (stats.isFile()) return { kind: 'file', diagnostics: [] };
    if (!stats.isDirectory()) return nothing(path, 'is neither a file nor a folder');
  } catch (error) {
    return nothing(path, reasonOf(error));
  }
  const diagnostics: Diagnostic[] = [];
  const files = domainFiles(path, '', diagnostics).toSorted();
  if (files.length === 0 && diagnostics.length === 0) return nothing(path, `holds no \`*${extension}\` file`);
  return { kind: 'folder', files, diagnostics };
}

/** Paths relative to the root, with `/`. A folder that cannot be read does not hide the others. */
function domainFiles(root: string, below: string, diagnostics: Diagnostic[]): readonly string[] {
  const folder = join(root, below);
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    diagnostics.push(unreadable(folder, reasonOf(error)));
    return [];
  }
  return names.flatMap((name) => {
    const path = below === '' ? name : `${below}/${name}`;
    const isFolder = lstatSync(join(root, path), { throwIfNoEntry: false })?.isDirectory() ?? false;
    if (isFolder && (name === 'node_modules' || name.startsWith('.'))) return [];
    if (isFolder) return domainFiles(root, path, diagnostics);
    return name.endsWith(extension) ? [path] : [];
  });
}

/** A text file of a bearable size, in UTF-8. */
export function readSource(path: string): ReturnType<typeof decodeSource> {
  try {
    const stats = statSync(path);
    if (!stats.isFile()) return { kind: 'unreadable', reason: 'is not a file' };
    if (stats.size > maximumSourceBytes) {
      const size = (stats.size / 1024 / 1024).toFixed(1);
      return {
        kind: 'unreadable',
        reason: `is too large: ${size} MiB, where ${maximumSourceBytes / 1024 / 1024} MiB is the limit`,
      };
    }
    return decodeSource(readFileSync(path));
  } catch (error) {
    return { kind: 'unreadable', reason: reasonOf(error) };
  }
}

function nothing(path: string, reason: string): Found {
  return { kind: 'nothing', diagnostics: [unreadable(path, reason)] };
}

function unreadable(path: string, reason: string): Diagnostic {
  return { ...unreadableInput, message: `\`${path}\` ${reason}.`, origin: wholeFile(path), related: [] };
}

function reasonOf(error: unknown): string {
  const problem = systemProblem(error);
  if (!problem) throw error;
  return problem.reason;
}
