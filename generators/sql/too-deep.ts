import type { Context, ElementId, Value } from '../../pim/model.ts';
import {
  aggregatesOf,
  type ModelIndex,
  storedFieldsOf,
  storedType,
  structureOfType,
  unionOfType,
} from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';

/** So many parts of JSON are written out, level by level; twice as many make scripts that nobody reads. */
export const mostParts = 2000;

/** Values of a context's aggregates that hold themselves in more ways, and more levels deep, than can be written out. */
export function tooDeepIn(context: Context, index: ModelIndex): readonly Value[] {
  const found = new Set<Value>();
  for (const aggregate of aggregatesOf(context)) {
    for (const structure of [aggregate, ...aggregate.entities]) {
      for (const { type } of storedFieldsOf(structure)) {
        const parts = new Parts(index);
        parts.count(type, new Map());
        if (parts.counted > mostParts && parts.deepest) found.add(parts.deepest);
      }
    }
  }
  return [...found];
}

/** Counts what would be written, and no further than is bearable. */
class Parts {
  counted = 0;
  /** The value whose levels multiply. */
  deepest: Value | undefined;
  private readonly index: ModelIndex;

  constructor(index: ModelIndex) {
    this.index = index;
  }

  count(given: Type, around: ReadonlyMap<ElementId, number>): void {
    if (this.counted > mostParts) return;
    this.counted += 1;
    const { index } = this;
    const type = storedType(index, given);
    if (type.kind === 'list') this.count(type.element, around);
    if (type.kind === 'map') this.count(type.value, around);
    const union = unionOfType(index, type);
    const structure = structureOfType(index, type);
    const all = union ? union.alternatives : structure ? [structure] : [];
    for (const one of all) {
      const levels = (around.get(one.id) ?? 0) + 1;
      if (one.kind === 'value' && one.depth !== undefined) {
        if (levels > one.depth + 1) continue;
        this.deepest ??= one;
      }
      const inside = new Map([...around, [one.id, levels]]);
      for (const field of storedFieldsOf(one)) this.count(field.type, inside);
    }
  }
}
