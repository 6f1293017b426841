/** A character of a line as a terminal shows it. */
export interface Cell {
  readonly text: string;
  /** Columns that it takes. */
  readonly width: number;
  /** UTF-16 units that it stands for. */
  readonly length: number;
}

// Controls (C0, DEL, C1), line separators, and what reorders or hides text: none of it may reach
// a terminal from a file that a stranger wrote.
const unsafe =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\u{e0000}-\u{e007f}]/u;
const everyUnsafe = new RegExp(unsafe.source, 'gu');
const combining = /[\p{Mn}\p{Me}\u200c\u200d]/u;
// East Asian Wide and Fullwidth blocks (Unicode UAX #11), and what is drawn as an emoji.
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{17000}-\u{18cff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const tabWidth = 4;

/** Text that cannot drive a terminal: what could is shown as `\u001B`. */
export function printable(text: string): string {
  return text.replace(everyUnsafe, escape);
}

/** A line, character by character; tabs end at every fourth column. */
export function cells(line: string): readonly Cell[] {
  const result: Cell[] = [];
  let column = 0;
  for (const character of line) {
    const cell = cellOf(character, column);
    result.push(cell);
    column += cell.width;
  }
  return result;
}

function cellOf(character: string, column: number): Cell {
  const { length } = character;
  if (character === '\t') {
    const width = tabWidth - (column % tabWidth);
    return { text: ' '.repeat(width), width, length };
  }
  if (unsafe.test(character)) {
    const text = escape(character);
    return { text, width: text.length, length };
  }
  if (combining.test(character)) return { text: character, width: 0, length };
  return { text: character, width: wide.test(character) ? 2 : 1, length };
}

function escape(character: string): string {
  const point = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
  return point.length > 4 ? `\\u{${point}}` : `\\u${point.padStart(4, '0')}`;
}
