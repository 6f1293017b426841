import type { Context, ElementId } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { dependenciesOf } from './dependencies.ts';
import { elementsOf } from './elements.ts';

/** The contexts of a model, each alone unless some need each other: those stand together. */
export function contextGroups(index: ModelIndex): readonly (readonly Context[])[] {
  const contexts = index.model.contexts.filter((context) => elementsOf(context).length > 0);
  const reached = new Map(contexts.map((context) => [context.id, reachedFrom(context, index)]));
  const reaches = (from: ElementId, to: ElementId): boolean => reached.get(from)?.has(to) ?? false;
  return contexts.flatMap((context) => {
    const group = contexts
      .filter(
        (other) => other === context || (reaches(context.id, other.id) && reaches(other.id, context.id)),
      )
      .toSorted((left, right) => (left.id < right.id ? -1 : 1));
    return group[0] === context ? [group] : [];
  });
}

function reachedFrom(start: Context, index: ModelIndex): ReadonlySet<ElementId> {
  const found = new Set<ElementId>();
  const next = [start];
  for (let context = next.pop(); context; context = next.pop()) {
    for (const element of elementsOf(context)) {
      const { early, late } = dependenciesOf(element, index);
      for (const id of [...early, ...late]) {
        const other = index.context(id);
        if (found.has(other.id)) continue;
        found.add(other.id);
        next.push(other);
      }
    }
  }
  return found;
}
