import { serialise } from '../core/document.ts';
import type { OutputFile } from '../core/output.ts';
import type { Render } from '../core/render.ts';
import type { JsonSchemaPsm } from './psm.ts';

export function emit(psm: JsonSchemaPsm, render: Render): readonly OutputFile[] {
  return psm.files.map(({ path, element, document, trace }) => ({
    path,
    element,
    ...render('json-schema/schema', { document: serialise(document, 'json', trace) }),
  }));
}
