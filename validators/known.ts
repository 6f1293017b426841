import type { Expression, Parameter } from '../pim/expression.ts';
import { type Facts, type FactVisitor, noFacts, renamed, union, walkWithFacts } from './narrowing.ts';

/** Conditions that are true where an expression stands, the nearest first. */
export interface Known {
  readonly before: Known | undefined;
  readonly condition: Expression;
}

/** What is known once a condition was true. With `as`, it was true of what now has another name. */
export function knowing(
  before: Known | undefined,
  condition: Expression,
  as?: { readonly from: Parameter; readonly to: Parameter },
): Known {
  return { before, condition: as ? renamed(condition, as.from, as.to) : condition };
}

/** What one kind of test tells, gathered from what is known; each chain is gone through once. */
export class FactKeeper {
  private readonly facts = new WeakMap<Known, Facts>();
  private readonly learn: FactVisitor['learn'];

  constructor(learn: FactVisitor['learn']) {
    this.learn = learn;
  }

  factsOf(known: Known | undefined): Facts {
    const pending: Known[] = [];
    let one = known;
    while (one && !this.facts.has(one)) {
      pending.push(one);
      one = one.before;
    }
    let facts = (one && this.facts.get(one)) ?? noFacts;
    for (const next of pending.toReversed()) {
      const visitor: FactVisitor = { learn: this.learn, visit: () => undefined };
      facts = union(facts, walkWithFacts(next.condition, visitor, { facts }).whenTrue);
      this.facts.set(next, facts);
    }
    return facts;
  }
}
