import { knownModulesFile } from './apply-scaffolds.ts';
import type { Sight } from './decide-file.ts';
import { type FileSystem, localFolder, stateFolder } from './file-system.ts';
import { basesFolder, isLogCurrent, textFiles } from './generated-texts.ts';
import { lockFile } from './lock.ts';
import { emptyManifest, type Manifest, parseManifest, printManifest, recoverManifest } from './manifest.ts';
import { manifestFile, pendingFile, stagingFolders } from './transaction.ts';

/** What the writer remembers of earlier runs. */
export interface State {
  readonly manifest: Manifest;
  /** The manifest file as it stands, line ends as LF. */
  readonly text: string;
  /** Whether a dead run left a `pending.json`; `manifest` then tells what it got done. */
  readonly pending: boolean;
  /** Whether the log of generated texts holds what the manifest names. */
  readonly logged: boolean;
}

/** The writer's own records cannot be read; `reason` is the end of a sentence. */
export interface Unreadable {
  readonly kind: 'unreadable';
  readonly path: string;
  readonly reason: string;
}

/** Reads the writer's records; changes nothing. */
export function readState(fileSystem: FileSystem, sight: Sight): State | Unreadable {
  const text = readText(fileSystem, manifestFile) ?? printManifest(emptyManifest);
  const recorded = parseManifest(text);
  if (recorded.kind === 'unreadable') return { ...recorded, path: manifestFile };
  const logged = recorded.manifest.files.size === 0 || isLogCurrent(fileSystem, text);
  const pendingText = readText(fileSystem, pendingFile);
  if (pendingText === undefined) return { manifest: recorded.manifest, text, pending: false, logged };
  const pending = parseManifest(pendingText);
  if (pending.kind === 'unreadable') return { ...pending, path: pendingFile };
  const manifest = recoverManifest(recorded.manifest, pending.manifest, (path) => {
    const entry = sight.disk(path);
    return entry.kind === 'file' ? entry.sha256 : undefined;
  });
  return { manifest, text, pending: true, logged };
}

/** The writer's own files must be what it made them: through a link it would write elsewhere. */
export function oddStateFile(fileSystem: FileSystem): Unreadable | undefined {
  for (const path of [stateFolder, localFolder, basesFolder, ...stagingFolders]) {
    if ((fileSystem.kind(path) ?? 'folder') !== 'folder')
      return { kind: 'unreadable', path, reason: 'it is not a folder' };
  }
  for (const path of [
    manifestFile,
    pendingFile,
    lockFile,
    `${stateFolder}/next`,
    knownModulesFile,
    ...textFiles,
  ]) {
    if ((fileSystem.kind(path) ?? 'file') !== 'file')
      return { kind: 'unreadable', path, reason: 'it is not a file' };
  }
  return undefined;
}

/** Whether a run left something behind that is not for the next to remember: it died, or is at it. */
export function hasLeftovers(fileSystem: FileSystem): boolean {
  if (fileSystem.kind(stateFolder) === undefined) return false;
  const isRecord = (name: string): boolean =>
    [manifestFile, basesFolder, localFolder].includes(`${stateFolder}/${name}`);
  return (
    !fileSystem.list(stateFolder).every(isRecord) ||
    stagingFolders.some((folder) => fileSystem.kind(folder) !== undefined)
  );
}

function readText(fileSystem: FileSystem, path: string): string | undefined {
  if (fileSystem.kind(path) === undefined) return undefined;
  return Buffer.from(fileSystem.read(path)).toString('utf8').replaceAll('\r\n', '\n');
}
