import { type Changes, type DiskEntry, type EditPolicy, foldersToPrune, planChanges } from './changes.ts';
import { contentHash } from './content-hash.ts';
import { type FileSystem, parentFolders, removeTemporary, replaceFile, stateFolder } from './file-system.ts';
import { lockFile, type RunIdentity, releaseLock, takeLock } from './lock.ts';
import { emptyManifest, type Manifest, parseManifest, printManifest, recoverManifest } from './manifest.ts';
import type { OutputPlan } from './plan.ts';

export interface WriteRequest {
  readonly plan: OutputPlan;
  readonly fileSystem: FileSystem;
  readonly run: RunIdentity;
  readonly policy: EditPolicy;
  /** Decide everything, change nothing. */
  readonly dryRun: boolean;
}

export type WriteOutcome =
  /** Done, or with `dryRun` what would be done. */
  | { readonly kind: 'written'; readonly changes: Changes }
  /** Nothing was written: edits by hand are in the way. */
  | { readonly kind: 'conflict'; readonly changes: Changes }
  /** Nothing was written: links, or folders where files must go, are in the way. */
  | { readonly kind: 'obstructed'; readonly changes: Changes }
  /** Nothing was written: the writer's own records cannot be read. */
  | { readonly kind: 'unreadable'; readonly path: string; readonly reason: string }
  /** Nothing was written: another run is at it. */
  | { readonly kind: 'locked'; readonly process: number; readonly host: string };

const manifestFile = `${stateFolder}/manifest.json`;
const pendingFile = `${stateFolder}/pending.json`;

/**
 * Brings the output folder to what the plan says. Kill it anywhere: the next run takes up what
 * this one left, and neither loses an edit nor takes its own files for edited ones. For that,
 * the manifest to be is on the disk (`pending.json`) before the first change, and the last
 * step renames it to `manifest.json`.
 *
 * Throws the file system's errors as they come; what was written until then stays.
 */
export function writeOutput(request: WriteRequest): WriteOutcome {
  const { plan, fileSystem, run, dryRun } = request;
  const odd = oddStateFile(fileSystem);
  if (odd) return odd;
  const empty = plan.files.length === 0 && fileSystem.kind('') === undefined;
  if (dryRun || empty) return examine(request).outcome;

  const created = fileSystem.kind(stateFolder) === undefined;
  fileSystem.makeFolder(stateFolder);
  const lock = takeLock(fileSystem, run);
  if (lock.kind === 'held') return { ...lock, kind: 'locked' };
  let outcome: WriteOutcome;
  try {
    outcome = applyLocked(request);
  } catch (error) {
    releaseAfterFailure(fileSystem);
    throw error;
  }
  releaseLock(fileSystem);
  if (created && fileSystem.list(stateFolder).length === 0) fileSystem.removeFolder(stateFolder);
  return outcome;
}

function applyLocked(request: WriteRequest): WriteOutcome {
  const { fileSystem } = request;
  removeTemporary(fileSystem);
  const examined = examine(request);
  const { outcome } = examined;
  if (outcome.kind !== 'written' || !examined.before) return outcome;
  const { changes } = outcome;
  const { before } = examined;
  // First settle what a dead run did, for its `pending.json` is about to go.
  const settled = printManifest(before.manifest);
  if (before.pending && settled !== before.text) replaceFile(fileSystem, manifestFile, settled);

  const next = printManifest(changes.manifest);
  const current = before.pending ? settled : before.text;
  if (changes.writes.length === 0 && changes.removals.length === 0 && next === current) {
    prune(fileSystem, changes);
    if (before.pending) fileSystem.remove(pendingFile);
    return outcome;
  }
  replaceFile(fileSystem, pendingFile, next);
  // Removals come first: a stale file may stand where a folder must, or differ in letter case only.
  for (const { path } of changes.removals) fileSystem.remove(path);
  prune(fileSystem, changes);
  write(fileSystem, changes);
  fileSystem.rename(pendingFile, manifestFile);
  return outcome;
}

/** What the writer remembers of earlier runs. */
interface State {
  readonly manifest: Manifest;
  /** The manifest file as it stands, line ends as LF. */
  readonly text: string;
  /** Whether a dead run left a `pending.json`; `manifest` then tells what it got done. */
  readonly pending: boolean;
}

type Unreadable = Extract<WriteOutcome, { kind: 'unreadable' }>;

/** Reads the disk and decides; changes nothing. */
function examine(request: WriteRequest): { readonly outcome: WriteOutcome; readonly before?: State } {
  const { plan, fileSystem, policy } = request;
  const disk = surveyor(fileSystem);
  const before = readState(fileSystem, disk);
  if ('kind' in before) return { outcome: before };
  const changes = planChanges(plan, before.manifest, disk, policy);
  if (changes.obstacles.length > 0) return { outcome: { kind: 'obstructed', changes } };
  if (changes.conflicts.length > 0 && policy === 'stop') return { outcome: { kind: 'conflict', changes } };
  return { outcome: { kind: 'written', changes }, before };
}

function readState(fileSystem: FileSystem, disk: (path: string) => DiskEntry): State | Unreadable {
  const text = readText(fileSystem, manifestFile) ?? printManifest(emptyManifest);
  const recorded = parseManifest(text);
  if (recorded.kind === 'unreadable') return { ...recorded, path: manifestFile };
  const pendingText = readText(fileSystem, pendingFile);
  if (pendingText === undefined) return { manifest: recorded.manifest, text, pending: false };
  const pending = parseManifest(pendingText);
  if (pending.kind === 'unreadable') return { ...pending, path: pendingFile };
  const manifest = recoverManifest(recorded.manifest, pending.manifest, (path) => {
    const entry = disk(path);
    return entry.kind === 'file' ? entry.sha256 : undefined;
  });
  return { manifest, text, pending: true };
}

/** Tells what stands at a path. Every folder and file is looked at once. */
function surveyor(fileSystem: FileSystem): (path: string) => DiskEntry {
  const kinds = new Map<string, ReturnType<FileSystem['kind']>>();
  const kindOf = (path: string): ReturnType<FileSystem['kind']> => {
    if (!kinds.has(path)) kinds.set(path, fileSystem.kind(path));
    return kinds.get(path);
  };
  const entries = new Map<string, DiskEntry>();
  const look = (path: string): DiskEntry => {
    for (const folder of parentFolders(path)) {
      const kind = kindOf(folder);
      if (kind === undefined) return { kind: 'absent' };
      if (kind !== 'folder') return { kind: 'obstacle', at: folder, what: kind };
    }
    const kind = kindOf(path);
    if (kind === undefined) return { kind: 'absent' };
    if (kind !== 'file') return { kind: 'obstacle', at: path, what: kind };
    return { kind: 'file', sha256: contentHash(fileSystem.read(path)) };
  };
  return (path) => {
    const known = entries.get(path);
    if (known) return known;
    const entry = look(path);
    entries.set(path, entry);
    return entry;
  };
}

function write(fileSystem: FileSystem, changes: Changes): void {
  const made = new Set<string>();
  for (const { path, content } of changes.writes) {
    const folder = parentFolders(path).at(-1);
    if (folder !== undefined && !made.has(folder)) {
      fileSystem.makeFolder(folder);
      made.add(folder);
    }
    replaceFile(fileSystem, path, content);
  }
}

function prune(fileSystem: FileSystem, changes: Changes): void {
  for (const folder of foldersToPrune(changes)) {
    if (fileSystem.kind(folder) === 'folder' && fileSystem.list(folder).length === 0)
      fileSystem.removeFolder(folder);
  }
}

/** The writer's own files must be what it made them: through a link it would write elsewhere. */
function oddStateFile(fileSystem: FileSystem): WriteOutcome | undefined {
  const kind = fileSystem.kind(stateFolder);
  if (kind === undefined) return undefined;
  if (kind !== 'folder') return { kind: 'unreadable', path: stateFolder, reason: 'it is not a folder' };
  for (const path of [manifestFile, pendingFile, lockFile, `${stateFolder}/next`]) {
    const found = fileSystem.kind(path);
    if (found !== undefined && found !== 'file')
      return { kind: 'unreadable', path, reason: 'it is not a file' };
  }
  return undefined;
}

function readText(fileSystem: FileSystem, path: string): string | undefined {
  if (fileSystem.kind(path) === undefined) return undefined;
  return Buffer.from(fileSystem.read(path)).toString('utf8').replaceAll('\r\n', '\n');
}

function releaseAfterFailure(fileSystem: FileSystem): void {
  try {
    releaseLock(fileSystem);
  } catch {
    // The first failure tells more; a lock whose process is gone is taken over.
  }
}
