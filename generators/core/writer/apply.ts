import type { ScaffoldChanges } from '../scaffold/scaffold-changes.ts';
import {
  areScaffoldsSettled,
  examineScaffolds,
  removeTemporaryModules,
  type Scaffolding,
  writeScaffolds,
} from './apply-scaffolds.ts';
import { type Changes, foldersToPrune, planChanges } from './changes.ts';
import type { EditPolicy, Sight } from './decide-file.ts';
import { type FileSystem, removeTemporary, replaceFile, stateFolder } from './file-system.ts';
import { basesFolder, closeLog, loggedTexts, logTexts } from './generated-texts.ts';
import { type RunIdentity, releaseLock, takeLock } from './lock.ts';
import { printManifest } from './manifest.ts';
import type { IntendedFile, OutputPlan } from './plan.ts';
import { hasLeftovers, oddStateFile, readState, type State, type Unreadable } from './state.ts';
import { survey } from './survey.ts';
import { clearStage, manifestFile, pendingFile, type Tree, transact, type Work } from './transaction.ts';

export interface WriteRequest {
  readonly plan: OutputPlan;
  readonly fileSystem: FileSystem;
  readonly run: RunIdentity;
  readonly policy: EditPolicy;
  readonly scaffolding: Scaffolding;
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
  | Unreadable
  /** Nothing was written: another run is at it. */
  | { readonly kind: 'locked'; readonly process: number; readonly host: string }
  /** The system failed, and left the output folder as it was, or all new, or (if it failed twice) in between. */
  | { readonly kind: 'failed'; readonly error: Error; readonly tree: Tree['is'] };

/**
 * Brings the output folder to what the plan says. If something fails, the folder is as it was. Kill it
 * anywhere: the next run takes up what this one left, and neither loses an edit nor takes its own
 * files for edited ones.
 */
export function writeOutput(request: WriteRequest): WriteOutcome {
  const tree: Tree = { is: 'old' };
  try {
    return writeTree(request, tree);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    return { kind: 'failed', error, tree: tree.is };
  }
}

function writeTree(request: WriteRequest, tree: Tree): WriteOutcome {
  const { plan, fileSystem, run, dryRun } = request;
  const odd = oddStateFile(fileSystem);
  if (odd) return odd;
  const isNothing = plan.files.length + request.scaffolding.scaffolds.length === 0;
  const empty = isNothing && fileSystem.kind('') === undefined;
  if (dryRun || empty) return examine(request).outcome;
  // Where the model says nothing new, most often nothing is to be done: that takes no lock.
  if (!hasLeftovers(fileSystem) && saysNothingNew(request)) {
    const examined = examine(request);
    if (examined.outcome.kind !== 'written' || isSettled(examined, fileSystem)) return examined.outcome;
  }
  return locked(fileSystem, run, () => applyLocked(request, tree));
}

function locked(fileSystem: FileSystem, run: RunIdentity, action: () => WriteOutcome): WriteOutcome {
  const created = fileSystem.kind(stateFolder) === undefined;
  fileSystem.makeFolder(stateFolder);
  const lock = takeLock(fileSystem, run);
  if (lock.kind === 'held') return { ...lock, kind: 'locked' };
  let outcome: WriteOutcome;
  try {
    outcome = action();
  } catch (error) {
    releaseAfterFailure(fileSystem);
    throw error;
  }
  releaseLock(fileSystem);
  if (created && fileSystem.list(stateFolder).length === 0) fileSystem.removeFolder(stateFolder);
  return outcome;
}

function applyLocked(request: WriteRequest, tree: Tree): WriteOutcome {
  const { fileSystem, plan, scaffolding } = request;
  removeTemporary(fileSystem);
  removeTemporaryModules(scaffolding);
  clearStage(fileSystem);
  const examined = examine(request);
  const { outcome, before } = examined;
  if (outcome.kind !== 'written' || !before || isSettled(examined, fileSystem)) return outcome;
  const { changes } = outcome;
  const next = printManifest(changes.manifest);
  logNewTexts(fileSystem, plan, changes, before);
  // First settle what a dead run did, for its `pending.json` is about to go.
  const settled = before.pending ? printManifest(before.manifest) : before.text;
  if (settled !== before.text) replaceFile(fileSystem, manifestFile, settled, 'durable');
  if (touchesFiles(changes) || next !== settled) transact(fileSystem, workOf(changes, next), tree);
  else if (before.pending) fileSystem.remove(pendingFile);
  closeLog(
    fileSystem,
    changes.manifest,
    next,
    plan.files.reduce((sum, { content }) => sum + content.length, 0),
  );
  writeScaffolds(changes.scaffolds, scaffolding, fileSystem);
  return outcome;
}

interface Examined {
  readonly outcome: WriteOutcome;
  readonly before?: State;
}

/** Reads the disk and decides; changes nothing. */
function examine({ plan, scaffolding, fileSystem, policy }: WriteRequest): Examined {
  const sight = survey(fileSystem);
  const before = readState(fileSystem, sight);
  if ('kind' in before) return { outcome: before };
  const scaffolds = examineScaffolds(scaffolding, plan, before.manifest, fileSystem);
  const changes = planChanges(plan, scaffolds, before.manifest, sight, policy);
  if (changes.obstacles.length > 0) return { outcome: { kind: 'obstructed', changes } };
  if (changes.conflicts.length > 0 && policy !== 'keep' && policy !== 'force')
    return { outcome: { kind: 'conflict', changes } };
  return { outcome: { kind: 'written', changes }, before };
}

/** Whether the manifest names what the plan makes, so that only the disk may hold news. */
function saysNothingNew({ plan, fileSystem }: WriteRequest): boolean {
  const before = readState(fileSystem, survey(fileSystem));
  if ('kind' in before) return true;
  const recorded: Sight = {
    disk: (path) => {
      const entry = before.manifest.files.get(path);
      return entry ? { kind: 'file', sha256: entry.sha256, blank: false } : { kind: 'absent' };
    },
    text: () => undefined,
    generated: () => undefined,
    bases: new Set(),
  };
  return !touchesFiles(planChanges(plan, noScaffolds, before.manifest, recorded, 'stop'));
}

/** Whether a run that decided so would find everything as it should be. */
function isSettled({ outcome, before }: Examined, fileSystem: FileSystem): boolean {
  if (outcome.kind !== 'written' || !before) return false;
  const { changes } = outcome;
  const isNews =
    before.pending ||
    !before.logged ||
    touchesFiles(changes) ||
    !areScaffoldsSettled(changes.scaffolds, fileSystem);
  return !isNews && printManifest(changes.manifest) === before.text;
}

const noScaffolds: ScaffoldChanges = {
  writes: [],
  blocked: [],
  obsolete: [],
  recorded: new Map(),
  known: new Map(),
};

function touchesFiles({ writes, merged, removals, bases }: Changes): boolean {
  return [writes, merged, removals, bases.add, bases.remove].some((list) => list.length > 0);
}

function workOf(changes: Changes, manifest: string): Work {
  const { writes, merged, removals, bases } = changes;
  const basePath = (sha256: string): string => `${basesFolder}/${sha256}`;
  return {
    removals: [...removals.map(({ path }) => path), ...bases.remove.map(basePath)],
    prunable: [...foldersToPrune(changes), basesFolder],
    writes: [
      ...bases.add.map(({ sha256, content }) => ({ path: basePath(sha256), content, precious: true })),
      ...writes.map(({ path, content }) => ({ path, content, precious: false })),
      ...merged.map(({ path, content }) => ({ path, content, precious: true })),
    ],
    manifest,
  };
}

/** Lets the next run know what this one generates: whoever edits it then may have both merged. */
function logNewTexts(fileSystem: FileSystem, plan: OutputPlan, changes: Changes, before: State): void {
  const known = before.logged
    ? new Set(Array.from(before.manifest.files.values(), ({ sha256 }) => sha256))
    : loggedTexts(fileSystem);
  const isNews = ({ path, sha256 }: IntendedFile): boolean =>
    !known.has(sha256) && changes.manifest.files.get(path)?.sha256 === sha256;
  const news = plan.files.filter(isNews);
  if (news.length > 0 || !before.logged) logTexts(fileSystem, news);
}

function releaseAfterFailure(fileSystem: FileSystem): void {
  try {
    releaseLock(fileSystem);
  } catch {
    // The first failure tells more; a lock whose process is gone is taken over.
  }
}
