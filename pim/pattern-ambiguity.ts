import { assertNever } from './assert-never.ts';
import {
  type ClassNode,
  type CodePointRange,
  haveCommon,
  type PatternNode,
  positiveRanges,
} from './pattern.ts';

/**
 * Whether some repetition can match one text in two ways, as `(a*)*`, `(a|a)*` and `(a?){9}` can: engines that
 * backtrack try all ways of all turns, in exponential time. Decided on the automaton of its characters
 * (Glushkov's): two different paths of one text that meet again, or both end.
 */
export function isAmbiguous(node: PatternNode): boolean {
  if (node.kind === 'class') return false;
  if (node.kind !== 'repeat') return node.items.some(isAmbiguous);
  const isRepeated = node.max === undefined || node.max > 1;
  return isRepeated && node.item.kind !== 'class' ? hasTwoWays(node) : isAmbiguous(node.item);
}

/** A part of the automaton; characters are numbered. */
interface Part {
  readonly isNullable: boolean;
  readonly first: readonly number[];
  readonly last: readonly number[];
}

const nothing: Part = { isNullable: true, first: [], last: [] };

class Automaton {
  readonly classes: (readonly CodePointRange[])[] = [];
  readonly follow: Set<number>[] = [];
  /** True once one step can be made in two ways. */
  isDoubled = false;

  part(node: PatternNode): Part {
    if (this.isDoubled) return nothing;
    switch (node.kind) {
      case 'class':
        return this.character(node);
      case 'sequence':
        return node.items.reduce<Part>((before, item) => this.then(before, this.part(item)), nothing);
      case 'alternatives': {
        const parts = node.items.map((item) => this.part(item));
        const empty = parts.filter(({ isNullable }) => isNullable).length;
        if (empty > 1) this.isDoubled = true;
        return {
          isNullable: empty > 0,
          first: parts.flatMap(({ first }) => first),
          last: parts.flatMap(({ last }) => last),
        };
      }
      case 'repeat':
        return this.repeated(node.item, node.min, node.max);
      default:
        return assertNever(node);
    }
  }

  private character(node: ClassNode): Part {
    const position = this.classes.push(positiveRanges(node)) - 1;
    this.follow.push(new Set());
    return { isNullable: false, first: [position], last: [position] };
  }

  /** Each turn has characters of its own, but those of a last one without an end. */
  private repeated(item: PatternNode, min: number, max: number | undefined): Part {
    const turns = Array.from({ length: max ?? Math.max(min, 1) }, () => this.part(item));
    const [lastTurn = nothing] = turns.slice(-1);
    // Of many turns, any could be the empty one.
    if (lastTurn.isNullable && max !== undefined && max > 1) this.isDoubled = true;
    if (this.isDoubled) return nothing;
    if (max === undefined) this.join(lastTurn, lastTurn);
    return turns.reduceRight<Part>((rest, turn, position) => {
      const both = this.then(turn, rest);
      return position < min ? both : { ...both, isNullable: true };
    }, nothing);
  }

  private then(before: Part, after: Part): Part {
    this.join(before, after);
    return {
      isNullable: before.isNullable && after.isNullable,
      first: before.isNullable ? [...before.first, ...after.first] : before.first,
      last: after.isNullable ? [...before.last, ...after.last] : after.last,
    };
  }

  private join(before: Part, after: Part): void {
    for (const from of before.last) {
      for (const to of after.first) {
        if (this.follow[from]?.has(to)) this.isDoubled = true;
        this.follow[from]?.add(to);
      }
    }
  }
}

function hasTwoWays(node: PatternNode): boolean {
  const automaton = new Automaton();
  const { first, last } = automaton.part(node);
  const { classes, follow } = automaton;
  const ends = new Set(last);
  const seen = new Set<number>();
  const open: (readonly [number, number])[] = [];
  /** Adds where two paths can go with the same character; true if they meet. */
  const step = (left: Iterable<number>, right: Iterable<number>, areApart: boolean): boolean => {
    for (const one of left) {
      for (const other of right) {
        if (one === other && areApart) return true;
        const key = one * classes.length + other;
        if (one === other || seen.has(key) || !haveCommon(classes[one] ?? [], classes[other] ?? [])) continue;
        seen.add(key);
        open.push([one, other]);
      }
    }
    return false;
  };
  return (
    automaton.isDoubled ||
    [first, ...follow].some((next) => {
      step(next, next, false);
      for (let pair = open.pop(); pair; pair = open.pop()) {
        const [one, other] = pair;
        if (ends.has(one) && ends.has(other)) return true;
        if (step(follow[one] ?? [], follow[other] ?? [], true)) return true;
      }
      return false;
    })
  );
}
