import { shapeOf } from '../pim/conformance.ts';
import { isJsonObject, type JsonValue, member } from '../pim/json.ts';
import type { ElementId } from '../pim/model.ts';
import { declarationOf, type ModelIndex, underlyingType } from '../pim/model-index.ts';
import { isText } from '../pim/text.ts';
import type { Type } from '../pim/type.ts';

/** Whether a place of an instance that is for any JSON has a text with U+0000 or half of a surrogate pair. */
export function hasOddJson(index: ModelIndex, subject: ElementId, instance: JsonValue): boolean {
  return hasOddParts(
    index,
    { kind: 'named', id: subject, origin: declarationOf(index, subject).origin },
    instance,
  );
}

function hasOddParts(index: ModelIndex, type: Type, value: JsonValue): boolean {
  const resolved = underlyingType(index, type);
  switch (resolved.kind) {
    case 'json':
      return isOdd(value);
    case 'list':
      return (
        Array.isArray(value) && value.some((item: JsonValue) => hasOddParts(index, resolved.element, item))
      );
    case 'map':
      return (
        isJsonObject(value) && Object.values(value).some((one) => hasOddParts(index, resolved.value, one))
      );
    default: {
      if (!isJsonObject(value)) return false;
      const fields = shapeOf(index, resolved, value)?.fields ?? [];
      return fields.some((field) => {
        const part = member(value, field.name);
        return part !== undefined && hasOddParts(index, field.type, part);
      });
    }
  }
}

function isOdd(value: JsonValue): boolean {
  if (typeof value === 'string') return !isText(value);
  if (Array.isArray(value)) return value.some((item: JsonValue) => isOdd(item));
  return isJsonObject(value) && Object.entries(value).some(([key, one]) => !isText(key) || isOdd(one));
}
