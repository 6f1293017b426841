/**
 * A row of RFC 4180. Every cell is quoted, so that no text can end its own; one that a spreadsheet
 * would run as a formula has an apostrophe before it, as spreadsheets themselves write such texts.
 */
export function csvRow(cells: readonly string[], separator: string): string {
  return cells.map((cell) => `"${harmless(cell).replaceAll('"', '""')}"`).join(separator);
}

/** A literal may stand for any text: control characters, which no file should hold, are shown as `\u0001`. */
function harmless(cell: string): string {
  const visible = cell.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, escapeOf);
  return /^[=+\-@\t]/.test(visible) ? `'${visible}` : visible;
}

function escapeOf(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
