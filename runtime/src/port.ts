import type { Result } from './result.ts';

/** Why something outside could not do what was asked: one of the failures that a port's operation declares. */
export interface PortFailure<Name extends string = string> {
  readonly kind: 'failed';
  readonly name: Name;
  /** For a person. */
  readonly message: string;
}

/** What an operation of a port comes to. */
export type Answer<Value, Failures extends string = never> = Promise<Result<Value, PortFailure<Failures>>>;
