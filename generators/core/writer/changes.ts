import { parentFolders } from './file-system.ts';
import { emptyManifest, type Manifest, type RecordedFile, type RecordedModel } from './manifest.ts';
import { foldCase } from './output-path.ts';
import type { IntendedFile, OutputPlan } from './plan.ts';

/** What stands at a path. `obstacle`: something in its way, at the path or on the way to it. */
export type DiskEntry =
  | { readonly kind: 'absent' }
  | { readonly kind: 'file'; readonly sha256: string }
  | { readonly kind: 'obstacle'; readonly at: string; readonly what: 'file' | 'folder' | 'link' | 'other' };

/** What happens to files that were edited by hand: all stops, they stay, or they are overwritten. */
export type EditPolicy = 'stop' | 'keep' | 'force';

export interface Conflict {
  readonly path: string;
  /** `edited`: generated, then changed by hand. `foreign`: the writer never made it. */
  readonly reason: 'edited' | 'foreign';
}

export interface Obstacle {
  /** The first of the paths that it blocks. */
  readonly path: string;
  readonly at: string;
  readonly what: 'file' | 'folder' | 'link' | 'other';
}

/** A recorded file that nothing makes any more. */
export interface StaleFile extends RecordedFile {
  readonly path: string;
}

/** What a run does to the disk. Every list is sorted by path. */
export interface Changes {
  readonly writes: readonly IntendedFile[];
  readonly removals: readonly StaleFile[];
  readonly unchanged: readonly IntendedFile[];
  /** Planned, but the disk holds something that is not ours. With `force` they are among the writes too. */
  readonly conflicts: readonly Conflict[];
  /** Stale, but edited by hand. With `force` they are among the removals too. */
  readonly staleEdits: readonly string[];
  /** What no policy may write over or through. */
  readonly obstacles: readonly Obstacle[];
  /** Stale, and gone already: their folders may be empty. */
  readonly gone: readonly string[];
  /** The manifest once all this is done. */
  readonly manifest: Manifest;
}

/** Decides what to do with every planned and every recorded file. Pure. */
export function planChanges(
  plan: OutputPlan,
  before: Manifest,
  disk: (path: string) => DiskEntry,
  policy: EditPolicy,
): Changes {
  const stale = staleFiles(plan, before, disk, policy);
  const removed = new Set(stale.removals.map((file) => file.path));
  const removedFolded = new Set([...removed].map(foldCase));
  const writes: IntendedFile[] = [];
  const unchanged: IntendedFile[] = [];
  const conflicts: Conflict[] = [];
  const obstacles: Obstacle[] = [...stale.obstacles];
  const files = new Map(before.files);
  for (const path of [...removed, ...stale.gone]) files.delete(path);

  for (const file of plan.files) {
    const entry = disk(file.path);
    const recorded = before.files.get(file.path);
    if (entry.kind === 'obstacle' && !removed.has(entry.at)) {
      obstacles.push({ path: file.path, at: entry.at, what: entry.what });
    } else if (entry.kind !== 'file' || removedFolded.has(foldCase(file.path))) {
      // Where letter case means nothing, the stale twin is the very file that stands here.
      writes.push(file);
    } else if (entry.sha256 === file.sha256) {
      unchanged.push(file);
    } else if (entry.sha256 === recorded?.sha256) {
      writes.push(file);
    } else {
      conflicts.push({ path: file.path, reason: recorded ? 'edited' : 'foreign' });
      if (policy !== 'force') continue;
      writes.push(file);
    }
    files.set(file.path, { model: file.model, target: file.target, sha256: file.sha256 });
  }
  return {
    ...stale,
    writes,
    unchanged,
    conflicts,
    obstacles: onePerPlace(obstacles),
    manifest: withUsedModels(plan, before, files),
  };
}

/** The recorded files that this run answers for and nothing makes any more. */
function staleFiles(
  plan: OutputPlan,
  before: Manifest,
  disk: (path: string) => DiskEntry,
  policy: EditPolicy,
): Pick<Changes, 'removals' | 'staleEdits' | 'obstacles' | 'gone'> {
  const planned = new Set(plan.files.map((file) => file.path));
  const removals: StaleFile[] = [];
  const staleEdits: string[] = [];
  const obstacles: Obstacle[] = [];
  const gone: string[] = [];
  const paths = [...before.files.keys()].toSorted();
  for (const path of paths) {
    const recorded = before.files.get(path);
    if (!recorded || planned.has(path) || !plan.covers(recorded, before.models.get(recorded.model))) continue;
    const entry = disk(path);
    if (entry.kind === 'absent') {
      gone.push(path);
    } else if (entry.kind === 'file') {
      const edited = entry.sha256 !== recorded.sha256;
      if (edited) staleEdits.push(path);
      if (!edited || policy === 'force') removals.push({ ...recorded, path });
    } else if (entry.what === 'link') {
      obstacles.push({ path, at: entry.at, what: entry.what });
    } else {
      // Something else took the file's place, which a planned file meets below if it matters.
      gone.push(path);
    }
  }
  return { removals, staleEdits, obstacles, gone };
}

function onePerPlace(obstacles: readonly Obstacle[]): readonly Obstacle[] {
  const places = new Map(obstacles.toReversed().map((obstacle) => [obstacle.at, obstacle]));
  return [...places.values()].toSorted((left, right) => (left.at < right.at ? -1 : 1));
}

function withUsedModels(
  plan: OutputPlan,
  before: Manifest,
  files: ReadonlyMap<string, RecordedFile>,
): Manifest {
  if (files.size === 0) return emptyManifest;
  const models = new Map<string, RecordedModel>();
  for (const { model } of files.values()) {
    models.set(model, plan.models.get(model) ?? before.models.get(model) ?? { sources: [] });
  }
  return { models, files };
}

/** The folders that may have become empty, innermost first. */
export function foldersToPrune(changes: Changes): readonly string[] {
  const folders = new Set(
    [...changes.removals.map((file) => file.path), ...changes.gone].flatMap(parentFolders),
  );
  return [...folders].toSorted().toReversed();
}
