import type { Diagnostic, Fix, RelatedPlace, Severity } from '../pim/diagnostic.ts';
import type { Model } from '../pim/model.ts';
import type { ModelIndex } from '../pim/model-index.ts';
import type { Origin } from '../pim/origin.ts';

/**
 * One kind of problem that a model can have. The doc comment above each check's export is the page
 * `docs/diagnostics/<code>.md`. A check must bear every model that `buildPim` can make, except for
 * what it names in `after`.
 */
export interface ModelCheck {
  readonly code: string;
  readonly severity: Severity;
  /**
   * Codes that the check relies on the absence of: it does not run on a model that has one of them.
   * `errors` are all that are errors: it evaluates what the model says, which must mean something.
   */
  readonly after?: readonly string[] | 'errors';
  check(model: Model, index: ModelIndex): readonly Diagnostic[];
}

export interface DiagnosticDetails {
  readonly related?: readonly RelatedPlace[];
  readonly fix?: Fix | undefined;
}

/** A finding of a check. */
export function finding(
  check: ModelCheck,
  message: string,
  origin: Origin,
  { related = [], fix }: DiagnosticDetails = {},
): Diagnostic {
  const { code, severity } = check;
  return { code, severity, message, origin, related, ...(fix ? { fix } : {}) };
}
