import type { Named } from '../../pim/model.ts';

/** An element's words for JSDoc: its comment, since when there is it, and whether it will go. */
export function docOf({ doc, evolution }: Pick<Named, 'doc' | 'evolution'>): string {
  const since = evolution?.since;
  const reason = evolution?.deprecated;
  return [
    ...(doc === undefined ? [] : [doc]),
    ...(since === undefined ? [] : [`Since version ${since} of the model.`]),
    ...(reason === undefined ? [] : [`@deprecated ${visible(reason)}`.trimEnd()]),
  ].join('\n\n');
}

/** A text of the model on one line, in which nothing is hidden: comments come without such characters. */
function visible(text: string): string {
  return text.replace(/\p{C}|\p{Zl}|\p{Zp}/gu, (one) => `\\u{${one.codePointAt(0)?.toString(16) ?? ''}}`);
}
