/** What `FILE:LINE` or `FILE:LINE:COLUMN` names. */
export interface FilePlace {
  /** As given. */
  readonly file: string;
  readonly line: number;
  readonly column: number | undefined;
}

/** Undefined if a word names no place. A colon may be part of the file's path. */
export function parseFilePlace(word: string): FilePlace | undefined {
  const found = /^(?<file>.+?):(?<line>\d+)(?::(?<column>\d+))?$/s.exec(word)?.groups;
  const line = Number(found?.['line']);
  const column = found?.['column'] === undefined ? undefined : Number(found['column']);
  if (!found?.['file'] || !isCount(line) || (column !== undefined && !isCount(column))) return undefined;
  return { file: found['file'], line, column };
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0;
}
