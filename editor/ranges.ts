import type { Position, Range } from 'vscode-languageserver-types';
import { LineMap } from '../pim/line-map.ts';
import type { Origin } from '../pim/origin.ts';

/** A place as the protocol counts it: from 0. */
export function rangeOf({ start, end }: Origin): Range {
  return {
    start: { line: start.line - 1, character: start.column - 1 },
    end: { line: end.line - 1, character: end.column - 1 },
  };
}

/** The offset of a position; one behind a line's end is at it, one behind the text's end too. */
export function offsetAt(text: string, { line, character }: Position): number {
  let start = 0;
  for (let at = 0; at < line; at += 1) {
    const next = text.indexOf('\n', start);
    if (next < 0) return text.length;
    start = next + 1;
  }
  const end = text.indexOf('\n', start);
  return Math.min(start + Math.max(0, character), end < 0 ? text.length : end);
}

/** The range between two offsets of a text. */
export function rangeBetween(text: string, start: number, end: number): Range {
  return rangeOf(new LineMap(text, '').origin(start, end));
}
