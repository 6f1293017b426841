import { diffLines, type LineChange, type LineRange } from './diff-lines.ts';
import { textLines, withLineFeed } from './text-lines.ts';

const context = 3;

/** One side of a difference: its name as the header shows it, and its text; none if there is no file. */
export interface DiffSide {
  readonly name: string;
  readonly text: string | undefined;
}

/**
 * The lines of a unified diff between two files, as `diff -u` prints it; none if they say the same
 * but for their line ends. The lines are as they stand in the texts: make them safe to show.
 */
export function unifiedDiff(before: DiffSide, after: DiffSide): readonly string[] {
  const lines = { before: linesOf(before), after: linesOf(after) };
  const changes = diffLines(lines.before, lines.after);
  if (changes.length === 0 && (before.text === undefined) === (after.text === undefined)) return [];
  return [
    `--- ${before.text === undefined ? '/dev/null' : before.name}`,
    `+++ ${after.text === undefined ? '/dev/null' : after.name}`,
    ...hunksOf(changes).flatMap((hunk) => printHunk(hunk, lines)),
  ];
}

function linesOf({ text }: DiffSide): readonly string[] {
  return textLines(text ?? '').map(withLineFeed);
}

/** Changes whose contexts touch are shown as one. */
function hunksOf(changes: readonly LineChange[]): readonly (readonly LineChange[])[] {
  const hunks: LineChange[][] = [];
  for (const change of changes) {
    const last = hunks.at(-1)?.at(-1);
    if (last && change.before.start - last.before.end <= 2 * context) hunks.at(-1)?.push(change);
    else hunks.push([change]);
  }
  return hunks;
}

function printHunk(
  changes: readonly LineChange[],
  lines: { readonly before: readonly string[]; readonly after: readonly string[] },
): readonly string[] {
  const first = changes[0];
  const last = changes.at(-1);
  if (!first || !last) return [];
  const lead = Math.min(context, first.before.start);
  const trail = Math.min(context, lines.before.length - last.before.end);
  const before = { start: first.before.start - lead, end: last.before.end + trail };
  const after = { start: first.after.start - lead, end: last.after.end + trail };
  const printed: string[] = [`@@ -${position(before)} +${position(after)} @@`];
  const print = (sign: string, of: readonly string[], { start, end }: LineRange): void => {
    for (const line of of.slice(start, end)) {
      if (line.endsWith('\n')) printed.push(sign + line.slice(0, -1));
      else printed.push(sign + line, '\\ No newline at end of file');
    }
  };
  let at = before.start;
  for (const change of changes) {
    print(' ', lines.before, { start: at, end: change.before.start });
    print('-', lines.before, change.before);
    print('+', lines.after, change.after);
    at = change.before.end;
  }
  print(' ', lines.before, { start: at, end: before.end });
  return printed;
}

/** As `diff -u` counts: from 1, but a range without lines is named by the line before it. */
function position({ start, end }: LineRange): string {
  const count = end - start;
  const line = count === 0 ? start : start + 1;
  return count === 1 ? `${line}` : `${line},${count}`;
}
