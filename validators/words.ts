import type { Element } from '../pim/model.ts';

/** What a kind of element is called. */
export function wordOf({ kind }: Pick<Element, 'kind'>): string {
  switch (kind) {
    case 'union':
      return 'value';
    case 'alternative':
      return 'shape';
    case 'eventVersion':
      return 'version';
    default:
      return kind;
  }
}

/** `an event`, `a command`. */
export function withArticle(word: string): string {
  return /^[aeiou]/.test(word) ? `an ${word}` : `a ${word}`;
}

/** Names in a row: `a`, `b` and `c`. */
export function listed(names: readonly string[], joint = 'and'): string {
  const marked = names.map((name) => `\`${name}\``);
  const last = marked.at(-1) ?? '';
  return marked.length < 2 ? last : `${marked.slice(0, -1).join(', ')} ${joint} ${last}`;
}
