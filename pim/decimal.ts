/**
 * Decimals are whole numbers of their smallest unit: at scale 2, `10.50` is 1050 units. They have at most
 * this many digits in all, so that every engine, doubles included, tells any two apart.
 */
export const decimalDigits = 15;

/** The greatest number of units that a Decimal holds. */
export const decimalLimit = 10 ** decimalDigits - 1;

/** A Decimal as it stands in JSON: exactly `scale` fraction digits, no leading zeros, no `-0`. */
export function decimalText(units: bigint | number, scale: number): string {
  const whole = BigInt(units);
  const digits = String(whole < 0n ? -whole : whole).padStart(scale + 1, '0');
  const sign = whole < 0n ? '-' : '';
  if (scale === 0) return `${sign}${digits}`;
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** The units of a Decimal in JSON, or undefined for a text that is none of this scale. */
export function parseDecimal(text: string, scale: number): bigint | undefined {
  const match = /^(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?$/.exec(text);
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  if (fraction.length !== scale || text.length > 2 * decimalDigits + 2) return undefined;
  const units = BigInt(`${whole}${fraction}`);
  if (sign === '-') return units === 0n ? undefined : -units;
  return units;
}
