/** Equality of primitives. */
export function isSame(left: unknown, right: unknown): boolean {
  return left === right;
}
