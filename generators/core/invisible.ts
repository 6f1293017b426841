/**
 * A character that an editor would not show, or would show out of order: controls, formats (with the
 * bidirectional ones), separators but the space, surrogates, private use, unassigned.
 */
const invisible = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;
const everyInvisible = new RegExp(invisible.source, 'gu');
const invisibleRun = new RegExp(`((?:${invisible.source})+)`, 'u');

export function hasInvisible(text: string): boolean {
  return invisible.test(text);
}

/** The text with each invisible character in the form that a language has for it. */
export function escapeInvisible(text: string, escape: (codePoint: number) => string): string {
  return text.replace(everyInvisible, (character) => escape(character.codePointAt(0) ?? 0));
}

/** The text cut where invisible characters begin and where they end. */
export function invisibleRuns(text: string): readonly string[] {
  return text.split(invisibleRun).filter((part) => part !== '');
}

/** `\uFFFF` or `\u{10ffff}`, as ECMAScript has it in a string and in a regular expression. */
export function ecmaScriptEscape(codePoint: number): string {
  return codePoint > 0xffff ? `\\u{${hex(codePoint)}}` : `\\u${hex(codePoint, 4)}`;
}

/** `\uFFFF` or `\U0010FFFF`, as Python, CEL and PostgreSQL have it. */
export function longEscape(codePoint: number): string {
  return codePoint > 0xffff ? `\\U${hex(codePoint, 8)}` : `\\u${hex(codePoint, 4)}`;
}

/** A text for a comment or a message, in which nothing is hidden; a space of any width is as good as another. */
export function commentText(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (one) => `\\u{${hex(one.codePointAt(0) ?? 0)}}`);
}

/** A message on one line, without control characters; what joins its letters stays. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}

function hex(codePoint: number, digits = 0): string {
  return codePoint.toString(16).padStart(digits, '0');
}
