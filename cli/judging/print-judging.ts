import type { Reason } from '../../engines/engine.ts';
import { counted } from '../print-diagnostics.ts';
import { printable } from '../printable.ts';
import type { Disagreement, EngineReport } from './engine-report.ts';

/** A row for each engine. */
export function printReports(reports: readonly EngineReport[]): string {
  const rows = reports.map(({ engine, ...one }): readonly string[] => [
    engine.id,
    `${one.run} run`,
    `${one.agreed} agreed`,
    `${one.disagreed.length} disagreed`,
    `${one.exceptions.length} exceptions`,
    `${one.notEnforceable.length} not enforceable`,
    `${one.notRun.length} not run`,
  ]);
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map(
      (row) =>
        `${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('   ')}\n`,
    )
    .join('');
}

/** What each engine says otherwise than it is expected to, and what it was not asked. */
export function printDetails(reports: readonly EngineReport[]): string {
  return reports
    .flatMap(({ engine, disagreed, notRun }) => [
      ...disagreed.map((one) => `\n${disagreement(engine.id, one)}\n`),
      ...grouped(notRun).map(
        ([reason, ids]) => `\n${engine.id} was not asked ${cases(ids)}: ${printable(reason)}\n`,
      ),
    ])
    .join('');
}

function disagreement(engine: string, { id, expected, got, reasons }: Disagreement): string {
  const head = `${engine} disagrees on \`${printable(id)}\`: expected ${expected}, got ${got}`;
  return [head, ...reasons.map((reason) => `  ${printable(reasonText(reason))}`)].join('\n');
}

function reasonText({ path, rule, message }: Reason): string {
  return [...(path ? [path] : []), message, ...(rule === undefined ? [] : [`(${rule})`])].join(' ');
}

function grouped(
  all: readonly { readonly id: string; readonly reason: string }[],
): readonly (readonly [string, readonly string[]])[] {
  return [...Map.groupBy(all, ({ reason }) => reason)].map(([reason, same]) => [
    reason,
    same.map(({ id }) => id),
  ]);
}

function cases(ids: readonly string[]): string {
  return ids.length === 1 ? `\`${printable(ids[0] ?? '')}\`` : counted(ids.length, 'case');
}
