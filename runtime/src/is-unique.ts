/** True if no two items have the same key, a primitive; the items themselves are the keys without `keyOf`. */
export function isUnique<Item>(items: readonly Item[], keyOf?: (item: Item) => unknown): boolean {
  const keys = new Set<unknown>(keyOf ? items.map((item) => keyOf(item)) : items);
  return keys.size === items.length;
}
