import { isSame } from './same.ts';
import { createSchema, type Schema, violation } from './schema.ts';
import type { Violation } from './violation.ts';

/** Inclusive. */
export interface NumberLimits {
  readonly min?: number;
  readonly max?: number;
}

/** Integers that every engine holds exactly: at most ±(2^53−1). */
export function integer<Output extends number = number>(limits: NumberLimits = {}): Schema<Output, number> {
  const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = limits;
  return createSchema<Output, number>({
    read(input, violations) {
      if (typeof input !== 'number' || !Number.isSafeInteger(input)) {
        violations.push(violation('type', 'Must be a whole number within ±(2^53−1)'));
        return undefined;
      }
      if (input < min || input > max) violations.push(rangeViolation(input, min, max));
      return input as Output;
    },
    equals: isSame,
    primitive: true,
  });
}

/** Finite IEEE 754 doubles. */
export function number<Output extends number = number>(limits: NumberLimits = {}): Schema<Output, number> {
  const { min = -Infinity, max = Infinity } = limits;
  return createSchema<Output, number>({
    read(input, violations) {
      if (typeof input !== 'number' || !Number.isFinite(input)) {
        violations.push(violation('type', 'Must be a number'));
        return undefined;
      }
      if (input < min || input > max) violations.push(rangeViolation(input, min, max));
      return input as Output;
    },
    equals: isSame,
    primitive: true,
  });
}

function rangeViolation(input: number, min: number, max: number): Violation {
  return input < min
    ? violation('minimum', `Must be at least ${min}, and is ${input}`)
    : violation('maximum', `Must be at most ${max}, and is ${input}`);
}
