import type { Event } from './behaviour.ts';
import { withDefaults } from './conformance.ts';
import { jsonOf } from './interpreter.ts';
import { isJsonObject, type JsonObject, type JsonValue, jsonObject } from './json.ts';
import type { ElementId } from './model.ts';
import type { ModelIndex } from './model-index.ts';
import { payloadIndex, payloadValue } from './payload-index.ts';

/**
 * What data of an earlier version of an event has become, step by step as `was … becomes` says: the reference
 * meaning of event versions. It is still to be judged as the event's own data.
 */
export function upgraded(index: ModelIndex, event: Event, version: ElementId, data: JsonObject): JsonObject {
  const start = event.previous.findIndex(({ id }) => id === version);
  // Newest first: what is before it in the list comes after it in time.
  return event.previous.slice(0, start + 1).reduceRight<JsonObject>((older, one) => {
    const filled = withDefaults(payloadIndex(index, one), payloadValue(one), older);
    const input = isJsonObject(filled) ? filled : older;
    return jsonObject(
      one.becomes.flatMap(({ name, value }): readonly (readonly [string, JsonValue])[] => {
        const given = jsonOf(value, { self: null, index, input });
        return given === undefined || given === null ? [] : [[name, given]];
      }),
    );
  }, data);
}
