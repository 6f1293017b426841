import type { Origin } from '../pim/origin.ts';

/** The place of a problem that a file as a whole has: its beginning. */
export function wholeFile(path: string): Origin {
  const start = { line: 1, column: 1, offset: 0 };
  return { file: path, start, end: start };
}
