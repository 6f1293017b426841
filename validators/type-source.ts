import { idFieldOf, isStructure, type ModelIndex } from '../pim/model-index.ts';
import type { TypeSource } from '../pim/typing.ts';

/** Types expressions by the declarations of a model. */
export function typeSourceOf(index: ModelIndex): TypeSource {
  return {
    named: (id) => {
      const element = index.get(id);
      if (element?.kind === 'type') return { kind: 'type', base: element.base };
      if (element?.kind === 'enum') return { kind: 'enum' };
      return isStructure(element) ? { kind: 'structure' } : undefined;
    },
    nameOf: (id) => index.get(id)?.name ?? id,
    idOf: (aggregate) => {
      const element = index.get(aggregate);
      const field = isStructure(element) ? idFieldOf(element) : undefined;
      return field && { field: field.id, type: field.type };
    },
  };
}
