import { assertNever } from '../../pim/assert-never.ts';
import { type Pattern, type PatternNode, positiveRanges } from '../../pim/pattern.ts';

/** From a state to the next: by a character within limits, or by none. */
export interface PatternStep {
  readonly state: number;
  readonly low?: number;
  readonly high?: number;
  readonly next: number;
}

export interface PatternSteps {
  readonly steps: readonly PatternStep[];
  /** The state in which the whole pattern has matched; the first is 0. */
  readonly last: number;
}

/** A pattern as an automaton: the construction of Thompson, its states numbered as they come. */
export function patternSteps(pattern: Pattern): PatternSteps {
  if (!pattern.node) throw new Error(`the pattern /${pattern.source}/ was refused`);
  const steps: PatternStep[] = [];
  let states = 1;
  const fresh = (): number => {
    states += 1;
    return states - 1;
  };
  /** Adds the ways through a node from a state, and gives the state behind it. */
  const add = (node: PatternNode, from: number): number => {
    switch (node.kind) {
      case 'class': {
        const next = fresh();
        for (const { from: low, to: high } of positiveRanges(node)) {
          steps.push({ state: from, low, high, next });
        }
        return next;
      }
      case 'sequence':
        return node.items.reduce((state, item) => add(item, state), from);
      case 'alternatives': {
        const ends = node.items.map((item) => add(item, from));
        const next = fresh();
        for (const end of ends) steps.push({ state: end, next });
        return next;
      }
      case 'repeat':
        return addRepeat(node, from);
      default:
        return assertNever(node);
    }
  };
  const addRepeat = ({ item, min, max }: Extract<PatternNode, { kind: 'repeat' }>, from: number): number => {
    let state = from;
    for (let turn = 0; turn < min; turn += 1) state = add(item, state);
    if (max === undefined) {
      // A state of its own: what leads back here must not lead to what begins where the loop begins.
      const loop = fresh();
      steps.push({ state, next: loop });
      steps.push({ state: add(item, loop), next: loop });
      return loop;
    }
    const next = fresh();
    for (let turn = min; turn < max; turn += 1) {
      steps.push({ state, next });
      state = add(item, state);
    }
    steps.push({ state, next });
    return next;
  };
  const last = add(pattern.node, 0);
  return { steps, last };
}
