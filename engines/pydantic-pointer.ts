import { pointer } from '../generators/core/document.ts';
import { isJsonObject, type JsonValue } from '../pim/json.ts';

/** A place of pydantic's as a JSON pointer: without the names of shapes, and of what is a key. */
export function pydanticPointer(loc: readonly (string | number)[], instance: JsonValue): string {
  let value: JsonValue | undefined = instance;
  let path = '';
  for (const [at, step] of loc.entries()) {
    if (step === '[key]' && at === loc.length - 1) continue;
    const isTag = isJsonObject(value) && !Object.hasOwn(value, step) && Object.values(value).includes(step);
    if (isTag) continue;
    path += pointer(step);
    value =
      isJsonObject(value) || Array.isArray(value) ? (value as Record<string, JsonValue>)[step] : undefined;
  }
  return path;
}
