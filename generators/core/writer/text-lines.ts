/** A text's lines, each with its line end; the last may lack it. An empty text has none. */
export function textLines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Whether the lines of a text end in CRLF, most of them. */
export function endsInCrlf(lines: readonly string[]): boolean {
  return lines.filter((line) => line.endsWith('\r\n')).length * 2 > lines.length;
}

/** A line with LF for CRLF: to a reader they are the same. */
export function withLineFeed(line: string): string {
  return line.endsWith('\r\n') ? `${line.slice(0, -2)}\n` : line;
}

/** The text that bytes are, or undefined if they are none (not UTF-8, or with a NUL). */
export function decodeText(content: Uint8Array): string | undefined {
  if (content.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    // The decoder has no other way to say that it is not UTF-8.
    return undefined;
  }
}
