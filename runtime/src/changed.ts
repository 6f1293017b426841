import { type Entries, entryOf } from './map.ts';

/** For each member its value; undefined only for one that may be absent. */
export type Members<Whole> = {
  readonly [Name in keyof Whole]: Record<never, never> extends Pick<Whole, Name>
    ? Whole[Name] | undefined
    : Whole[Name];
};

/** A copy with these members; undefined takes one away. */
export function changed<Whole extends object, Name extends keyof Whole>(
  whole: Whole,
  changes: Pick<Members<Whole>, Name>,
): Whole {
  return present<Whole>({ ...whole, ...changes } as Members<Whole>);
}

/** The object without the members that are undefined. */
export function present<Whole extends object>(members: Members<Whole>): Whole {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.freeze(Object.fromEntries(entries)) as Whole;
}

/** What is made of a value; nothing of nothing. */
export function ifPresent<Value, Made>(
  value: Value | undefined,
  make: (value: Value) => Made,
): Made | undefined {
  return value === undefined ? undefined : make(value);
}

/** The list with an item at its end; beyond `keeping` of them, the oldest go. */
export function withItem<Item>(
  items: readonly Item[],
  item: Item,
  keeping: number = Infinity,
): readonly Item[] {
  return withItems(items, [item], keeping);
}

export function withItems<Item>(
  items: readonly Item[],
  added: readonly Item[],
  keeping: number = Infinity,
): readonly Item[] {
  const all = [...items, ...added];
  return Object.freeze(all.length > keeping ? all.slice(all.length - keeping) : all);
}

/** The list with the item of this key as `change` makes it; as it is if there is none. */
export function withChangedItem<Item extends object, Key extends keyof Item>(
  items: readonly Item[],
  by: Key,
  key: unknown,
  change: (item: Item) => Item,
): readonly Item[] {
  return Object.freeze(items.map((item) => (item[by] === key ? change(item) : item)));
}

/** The list without the item of this key. */
export function withoutItem<Item extends object, Key extends keyof Item>(
  items: readonly Item[],
  by: Key,
  key: unknown,
): readonly Item[] {
  return Object.freeze(items.filter((item) => item[by] !== key));
}

/** The list without the items that are `value`, a primitive. */
export function withoutValue<Item>(items: readonly Item[], value: unknown): readonly Item[] {
  return Object.freeze(items.filter((item) => item !== value));
}

/** The map with this entry, a new one or in place of the old. */
export function withEntry<Value>(map: Entries<Value>, key: string, value: Value): Entries<Value> {
  return Object.freeze(Object.fromEntries([...Object.entries(map), [key, value]]));
}

/** The map with the value of this key as `change` makes it; as it is if there is none. */
export function withChangedEntry<Value>(
  map: Entries<Value>,
  key: string,
  change: (value: Value) => Value,
): Entries<Value> {
  const value = entryOf(map, key);
  return value === undefined ? map : withEntry(map, key, change(value));
}

export function withoutEntry<Value>(map: Entries<Value>, key: string): Entries<Value> {
  return Object.freeze(Object.fromEntries(Object.entries(map).filter(([name]) => name !== key)));
}
