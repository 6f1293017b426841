import { decimalLimit } from './decimal.ts';
import type { NumberRange } from './type.ts';

/**
 * The Decimals of a scale within a range of units, as a regular expression: anchored, and read alike by
 * ECMAScript and RE2. It is exact, so that a schema can hold the limits of what JSON keeps as a text.
 */
export function decimalPattern(range: NumberRange, scale: number): string {
  const min = range.min ?? -decimalLimit;
  const max = range.max ?? decimalLimit;
  const positive = magnitudes(Math.max(min, 0), max, scale);
  const negative = magnitudes(Math.max(-max, 1), -min, scale);
  const signed = negative.length === 0 ? [] : [`-${group(negative)}`];
  const all = [...positive, ...signed];
  // A range that is empty, which a check refuses, is matched by nothing.
  return all.length === 0 ? '^[^\\s\\S]$' : `^${group(all)}$`;
}

/** Units from 0 on within inclusive limits: alternatives, by the number of digits. */
function magnitudes(min: number, max: number, scale: number): readonly string[] {
  const found: string[] = [];
  const shortest = scale + 1;
  let whole: { from: number; to: number } | undefined;
  const close = (): void => {
    if (!whole) return;
    const { from, to } = whole;
    const digits = from === to ? `{${from}}` : `{${from},${to}}`;
    found.push(`[1-9][0-9]${digits === '{1}' ? '' : digits}${fraction(scale)}`);
    whole = undefined;
  };
  for (let length = shortest; length <= String(max).length || length === shortest; length += 1) {
    const least = length === shortest ? 0 : 10 ** (length - 1);
    const most = 10 ** length - 1;
    const [low, high] = [Math.max(min, least), Math.min(max, most)];
    if (low > high) continue;
    // All numbers of so many digits, with those of more or fewer that are whole too.
    if (length > shortest && low === least && high === most) {
      const extra = length - scale - 1;
      whole = { from: whole?.from ?? extra, to: extra };
      continue;
    }
    close();
    const [from, to] = [low, high].map((units) => String(units).padStart(length, '0'));
    found.push(between(from ?? '', to ?? '', length - scale));
  }
  close();
  return found;
}

function fraction(scale: number): string {
  if (scale === 0) return '';
  return scale === 1 ? '\\.[0-9]' : `\\.[0-9]{${scale}}`;
}

/** Digit strings of one length between two, with a point before the digit at `point`. */
function between(low: string, high: string, point: number, at = 0): string {
  if (at === low.length) return '';
  const [first, last] = [Number(low[at]), Number(high[at])];
  const dot = at === point ? '\\.' : '';
  const [lowRest, highRest] = [low.slice(at + 1), high.slice(at + 1)];
  if (/^0*$/.test(low.slice(at)) && /^9*$/.test(high.slice(at))) return anyDigits(low.length, point, at);
  if (first === last) return `${dot}${first}${between(low, high, point, at + 1)}`;
  const zeros = '0'.repeat(lowRest.length);
  const nines = '9'.repeat(lowRest.length);
  const isOpenBelow = lowRest === zeros;
  const isOpenAbove = highRest === nines;
  const parts: string[] = [];
  if (!isOpenBelow) parts.push(`${first}${between(low, low.slice(0, at + 1) + nines, point, at + 1)}`);
  const [from, to] = [isOpenBelow ? first : first + 1, isOpenAbove ? last : last - 1];
  if (from <= to) parts.push(`${digitClass(from, to)}${anyDigits(low.length, point, at + 1)}`);
  if (!isOpenAbove) parts.push(`${last}${between(high.slice(0, at + 1) + zeros, high, point, at + 1)}`);
  return `${dot}${group(parts)}`;
}

function anyDigits(length: number, point: number, at: number): string {
  const before = Math.max(0, point - at);
  const after = length - Math.max(at, point);
  const dot = after > 0 && at <= point && point < length ? '\\.' : '';
  return `${repeated(before)}${dot}${repeated(after)}`;
}

function repeated(count: number): string {
  if (count === 0) return '';
  return count === 1 ? '[0-9]' : `[0-9]{${count}}`;
}

function digitClass(from: number, to: number): string {
  return from === to ? String(from) : `[${from}-${to}]`;
}

function group(parts: readonly string[]): string {
  const [only = ''] = parts;
  return parts.length === 1 ? only : `(?:${parts.join('|')})`;
}
