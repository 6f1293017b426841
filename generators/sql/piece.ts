import { escapeInvisible, hasInvisible, invisibleRuns, longEscape } from '../core/invisible.ts';

/** SQL text, and how tightly it binds: what may stand around it without parentheses. */
export interface Piece {
  readonly text: string;
  readonly level: Level;
}

/** As PostgreSQL and SQLite both order them, the loosest first. Comparisons are never chained. */
export const levels = {
  or: 1,
  and: 2,
  not: 3,
  compare: 4,
  sum: 5,
  product: 6,
  unary: 7,
  primary: 8,
} as const;
export type Level = (typeof levels)[keyof typeof levels];

export function piece(text: string, level: Level = levels.primary): Piece {
  return { text, level };
}

/** The text, in parentheses if it binds more loosely than what stands around it. */
export function at(level: Level, { text, level: own }: Piece): string {
  return own >= level ? text : `(${text})`;
}

export function all(pieces: readonly Piece[]): Piece {
  return joined(pieces, ' AND ', levels.and, 'TRUE');
}

export function any(pieces: readonly Piece[]): Piece {
  return joined(pieces, ' OR ', levels.or, 'FALSE');
}

export function not(operand: Piece): Piece {
  return piece(`NOT ${at(levels.compare, operand)}`, levels.not);
}

export function compared(left: Piece, operator: string, right: Piece): Piece {
  return piece(`${at(levels.sum, left)} ${operator} ${at(levels.sum, right)}`, levels.compare);
}

function joined(pieces: readonly Piece[], word: string, level: Level, none: string): Piece {
  const [only, ...others] = pieces;
  if (!only) return piece(none);
  if (others.length === 0) return only;
  const texts = pieces.map((one) => at(level, one));
  const isLong = texts.reduce((length, text) => length + text.length, 0) > longestLine;
  return piece(
    isLong ? texts.map(indented).join(`${softBreak}    ${word.trimStart()}`) : texts.join(word),
    level,
  );
}

/** What is longer stands on a line for each of its parts. */
const longestLine = 90;

/** Where a line ends between tokens. No literal holds it: what cannot be seen is escaped there. */
const softBreak = '\u0006';

/** Lines of a part stand deeper than the part. */
function indented(text: string): string {
  return text.replaceAll(softBreak, `${softBreak}  `);
}

/** Text on several lines, of a part of something larger. */
export function onLines(lines: readonly string[]): string {
  return lines.join(softBreak);
}

/** The text as it is printed. */
export function laidOut(text: string): string {
  return text.replaceAll(softBreak, '\n');
}

/** A text in single quotes that holds nothing which a reader, or a terminal, could not see. */
export function textLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A literal may hold a line feed as it is. */
function hasHidden(text: string): boolean {
  return hasInvisible(text.replaceAll('\n', ''));
}

/** Any text for PostgreSQL: what cannot be seen is escaped. */
export function postgresqlText(text: string): string {
  if (!hasHidden(text)) return textLiteral(text);
  const escaped = text.replaceAll('\\', '\\\\').replaceAll("'", "''");
  return `E'${escapeInvisible(escaped, longEscape)}'`;
}

/** Any text for SQLite, which has no escapes: what cannot be seen is said by its number. */
export function sqliteText(text: string): Piece {
  if (!hasHidden(text)) return piece(textLiteral(text));
  const shown = invisibleRuns(text).map((part) =>
    hasInvisible(part) ? `char(${[...part].map((one) => one.codePointAt(0)).join(', ')})` : textLiteral(part),
  );
  return piece(`(${shown.join(' || ')})`);
}

/** The opposite of a test for presence. */
export function denied(test: Piece): Piece {
  if (test.text === 'TRUE') return piece('FALSE');
  if (test.level === levels.compare && test.text.endsWith(' IS NOT NULL')) {
    return piece(test.text.replace(/ IS NOT NULL$/, ' IS NULL'), levels.compare);
  }
  return not(test);
}
