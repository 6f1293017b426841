import { serialise } from '../core/document.ts';
import { generatedNotice } from '../core/notice.ts';
import type { OutputFile } from '../core/output.ts';
import type { Render } from '../core/render.ts';
import type { KubernetesPsm } from './psm.ts';

export function emit(psm: KubernetesPsm, render: Render): readonly OutputFile[] {
  return psm.documents.map(({ path, origin, document, trace }) => ({
    path,
    ...render('kubernetes/crd', {
      notice: generatedNotice(origin),
      document: serialise(document, 'yaml', trace),
    }),
  }));
}
