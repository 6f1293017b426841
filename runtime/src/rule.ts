import type { Violation } from './violation.ts';

/** A condition that every value keeps. `id` is its id in the model. */
export interface Rule<Subject> {
  readonly id: string;
  readonly message: string;
  readonly holds: (subject: Subject) => boolean;
}

/** A condition on a change: judged with the value before it. */
export interface TransitionRule<Subject> {
  readonly id: string;
  readonly message: string;
  readonly holds: (subject: Subject, old: Subject) => boolean;
}

export function ruleViolation(rule: { readonly id: string; readonly message: string }): Violation {
  return { path: '', constraint: 'rule', rule: rule.id, message: rule.message };
}
