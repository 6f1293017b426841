import { failure, type Result, success } from './result.ts';
import type { StandardProperties } from './standard-schema.ts';
import type { Constraint, Violation } from './violation.ts';

/**
 * What a value must be. Nothing here throws on any input, and an object's own members alone count.
 * The shape is judged first, as a whole; rules are judged only if it is right.
 */
export interface Schema<Output, Input = Output> {
  /** Takes a value whose type fits, with defaults left out, and judges the rest. */
  create(input: Input): Result<Output>;
  /** As `create`, for a value of which nothing is known. */
  parse(input: unknown): Result<Output>;
  equals(left: Output, right: Output): boolean;
  readonly '~standard': StandardProperties<Input, Output>;
  /** For schemas that are made of this one. */
  readonly '~checks': Checks<Output>;
}

/** How a schema works as a part of another. Violations are added with paths from its own value. */
export interface Checks<Output> {
  /** The value with its defaults; it means nothing if violations were added. Never sees null or undefined. */
  read(input: unknown, violations: Violation[]): Output | undefined;
  /** Judges the rules of a value that was read, down to its parts. Left out where there are none. */
  judge?(value: Output, violations: Violation[]): void;
  /** Freezes what `read` left open until it was judged. Left out where there is nothing. */
  seal?(value: Output): void;
  equals(left: Output, right: Output): boolean;
  /** True if equal values are one to `===`, as primitives are. */
  readonly primitive: boolean;
}

export function createSchema<Output, Input>(checks: Checks<Output>): Schema<Output, Input> {
  const parse = (input: unknown): Result<Output> => check(checks, input);
  return {
    create: parse,
    parse,
    equals: (left, right) => checks.equals(left, right),
    '~standard': standardProperties(parse),
    '~checks': checks,
  };
}

/** Shape, then rules. */
export function check<Output>(checks: Checks<Output>, input: unknown): Result<Output> {
  const violations: Violation[] = [];
  const value = read(checks, input, violations);
  if (value === undefined || violations.length > 0) return failure(violations);
  checks.judge?.(value, violations);
  if (violations.length > 0) return failure(violations);
  checks.seal?.(value);
  return success(value);
}

function read<Output>(checks: Checks<Output>, input: unknown, violations: Violation[]): Output | undefined {
  if (input === undefined || input === null) {
    violations.push(requiredViolation);
    return undefined;
  }
  try {
    return checks.read(input, violations);
  } catch {
    // A getter or a proxy of the caller's threw.
    violations.push(violation('type', 'Must be readable'));
    return undefined;
  }
}

export function standardProperties<Output, Input>(
  parse: (input: unknown) => Result<Output>,
): StandardProperties<Input, Output> {
  return {
    version: 1,
    vendor: 'pimento',
    validate: (value) => {
      const result = parse(value);
      return result.ok
        ? { value: result.value }
        : { issues: result.error.map(({ message, path }) => ({ message, path: keysOf(path) })) };
    },
  };
}

/** A violation of the value itself. */
export function violation(constraint: Constraint, message: string): Violation {
  return { path: '', constraint, message };
}

export const requiredViolation: Violation = violation('required', 'Is required');

/** Leads the violations added since there were `from` of them one step further down, to `key`. */
export function moveUnder(key: string | number, violations: Violation[], from: number): void {
  const step = escapeKey(key);
  for (let position = from; position < violations.length; position += 1) {
    const inner = violations[position];
    if (inner) violations[position] = { ...inner, path: `/${step}${inner.path}` };
  }
}

function escapeKey(key: string | number): string {
  return typeof key === 'number' ? String(key) : key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The steps of a JSON pointer. No field's name is a number, so a number is a place in a list. */
function keysOf(pointer: string): readonly (string | number)[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => (/^[0-9]+$/.test(key) ? Number(key) : key.replaceAll('~1', '/').replaceAll('~0', '~')));
}
