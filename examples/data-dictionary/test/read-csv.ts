/** The rows of an RFC 4180 text in which every cell is quoted; throws where it is none. */
export function readCsv(text: string, separator: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const cell = /"((?:[^"]|"")*)"/y;
    cell.lastIndex = at;
    const [quoted, content = ''] = cell.exec(text) ?? [];
    if (quoted === undefined) throw new Error(`no cell begins at ${JSON.stringify(text.slice(at, at + 20))}`);
    row.push(content.replaceAll('""', '"'));
    at += quoted.length;
    if (text[at] === '\n') {
      rows.push(row);
      row = [];
    } else if (text[at] !== separator) {
      throw new Error(`a cell does not end at ${JSON.stringify(text.slice(at, at + 20))}`);
    }
    at += 1;
  }
  if (row.length > 0) throw new Error('the last row does not end');
  return rows;
}
