/** A place in a text: 1-based line, 1-based column in UTF-16 units, 0-based offset in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/**
 * Where an element was written. `file` is relative to the folder that was read, with `/` between
 * its parts, so that nothing of a machine reaches an output. `end` is exclusive.
 */
export interface Origin {
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
}

/** The same text for parts of a model (types, expressions) that say the same, wherever they stand. */
export function textWithoutOrigins(part: unknown): string {
  return JSON.stringify(part, (key, value: unknown) => (key === 'origin' ? undefined : value));
}
