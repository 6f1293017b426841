import { type Diagnostic, mapOrigins } from '../pim/diagnostic.ts';
import { LineMap } from '../pim/line-map.ts';
import type { Origin } from '../pim/origin.ts';

/**
 * A finding about a text as it was, about the text as it is now: moved along where the text around it is the
 * same; undefined where it was about what has changed.
 */
export function movedDiagnostic(
  diagnostic: Diagnostic,
  before: string,
  after: string,
): Diagnostic | undefined {
  const head = commonPrefix(before, after);
  const tail = commonSuffix(before, after, head);
  const lines = new LineMap(after, diagnostic.origin.file);
  const grown = after.length - before.length;
  const { start, end } = diagnostic.origin;
  const isBefore = end.offset <= head;
  if (!isBefore && start.offset < before.length - tail) return undefined;
  const move = (origin: Origin): Origin => {
    if (origin.file !== diagnostic.origin.file || origin.end.offset <= head) return origin;
    const by = origin.start.offset >= before.length - tail ? grown : 0;
    return lines.origin(origin.start.offset + by, origin.end.offset + by);
  };
  return mapOrigins(diagnostic, move);
}

function commonPrefix(left: string, right: string): number {
  const most = Math.min(left.length, right.length);
  let length = 0;
  while (length < most && left.charCodeAt(length) === right.charCodeAt(length)) length += 1;
  return length;
}

function commonSuffix(left: string, right: string, head: number): number {
  const most = Math.min(left.length, right.length) - head;
  let length = 0;
  while (
    length < most &&
    left.charCodeAt(left.length - 1 - length) === right.charCodeAt(right.length - 1 - length)
  )
    length += 1;
  return length;
}
