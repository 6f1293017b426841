import type { Origin } from './origin.ts';

export type Severity = 'error' | 'warning';

/** A second place that a diagnostic is about, such as the other end of a clash. */
export interface RelatedPlace {
  readonly message: string;
  readonly origin: Origin;
}

/** A mend that can be applied as it stands: replace the text of `origin` by `replacement`. */
export interface Fix {
  readonly title: string;
  readonly origin: Origin;
  readonly replacement: string;
}

/**
 * One problem in the user's words. `code` is stable, kebab-case, and has a page
 * `docs/diagnostics/<code>.md`.
 */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly origin: Origin;
  readonly related: readonly RelatedPlace[];
  readonly fix?: Fix;
}

/** What all diagnostics of one kind share; the doc comment above a constant of it is the kind's page. */
export type DiagnosticKind = Pick<Diagnostic, 'code' | 'severity'>;

export function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(isError);
}

/** Orders by file, then place, then code, so that output never depends on the order of discovery. */
export function compareDiagnostics(left: Diagnostic, right: Diagnostic): number {
  return (
    compareText(left.origin.file, right.origin.file) ||
    left.origin.start.offset - right.origin.start.offset ||
    left.origin.end.offset - right.origin.end.offset ||
    compareText(left.code, right.code) ||
    compareText(left.message, right.message)
  );
}

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** The same diagnostic with every place in it changed: shown under another path, say. */
export function mapOrigins(diagnostic: Diagnostic, change: (origin: Origin) => Origin): Diagnostic {
  const { fix } = diagnostic;
  return {
    ...diagnostic,
    origin: change(diagnostic.origin),
    related: diagnostic.related.map((place) => ({ ...place, origin: change(place.origin) })),
    ...(fix && { fix: { ...fix, origin: change(fix.origin) } }),
  };
}
