/** The sum of the numbers that `of` gives; 0 for an empty list. */
export function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  let total = 0;
  for (const item of items) total += of(item);
  return total;
}

/** As `sum`, for sums beyond ±(2^53−1). */
export function bigSum<Item>(items: readonly Item[], of: (item: Item) => bigint): bigint {
  let total = 0n;
  for (const item of items) total += of(item);
  return total;
}
