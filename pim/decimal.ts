/**
 * Decimals are whole numbers of their smallest unit: at scale 2, `10.50` is 1050 units. They have at most
 * this many digits in all, so that every engine, doubles included, tells any two apart.
 */
export const decimalDigits = 15;

/** The greatest number of units that a Decimal holds. */
export const decimalLimit = 10 ** decimalDigits - 1;

/** A written number in units of 10^−scale; undefined if it has more fraction digits, or is too great. */
export function decimalUnits(value: number, scale: number): number | undefined {
  const match = /^(-?)([0-9]+)(?:\.([0-9]+))?(?:e([+-][0-9]+))?$/.exec(String(value));
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const shift = scale - fraction.length + Number(exponent);
  const digits = `${whole}${fraction}`;
  const cut = shift < 0 ? digits.slice(shift) : '';
  if (/[1-9]/.test(cut)) return undefined;
  const kept = shift < 0 ? digits.slice(0, shift) : digits + '0'.repeat(Math.min(shift, 2 * decimalDigits));
  const units = Number(kept === '' ? '0' : kept);
  if (units > decimalLimit) return undefined;
  return sign === '-' && units > 0 ? -units : units;
}

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
