import type { OutputFile, Render } from 'pimento/target';
import { csvRow } from './csv-row.ts';
import type { DictionaryPsm } from './psm.ts';

/** The template has the rows; what is in them has been decided. */
export function emit(psm: DictionaryPsm, render: Render): readonly OutputFile[] {
  return psm.files.map(({ path, context, separator, rows }) => ({
    path,
    element: context,
    ...render('data-dictionary/context', {
      rows: rows.map(({ element, cells }) => ({ element, text: csvRow(cells, separator) })),
    }),
  }));
}
