/** Lines `start` up to but without `end`, counted from 0. */
export interface LineRange {
  readonly start: number;
  readonly end: number;
}

/** The lines `before` of the one text became the lines `after` of the other; either may be none. */
export interface LineChange {
  readonly before: LineRange;
  readonly after: LineRange;
}

/** Beyond so many edits between two lines that stayed, what lies there counts as replaced as a whole. */
const maximumEdits = 1000;

/**
 * What changed between two texts, in order: applied, the changes always turn `before` into `after`,
 * but they need not be the fewest. Lines that both texts hold once are matched first (patience
 * diff), and the gaps between them by the shortest way (Myers, "An O(ND) Difference Algorithm",
 * 1986), so that generated text with its many equal lines takes no time that grows with their square.
 */
export function diffLines(before: readonly string[], after: readonly string[]): readonly LineChange[] {
  const numbers = new Map<string, number>();
  const numbered = (lines: readonly string[]): Int32Array =>
    Int32Array.from(lines, (line) => {
      const known = numbers.get(line) ?? numbers.size;
      numbers.set(line, known);
      return known;
    });
  return changesBetween(matchLines(numbered(before), numbered(after)), before.length, after.length);
}

/** For each line of `a` the line of `b` that it stayed as, or -1; rises. */
function matchLines(a: Int32Array, b: Int32Array): Int32Array {
  const matches = new Int32Array(a.length).fill(-1);
  const gaps: Gap[] = [{ a: { start: 0, end: a.length }, b: { start: 0, end: b.length } }];
  for (let given = gaps.pop(); given; given = gaps.pop()) {
    const gap = trimmed(a, b, given, matches);
    if (gap.a.start === gap.a.end || gap.b.start === gap.b.end) continue;
    const anchors = uniqueMatches(a, b, gap);
    if (anchors.length === 0) {
      shortestMatches(a, b, gap, matches);
      continue;
    }
    let { start: aFrom } = gap.a;
    let { start: bFrom } = gap.b;
    for (const [aLine, bLine] of anchors) {
      matches[aLine] = bLine;
      gaps.push({ a: { start: aFrom, end: aLine }, b: { start: bFrom, end: bLine } });
      aFrom = aLine + 1;
      bFrom = bLine + 1;
    }
    gaps.push({ a: { start: aFrom, end: gap.a.end }, b: { start: bFrom, end: gap.b.end } });
  }
  return matches;
}

/** A stretch of either text, between two lines that stayed. */
interface Gap {
  readonly a: LineRange;
  readonly b: LineRange;
}

/** Matches the lines that both stretches begin and end with, and tells what is left. */
function trimmed(a: Int32Array, b: Int32Array, gap: Gap, matches: Int32Array): Gap {
  let { start: aStart, end: aEnd } = gap.a;
  let { start: bStart, end: bEnd } = gap.b;
  while (aStart < aEnd && bStart < bEnd && a[aStart] === b[bStart]) {
    matches[aStart] = bStart;
    aStart += 1;
    bStart += 1;
  }
  while (aStart < aEnd && bStart < bEnd && a[aEnd - 1] === b[bEnd - 1]) {
    aEnd -= 1;
    bEnd -= 1;
    matches[aEnd] = bEnd;
  }
  return { a: { start: aStart, end: aEnd }, b: { start: bStart, end: bEnd } };
}

/** The lines that stand once on either side of a gap: of those, as many as keep their order. */
function uniqueMatches(a: Int32Array, b: Int32Array, gap: Gap): readonly (readonly [number, number])[] {
  const inA = positionsOfUnique(a, gap.a);
  const inB = positionsOfUnique(b, gap.b);
  const pairs: [number, number][] = [];
  for (const [line, at] of inA) {
    const other = inB.get(line) ?? -1;
    if (at >= 0 && other >= 0) pairs.push([at, other]);
  }
  return longestRise(pairs);
}

/** Where each line stands in a stretch, or -1 if it stands there more than once; in order. */
function positionsOfUnique(lines: Int32Array, { start, end }: LineRange): ReadonlyMap<number, number> {
  const positions = new Map<number, number>();
  for (let at = start; at < end; at += 1) {
    const line = lines[at] ?? -1;
    positions.set(line, positions.has(line) ? -1 : at);
  }
  return positions;
}

/** Of pairs that rise on the left, the longest chain that rises on the right too. */
function longestRise(pairs: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const tails: number[] = [];
  const previous: number[] = [];
  for (const [index, [, right]] of pairs.entries()) {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[tails[middle] ?? 0]?.[1] ?? 0) < right) low = middle + 1;
      else high = middle;
    }
    previous[index] = tails[low - 1] ?? -1;
    tails[low] = index;
  }
  const chain: (readonly [number, number])[] = [];
  for (let index = tails.at(-1) ?? -1; index >= 0; index = previous[index] ?? -1) {
    const pair = pairs[index];
    if (pair) chain.push(pair);
  }
  return chain.toReversed();
}

/** Matches what the shortest way from one stretch to the other leaves; nothing if that is too long. */
function shortestMatches(a: Int32Array, b: Int32Array, gap: Gap, matches: Int32Array): void {
  const { start: aStart, end: aEnd } = gap.a;
  const { start: bStart, end: bEnd } = gap.b;
  const limit = Math.min(aEnd - aStart + bEnd - bStart, maximumEdits);
  // By diagonal `k` (moved by `limit + 1`): how far into `a` the furthest way of so many edits gets.
  const reach = new Int32Array(2 * limit + 3);
  const rounds: Int32Array[] = [];
  for (let edits = 0; edits <= limit; edits += 1) {
    rounds.push(reach.slice());
    for (let k = -edits; k <= edits; k += 2) {
      let x = nextReach(reach, limit, edits, k);
      while (aStart + x < aEnd && bStart + x - k < bEnd && a[aStart + x] === b[bStart + x - k]) x += 1;
      reach[k + limit + 1] = x;
      if (aStart + x >= aEnd && bStart + x - k >= bEnd) {
        walkBack(rounds, limit, gap, matches);
        return;
      }
    }
  }
}

/** Where on diagonal `k` the next edit leads: a line of `b` added, or a line of `a` dropped. */
function nextReach(reach: Int32Array, limit: number, edits: number, k: number): number {
  const below = reach[k + limit] ?? 0;
  const above = reach[k + limit + 2] ?? 0;
  return k === -edits || (k !== edits && below < above) ? above : below + 1;
}

function walkBack(rounds: readonly Int32Array[], limit: number, gap: Gap, matches: Int32Array): void {
  let x = gap.a.end - gap.a.start;
  let y = gap.b.end - gap.b.start;
  for (let edits = rounds.length - 1; edits >= 0; edits -= 1) {
    const reach = rounds[edits] ?? new Int32Array();
    const k = x - y;
    const from = edits === 0 ? 0 : nextReach(reach, limit, edits, k);
    while (x > from) {
      x -= 1;
      y -= 1;
      matches[gap.a.start + x] = gap.b.start + y;
    }
    if (edits === 0) return;
    const added = k === -edits || (k !== edits && (reach[k + limit] ?? 0) < (reach[k + limit + 2] ?? 0));
    if (added) y -= 1;
    else x -= 1;
  }
}

function changesBetween(matches: Int32Array, aLength: number, bLength: number): readonly LineChange[] {
  const changes: LineChange[] = [];
  let aFrom = 0;
  let bFrom = 0;
  const close = (aTo: number, bTo: number): void => {
    if (aFrom < aTo || bFrom < bTo) {
      changes.push({ before: { start: aFrom, end: aTo }, after: { start: bFrom, end: bTo } });
    }
    aFrom = aTo + 1;
    bFrom = bTo + 1;
  };
  for (const [aLine, bLine] of matches.entries()) if (bLine >= 0) close(aLine, bLine);
  close(aLength, bLength);
  return changes;
}
