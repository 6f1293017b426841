import type { ElementId } from '../../pim/model.ts';
import {
  type ModelIndex,
  storedFieldsOf,
  structureOfType,
  underlyingType,
  unionOfType,
} from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';

/** True if a value of the type may hold a Decimal, which is a text in JSON alone. */
export function holdsDecimal(
  index: ModelIndex,
  type: Type,
  seen: ReadonlySet<ElementId> = new Set(),
): boolean {
  const resolved = underlyingType(index, type);
  switch (resolved.kind) {
    case 'decimal':
      return true;
    case 'list':
      return holdsDecimal(index, resolved.element, seen);
    case 'map':
      return holdsDecimal(index, resolved.value, seen);
    default: {
      const union = unionOfType(index, resolved);
      const one = structureOfType(index, resolved);
      const structures = union?.alternatives ?? (one ? [one] : []);
      return structures.some(
        (structure) =>
          !seen.has(structure.id) &&
          storedFieldsOf(structure).some((field) =>
            holdsDecimal(index, field.type, new Set([...seen, structure.id])),
          ),
      );
    }
  }
}
