import type { Diagnostic } from '../../pim/diagnostic.ts';
import { diagnosticJson } from '../reports/json.ts';
import type { EngineReport } from './engine-report.ts';

/** As `schemas/judging.schema.json` has it. */
export function judgingJson(
  reports: readonly EngineReport[],
  problems: readonly { readonly id: string; readonly diagnostics: readonly Diagnostic[] }[],
): string {
  const engines = reports.map(({ engine, ...report }) => ({ ...engine, ...report }));
  const told = problems.map(({ id, diagnostics }) => ({ id, diagnostics: diagnostics.map(diagnosticJson) }));
  return `${JSON.stringify({ engines, problems: told }, null, 2)}\n`;
}
