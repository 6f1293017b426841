import type { Element, ElementId } from './model.ts';
import type { ModelIndex } from './model-index.ts';

/**
 * The id that an element had under the oldest names that it and what it stands in were given: the same
 * before and after a rename that says `was`. Stored data, locked numbers and comparisons of versions go by it.
 */
export function stableIdOf(index: ModelIndex, id: ElementId): ElementId {
  const element = index.get(id);
  if (!element) throw new Error(`\`${id}\` is no element`);
  const parent = index.parent(id);
  const own = oldestName(element);
  if (!parent) return own ?? id;
  return `${stableIdOf(index, parent.id)}.${own ?? id.slice(parent.id.length + 1)}`;
}

function oldestName(element: Element): string | undefined {
  return element.evolution?.formerNames.at(-1);
}
