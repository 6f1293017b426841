import type { Diagnostic } from '../../pim/diagnostic.ts';
import { printable } from '../printable.ts';

/**
 * Diagnostics as workflow commands of GitHub Actions, which shows each at its line of a change
 * (https://docs.github.com/actions/reference/workflow-commands-for-github-actions).
 */
export function githubReport(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(annotation).join('');
}

function annotation({ code, severity, message, origin, related, fix }: Diagnostic): string {
  const { start, end } = origin;
  const properties = [
    ['file', origin.file],
    ['line', start.line],
    ['endLine', end.line],
    // Columns are taken for a single line only.
    ...(start.line === end.line ? [['col', start.column] as const, ['endColumn', end.column] as const] : []),
    ['title', code],
  ] as const;
  const text = [
    message,
    ...related.map((one) => `See ${one.origin.file}:${one.origin.start.line}: ${one.message}`),
    ...(fix ? [`Help: ${fix.title}`] : []),
  ].map(printable);
  const list = properties.map(([name, value]) => `${name}=${escapeProperty(printable(String(value)))}`);
  return `::${severity} ${list.join(',')}::${escapeData(text.join('\n'))}\n`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
