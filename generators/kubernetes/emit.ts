import type { ElementId } from '../../pim/model.ts';
import { serialise } from '../core/document.ts';
import { oneLine } from '../core/invisible.ts';
import { generatedNotice } from '../core/notice.ts';
import type { OutputFile } from '../core/output.ts';
import type { Render } from '../core/render.ts';
import type { KubernetesPsm, PlacedRule } from './psm.ts';

export function emit(psm: KubernetesPsm, render: Render): readonly OutputFile[] {
  const definitions = psm.documents.map(({ path, aggregate, origin, document, trace, rules }) => ({
    path,
    element: aggregate,
    ...render('kubernetes/crd', {
      notice: generatedNotice(origin),
      unenforced: unenforced(rules),
      document: serialise(document, 'yaml', trace),
    }),
  }));
  const objects = psm.objects.map(({ path, element, origin, comments, document, trace }) => ({
    path,
    element,
    ...render('kubernetes/object', {
      notice: generatedNotice(origin),
      comments,
      document: serialise(document, 'yaml', trace),
    }),
  }));
  return [...definitions, ...objects];
}

/** Each rule that the document does not hold, once, with the reason; nobody should believe that it does. */
function unenforced(
  rules: readonly PlacedRule[],
): readonly { readonly rule: ElementId; readonly reason: string }[] {
  const reasons = new Map<ElementId, string>();
  for (const { rule, reason } of rules) {
    if (reason !== undefined && !reasons.has(rule)) reasons.set(rule, oneLine(reason).replace(/\.$/, ''));
  }
  return [...reasons].map(([rule, reason]) => ({ rule, reason }));
}
