import type { Violation } from './violation.ts';

/** A reason that the model gives a name: `requires … else NoSuchResource "…"`. */
export interface Refusal<Name extends string = string> {
  readonly kind: 'refused';
  readonly name: Name;
  /** The refusal's id in the model. */
  readonly id: string;
  readonly message: string;
}

/** An event that no move of a lifecycle leads to from where the aggregate is. */
export interface IllegalMove {
  readonly kind: 'illegalMove';
  /** The field that the lifecycle is of, and what it holds. */
  readonly field: string;
  readonly from: string;
  readonly event: string;
  readonly message: string;
}

/** A command to an aggregate that is not there, or the creation of one that is. */
export interface WrongExistence {
  readonly kind: 'absent' | 'exists';
  readonly message: string;
}

/** Input, an event or the state after the events against a limit or a rule. */
export interface Broken {
  readonly kind: 'broken';
  /** Never empty. */
  readonly violations: readonly Violation[];
  readonly message: string;
}

/** Why nothing happened; `message` is for a person, a whole sentence without a full stop. */
export type Rejection<Name extends string = string> = Refusal<Name> | IllegalMove | WrongExistence | Broken;

export function broken(violations: readonly Violation[]): Broken {
  return { kind: 'broken', violations, message: violations.map(({ message }) => message).join('; ') };
}
