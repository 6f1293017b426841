/** What a String can hold: Unicode scalar values but U+0000, so no lone surrogate. */
export function isText(value: string): boolean {
  return value.isWellFormed() && !value.includes('\u0000');
}

/** The number of code points, which is what every length in the language counts. */
export function codePointLength(value: string): number {
  let length = 0;
  for (const _ of value) length += 1;
  return length;
}

/** Negative, zero or positive: the order by code point, which UTF-16 units do not give. */
export function compareCodePoints(left: string, right: string): number {
  if (left === right) return 0;
  const shorter = Math.min(left.length, right.length);
  for (let at = 0; at < shorter; ) {
    const one = left.codePointAt(at) ?? 0;
    const other = right.codePointAt(at) ?? 0;
    if (one !== other) return one - other;
    at += one > 0xffff ? 2 : 1;
  }
  return left.length - right.length;
}

export function lowerAscii(value: string): string {
  return value.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

export function upperAscii(value: string): string {
  return value.replace(/[a-z]/g, (letter) => letter.toUpperCase());
}

/** Nothing but U+0009–U+000D and space. */
export function isBlank(value: string): boolean {
  return /^[\t-\r ]*$/.test(value);
}

/** Neither begins nor ends with U+0009–U+000D or space. */
export function isTrimmed(value: string): boolean {
  return !/^[\t-\r ]|[\t-\r ]$/.test(value);
}
