import type { Projection } from './behaviour.ts';
import { jsonOf, type Outside, type Scope } from './interpreter.ts';
import { type JsonObject, type JsonValue, jsonObject, member } from './json.ts';
import { isStructure, type ModelIndex } from './model-index.ts';

/** What readers see of an aggregate's state: the reference meaning of a projection of an aggregate. */
export function viewOf(
  index: ModelIndex,
  projection: Projection,
  state: JsonObject,
  outside?: Outside,
): JsonObject {
  const aggregate = index.get(projection.aggregate?.id ?? '');
  const fields = isStructure(aggregate) ? aggregate.fields : [];
  const scope: Scope = { self: state, index, ...(outside ? { outside } : {}) };
  return jsonObject(
    projection.fields.flatMap((field): readonly (readonly [string, JsonValue])[] => {
      const derivation = field.derivation ?? fields.find(({ name }) => name === field.name)?.derivation;
      const value = derivation ? jsonOf(derivation, scope) : member(state, field.name);
      return value === undefined || value === null ? [] : [[field.name, value]];
    }),
  );
}
