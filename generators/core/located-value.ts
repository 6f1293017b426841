import { type JsonObject, type JsonValue, jsonObject } from '../../pim/json.ts';
import type { Origin } from '../../pim/origin.ts';

/** JSON that remembers where each part of it was written. A model's marks have this shape too. */
export type LocatedValue = LocatedScalar | LocatedList | LocatedObject;

export interface LocatedScalar {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  readonly origin: Origin;
}

export interface LocatedList {
  readonly kind: 'list';
  readonly items: readonly LocatedValue[];
  readonly origin: Origin;
}

export interface LocatedObject {
  readonly kind: 'object';
  /** In the order of the source. */
  readonly entries: readonly LocatedEntry[];
  readonly origin: Origin;
}

export interface LocatedEntry {
  readonly name: string;
  readonly nameOrigin: Origin;
  readonly value: LocatedValue;
}

/** The same without its places. */
export function plainJson(value: LocatedValue): JsonValue {
  switch (value.kind) {
    case 'scalar':
      return value.value;
    case 'list':
      return value.items.map(plainJson);
    case 'object':
      return plainObject(value);
  }
}

/** As `plainJson`, of what is known to be an object. */
export function plainObject(object: LocatedObject): JsonObject {
  return jsonObject(object.entries.map((entry) => [entry.name, plainJson(entry.value)]));
}

/** The place of the part that a path of keys and positions leads to, or of its name. */
export function originAt(value: LocatedValue, path: readonly string[], of: 'name' | 'value'): Origin {
  const [key, ...rest] = path;
  if (key === undefined || value.kind === 'scalar') return value.origin;
  if (value.kind === 'list') {
    const item = value.items[Number(key)];
    return item ? originAt(item, rest, of) : value.origin;
  }
  const entry = value.entries.find((one) => one.name === key);
  if (!entry) return value.origin;
  return rest.length === 0 && of === 'name' ? entry.nameOrigin : originAt(entry.value, rest, of);
}
