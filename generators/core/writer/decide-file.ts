import { contentHash } from './content-hash.ts';
import type { RecordedFile } from './manifest.ts';
import { firstMarker, mergeTexts } from './merge-texts.ts';
import type { IntendedFile } from './plan.ts';

/**
 * What happens to files that were edited by hand. `stop`: nothing is written at all. `keep`: they
 * stay. `merge`: they take up what is new, and all stops if one cannot. `mark`: like `merge`, with
 * conflict markers where both sides changed the same lines. `force`: they are overwritten.
 */
export type EditPolicy = 'stop' | 'keep' | 'merge' | 'mark' | 'force';

/** What stands at a path. `obstacle`: something in its way, at the path or on the way to it. */
export type DiskEntry =
  | { readonly kind: 'absent' }
  /** `blank`: it holds nothing, or nothing but NULs, as a power failure may leave it. */
  | { readonly kind: 'file'; readonly sha256: string; readonly blank: boolean }
  | { readonly kind: 'obstacle'; readonly at: string; readonly what: 'file' | 'folder' | 'link' | 'other' };

/** What the planner may look at: it changes nothing. */
export interface Sight {
  disk(path: string): DiskEntry;
  /** The text of a file, or undefined if it is none. */
  text(path: string): string | undefined;
  /** What was generated once, by its hash, if any record still holds it. */
  generated(sha256: string): string | undefined;
  /** The hashes of the generated texts that are kept for version control. */
  readonly bases: ReadonlySet<string>;
}

export type ConflictReason =
  /** Generated, then changed by hand. */
  | 'edited'
  /** The writer never made it. */
  | 'foreign'
  /** The edit and the new text change the same lines. */
  | 'overlap'
  /** Nobody knows any more what it was generated as. */
  | 'no-base'
  /** What it holds is no text, so that it has no lines. */
  | 'not-text'
  /** The conflict markers of an earlier merge are still in it. */
  | 'unresolved';

export interface Conflict {
  readonly path: string;
  readonly reason: ConflictReason;
  /** The lines of the file that it is about, counted from 1. */
  readonly lines: readonly number[];
}

/** What happens to a planned file where a file stands already. */
export type Decision =
  | { readonly kind: 'write' }
  | { readonly kind: 'unchanged' }
  /** It was edited, and says all that the plan says: it stays. */
  | { readonly kind: 'held'; readonly edited: string }
  /** It was edited, and gets what is new. `marks`: the lines of the conflict markers in it. */
  | { readonly kind: 'merged'; readonly content: string; readonly marks: readonly number[] }
  | { readonly kind: 'overwritten' | 'conflict'; readonly conflict: Conflict };

/** Decides about one file that stands on the disk. */
export function decideFile(
  file: IntendedFile,
  recorded: RecordedFile | undefined,
  entry: Extract<DiskEntry, { kind: 'file' }>,
  sight: Sight,
  policy: EditPolicy,
): Decision {
  if (entry.sha256 === file.sha256) return { kind: 'unchanged' };
  if (entry.blank || entry.sha256 === recorded?.sha256) return { kind: 'write' };
  const conflict = conflictOf(file, recorded ? 'edited' : 'foreign');
  if (policy === 'force') return { kind: 'overwritten', conflict };
  if (!recorded) return { kind: 'conflict', conflict };
  if (entry.sha256 === recorded.edited && recorded.sha256 === file.sha256)
    return { kind: 'held', edited: entry.sha256 };
  if (policy === 'stop' || policy === 'keep') return { kind: 'conflict', conflict };
  return decideMerge(file, recorded, sight, policy);
}

function decideMerge(
  file: IntendedFile,
  recorded: RecordedFile,
  sight: Sight,
  policy: 'merge' | 'mark',
): Decision {
  const stopped = (reason: ConflictReason, ...lines: readonly number[]): Decision => ({
    kind: 'conflict',
    conflict: conflictOf(file, reason, lines),
  });
  const ours = sight.text(file.path);
  if (ours === undefined) return stopped('not-text');
  const marker = firstMarker(ours);
  if (marker !== undefined) return stopped('unresolved', marker);
  const base = recorded.sha256 === file.sha256 ? file.content : sight.generated(recorded.sha256);
  if (base === undefined) return stopped('no-base');
  const { text, conflicts } = mergeTexts(base, ours, file.content);
  if (conflicts.length > 0) {
    if (policy === 'merge') return stopped('overlap', ...conflicts.map(({ line }) => line));
    return { kind: 'merged', content: text, marks: conflicts.map(({ marker: at }) => at) };
  }
  if (text === ours) return { kind: 'held', edited: contentHash(ours) };
  return contentHash(text) === file.sha256 ? { kind: 'write' } : { kind: 'merged', content: text, marks: [] };
}

function conflictOf({ path }: IntendedFile, reason: ConflictReason, lines: readonly number[] = []): Conflict {
  return { path, reason, lines };
}
