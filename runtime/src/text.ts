/** How many Unicode code points a text has; `length` counts UTF-16 units. */
export function codePointCount(text: string): number {
  let count = text.length;
  for (let position = 1; position < text.length; position += 1) {
    if (isLow(text.charCodeAt(position)) && isHigh(text.charCodeAt(position - 1))) count -= 1;
  }
  return count;
}

/** Below 0 if `left` stands before `right` by code points, 0 if they are equal; `<` orders UTF-16 units. */
export function compareText(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let position = 0; position < length; position += 1) {
    const one = left.charCodeAt(position);
    const other = right.charCodeAt(position);
    if (one !== other) return order(one) - order(other);
  }
  return left.length - right.length;
}

/** Empty, or of U+0009 to U+000D and spaces alone. */
export function isBlank(text: string): boolean {
  return /^[\t-\r ]*$/.test(text);
}

/** Neither begins nor ends with U+0009 to U+000D or a space. */
export function isTrimmed(text: string): boolean {
  return !isSpace(text.charCodeAt(0)) && !isSpace(text.charCodeAt(text.length - 1));
}

/** A to Z in lower case; every other letter stays. */
export function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** a to z in upper case; every other letter stays. */
export function upperAscii(text: string): string {
  return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

/** Surrogates stand for code points above all others, U+E000 to U+FFFF included. */
function order(unit: number): number {
  return isHigh(unit) || isLow(unit) ? unit + 0x10000 : unit;
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

function isSpace(unit: number): boolean {
  return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);
}
