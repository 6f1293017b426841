import type { Diagnostic } from '../pim/diagnostic.ts';
import type { Model } from '../pim/model.ts';
import { buildPim } from './build-pim.ts';
import { parseText } from './parse.ts';

/** What one text says. `model` is as whole as the text: with an error among `diagnostics`, parts may be missing. */
export interface ReadModel {
  readonly model: Model | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a model that is one text. Model checks are the caller's next step. */
export function readModelText(text: string, file = 'model.domain'): ReadModel {
  const parsed = parseText(text, file);
  const built = buildPim([parsed]);
  return { model: built?.model, diagnostics: [...parsed.diagnostics, ...(built?.diagnostics ?? [])] };
}
