import { Decimal } from './decimal.ts';
import { isObject, ownMember, stateOf } from './members.ts';
import type { Checks } from './schema.ts';
import { createSchema, moveUnder, requiredViolation, type Schema, violation } from './schema.ts';
import type { Violation } from './violation.ts';

/** Inclusive limits of the number of items. */
export interface ListLimits<Item> {
  readonly min?: number;
  readonly max?: number;
  /** No two items are equal. */
  readonly unique?: boolean;
  /** No two items have the same value, no object, in this field; of several fields, in none of them. */
  readonly uniqueBy?: keyof Item | readonly (keyof Item)[];
}

export function list<Output, Input>(
  item: Schema<Output, Input>,
  limits: ListLimits<Output> = {},
): Schema<readonly Output[], readonly Input[]> {
  const { min = 0, max = Infinity, unique = false, uniqueBy = [] } = limits;
  const names = [uniqueBy].flat().map(String);
  const checkUnique = unique || names.length > 0 ? uniqueness(item['~checks'], unique, names) : undefined;
  const checks = item['~checks'];
  return createSchema<readonly Output[], readonly Input[]>({
    read(input, violations) {
      if (!Array.isArray(input)) {
        violations.push(violation('type', 'Must be a list'));
        return undefined;
      }
      const items: readonly unknown[] = input;
      if (items.length < min) {
        violations.push(violation('minItems', `Must have at least ${counted(min)}, and has ${items.length}`));
      }
      if (items.length > max) {
        violations.push(violation('maxItems', `Must have at most ${counted(max)}, and has ${items.length}`));
        readPresentItems(checks, items, checkUnique, violations);
        return undefined;
      }
      const before = violations.length;
      const values: Output[] = [];
      for (let position = 0; position < items.length; position += 1) {
        const value = readItem(checks, items[position], position, violations);
        if (value !== undefined) values.push(value);
      }
      checkUnique?.(violations.length > before ? items : values, values, violations);
      return values;
    },
    // Only now: V8 runs `some`, `every` and the like some twenty times slower on a frozen list.
    seal(values) {
      if (checks.seal) for (const value of values) checks.seal(value);
      Object.freeze(values);
    },
    ...(checks.judge ? { judge: judgeItems(checks) } : {}),
    equals: (left, right) =>
      left.length === right.length &&
      left.every((value, position) => checks.equals(value, right[position] as Output)),
    primitive: false,
  });
}

/** For a list that is too long: its length may be made up, so only the places that hold something are read. */
function readPresentItems<Item>(
  checks: Checks<Item>,
  items: readonly unknown[],
  checkUnique: CheckUnique<Item> | undefined,
  violations: Violation[],
): void {
  const present: unknown[] = [];
  const values: Item[] = [];
  for (const [key, item] of Object.entries(items)) {
    present.push(item);
    const value = readItem(checks, item, Number(key), violations);
    if (value !== undefined) values.push(value);
  }
  checkUnique?.(present, values, violations);
}

function judgeItems<Item>(checks: Checks<Item>): (values: readonly Item[], violations: Violation[]) => void {
  return (values, violations) => {
    for (let position = 0; position < values.length; position += 1) {
      const from = violations.length;
      checks.judge?.(values[position] as Item, violations);
      if (violations.length > from) moveUnder(position, violations, from);
    }
  };
}

function readItem<Item>(
  checks: Checks<Item>,
  item: unknown,
  position: number,
  violations: Violation[],
): Item | undefined {
  const from = violations.length;
  let value: Item | undefined;
  if (item === undefined || item === null) violations.push(requiredViolation);
  else value = checks.read(item, violations);
  if (violations.length > from) moveUnder(position, violations, from);
  return value;
}

/** Looks at what was given, so that a repetition is told along with other problems of the items. */
type CheckUnique<Item> = (
  items: readonly unknown[],
  values: readonly Item[],
  violations: Violation[],
) => void;

function uniqueness<Item>(
  checks: Checks<Item>,
  unique: boolean,
  names: readonly string[],
): CheckUnique<Item> {
  return (items, values, violations) => {
    const repeated = names.find((name) => hasRepeatedKey(items, name));
    if (repeated !== undefined) {
      violations.push(violation('unique', `No two items may have the same ${repeated}`));
    } else if (unique && (checks.primitive ? hasRepetition(items) : hasEqualPair(values, checks))) {
      violations.push(violation('unique', 'No two items may be equal'));
    }
  };
}

function hasRepetition(items: readonly unknown[]): boolean {
  return items.length > 1 && new Set(items).size < items.length;
}

function hasRepeatedKey(items: readonly unknown[], name: string): boolean {
  const keys = new Set<unknown>();
  for (const item of items) {
    const source = stateOf(item);
    const key = isObject(source) ? ownMember(source, name) : undefined;
    if (key === undefined || key === null) continue;
    const known = keys.size;
    keys.add(key instanceof Decimal ? String(key) : key);
    if (keys.size === known) return true;
  }
  return false;
}

function hasEqualPair<Item>(values: readonly Item[], checks: Checks<Item>): boolean {
  return values.some((value, position) =>
    values.slice(position + 1).some((other) => checks.equals(value, other)),
  );
}

function counted(count: number): string {
  return count === 1 ? '1 item' : `${count} items`;
}
