import { join } from 'node:path';
import type { WriteOutcome } from '../generators/core/writer/apply.ts';
import type { Changes, EditPolicy } from '../generators/core/writer/changes.ts';
import { counted } from './print-diagnostics.ts';
import { printable } from './printable.ts';

export interface Shown {
  readonly changes: Changes;
  readonly out: string;
  readonly policy: EditPolicy;
  readonly dryRun: boolean;
  /** Ids, in the order of the table. */
  readonly targets: readonly string[];
}

/** Why nothing was written, and what to do. */
export function printRefusal(outcome: Exclude<WriteOutcome, { kind: 'written' }>, out: string): string {
  const show = (path: string): string => printable(join(out, path));
  switch (outcome.kind) {
    case 'conflict':
      return lines(
        `error: ${counted(outcome.changes.conflicts.length, 'file')} would lose what was written by hand:`,
        ...outcome.changes.conflicts.map(({ path, reason }) => `  ${show(path)}  ${conflictReasons[reason]}`),
        'Nothing was written. `--keep` leaves them as they are and writes the rest; `--force` overwrites them.',
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
export function printDryRun({ changes, out }: Shown): string {
  const removals = changes.removals.map(({ path }) => `remove ${printable(join(out, path))}`);
  const writes = changes.writes.map(({ path }) => `write  ${printable(join(out, path))}`);
  return removals.length + writes.length === 0 ? '' : lines(...removals, ...writes);
}

/** A table of counts per target, and the sum. */
export function printSummary({ changes, dryRun, targets }: Shown, milliseconds: number): string {
  const { writes, unchanged, removals, conflicts } = changes;
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
    ...(conflicts.length > 0 ? [`${conflicts.length} edited by hand`] : []),
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

const conflictReasons = {
  edited: 'edited since it was generated',
  foreign: 'was never generated',
} as const;

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
