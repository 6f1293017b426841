import { isObject } from './members.ts';
import { type Checks, createSchema, moveUnder, requiredViolation, type Schema, violation } from './schema.ts';
import { compareText } from './text.ts';
import type { Violation } from './violation.ts';

/** What JSON calls an object: values by name. One that a schema made has no prototype: only its own names are in it. */
export interface Entries<Value> {
  readonly [key: string]: Value;
}

/** Inclusive limits of the number of entries. */
export interface MapLimits {
  readonly min?: number;
  readonly max?: number;
}

/** An object whose names and values have a schema each. */
export function map<Output, Input>(
  key: Schema<string, string>,
  value: Schema<Output, Input>,
  limits: MapLimits = {},
): Schema<Entries<Output>, Entries<Input>> {
  const { min = 0, max = Infinity } = limits;
  const [ofKey, ofValue] = [key['~checks'], value['~checks']];
  return createSchema<Entries<Output>, Entries<Input>>({
    read(input, violations) {
      if (!isObject(input)) {
        violations.push(violation('type', 'Must be an object'));
        return undefined;
      }
      const names = Object.keys(input);
      checkSize(names.length, min, max, violations);
      const output: Record<string, Output> = Object.create(null);
      for (const name of names) {
        const from = violations.length;
        ofKey.read(name, violations);
        const given: unknown = Reflect.get(input, name);
        if (given === undefined || given === null) violations.push(requiredViolation);
        else {
          const read = ofValue.read(given, violations);
          if (read !== undefined) output[name] = read;
        }
        if (violations.length > from) moveUnder(name, violations, from);
      }
      return Object.freeze(output);
    },
    ...judgeOf(ofKey, ofValue),
    ...(ofValue.seal
      ? {
          seal(entries) {
            for (const entry of Object.values(entries)) ofValue.seal?.(entry);
          },
        }
      : {}),
    equals: (left, right) => {
      const names = Object.keys(left);
      return (
        names.length === Object.keys(right).length &&
        names.every(
          (name) => Object.hasOwn(right, name) && ofValue.equals(left[name] as Output, right[name] as Output),
        )
      );
    },
    primitive: false,
  });
}

function checkSize(count: number, min: number, max: number, violations: Violation[]): void {
  if (count < min)
    violations.push(violation('minItems', `Must have at least ${counted(min)}, and has ${count}`));
  if (count > max)
    violations.push(violation('maxItems', `Must have at most ${counted(max)}, and has ${count}`));
}

function judgeOf<Output>(
  ofKey: Checks<string>,
  ofValue: Checks<Output>,
): Pick<Checks<Entries<Output>>, 'judge'> {
  if (!ofKey.judge && !ofValue.judge) return {};
  return {
    judge(entries, violations) {
      for (const [name, value] of Object.entries(entries)) {
        const from = violations.length;
        ofKey.judge?.(name, violations);
        ofValue.judge?.(value, violations);
        if (violations.length > from) moveUnder(name, violations, from);
      }
    },
  };
}

function counted(count: number): string {
  return count === 1 ? '1 entry' : `${count} entries`;
}

/** The value of a key: nothing that every object has, such as `constructor`, is one. */
export function entryOf<Value>(entries: Entries<Value>, key: string): Value | undefined {
  return Object.hasOwn(entries, key) ? entries[key] : undefined;
}

/** Names and values in the order of the names by code point. */
export function entriesOf<Key extends string, Value>(
  entries: Entries<Value>,
): readonly (readonly [Key, Value])[] {
  const all = Object.entries(entries) as [Key, Value][];
  return all.toSorted(([left], [right]) => compareText(left, right));
}

/** As `entriesOf`, the names alone. */
export function keysOf<Key extends string>(entries: Entries<unknown>): readonly Key[] {
  return entriesOf<Key, unknown>(entries).map(([key]) => key);
}

/** As `entriesOf`, the values alone. */
export function valuesOf<Value>(entries: Entries<Value>): readonly Value[] {
  return entriesOf<string, Value>(entries).map(([, value]) => value);
}
