/** Equality by value of a number and a bigint, which `===` tells apart. */
export function sameNumber(left: number | bigint, right: number | bigint): boolean {
  // Loosely on purpose: exact for a number and a bigint, and for these alone
  return left == right;
}
