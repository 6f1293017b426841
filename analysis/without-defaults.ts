import { defaultOf, shapeOf } from '../pim/conformance.ts';
import { isJsonObject, type JsonValue, jsonObject, member } from '../pim/json.ts';
import type { Structure } from '../pim/model.ts';
import { type ModelIndex, storedFieldsOf, underlyingType, unionOf } from '../pim/model-index.ts';
import type { Type } from '../pim/type.ts';

/** The instance without the members that have their defaults; `keepsOwn` keeps those of the outermost. */
export function withoutDefaults(
  index: ModelIndex,
  structure: Structure,
  instance: JsonValue,
  keepsOwn: boolean,
): JsonValue {
  if (!isJsonObject(instance)) return instance;
  const tag: readonly (readonly [string, JsonValue])[] =
    structure.kind === 'alternative' ? [[unionOf(index, structure).discriminator, structure.wire]] : [];
  return jsonObject([
    ...tag,
    ...storedFieldsOf(structure).flatMap((field): readonly (readonly [string, JsonValue])[] => {
      const value = member(instance, field.name);
      if (value === undefined || (!keepsOwn && value === defaultOf(index, field))) return [];
      return [[field.name, withoutDefaultsOfType(index, field.type, value)]];
    }),
  ]);
}

function withoutDefaultsOfType(index: ModelIndex, type: Type, value: JsonValue): JsonValue {
  const resolved = underlyingType(index, type);
  if (resolved.kind === 'list' && Array.isArray(value)) {
    return value.map((item: JsonValue) => withoutDefaultsOfType(index, resolved.element, item));
  }
  if (resolved.kind === 'map' && isJsonObject(value)) {
    return jsonObject(
      Object.entries(value).map(([key, item]) => [key, withoutDefaultsOfType(index, resolved.value, item)]),
    );
  }
  const structure = shapeOf(index, resolved, value);
  return structure ? withoutDefaults(index, structure, value, false) : value;
}
