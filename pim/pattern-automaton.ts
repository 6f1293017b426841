import { type ClassNode, type CodePointRange, positiveRanges } from './pattern.ts';

/** A part of the automaton, as the states that it begins and ends with. */
export interface Part {
  readonly isNullable: boolean;
  readonly first: readonly number[];
  readonly last: readonly number[];
}

export const nothing: Part = { isNullable: true, first: [], last: [] };

export function either(parts: readonly Part[]): Part {
  return {
    isNullable: parts.some(({ isNullable }) => isNullable),
    first: parts.flatMap(({ first }) => first),
    last: parts.flatMap(({ last }) => last),
  };
}

/**
 * Of a pattern, as V. M. Glushkov builds it: a state for each class of characters that stands in it, and no
 * steps without one. What a repetition is, those who build upon it decide.
 */
export class PatternAutomaton {
  /** The characters that lead to each state. */
  readonly classes: (readonly CodePointRange[])[] = [];
  /** Where each state can go on. */
  readonly follow: Set<number>[] = [];

  protected character(node: ClassNode): Part {
    const state = this.classes.push(positiveRanges(node)) - 1;
    this.follow.push(new Set());
    return { isNullable: false, first: [state], last: [state] };
  }

  protected then(before: Part, after: Part): Part {
    this.join(before, after);
    return {
      isNullable: before.isNullable && after.isNullable,
      first: before.isNullable ? [...before.first, ...after.first] : before.first,
      last: after.isNullable ? [...before.last, ...after.last] : after.last,
    };
  }

  protected join(before: Part, after: Part): void {
    for (const from of before.last) for (const to of after.first) this.connect(from, to);
  }

  protected connect(from: number, to: number): void {
    this.follow[from]?.add(to);
  }
}
