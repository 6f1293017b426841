import { failure, type Result, success } from './result.ts';
import { ruleViolation, type TransitionRule } from './rule.ts';
import { check, violation } from './schema.ts';
import { type StructureDefinition, type StructureSchema, structure } from './structure.ts';
import type { Violation } from './violation.ts';

export interface StateDefinition<State> extends StructureDefinition<State> {
  readonly identity: keyof State;
  /** Judged on a change alone. */
  readonly transitions?: readonly TransitionRule<State>[];
}

export interface StateSchema<State, Input> extends StructureSchema<State, Input> {
  /**
   * A new state with these fields changed, if every rule holds; null is absence, undefined no change.
   * Another identity than its own is refused.
   */
  change(state: State, changes: unknown): Result<State>;
  /** As `parse`, for what is to follow `old`: the rules about a change are judged too. */
  follow(old: State, next: unknown): Result<State>;
}

/** What an aggregate holds, and the rules over it. */
export function aggregateState<State extends object, Input>(
  definition: StateDefinition<State>,
): StateSchema<State, Input> {
  const { identity, transitions = [] } = definition;
  const schema = structure<State, Input>(definition);
  const checks = schema['~checks'];
  const judgeChange = (old: State, next: State, violations: Violation[]): Result<State> => {
    for (const rule of transitions) {
      if (!rule.holds(next, old)) violations.push(ruleViolation(rule));
    }
    return violations.length > 0 ? failure(violations) : success(next);
  };
  const amend = (state: State, changes: unknown, violations: Violation[]): State | undefined => {
    try {
      return checks.amend(state, changes, identity, violations);
    } catch {
      // A getter or a proxy of the caller's threw.
      violations.push(violation('type', 'Must be readable'));
      return undefined;
    }
  };
  return {
    ...schema,
    change(state, changes) {
      const violations: Violation[] = [];
      const next = amend(state, changes, violations);
      if (next === undefined || violations.length > 0) return failure(violations);
      checks.judge?.(next, violations);
      const result = judgeChange(state, next, violations);
      if (result.ok) checks.seal?.(next);
      return result;
    },
    follow(old, next) {
      const violations: Violation[] = [];
      const read = check({ ...checks, judge: (value) => checks.judge?.(value, violations) }, next);
      return read.ok ? judgeChange(old, read.value, violations) : read;
    },
  };
}
