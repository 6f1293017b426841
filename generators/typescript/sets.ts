export function union<Item>(one: ReadonlySet<Item>, other: Iterable<Item>): ReadonlySet<Item> {
  return new Set([...one, ...other]);
}

export function intersection<Item>(one: ReadonlySet<Item>, other: ReadonlySet<Item>): ReadonlySet<Item> {
  return new Set([...one].filter((item) => other.has(item)));
}

export function difference<Item>(one: ReadonlySet<Item>, other: ReadonlySet<Item>): ReadonlySet<Item> {
  return new Set([...one].filter((item) => !other.has(item)));
}

export function isSubset<Item>(one: ReadonlySet<Item>, other: ReadonlySet<Item>): boolean {
  return [...one].every((item) => other.has(item));
}
