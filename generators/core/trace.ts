import type { ElementId } from '../../pim/model.ts';
import type { OutputFile, TracedText, TraceEntry } from './output.ts';

// U+0001 to U+0004 cannot come from a model: its texts hold no control characters but tab and line feed.
const start = '\u0001';
const startEnd = '\u0002';
const beforePointer = '\u0004';
export const traceEnd = '\u0003';

/**
 * Opens a part that is about `element`, in a text that `extractTrace` will read; `pointer` says which
 * part of a document it is.
 */
export function traceStart(element: ElementId, pointer?: string): string {
  return `${start}${element}${pointer === undefined ? '' : beforePointer + pointer}${startEnd}`;
}

/**
 * Takes the marks out of a text and tells which lines they enclosed. Leading line feeds of a part
 * do not count as its lines, nor does a line on which it has nothing but its end.
 */
export function extractTrace(marked: string): TracedText {
  const parts: string[] = [];
  const trace: TraceEntry[] = [];
  const open: { about: Pick<TraceEntry, 'element' | 'pointer'>; line: number | undefined }[] = [];
  let line = 1;
  let lastTextLine = 1;
  const marks = /\u0001([^\u0002]*)\u0002|\u0003/g;
  let from = 0;
  const takeText = (text: string): void => {
    if (text === '') return;
    parts.push(text);
    for (const [position, piece] of text.split('\n').entries()) {
      if (position > 0) line += 1;
      if (piece === '') continue;
      lastTextLine = line;
      for (const part of open) part.line ??= line;
    }
  };
  for (const mark of marked.matchAll(marks)) {
    takeText(marked.slice(from, mark.index));
    from = mark.index + mark[0].length;
    if (mark[1] !== undefined) {
      const [element = '', pointer] = mark[1].split(beforePointer);
      open.push({ about: pointer === undefined ? { element } : { element, pointer }, line: undefined });
      continue;
    }
    const part = open.pop();
    if (!part) throw new Error('a trace mark ends that never began');
    if (part.line !== undefined) trace.push({ start: part.line, end: lastTextLine, ...part.about });
  }
  takeText(marked.slice(from));
  if (open.length > 0) throw new Error(`the trace of \`${open.at(-1)?.about.element}\` does not end`);
  trace.sort((left, right) => left.start - right.start || right.end - left.end);
  return { content: parts.join(''), trace };
}

/** What a line of a file is about: the innermost entry that holds it, else the file as a whole. */
export function traceAtLine(file: OutputFile, line: number): TraceEntry {
  const lines = file.content.split('\n').length - 1;
  return innermostEntry(file.trace, line) ?? { start: 1, end: lines, element: file.element };
}

/** The element that a line is about: that of the innermost entry that holds it. */
export function elementAtLine(trace: readonly TraceEntry[], line: number): ElementId | undefined {
  return innermostEntry(trace, line)?.element;
}

function innermostEntry(trace: readonly TraceEntry[], line: number): TraceEntry | undefined {
  let best: TraceEntry | undefined;
  for (const entry of trace) {
    if (entry.start > line || entry.end < line) continue;
    if (!best || entry.end - entry.start <= best.end - best.start) best = entry;
  }
  return best;
}
