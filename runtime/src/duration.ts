import { integer, type NumberLimits } from './number.ts';
import type { Schema } from './schema.ts';

/** A length of time, in whole milliseconds. */
export type Milliseconds = number;

/** Whole milliseconds, at most ±(2^53−1). */
export function duration(limits: NumberLimits = {}): Schema<Milliseconds, Milliseconds> {
  return integer<Milliseconds>(limits);
}
