import { atom, type Code } from './code.ts';

// Controls, formats (with the bidirectional ones), separators but the space, surrogates, private use, unassigned.
const invisible = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeCodePoint(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  return point > 0xffff
    ? `\\U${point.toString(16).padStart(8, '0')}`
    : `\\u${point.toString(16).padStart(4, '0')}`;
}

/**
 * A string literal that means exactly this text, in double quotes unless that takes more escapes. What an
 * editor would not show, or would show out of order, is escaped.
 */
export function quote(text: string): string {
  const mark = text.split('"').length > text.split("'").length ? "'" : '"';
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll(mark, `\\${mark}`)
    .replace(invisible, (character) => escapes[character] ?? escapeCodePoint(character));
  return `${mark}${escaped}${mark}`;
}

export function stringCode(text: string): Code {
  return atom(quote(text));
}

/** A regular expression as a raw string, which Python's `re` and the engine of pydantic read alike. */
export function patternCode(source: string): Code {
  const plain = source.replaceAll('"', '\\x22').replace(invisible, escapeCodePoint);
  return atom(`r"${plain}"`);
}

/** The lines of a docstring, its quotes included, without indentation. */
export function docstring(text: string): readonly string[] {
  const lines = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"""', '\\"\\"\\"')
    .replaceAll('\t', ' ')
    .split('\n')
    .map((line) => line.replace(invisible, escapeCodePoint).trimEnd());
  while (lines.length > 1 && lines.at(-1) === '') lines.pop();
  const [first = '', ...rest] = lines;
  const start = `"""${first.startsWith('"') ? ' ' : ''}${first.trimStart()}`;
  if (rest.length === 0) return [`${start}${/["\\]$/.test(start.slice(3)) ? ' ' : ''}"""`];
  return [start, ...rest, '"""'];
}
