import { assertNever } from './assert-never.ts';
import { haveCommon, type PatternNode } from './pattern.ts';
import { either, nothing, type Part, PatternAutomaton } from './pattern-automaton.ts';

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

class Automaton extends PatternAutomaton {
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
        if (parts.filter(({ isNullable }) => isNullable).length > 1) this.isDoubled = true;
        return either(parts);
      }
      case 'repeat':
        return this.repeated(node.item, node.min, node.max);
      default:
        return assertNever(node);
    }
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

  protected override connect(from: number, to: number): void {
    if (this.follow[from]?.has(to)) this.isDoubled = true;
    super.connect(from, to);
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
