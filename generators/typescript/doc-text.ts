import type { Named } from '../../pim/model.ts';
import { commentText } from '../core/invisible.ts';

/** An element's words for JSDoc: its comment, since when there is it, and whether it will go. */
export function docOf({ doc, evolution }: Pick<Named, 'doc' | 'evolution'>): string {
  const since = evolution?.since;
  const reason = evolution?.deprecated;
  return [
    ...(doc === undefined ? [] : [doc]),
    ...(since === undefined ? [] : [`Since version ${since} of the model.`]),
    ...(reason === undefined ? [] : [`@deprecated ${commentText(reason)}`.trimEnd()]),
  ].join('\n\n');
}
