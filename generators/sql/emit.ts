import { serialise } from '../core/document.ts';
import type { OutputFile } from '../core/output.ts';
import type { Render } from '../core/render.ts';
import type { SqlPsm } from './psm.ts';

export function emit(psm: SqlPsm, render: Render): readonly OutputFile[] {
  return [
    ...psm.scripts.map(({ path, context, heading, statements }) => ({
      path,
      element: context,
      ...render('sql/script', { heading, statements }),
    })),
    ...psm.maps.map(({ path, context, document, trace }) => ({
      path,
      element: context,
      ...render('sql/map', { document: serialise(document, 'json', trace) }),
    })),
  ];
}
