import type { ElementId } from '../pim/model.ts';
import type { ModelIndex } from '../pim/model-index.ts';
import type { Type } from '../pim/type.ts';

/** Finds the Secrets inside types, however deep. Each element is looked into once. */
export class SecretFinder {
  private readonly known = new Map<ElementId, readonly string[] | undefined>();
  private readonly index: ModelIndex;

  constructor(index: ModelIndex) {
    this.index = index;
  }

  /** The way to a Secret, as one writes it; undefined if there is none. A reference to another aggregate is no way. */
  within(type: Type): readonly string[] | undefined {
    switch (type.kind) {
      case 'secret':
        return [];
      case 'list':
        return this.within(type.element);
      case 'map':
        return this.within(type.value);
      case 'named':
        return this.inElement(type.id);
      default:
        return undefined;
    }
  }

  private inElement(id: ElementId): readonly string[] | undefined {
    if (this.known.has(id)) return this.known.get(id);
    // What holds itself has no other Secrets than those found on the first way round.
    this.known.set(id, undefined);
    const found = this.search(id);
    this.known.set(id, found);
    return found;
  }

  private search(id: ElementId): readonly string[] | undefined {
    const element = this.index.get(id);
    if (!element) return undefined;
    if (element.kind === 'type') return this.within(element.base);
    const shapes = element.kind === 'union' ? element.alternatives : 'fields' in element ? [element] : [];
    for (const field of shapes.flatMap(({ fields }) => fields)) {
      const way = this.within(field.type);
      if (way) return [field.name, ...way];
    }
    return undefined;
  }
}
