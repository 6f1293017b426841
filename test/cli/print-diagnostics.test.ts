import { describe, expect, it } from 'vitest';
import { printDiagnostics } from '../../cli/print-diagnostics.ts';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { Origin } from '../../pim/origin.ts';

/** A diagnostic about what stands between `«` and `»`, printed without colour. */
function printed(
  marked: string,
  options: { readonly columns?: number; readonly colour?: boolean } = {},
): string {
  const { text, origin } = unmark(marked);
  const texts = new Map([['m.domain', text]]);
  return printDiagnostics([{ ...problem, origin }], {
    texts,
    colour: options.colour ?? false,
    columns: options.columns ?? 100,
  });
}

/** The two lines of the excerpt. */
function excerpt(marked: string, columns = 100): readonly string[] {
  return printed(marked, { columns }).split('\n').slice(1, 3);
}

function unmark(marked: string): { readonly text: string; readonly origin: Origin } {
  const start = marked.indexOf('«');
  const end = marked.indexOf('»') - 1;
  const text = marked.replace(/[«»]/g, '');
  const position = (offset: number) => {
    const before = text.slice(0, offset).split('\n');
    return { line: before.length, column: (before.at(-1) ?? '').length + 1, offset };
  };
  return { text, origin: { file: 'm.domain', start: position(start), end: position(end) } };
}

const problem: Omit<Diagnostic, 'origin'> = {
  code: 'unknown-name',
  severity: 'error',
  message: 'There is no `Statuss`.',
  related: [],
};

describe('a diagnostic for people', () => {
  it('shows place, line, range, related places, help and docs', () => {
    const { text, origin } = unmark('context Shop {\n  status: «Statuss»\n}\n');
    const other = unmark('«context» Shop {\n').origin;
    const diagnostic: Diagnostic = {
      ...problem,
      origin,
      related: [{ message: 'The context begins here.', origin: other }],
      fix: { title: 'Write `Status`', origin, replacement: 'Status' },
    };
    expect(
      printDiagnostics([diagnostic], { texts: new Map([['m.domain', text]]), colour: false, columns: 80 }),
    ).toBe(
      [
        'm.domain:2:11  error[unknown-name]  There is no `Statuss`.',
        '  2 |   status: Statuss',
        '    |           ^~~~~~~',
        '  see: m.domain:1:1  The context begins here.',
        '  help: Write `Status`',
        '  docs: pimento explain unknown-name',
        '',
        '1 error in 1 file',
        '',
      ].join('\n'),
    );
  });

  const excerpts: readonly { name: string; marked: string; lines: readonly string[] }[] = [
    { name: 'one character', marked: 'a «b» c', lines: ['  1 | a b c', '    |   ^'] },
    { name: 'nothing, at the end of a line', marked: 'ab«»\nc', lines: ['  1 | ab', '    |   ^'] },
    { name: 'nothing, at the end of the file', marked: 'ab\n«»', lines: ['  2 |', '    | ^'] },
    { name: 'several lines', marked: 'a «b c\nd» e', lines: ['  1 | a b c', '    |   ^~~'] },
    {
      name: 'several lines, the first with blanks at its end',
      marked: 'a «b  \nc»',
      lines: ['  1 | a b', '    |   ^'],
    },
    { name: 'a line that ends in CRLF', marked: 'a «b\r\nc»\r\n', lines: ['  1 | a b', '    |   ^'] },
    { name: 'tabs', marked: '\ta\t«b\tc»', lines: ['  1 |     a   b   c', '    |         ^~~~~'] },
    { name: 'wide characters', marked: '世界 «世界» x', lines: ['  1 | 世界 世界 x', '    |      ^~~~'] },
    { name: 'astral characters', marked: '😀 «😀x»', lines: ['  1 | 😀 😀x', '    |    ^~~'] },
    {
      name: 'combining characters',
      marked: 'e\u0301 «e\u0301x»',
      lines: ['  1 | e\u0301 e\u0301x', '    |   ^~'],
    },
    {
      name: 'control characters',
      marked: '\u001b[31m «x»',
      lines: ['  1 | \\u001B[31m x', '    |            ^'],
    },
    { name: 'text that turns around', marked: '\u202e «x»', lines: ['  1 | \\u202E x', '    |        ^'] },
    { name: 'a lone surrogate', marked: '\ud83d «x»', lines: ['  1 | \\uD83D x', '    |        ^'] },
  ];
  it.each(excerpts)('marks $name', ({ marked, lines }) => {
    expect(excerpt(marked)).toEqual(lines);
  });

  it.each([
    ['in the middle', `${'x'.repeat(5000)} «middle» ${'y'.repeat(5000)}`],
    ['at the beginning', `«middle» ${'y'.repeat(5000)}`],
    ['at the end', `${'x'.repeat(5000)} «middle»`],
  ])('shows a window of a very long line: %s', (_, marked) => {
    const [line = '', carets = ''] = excerpt(marked, 80);
    expect(line.length).toBeLessThanOrEqual(80);
    expect(line.slice(carets.indexOf('^'), carets.length)).toBe('middle');
    expect(line).toContain('…');
  });

  it('shows the beginning of a range that is wider than the window', () => {
    const [line = '', carets = ''] = excerpt(`before «${'x'.repeat(5000)}» after`, 80);
    expect(line.length).toBeLessThanOrEqual(80);
    expect(line).toMatch(/before x+…$/);
    expect(carets.length).toBe(line.length);
  });

  it('lets no text drive the terminal', () => {
    const evil = '\u001b]0;evil\u0007\u009b31m\r\n';
    const origin = { ...unmark('«x»').origin, file: `${evil}.domain` };
    const text = printDiagnostics(
      [
        {
          ...problem,
          message: evil,
          origin,
          related: [{ message: evil, origin }],
          fix: { title: evil, origin, replacement: '' },
        },
      ],
      { texts: new Map([[origin.file, `x ${evil}`]]), colour: false, columns: 80 },
    );
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });

  it('shows a file that could not be read without a place', () => {
    const origin = { ...unmark('«x»').origin, file: 'gone.domain' };
    const text = printDiagnostics([{ ...problem, origin }], { texts: new Map(), colour: false, columns: 80 });
    expect(text.split('\n')[0]).toBe('gone.domain  error[unknown-name]  There is no `Statuss`.');
  });

  it('has colours only if they are wanted', () => {
    expect(printed('«x»', { colour: true })).toContain('\u001b[1;31m');
    expect(printed('«x»')).not.toContain('\u001b');
  });

  it('counts errors and warnings', () => {
    const { origin } = unmark('«x»');
    const count = (...severities: readonly Diagnostic['severity'][]) =>
      printDiagnostics(
        severities.map((severity) => ({ ...problem, severity, origin })),
        { texts: new Map(), colour: false, columns: 80 },
      )
        .trimEnd()
        .split('\n')
        .at(-1);
    expect(count('error', 'warning', 'error')).toBe('2 errors and 1 warning in 1 file');
    expect(count('warning', 'warning')).toBe('2 warnings in 1 file');
  });
});
