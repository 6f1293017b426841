import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { JsonObject } from '../../pim/json.ts';
import type { Origin } from '../../pim/origin.ts';

/**
 * Diagnostics for programs, as `schemas/diagnostics.schema.json` has them: a JSON array, lines and
 * columns from 1, offsets in UTF-16 units from 0.
 */
export function jsonReport(diagnostics: readonly Diagnostic[]): string {
  return `${JSON.stringify(diagnostics.map(diagnosticJson), null, 2)}\n`;
}

/** One of them. */
export function diagnosticJson({ code, severity, message, origin, related, fix }: Diagnostic): JsonObject {
  return {
    ...placeJson(origin),
    code,
    severity,
    message,
    related: related.map((place) => ({ ...placeJson(place.origin), message: place.message })),
    ...(fix && { fix: { ...placeJson(fix.origin), title: fix.title, replacement: fix.replacement } }),
  };
}

/** A place as every JSON answer has it. */
export function placeJson({ file, start, end }: Origin): JsonObject {
  return { file, range: { start: { ...start }, end: { ...end } } };
}
