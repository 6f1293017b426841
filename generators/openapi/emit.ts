import { serialise } from '../core/document.ts';
import { generatedNotice } from '../core/notice.ts';
import type { OutputFile } from '../core/output.ts';
import type { Render } from '../core/render.ts';
import type { OpenApiPsm } from './psm.ts';

export function emit(psm: OpenApiPsm, render: Render): readonly OutputFile[] {
  return psm.documents.map(({ path, context, document, trace }) => ({
    path,
    element: context.element,
    ...render('openapi/document', {
      notice: generatedNotice(context.nameOrigin),
      document: serialise(document, 'yaml', trace),
    }),
  }));
}
