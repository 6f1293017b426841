import { failure, type Result, success } from './result.ts';
import { type Rule, ruleViolation, type TransitionRule } from './rule.ts';
import { createSchema, type Schema, violation } from './schema.ts';
import { type Fields, structure } from './structure.ts';
import type { Violation } from './violation.ts';

/** What every aggregate's class has. */
export interface AggregateRoot<State> {
  toJSON(): State;
  equals(other: unknown): boolean;
}

export interface AggregateDefinition<Root, State> {
  readonly fields: Fields<State>;
  readonly identity: keyof State;
  /** Makes the aggregate of a state that was read; its rules are judged after that. */
  readonly make: (state: State) => Root;
  readonly rules?: readonly Rule<Root>[];
  /** Judged on a change alone. */
  readonly transitions?: readonly TransitionRule<Root>[];
}

export interface AggregateSchema<Root, Input> extends Schema<Root, Input> {
  /**
   * A new aggregate with these fields changed, if every rule holds; null is absence, undefined no change.
   * Another identity than its own is refused.
   */
  change(root: Root, changes: unknown): Result<Root>;
}

export function aggregate<Root extends AggregateRoot<State>, State extends object, Input>(
  definition: AggregateDefinition<Root, State>,
): AggregateSchema<Root, Input> {
  const { fields, identity, rules = [], transitions = [] } = definition;
  const checks = structure<State, Input>({ fields })['~checks'];
  const make = (state: State): Root => {
    const root = definition.make(state);
    Object.freeze(root);
    return root;
  };
  const judge = (root: Root, violations: Violation[]): void => {
    checks.judge?.(root.toJSON(), violations);
    for (const rule of rules) {
      if (!rule.holds(root)) violations.push(ruleViolation(rule));
    }
  };
  const amend = (root: Root, changes: unknown, violations: Violation[]): State | undefined => {
    try {
      return checks.amend(root.toJSON(), changes, identity, violations);
    } catch {
      // A getter or a proxy of the caller's threw.
      violations.push(violation('type', 'Must be readable'));
      return undefined;
    }
  };
  const schema = createSchema<Root, Input>({
    read(input, violations) {
      const value = checks.read(input, violations);
      return value === undefined || violations.length > 0 ? undefined : make(value);
    },
    judge,
    equals: (left, right) => left.equals(right),
    primitive: false,
  });
  return {
    ...schema,
    change(root, changes) {
      const violations: Violation[] = [];
      const changed = amend(root, changes, violations);
      if (changed === undefined || violations.length > 0) return failure(violations);
      const next = make(changed);
      judge(next, violations);
      for (const rule of transitions) {
        if (!rule.holds(next, root)) violations.push(ruleViolation(rule));
      }
      return violations.length > 0 ? failure(violations) : success(next);
    },
  };
}
