import { assertNever } from './assert-never.ts';
import { haveCommon, lengthsOf, type PatternNode } from './pattern.ts';
import { either, nothing, type Part, PatternAutomaton } from './pattern-automaton.ts';

/**
 * A bound of the steps that an engine which backtracks takes to refuse a text of this length: repetitions side
 * by side that match the same characters, as in `a*a*b`, can share them in many ways, and all are tried. Of a
 * pattern that is not ambiguous (`pattern-ambiguity.ts`) within any of its repetitions. What is counted is the
 * longest row of repetitions of which each can take over from the one before it anywhere (the pairs of states
 * from which ambiguity grows with the length, of A. Weber and H. Seidl, “On the degree of ambiguity of finite
 * automata”, told more roughly), times the ways that alternatives and what may be left out add. Never too little.
 */
export function matchSteps(node: PatternNode, length: number): number {
  const { repetitions, sharing, choices: others } = rowsOf(node);
  // By the repetition that ends a row: how many there are, and in how many places they can begin.
  const rows: { readonly count: number; readonly ways: number }[] = [];
  for (const [at, { least, most }] of repetitions.entries()) {
    const own = Math.min(length, most - least) + 1;
    const before = rows.filter((_, earlier) => sharing.has(pairKey(earlier, at)));
    const counted = own > 1 ? 1 : 0;
    rows.push({
      count: counted + Math.max(0, ...before.map(({ count }) => count)),
      ways: own * Math.max(1, ...before.map(({ ways }) => ways)),
    });
  }
  const most = Math.max(1, ...rows.map(({ count, ways }) => Math.min(ways, choices(length + count, count))));
  return most * others;
}

/** The greatest length, up to a limit, that is refused within a number of steps. */
export function affordableLength(node: PatternNode, limit: number, steps: number): number {
  let [fits, fails] = [0, limit + 1];
  while (fails - fits > 1) {
    const middle = Math.floor((fits + fails) / 2);
    if (matchSteps(node, middle) <= steps) fits = middle;
    else fails = middle;
  }
  return fits;
}

/** How many ways there are to choose so many of these. */
function choices(of: number, chosen: number): number {
  let total = 1;
  for (let taken = 1; taken <= chosen; taken += 1) total *= (of - chosen + taken) / taken;
  return total;
}

interface Repetition {
  /** The least and the greatest number of characters that it takes. */
  readonly least: number;
  readonly most: number;
  readonly positions: Set<number>;
}

interface Rows {
  /** The outermost that have more than one turn, in the order of the pattern. */
  readonly repetitions: readonly Repetition[];
  /** Pairs of which the second can take over from the first while that could still go on. */
  readonly sharing: ReadonlySet<string>;
  /** The most ways through one text, were each repetition a single step. */
  readonly choices: number;
}

const knownRows = new WeakMap<PatternNode, Rows>();

function rowsOf(node: PatternNode): Rows {
  const before = knownRows.get(node);
  if (before) return before;
  const automaton = new Automaton();
  const whole = automaton.part(node, undefined);
  const { repetitions } = automaton;
  const sharing = new Set<string>();
  for (const [one, first] of repetitions.entries()) {
    for (const [other, second] of repetitions.entries()) {
      if (other > one && automaton.canShare(first, second)) sharing.add(pairKey(one, other));
    }
  }
  const rows = { repetitions, sharing, choices: automaton.choicesFrom(whole.first) };
  knownRows.set(node, rows);
  return rows;
}

function pairKey(one: number, other: number): string {
  return `${one} ${other}`;
}

/** With any number of turns for every repetition of more than one. */
class Automaton extends PatternAutomaton {
  readonly repetitions: Repetition[] = [];

  part(node: PatternNode, within: Repetition | undefined): Part {
    switch (node.kind) {
      case 'class': {
        const part = this.character(node);
        for (const position of part.first) within?.positions.add(position);
        return part;
      }
      case 'sequence':
        return node.items.reduce<Part>((before, item) => this.then(before, this.part(item, within)), nothing);
      case 'alternatives':
        return either(node.items.map((item) => this.part(item, within)));
      case 'repeat':
        return this.repeated(node, within);
      default:
        return assertNever(node);
    }
  }

  private repeated(node: Extract<PatternNode, { kind: 'repeat' }>, within: Repetition | undefined): Part {
    if (node.max !== undefined && node.max < 2) {
      const item = this.part(node.item, within);
      return node.min === 0 ? { ...item, isNullable: true } : item;
    }
    const { min: least, max: most } = lengthsOf(node);
    const own = within ?? { least, most, positions: new Set<number>() };
    if (!within) this.repetitions.push(own);
    const item = this.part(node.item, own);
    this.join(item, item);
    return node.min === 0 ? { ...item, isNullable: true } : item;
  }

  /**
   * Whether some text leads round within the first, and also from it to the second, where both can go on with
   * one text for ever.
   */
  canShare(first: Repetition, second: Repetition): boolean {
    const starts = [...first.positions].map((at): Pair => [at, at]);
    const reached = this.reachable(starts, first.positions, undefined);
    const meeting = reached.filter(([, other]) => second.positions.has(other));
    return meeting.some((pair) =>
      this.reachable(this.next(pair), first.positions, second.positions).some(
        ([one, other]) => one === pair[0] && other === pair[1],
      ),
    );
  }

  /** Positions outside of repetitions come in the order of the pattern, so that there is an end to it. */
  choicesFrom(start: readonly number[]): number {
    const around = new Map<number, Repetition>();
    for (const repetition of this.repetitions)
      for (const position of repetition.positions) around.set(position, repetition);
    const known = new Map<number | Repetition, number>();
    const behind = (position: number): readonly number[] => {
      const repetition = around.get(position);
      const within = repetition ? [...repetition.positions] : [position];
      const next = new Set(within.flatMap((one) => [...(this.follow[one] ?? [])]));
      return [...next].filter((one) => repetition === undefined || around.get(one) !== repetition);
    };
    const waysFrom = (position: number): number => {
      const key = around.get(position) ?? position;
      const ways = known.get(key) ?? most(behind(position));
      known.set(key, ways);
      return ways;
    };
    const most = (next: readonly number[]): number => {
      // Where a repetition ends is counted as such, be it before its first turn.
      const skipped = new Set(next.flatMap((one) => (around.has(one) ? behind(one) : [])));
      return this.greatestSum(
        next.filter((one) => !skipped.has(one)).map((at) => ({ at, ways: waysFrom(at) })),
      );
    };
    return most(start);
  }

  /** Of what one character leaves open, for the character that leaves most; at least one. */
  private greatestSum(next: readonly { readonly at: number; readonly ways: number }[]): number {
    const takes = (at: number, point: number): boolean =>
      (this.classes[at] ?? []).some(({ from, to }) => from <= point && point <= to);
    const points = new Set(next.flatMap(({ at }) => (this.classes[at] ?? []).map(({ from }) => from)));
    const sums = [...points].map((point) =>
      next.reduce((total, { at, ways }) => (takes(at, point) ? total + ways : total), 0),
    );
    return Math.max(1, ...sums);
  }

  private reachable(
    starts: readonly Pair[],
    ones: ReadonlySet<number>,
    others: ReadonlySet<number> | undefined,
  ): readonly Pair[] {
    const seen = new Map<number, Pair>();
    const open = [...starts];
    for (let pair = open.pop(); pair; pair = open.pop()) {
      const [one, other] = pair;
      const key = one * this.classes.length + other;
      if (seen.has(key) || !ones.has(one) || (others && !others.has(other))) continue;
      seen.set(key, pair);
      open.push(...this.next(pair));
    }
    return [...seen.values()];
  }

  /** Where two states can go with one character. */
  private next([one, other]: Pair): readonly Pair[] {
    const pairs: Pair[] = [];
    for (const left of this.follow[one] ?? []) {
      for (const right of this.follow[other] ?? []) {
        if (haveCommon(this.classes[left] ?? [], this.classes[right] ?? [])) pairs.push([left, right]);
      }
    }
    return pairs;
  }
}

type Pair = readonly [number, number];
