import { compareDiagnostics, type Diagnostic } from '../pim/diagnostic.ts';
import type { Model } from '../pim/model.ts';
import { indexModel } from '../pim/model-index.ts';
import { modelChecks } from './model-checks.ts';

/**
 * Everything that is wrong with a model as such, whatever the platform; sorted. The editor and the
 * command line both call this. Never throws, however broken the text was that the model came from.
 */
export function checkModel(model: Model): readonly Diagnostic[] {
  const index = indexModel(model);
  const found: Diagnostic[] = [];
  const codes = new Set<string>();
  for (const check of modelChecks) {
    if (check.after?.some((code) => codes.has(code))) continue;
    const diagnostics = check.check(model, index);
    if (diagnostics.length === 0) continue;
    codes.add(check.code);
    found.push(...diagnostics);
  }
  return found.toSorted(compareDiagnostics);
}
