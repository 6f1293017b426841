import { defineTarget, notEnforceable } from 'pimento/target';
import { check } from './check.ts';
import { emit } from './emit.ts';
import { marks } from './marks.ts';
import type { DictionaryPsm } from './psm.ts';
import { transform } from './transform.ts';

/** A data dictionary of each context: what there is, what it is called and what it may be. */
export const dataDictionary = defineTarget<DictionaryPsm>({
  id: 'data-dictionary',
  title: 'A data dictionary of each context, as CSV for any spreadsheet',
  marks,
  needs: [],
  transform,
  symbols: () => new Map(),
  enforce: () => notEnforceable('a data dictionary describes data and refuses none'),
  check,
  emit,
});
