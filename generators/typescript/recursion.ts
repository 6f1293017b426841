import type { Element, ElementId } from '../../pim/model.ts';
import { isStructure, type ModelIndex } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';

/** True if what is declared by the second may hold, at some depth, what is declared by the first. */
export function leadsBack(index: ModelIndex, from: ElementId, to: ElementId): boolean {
  const seen = new Set<ElementId>();
  const visit = (id: ElementId): boolean => {
    if (id === from) return true;
    if (seen.has(id)) return false;
    seen.add(id);
    return typesIn(index.get(id)).some((type) => namedIn(type).some(visit));
  };
  return visit(to);
}

function typesIn(declaration: Element | undefined): readonly Type[] {
  if (declaration?.kind === 'type') return [declaration.base];
  if (declaration?.kind === 'union')
    return declaration.alternatives.flatMap(({ fields }) => fields.map(({ type }) => type));
  return isStructure(declaration) ? declaration.fields.map(({ type }) => type) : [];
}

/** The declarations that a type names, whatever it makes of them. */
export function namedIn(type: Type): readonly ElementId[] {
  switch (type.kind) {
    case 'named':
      return [type.id];
    case 'list':
      return namedIn(type.element);
    case 'map':
      return [...namedIn(type.key), ...namedIn(type.value)];
    default:
      return [];
  }
}
