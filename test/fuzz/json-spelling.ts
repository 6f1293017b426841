import { isJsonObject, type JsonValue } from '../../pim/json.ts';
import type { Random } from './random.ts';

/**
 * JSON text in which numbers and letters are spelled otherwise than JavaScript would spell them, with the same
 * values: `1.0`, `1e0`, `-0`, `9007199254740993` for 2^53, `\u0061`.
 */
export function oddlySpelled(random: Random, value: JsonValue): string {
  if (typeof value === 'number') return random.chance(0.5) ? oddNumber(random, value) : JSON.stringify(value);
  if (typeof value === 'string') return random.chance(0.2) ? escaped(value) : JSON.stringify(value);
  if (Array.isArray(value)) {
    return `[${(value as readonly JsonValue[]).map((item) => oddlySpelled(random, item)).join(', ')}]`;
  }
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([name, one]) => `${JSON.stringify(name)} : ${oddlySpelled(random, one)}`,
  );
  return `{ ${members.join(',\n')} }`;
}

function oddNumber(random: Random, value: number): string {
  const written = JSON.stringify(value);
  if (value === 0) return random.pick(['-0', '0.0', '0e5', '-0.0']);
  if (value === 2 ** 53) return '9007199254740993';
  if (!/^-?\d+$/.test(written)) return /^-?\d+\.\d+$/.test(written) ? `${written}0` : written.toUpperCase();
  const forms = [
    `${written}.0`,
    `${written}e0`,
    `${written}0E-1`,
    ...(value % 10 === 0 ? [`${value / 10}e1`] : []),
  ];
  return random.pick(forms) ?? written;
}

function escaped(text: string): string {
  const units = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
  return `"${units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')}"`;
}
