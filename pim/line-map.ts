import type { Origin, Position } from './origin.ts';

/** Turns offsets of one text into positions and origins. */
export class LineMap {
  private readonly starts: readonly number[];
  readonly text: string;
  readonly file: string;

  constructor(text: string, file: string) {
    this.text = text;
    this.file = file;
    const starts = [0];
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.starts = starts;
  }

  position(offset: number): Position {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.starts[low] ?? 0) + 1, offset };
  }

  /** The range from `start` to `end`, exclusive. */
  origin(start: number, end: number): Origin {
    return { file: this.file, start: this.position(start), end: this.position(end) };
  }
}
