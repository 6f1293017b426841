import { escapeInvisible, longEscape } from '../core/invisible.ts';
import { atom, type Code } from './code.ts';

/**
 * A string literal that means exactly this text, in double quotes unless that takes more escapes. What an
 * editor would not show, or would show out of order, is escaped.
 */
export function quote(text: string): string {
  const mark = text.split('"').length > text.split("'").length ? "'" : '"';
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll(mark, `\\${mark}`)
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return `${mark}${escapeInvisible(escaped, longEscape)}${mark}`;
}

export function stringCode(text: string): Code {
  return atom(quote(text));
}

/** A regular expression as a raw string, which Python's `re` and the engine of pydantic read alike. */
export function patternCode(source: string): Code {
  const plain = source.replaceAll('"', '\\x22');
  return atom(`r"${escapeInvisible(plain, longEscape)}"`);
}

/** The lines of a docstring, its quotes included, without indentation. */
export function docstring(text: string): readonly string[] {
  const lines = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"""', '\\"\\"\\"')
    .replaceAll('\t', ' ')
    .split('\n')
    .map((line) => escapeInvisible(line, longEscape).trimEnd());
  while (lines.length > 1 && lines.at(-1) === '') lines.pop();
  const [first = '', ...rest] = lines;
  const start = `"""${first.startsWith('"') ? ' ' : ''}${first.trimStart()}`;
  if (rest.length === 0) return [`${start}${/["\\]$/.test(start.slice(3)) ? ' ' : ''}"""`];
  return [start, ...rest, '"""'];
}
