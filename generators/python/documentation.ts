import type { Evolution } from '../../pim/model.ts';

/** What the model says of an element, and that it will go. */
export function documentationOf({
  doc,
  evolution,
}: {
  readonly doc?: string;
  readonly evolution?: Evolution;
}): string {
  const reason = evolution?.deprecated;
  const deprecated = reason === undefined ? '' : `Deprecated${reason === '' ? '.' : `: ${reason}`}`;
  return [doc ?? '', deprecated].filter((one) => one !== '').join('\n\n');
}
