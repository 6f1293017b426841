import { formats } from '../pim/formats.ts';
import { matchesPattern, type Pattern } from '../pim/pattern.ts';
import type { Type } from '../pim/type.ts';
import { lengthsOf, textOfLength } from './pattern-text.ts';

/** A type whose values are texts with a length and perhaps a form. */
export type TextType = Extract<Type, { kind: 'string' | 'format' }>;

/** What a text stands for, so that it can be read as such: `Fabric`, `name`. */
export interface TextSubject {
  readonly owner: string;
  readonly field: string;
}

/** Lengths are in code points. */
export interface TextLimits {
  readonly min: number;
  readonly max: number;
  readonly pattern?: Pattern;
}

export function textLimits(type: TextType): TextLimits {
  if (type.kind === 'string') {
    return { min: type.length.min, max: type.length.max, ...(type.pattern ? { pattern: type.pattern } : {}) };
  }
  const { minLength, maxLength, pattern } = formats[type.format];
  return { min: minLength, max: maxLength, pattern };
}

export function fitsLimits(limits: TextLimits, text: string): boolean {
  const length = codePoints(text);
  if (length < limits.min || length > limits.max || !text.isWellFormed() || text.includes('\0')) return false;
  return !limits.pattern || (limits.pattern.node !== undefined && matchesPattern(limits.pattern, text));
}

/** A text of this type that a person can read; undefined only if no text fits the type. */
export function readableText(type: TextType, subject: TextSubject): string | undefined {
  const limits = textLimits(type);
  const wish = type.kind === 'format' ? [formats[type.format].example] : wishes(subject);
  return wish.find((text) => fitsLimits(limits, text)) ?? shortText(limits);
}

/** How many different values are offered unless more are asked for. */
export const mostVariants = 64;

/**
 * Texts of the type that differ from each other, the most readable first: the given one counted up,
 * then whatever the pattern has to offer. At most `most`.
 */
export function* differentTexts(limits: TextLimits, text: string, most = mostVariants): Generator<string> {
  const seen = new Set<string>();
  for (const candidate of counted(limits, text, most)) {
    if (seen.size >= most) break;
    if (!fitsLimits(limits, candidate) || seen.has(candidate)) continue;
    seen.add(candidate);
    yield candidate;
  }
}

function* counted(limits: TextLimits, text: string, most: number): Generator<string> {
  yield text;
  // `edge-1` → `edge-2`; the nil-like UUID → …0001; else the number goes to the end or after the first word.
  for (const place of numberPlaces(text)) {
    if (!fitsLimits(limits, place(1)) && !fitsLimits(limits, place(2))) continue;
    for (let number = 1; number <= most; number += 1) yield place(number);
  }
  const length = codePoints(text);
  for (const wanted of [length, length + 1, length + 2]) {
    for (let variant = 0; variant < most; variant += 1) {
      const made = ofLength(limits, wanted, variant);
      if (made !== undefined) yield made;
    }
  }
}

/** The ways in which a number can be put into a text, the plainest first. */
export function numberPlaces(text: string): readonly ((number: number) => string)[] {
  const places: ((number: number) => string)[] = [];
  const digits = /^([\s\S]*?)([0-9]+)$/.exec(text);
  if (digits) {
    const [, before = '', last = ''] = digits;
    if (last.length > 1) places.push((number) => before + String(number).padStart(last.length, '0'));
    else places.push((number) => before + String(number));
  }
  places.push((number) => text + String(number));
  const word = /^([a-z]+:\/\/)?([A-Za-z]+)(?![A-Za-z])/.exec(text);
  if (word) places.push((number) => `${word[0]}${number}${text.slice(word[0].length)}`);
  return places;
}

/** A text of exactly this length, of the pattern if there is one. */
export function ofLength(limits: TextLimits, length: number, variant = 0): string | undefined {
  if (limits.pattern) return textOfLength(limits.pattern, length, variant);
  if (length > longestSpelled && variant === 0) return 'a'.repeat(length);
  return textOfLength(anyLetters, length, variant);
}

/** Longer texts of any letters are one letter, repeated. */
const longestSpelled = 24;

const letterClass = { kind: 'class', negated: false, ranges: [{ from: 0x61, to: 0x7a }] } as const;
const anyLetters: Pattern = {
  source: '[a-z]*',
  node: { kind: 'repeat', item: letterClass, min: 0, max: undefined },
};

/** A short text that fits, but not so short that it says nothing where there is a choice. */
function shortText(limits: TextLimits): string | undefined {
  if (!limits.pattern) return ofLength(limits, limits.min);
  const [range] = lengthsOf(limits.pattern, limits.min, Math.min(limits.max, limits.min + 1024));
  if (!range) return undefined;
  return textOfLength(limits.pattern, Math.min(range.max, Math.max(range.min, 3)));
}

export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

const identities = new Set(['id', 'uid', 'name', 'key', 'code', 'title', 'it']);

/** Texts that read well for a field, the best first; the type decides which fits. */
function wishes({ owner, field }: TextSubject): readonly string[] {
  const own = wordsOf(field);
  const subject = identities.has(field) ? wordsOf(owner) : own;
  const kebab = subject.join('-');
  if (/^(description|note|notes|comment|remark|reason|summary|doc)$/i.test(field)) {
    return [`The ${own.join(' ')} of this ${wordsOf(owner).join(' ')}`, own.join(' '), `${kebab}-1`, kebab];
  }
  return [
    `${kebab}-1`,
    kebab,
    subject.join(''),
    subject.at(-1) ?? kebab,
    subject.join('_').toUpperCase(),
    subject.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(''),
    `${kebab.toUpperCase()}-1`,
  ];
}

function wordsOf(name: string): readonly string[] {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
  return words.length === 0 ? ['text'] : words;
}
