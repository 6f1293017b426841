import type { Diagnostic, Severity } from '../pim/diagnostic.ts';
import type { Origin } from '../pim/origin.ts';
import { whereExplained } from './diagnostic-page.ts';
import { type Cell, cells, printable } from './printable.ts';

export interface PrintOptions {
  /** Source texts by `origin.file`. */
  readonly texts: ReadonlyMap<string, string>;
  readonly colour: boolean;
  /** No source line is longer. */
  readonly columns: number;
}

/** Diagnostics for people: each with its place, its line and what would mend it, then a count. */
export function printDiagnostics(diagnostics: readonly Diagnostic[], options: PrintOptions): string {
  if (diagnostics.length === 0) return '';
  return `${diagnostics.map((diagnostic) => printDiagnostic(diagnostic, options)).join('\n')}\n${countDiagnostics(diagnostics)}\n`;
}

/** `2 errors and 1 warning in 1 file`. */
export function countDiagnostics(diagnostics: readonly Diagnostic[]): string {
  const bySeverity = (severity: Severity): number =>
    diagnostics.filter((one) => one.severity === severity).length;
  const counts = [counted(bySeverity('error'), 'error'), counted(bySeverity('warning'), 'warning')];
  const files = new Set(diagnostics.map((diagnostic) => diagnostic.origin.file)).size;
  return `${counts.filter((text) => !text.startsWith('0 ')).join(' and ')} in ${counted(files, 'file')}`;
}

/** `1 file`, `2 files`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function printDiagnostic(diagnostic: Diagnostic, options: PrintOptions): string {
  const { code, severity, message, origin, related, fix } = diagnostic;
  const paint = painter(options.colour);
  const known = options.texts.has(origin.file);
  const where = known ? placeText(origin) : printable(origin.file);
  const lines = [
    `${paint('bold', where)}  ${paint(severity, `${severity}[${code}]`)}  ${printable(message)}`,
    ...(known ? excerpt(origin, severity, options) : []),
    ...related.map(
      (one) => `  ${paint('faint', 'see:')} ${placeText(one.origin)}  ${printable(one.message)}`,
    ),
    ...(fix ? [`  ${paint('help', 'help:')} ${printable(fix.title)}`] : []),
    `  ${paint('faint', `docs: ${whereExplained(code)}`)}`,
  ];
  return `${lines.join('\n')}\n`;
}

function placeText({ file, start }: Origin): string {
  return `${printable(file)}:${start.line}:${start.column}`;
}

/** The first line of a range, and a line of `^~~~` below it. */
function excerpt(origin: Origin, severity: Severity, options: PrintOptions): readonly string[] {
  const paint = painter(options.colour);
  const number = String(origin.start.line);
  const gutter = number.length + 5;
  const room = Math.max(options.columns - gutter, 40);
  const { before, marked, after } = lineParts(origin, options.texts.get(origin.file) ?? '', room);
  const [left, middle, right] = windowed([before, marked, after], room);
  const underline = `^${'~'.repeat(Math.max(widthOf(middle) - 1, 0))}`;
  return [
    `  ${paint('faint', `${number} |`)} ${textOf([...left, ...middle, ...right])}`.trimEnd(),
    `  ${paint('faint', `${' '.repeat(number.length)} |`)} ${' '.repeat(widthOf(left))}${paint(severity, underline)}`,
  ];
}

interface LineParts {
  readonly before: readonly Cell[];
  readonly marked: readonly Cell[];
  readonly after: readonly Cell[];
}

/** The line that a range begins on, cut at the range. Of a very long line only what can be shown. */
function lineParts({ start, end }: Origin, text: string, room: number): LineParts {
  const lineStart = start.offset - (start.column - 1);
  const from = Math.max(lineStart, start.offset - room);
  const to = start.offset + room + 1;
  const rest = (/^[^\n]*/.exec(text.slice(start.offset, to))?.[0] ?? '').replace(/\r$/, '');
  const markedLength = end.line === start.line ? end.offset - start.offset : rest.trimEnd().length;
  const all = cells(text.slice(from, start.offset) + rest);
  const first = countUnits(all, start.offset - from);
  const behind = countUnits(all, start.offset - from + markedLength);
  const cut = { text: '…', width: 1, length: 0 };
  const before = all.slice(0, first);
  return {
    before: from > lineStart ? [cut, ...before] : before,
    marked: all.slice(first, behind),
    after: all.slice(behind),
  };
}

/** How many cells the first `units` UTF-16 units make. */
function countUnits(all: readonly Cell[], units: number): number {
  let left = units;
  const found = all.findIndex((cell) => {
    left -= cell.length;
    return left < 0;
  });
  return found < 0 ? all.length : found;
}

/** Cuts so that the beginning of the marked part can be seen, with as much around it as fits. */
function windowed(
  [before, marked, after]: readonly [readonly Cell[], readonly Cell[], readonly Cell[]],
  room: number,
): readonly [readonly Cell[], readonly Cell[], readonly Cell[]] {
  const shownMarked = Math.min(widthOf(marked), Math.floor(room / 2));
  const left = fitted(before.toReversed(), room - shownMarked - Math.min(widthOf(after), 20)).toReversed();
  const middle = fitted(marked, room - widthOf(left));
  const right = middle.length < marked.length ? [] : fitted(after, room - widthOf(left) - widthOf(middle));
  return [left, middle, right];
}

/** As many cells as fit, the last of them `…` if some do not. */
function fitted(all: readonly Cell[], room: number): readonly Cell[] {
  if (widthOf(all) <= room) return all;
  let width = 1;
  const kept = all.findIndex((cell) => {
    width += cell.width;
    return width > room;
  });
  return [...all.slice(0, Math.max(kept, 0)), { text: '…', width: 1, length: 0 }];
}

function widthOf(all: readonly Cell[]): number {
  return all.reduce((width, cell) => width + cell.width, 0);
}

function textOf(all: readonly Cell[]): string {
  return all.map((cell) => cell.text).join('');
}

type Style = Severity | 'bold' | 'faint' | 'help';

const styles: Readonly<Record<Style, string>> = {
  error: '1;31',
  warning: '1;33',
  bold: '1',
  faint: '2',
  help: '32',
};

function painter(colour: boolean): (style: Style, text: string) => string {
  return (style, text) => (colour ? `\u001b[${styles[style]}m${text}\u001b[0m` : text);
}
