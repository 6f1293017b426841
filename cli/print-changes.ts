import { join } from 'node:path';
import type { WriteOutcome } from '../generators/core/writer/apply.ts';
import type { Changes } from '../generators/core/writer/changes.ts';
import type { Conflict, EditPolicy } from '../generators/core/writer/decide-file.ts';
import { unifiedDiff } from '../generators/core/writer/unified-diff.ts';
import { counted } from './print-diagnostics.ts';
import { printable } from './printable.ts';

export interface Shown {
  readonly changes: Changes;
  readonly out: string;
  /** The folder of hand-written code. */
  readonly handwritten: string;
  readonly policy: EditPolicy;
  readonly dryRun: boolean;
  /** Ids, in the order of the table. */
  readonly targets: readonly string[];
}

/** Why nothing was written, and what to do. */
export function printRefusal(
  outcome: Exclude<WriteOutcome, { kind: 'written' | 'failed' }>,
  out: string,
): string {
  const show = (path: string): string => printable(join(out, path));
  switch (outcome.kind) {
    case 'conflict':
      return lines(
        `error: ${counted(outcome.changes.conflicts.length, 'file')} would lose what was written by hand:`,
        ...outcome.changes.conflicts.map(
          (conflict) => `  ${show(conflict.path)}  ${conflictReason(conflict)}`,
        ),
        'Nothing was written. `--keep` leaves them as they are and writes the rest; `--force` overwrites them.',
        ...mergeAdvice(outcome.changes.conflicts),
      );
    case 'obstructed':
      return lines(
        ...outcome.changes.obstacles.map(({ at, path, what }) =>
          at === path
            ? `error: \`${show(at)}\` is ${things[what]}; a file must go there.`
            : `error: \`${show(at)}\` is ${things[what]}; the folder of \`${show(path)}\` must be there.`,
        ),
        'Nothing was written. Pimento writes neither through links nor over what it did not make: move them away.',
      );
    case 'unreadable':
      return lines(
        `error: \`${show(outcome.path)}\` cannot be used: ${printable(outcome.reason)}.`,
        'Nothing was written. Restore it from version control, or remove it: then every file that differs from',
        'what would be generated counts as written by hand.',
      );
    case 'locked':
      return lines(
        `error: another run writes to \`${printable(out)}\`${holder(outcome)}. Nothing was written; try again when it is done.`,
        `If there is none, remove \`${show('.pimento/lock')}\`.`,
      );
  }
}

/** What would be done, file by file. */
export function printDryRun({ changes, out, handwritten }: Shown): string {
  const shown = (
    action: string,
    folder: string,
    files: readonly { readonly path: string }[],
  ): readonly string[] => files.map(({ path }) => `${action} ${printable(join(folder, path))}`);
  const { writes: modules } = changes.scaffolds;
  return lines(
    ...shown('remove', out, changes.removals),
    ...shown('write ', out, changes.writes),
    ...shown('merge ', out, changes.merged),
    ...shown(
      'begin ',
      handwritten,
      modules.filter(({ added }) => !added),
    ),
    ...shown(
      'extend',
      handwritten,
      modules.filter(({ added }) => added),
    ),
  );
}

/** A file as it would be; without content it would be gone. */
export interface ChangedFile {
  readonly path: string;
  readonly content?: string;
}

/** Every file of the output folder that would change, sorted by path. */
export function changedFiles({ removals, writes, merged }: Changes): readonly ChangedFile[] {
  const gone = removals.map(({ path }) => ({ path }));
  return [...gone, ...writes, ...merged].toSorted((left, right) => (left.path < right.path ? -1 : 1));
}

/**
 * What would be done in a folder, as a patch from what stands on the disk. `read` gives the text of a
 * file, undefined if there is none, null if it is no text. Where a line could drive a terminal it is
 * escaped, and the patch cannot be applied.
 */
export function printDiff(
  folder: string,
  files: readonly ChangedFile[],
  read: (path: string) => string | undefined | null,
): string {
  return lines(
    ...files.flatMap(({ path, content }) => {
      const name = join(folder, path);
      const before = read(path);
      if (before === null) return [`Binary file ${printable(name)} differs`];
      const diff = unifiedDiff({ name, text: before }, { name, text: content });
      return diff.map((line) => line.split('\t').map(printable).join('\t'));
    }),
  );
}

/** A table of counts per target, and the sum. */
export function printSummary({ changes, dryRun, targets }: Shown, milliseconds: number): string {
  const { removals, conflicts, merged, held, scaffolds } = changes;
  const writes = [...changes.writes, ...merged];
  const unchanged = [...changes.unchanged, ...held];
  // Targets that are no more may still have files to remove.
  const gone = removals.map((file) => file.target).filter((target) => !targets.includes(target));
  const rows = [...targets, ...new Set(gone)]
    .map((target) => [
      target,
      ...[writes, unchanged, removals].map((files) => String(countOf(files, target))),
    ])
    .filter((row) => row.slice(1).some((count) => count !== '0'));
  const sum = [
    `${counted(writes.length, 'file')} ${dryRun ? 'to write' : 'written'}`,
    `${unchanged.length} unchanged`,
    `${removals.length} ${dryRun ? 'to remove' : 'removed'}`,
    ...(merged.length > 0 ? [`${merged.length} ${dryRun ? 'to merge' : 'merged'}`] : []),
    ...(scaffolds.writes.length > 0
      ? [`${counted(scaffolds.writes.length, 'module')} for hand-written code`]
      : []),
    ...(conflicts.length + held.length > 0 ? [`${conflicts.length + held.length} edited by hand`] : []),
  ];
  const seconds = (milliseconds / 1000).toFixed(1);
  return lines(
    ...table([['target', 'written', 'unchanged', 'removed'], ...rows]),
    `${sum.join(', ')} in ${seconds} s`,
  );
}

/** The stale files that stay because somebody worked on them. */
export function printStaleEdits({ changes, out, policy }: Shown): string {
  if (changes.staleEdits.length === 0 || policy === 'force') return '';
  return lines(
    `${policy === 'keep' ? 'warning' : 'error'}: nothing makes these files any more, but they were edited by hand, so they stay:`,
    ...changes.staleEdits.map((path) => `  ${printable(join(out, path))}`),
    'Move them out of the output folder, or remove them; `--force` does.',
  );
}

/** The files in which both sides now stand, for somebody to decide. */
export function printMarks({ changes, out, dryRun }: Shown): string {
  const marked = changes.merged.filter(({ marks }) => marks.length > 0);
  if (marked.length === 0) return '';
  return lines(
    `error: in ${counted(marked.length, 'file')} the edit and the model changed the same lines; both ${dryRun ? 'would ' : ''}stand there between conflict markers:`,
    ...marked.flatMap(({ path, marks }) => marks.map((line) => `  ${printable(join(out, path))}:${line}`)),
    'Decide each, take the markers out, and run with `--merge` again.',
  );
}

/** Where the user goes on by hand. */
export function printBegun({ changes, handwritten }: Shown): string {
  const { writes } = changes.scaffolds;
  if (writes.length === 0) return '';
  return lines(
    'The model asks for code by hand, which was begun here:',
    ...writes.map(({ path, added }) => {
      const what = added ? `  ${added.map(printable).join(', ')}` : '';
      return `  ${printable(join(handwritten, path))}${what}`;
    }),
  );
}

/** What is missing in hand-written code, and what nothing asks for any more. */
export function printHandwritten({ changes, handwritten }: Shown): string {
  const { blocked, obsolete } = changes.scaffolds;
  const show = (path: string): string => printable(join(handwritten, path));
  return lines(
    ...(blocked.length > 0 ? ['error: this code by hand is missing, and could not be begun:'] : []),
    ...blocked.map(
      ({ path, member, reason }) => `  ${show(path)}  \`${printable(member)}\`: ${printable(reason)}`,
    ),
    ...(obsolete.length > 0
      ? ['warning: nothing asks for this code by hand any more; it stays until you remove it:']
      : []),
    ...obsolete.map(({ path, member }) => `  ${show(path)}  \`${printable(member)}\``),
  );
}

function conflictReason({ reason, lines: at }: Conflict): string {
  const where = `line${at.length > 1 ? 's' : ''} ${at.join(', ')}`;
  switch (reason) {
    case 'edited':
      return 'edited since it was generated';
    case 'foreign':
      return 'was never generated';
    case 'overlap':
      return `the edit and the model changed the same at ${where}`;
    case 'no-base':
      return 'cannot be merged: what it was generated as is not known here';
    case 'not-text':
      return 'cannot be merged: it is not a text';
    case 'unresolved':
      return `still holds a conflict marker at ${where}`;
  }
}

function mergeAdvice(conflicts: readonly Conflict[]): readonly string[] {
  const reasons = new Set(conflicts.map(({ reason }) => reason));
  return [
    ...(reasons.has('edited')
      ? ['`--merge` takes what is new into them; `--force --diff` shows what `--force` would take away.']
      : []),
    ...(reasons.has('overlap')
      ? ['`--merge --markers` writes both between conflict markers, for you to decide.']
      : []),
  ];
}

const things = {
  file: 'a file',
  folder: 'a folder',
  link: 'a link',
  other: 'neither file nor folder',
} as const;

function countOf(files: readonly { readonly target: string }[], target: string): number {
  return files.filter((file) => file.target === target).length;
}

function holder({ process, host }: { readonly process: number; readonly host: string }): string {
  return host === '' ? '' : ` (process ${process} on ${printable(host)})`;
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 1) return [];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  '),
  );
}

function lines(...all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join('');
}
