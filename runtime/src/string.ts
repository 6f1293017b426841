import { isSame } from './same.ts';
import { createSchema, type Schema, violation } from './schema.ts';
import { codePointCount } from './text.ts';
import type { Violation } from './violation.ts';

/** Inclusive limits of the length in code points, and a pattern that is anchored at both ends. */
export interface StringLimits {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
}

/** Unicode text: no U+0000, no lone surrogates. */
export function string<Output extends string = string>(limits: StringLimits = {}): Schema<Output, string> {
  const { min = 0, max = Infinity, pattern } = limits;
  const ascii = pattern && isAscii(pattern) ? pattern : undefined;
  return createSchema<Output, string>({
    read(input, violations) {
      if (ascii && typeof input === 'string') {
        const units = input.length;
        if (units <= max && units >= min && ascii.test(input)) return input as Output;
      }
      const text = readText(input, violations);
      if (text === undefined) return undefined;
      checkLength(text, min, max, violations);
      if (pattern && !pattern.test(text)) {
        violations.push(violation('pattern', `Must match ${pattern.source}`));
      }
      return text as Output;
    },
    equals: isSame,
    primitive: true,
  });
}

/** A form that the language fixes. `description` ends the sentence "Must be …". */
export interface TextForm {
  readonly pattern: RegExp;
  readonly max: number;
  /** The pattern alone lets through no U+0000 and no lone surrogate. */
  readonly exact?: true;
  readonly description: string;
}

export function formattedText<Output extends string>(form: TextForm): Schema<Output, string> {
  return createSchema<Output, string>({
    read(input, violations) {
      if (form.exact && typeof input === 'string' && hasForm(input, form)) return input as Output;
      const text = readText(input, violations);
      if (text === undefined) return undefined;
      if (!hasForm(text, form)) violations.push(violation('format', `Must be ${form.description}`));
      return text as Output;
    },
    equals: isSame,
    primitive: true,
  });
}

/** The length first: it bounds what the pattern may cost. */
export function hasForm(text: string, form: TextForm): boolean {
  const fits = text.length <= form.max || (text.length <= 2 * form.max && codePointCount(text) <= form.max);
  return fits && form.pattern.test(text);
}

/**
 * Whether all that a pattern can match is printable ASCII, as far as can be told at a glance: such a text is well
 * formed, and has as many code points as UTF-16 units.
 */
function isAscii({ source }: RegExp): boolean {
  if (!/^[ -~]*$/.test(source) || /\\[^./-]/.test(source) || source.includes('[^')) return false;
  return !/[.]/.test(source.replace(/\\./g, '').replace(/\[[^\]]*\]/g, ''));
}

function readText(input: unknown, violations: Violation[]): string | undefined {
  if (typeof input !== 'string') {
    violations.push(violation('type', 'Must be text'));
    return undefined;
  }
  if (!input.isWellFormed() || input.includes('\0')) {
    violations.push(violation('type', 'Must be Unicode text without U+0000 and lone surrogates'));
    return undefined;
  }
  return input;
}

function checkLength(text: string, min: number, max: number, violations: Violation[]): void {
  // Between half of them and all of them, UTF-16 units are code points: most texts need no counting.
  const units = text.length;
  if (units <= max && Math.ceil(units / 2) >= min) return;
  const count = codePointCount(text);
  if (count < min)
    violations.push(violation('minLength', `Must have at least ${counted(min)}, and has ${count}`));
  if (count > max)
    violations.push(violation('maxLength', `Must have at most ${counted(max)}, and has ${count}`));
}

function counted(count: number): string {
  return count === 1 ? '1 character' : `${count} characters`;
}
