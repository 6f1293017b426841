/** JSON in which numbers are spelled as they were: `1.0` stays `1.0`, `1e400` is not lost. */
export function parseSpelled(text: string): unknown {
  return spelled.parse(text, (_, found, { source }) =>
    typeof found === 'number' && source !== undefined ? spelled.rawJSON(source) : found,
  );
}

/** Whether it is a number of `parseSpelled`. */
export function isSpelledNumber(value: unknown): boolean {
  return spelled.isRawJSON(value);
}

/** JavaScript's own, with what TypeScript does not know of it yet. */
const spelled = JSON as unknown as {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
  ): unknown;
  /** A number that is written as it is spelled here. */
  rawJSON(text: string): unknown;
  isRawJSON(value: unknown): boolean;
};
