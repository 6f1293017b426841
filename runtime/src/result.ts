import type { Violation } from './violation.ts';

/** What came of something that can be refused: a value, or why there is none. Never thrown. */
export type Result<Value, Failure = readonly Violation[]> = Success<Value> | Failed<Failure>;

export interface Success<Value> {
  readonly ok: true;
  readonly value: Value;
}

export interface Failed<Failure> {
  readonly ok: false;
  readonly error: Failure;
}

export function success<Value>(value: Value): Success<Value> {
  return { ok: true, value };
}

export function failure<Failure>(error: Failure): Failed<Failure> {
  return { ok: false, error };
}
