import { idFieldOf, isStructure, type ModelIndex } from '../pim/model-index.ts';
import type { FieldTypeSource } from '../pim/typing.ts';

/** Types expressions by the declarations of a model. */
export function typeSourceOf(index: ModelIndex): FieldTypeSource {
  return {
    named: (id) => {
      const element = index.get(id);
      if (element?.kind === 'type') return { kind: 'type', base: element.base };
      if (element?.kind === 'enum' || element?.kind === 'union') return { kind: element.kind };
      // Events, rows of projections and whatever else comes in have fields to read, too.
      return element && 'fields' in element ? { kind: 'structure' } : undefined;
    },
    nameOf: (id) => index.get(id)?.name ?? id,
    idOf: (aggregate) => {
      const element = index.get(aggregate);
      const field = isStructure(element) ? idFieldOf(element) : undefined;
      return field && { field: field.id, type: field.type };
    },
    typeOfField: (id) => {
      const element = index.get(id);
      return element?.kind === 'field' ? element.type : undefined;
    },
  };
}
