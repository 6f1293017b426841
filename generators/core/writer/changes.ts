import type { ScaffoldChanges } from '../scaffold/scaffold-changes.ts';
import { contentHash } from './content-hash.ts';
import { type Conflict, type Decision, decideFile, type EditPolicy, type Sight } from './decide-file.ts';
import { parentFolders } from './file-system.ts';
import type { GeneratedText } from './generated-texts.ts';
import type { Manifest, RecordedFile, RecordedModel, RecordedScaffold } from './manifest.ts';
import { foldCase } from './output-path.ts';
import type { IntendedFile, OutputPlan } from './plan.ts';

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

/** An edited file with what is new in it; `content` is what is written, `sha256` of the generated text. */
export interface MergedFile extends IntendedFile {
  /** The lines of the conflict markers that were put there, counted from 1. */
  readonly marks: readonly number[];
}

/** What a run does to the disk. Every list is sorted by path. */
export interface Changes {
  readonly writes: readonly IntendedFile[];
  /** Edited by hand, written with the edit and what is new. */
  readonly merged: readonly MergedFile[];
  readonly removals: readonly StaleFile[];
  readonly unchanged: readonly IntendedFile[];
  /** Edited by hand, and up to date: they stay as they are. */
  readonly held: readonly IntendedFile[];
  /** Planned, but the disk holds something that is not ours. With `force` they are among the writes too. */
  readonly conflicts: readonly Conflict[];
  /** Stale, but edited by hand. With `force` they are among the removals too. */
  readonly staleEdits: readonly string[];
  /** What no policy may write over or through. */
  readonly obstacles: readonly Obstacle[];
  /** Stale, and gone already: their folders may be empty. */
  readonly gone: readonly string[];
  /** What edited files were generated as: kept beside the manifest, for merges on other machines. */
  readonly bases: { readonly add: readonly GeneratedText[]; readonly remove: readonly string[] };
  readonly scaffolds: ScaffoldChanges;
  /** The manifest once all this is done. */
  readonly manifest: Manifest;
}

/** Decides what to do with every planned and every recorded file. Pure. */
export function planChanges(
  plan: OutputPlan,
  scaffolds: ScaffoldChanges,
  before: Manifest,
  sight: Sight,
  policy: EditPolicy,
): Changes {
  const stale = staleFiles(plan, before, sight, policy);
  const removed = new Set(stale.removals.map((file) => file.path));
  const removedFolded = new Set([...removed].map(foldCase));
  const decided = plan.files.map((file): Decided => {
    const entry = sight.disk(file.path);
    if (entry.kind === 'obstacle' && !removed.has(entry.at)) {
      return { file, decision: { kind: 'obstacle', at: entry.at, what: entry.what } };
    }
    // Where letter case means nothing, the stale twin is the very file that stands here.
    if (entry.kind !== 'file' || removedFolded.has(foldCase(file.path)))
      return { file, decision: { kind: 'write' } };
    return { file, decision: decideFile(file, before.files.get(file.path), entry, sight, policy) };
  });
  const files = new Map(before.files);
  for (const path of [...removed, ...stale.gone]) files.delete(path);
  for (const { file, decision } of decided) {
    if (decision.kind !== 'conflict' && decision.kind !== 'obstacle')
      files.set(file.path, recordOf(file, decision));
  }
  const obstacles = decided.flatMap(({ file: { path }, decision }) =>
    decision.kind === 'obstacle' ? [{ path, at: decision.at, what: decision.what }] : [],
  );
  return {
    ...stale,
    writes: filesOf(decided, 'write', 'overwritten'),
    merged: decided.flatMap(({ file, decision }) =>
      decision.kind === 'merged' ? [{ ...file, content: decision.content, marks: decision.marks }] : [],
    ),
    unchanged: filesOf(decided, 'unchanged'),
    held: filesOf(decided, 'held'),
    conflicts: decided.flatMap(({ decision }) => ('conflict' in decision ? [decision.conflict] : [])),
    obstacles: onePerPlace([...stale.obstacles, ...obstacles]),
    bases: planBases(decided, before, sight),
    scaffolds,
    manifest: withUsedModels(plan, before, files, scaffolds.recorded),
  };
}

interface Decided {
  readonly file: IntendedFile;
  readonly decision: Decision | ({ readonly kind: 'obstacle' } & Omit<Obstacle, 'path'>);
}

function filesOf(
  decided: readonly Decided[],
  ...kinds: readonly Decided['decision']['kind'][]
): readonly IntendedFile[] {
  return decided.filter(({ decision }) => kinds.includes(decision.kind)).map(({ file }) => file);
}

function recordOf({ model, target, sha256 }: IntendedFile, decision: Decision): RecordedFile {
  const entry = { model, target, sha256 };
  if (decision.kind === 'held') return { ...entry, edited: decision.edited };
  // With markers in it, somebody must look at it first: until then it counts as edited.
  if (decision.kind === 'merged' && decision.marks.length === 0)
    return { ...entry, edited: contentHash(decision.content) };
  return entry;
}

/** What files that stay edited were generated as must be known wherever they are checked out. */
function planBases(decided: readonly Decided[], before: Manifest, sight: Sight): Changes['bases'] {
  const needed = new Map<string, string | undefined>();
  for (const { file, decision } of decided) {
    if (decision.kind === 'held' || decision.kind === 'merged') needed.set(file.sha256, file.content);
    const recorded = decision.kind === 'conflict' ? before.files.get(file.path) : undefined;
    if (recorded) needed.set(recorded.sha256, undefined);
  }
  const planned = new Set(decided.map(({ file }) => file.path));
  const elsewhere = new Set(
    [...before.files].filter(([path]) => !planned.has(path)).map(([, { sha256 }]) => sha256),
  );
  const add = [...needed].flatMap(([sha256, known]): readonly GeneratedText[] => {
    const content = sight.bases.has(sha256) ? undefined : (known ?? sight.generated(sha256));
    return content === undefined ? [] : [{ sha256, content }];
  });
  return {
    add: add.toSorted((left, right) => (left.sha256 < right.sha256 ? -1 : 1)),
    remove: [...sight.bases].filter((sha256) => !needed.has(sha256) && !elsewhere.has(sha256)).toSorted(),
  };
}

/** The recorded files that this run answers for and nothing makes any more. */
function staleFiles(
  plan: OutputPlan,
  before: Manifest,
  sight: Sight,
  policy: EditPolicy,
): Pick<Changes, 'removals' | 'staleEdits' | 'obstacles' | 'gone'> {
  const planned = new Set(plan.files.map((file) => file.path));
  // Where letter case means nothing, what stands here may be the file that took this one's place.
  const isTwin = (path: string, sha256: string): boolean =>
    [...plan.files.map((file) => [file.path, file] as const), ...before.files].some(
      ([other, file]) => file.sha256 === sha256 && other !== path && foldCase(other) === foldCase(path),
    );
  const removals: StaleFile[] = [];
  const staleEdits: string[] = [];
  const obstacles: Obstacle[] = [];
  const gone: string[] = [];
  const paths = [...before.files.keys()].toSorted();
  for (const path of paths) {
    const recorded = before.files.get(path);
    if (!recorded || planned.has(path) || !plan.covers(recorded, before.models.get(recorded.model))) continue;
    const entry = sight.disk(path);
    if (entry.kind === 'absent') {
      gone.push(path);
    } else if (entry.kind === 'file') {
      const edited = !entry.blank && entry.sha256 !== recorded.sha256 && !isTwin(path, entry.sha256);
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
  scaffolds: ReadonlyMap<string, RecordedScaffold>,
): Manifest {
  const models = new Map<string, RecordedModel>();
  for (const { model } of [...files.values(), ...scaffolds.values()]) {
    models.set(model, plan.models.get(model) ?? before.models.get(model) ?? { sources: [] });
  }
  return { models, files, scaffolds };
}

/** The folders that may have become empty, innermost first. */
export function foldersToPrune(changes: Changes): readonly string[] {
  const folders = new Set(
    [...changes.removals.map((file) => file.path), ...changes.gone].flatMap(parentFolders),
  );
  return [...folders].toSorted().toReversed();
}
