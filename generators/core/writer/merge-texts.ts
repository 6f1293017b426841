import { diffLines, type LineChange, type LineRange } from './diff-lines.ts';
import { endsInCrlf, textLines, withLineFeed } from './text-lines.ts';

export interface Merge {
  /** Where both sides say different things, both stand between conflict markers. */
  readonly text: string;
  readonly conflicts: readonly MergeConflict[];
}

/** Where both sides changed the same, as lines counted from 1. */
export interface MergeConflict {
  /** In `ours`. */
  readonly line: number;
  /** The `<<<<<<<` in the merged text. */
  readonly marker: number;
}

const markers = {
  start: '<<<<<<< edited by hand\n',
  middle: '=======\n',
  end: '>>>>>>> generated\n',
} as const;

/**
 * Carries what `ours` changed of `base` over to `theirs` (diff3, by lines). Lines of `ours` keep
 * their line ends, and what comes from `theirs` takes those that most of `ours` has. Changes of both
 * sides with no line between them that stayed are a conflict, unless they are the same.
 */
export function mergeTexts(base: string, ours: string, theirs: string): Merge {
  const sides = { base: textLines(base), ours: textLines(ours), theirs: textLines(theirs) };
  const lineEnd = endsInCrlf(sides.ours) ? '\r\n' : '\n';
  const adapted = (line: string): string => withLineFeed(line).replace(/\n$/, lineEnd);
  const result: string[] = [];
  const conflicts: MergeConflict[] = [];
  let at = 0;
  for (const region of regionsOf(sides)) {
    result.push(...sides.ours.slice(at, region.ours.start));
    at = region.ours.end;
    const mine = sides.ours.slice(region.ours.start, region.ours.end);
    const other = sides.theirs.slice(region.theirs.start, region.theirs.end);
    if (region.changed === 'theirs') result.push(...other.map(adapted));
    else if (region.changed === 'ours' || isSame(mine, other)) result.push(...mine);
    else {
      if (result.length > 0) result.push(whole(result.pop() ?? '', lineEnd));
      conflicts.push({ line: region.ours.start + 1, marker: result.length + 1 });
      result.push(adapted(markers.start), ...wholeLines(mine, lineEnd), adapted(markers.middle));
      result.push(...wholeLines(other.map(adapted), lineEnd), adapted(markers.end));
    }
  }
  return { text: [...result, ...sides.ours.slice(at)].join(''), conflicts };
}

/** The line, counted from 1, of the first conflict marker in a text, if it holds any. */
export function firstMarker(text: string): number | undefined {
  const at = textLines(text).findIndex((line) => /^(?:<{7}|>{7}) /.test(line));
  return at < 0 ? undefined : at + 1;
}

interface Sides {
  readonly base: readonly string[];
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
}

/** A stretch that one side changed, or both. What lies between two of them is the same on all sides. */
interface Region {
  readonly ours: LineRange;
  readonly theirs: LineRange;
  readonly changed: 'ours' | 'theirs' | 'both';
}

function regionsOf({ base, ours, theirs }: Sides): readonly Region[] {
  const clean = base.map(withLineFeed);
  const left = new Cursor(diffLines(clean, ours.map(withLineFeed)));
  const right = new Cursor(diffLines(clean, theirs.map(withLineFeed)));
  const regions: Region[] = [];
  for (;;) {
    const start = Math.min(left.nextStart, right.nextStart);
    if (start === Number.POSITIVE_INFINITY) return regions;
    let end = start;
    while (Math.min(left.nextStart, right.nextStart) <= end) end = right.take(left.take(end));
    const changed = left.took ? (right.took ? 'both' : 'ours') : 'theirs';
    regions.push({ changed, ours: left.close(start, end), theirs: right.close(start, end) });
  }
}

/** Walks the changes of one side, and knows where a line of the base now lies there. */
class Cursor {
  private readonly changes: readonly LineChange[];
  private next = 0;
  /** Where the region began among the changes. */
  private first = 0;
  /** How much further down than in the base a line lies before the region. */
  private shift = 0;

  constructor(changes: readonly LineChange[]) {
    this.changes = changes;
  }

  get nextStart(): number {
    return this.changes[this.next]?.before.start ?? Number.POSITIVE_INFINITY;
  }

  /** Whether the region holds a change of this side. */
  get took(): boolean {
    return this.next > this.first;
  }

  /** Takes the changes that begin at `end` or before it into the region, and tells where it then ends. */
  take(end: number): number {
    let reached = end;
    for (; this.nextStart <= reached; this.next += 1)
      reached = Math.max(reached, this.changes[this.next]?.before.end ?? 0);
    return reached;
  }

  /** Ends the region; tells which lines of this side lie in it. */
  close(start: number, end: number): LineRange {
    const from = start + this.shift;
    for (const { before, after } of this.changes.slice(this.first, this.next)) {
      this.shift += after.end - after.start - (before.end - before.start);
    }
    this.first = this.next;
    return { start: from, end: end + this.shift };
  }
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return (
    left.length === right.length &&
    left.every((line, at) => withLineFeed(line) === withLineFeed(right[at] ?? ''))
  );
}

/** A marker stands on a line of its own, even after a last line that does not end. */
function wholeLines(lines: readonly string[], lineEnd: string): readonly string[] {
  return lines.map((line) => whole(line, lineEnd));
}

function whole(line: string, lineEnd: string): string {
  return line.endsWith('\n') ? line : line + lineEnd;
}
