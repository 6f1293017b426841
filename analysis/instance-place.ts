import { isJsonObject, type JsonObject, type JsonValue, member, pointerSteps } from '../pim/json.ts';
import type { ElementId, Field } from '../pim/model.ts';
import { type ModelIndex, storedFieldsOf, structureOfType } from '../pim/model-index.ts';
import type { Type } from '../pim/type.ts';
import type { TextSubject } from './readable-text.ts';
import { withMember, withoutMember } from './sample-value.ts';

/** The keys and positions on the way to a part of a document. */
export type Path = readonly (string | number)[];

/**
 * What a search works on: the instance as `self` and, for transition rules, the state before as
 * `old`, both with their defaults filled in.
 */
export type Draft = JsonObject;

/** A part of a draft that may or may not be there, with all that is needed to fill it. */
export interface Place {
  readonly path: Path;
  readonly type: Type;
  /** May be taken away: `T?`. */
  readonly optional: boolean;
  readonly subject: TextSubject;
  /** The place that it lies in; none for a whole instance. */
  readonly parent?: Place;
}

/** Sets a part of a draft, or takes it away where the value is undefined. */
export interface Edit {
  readonly path: Path;
  readonly value: JsonValue | undefined;
}

export function fieldPlace(place: Place, field: Field): Place {
  return {
    path: [...place.path, field.name],
    type: field.type,
    optional: field.optional,
    subject: { owner: place.subject.owner, field: field.name },
    parent: place,
  };
}

/** The place of a field in whatever structure the place holds; undefined for a derived field. */
export function fieldPlaceById(index: ModelIndex, place: Place, field: ElementId): Place | undefined {
  const structure = structureOfType(index, place.type);
  const stored = structure && storedFieldsOf(structure).find(({ id }) => id === field);
  if (!structure || !stored) return undefined;
  return { ...fieldPlace(place, stored), subject: { owner: structure.name, field: stored.name } };
}

export function elementPlace(list: Place, element: Type, position: number): Place {
  return {
    path: [...list.path, position],
    type: element,
    optional: false,
    subject: list.subject,
    parent: list,
  };
}

export function valueAt(document: JsonValue, path: Path): JsonValue | undefined {
  let current: JsonValue | undefined = document;
  for (const key of path) {
    if (typeof key === 'number')
      current = Array.isArray(current) ? (current as readonly JsonValue[])[key] : undefined;
    else current = isJsonObject(current) ? member(current, key) : undefined;
    if (current === undefined) return undefined;
  }
  return current === null ? undefined : current;
}

/** The document after the edits; an edit below something that is not there changes nothing. */
export function applyEdits(document: JsonObject, edits: readonly Edit[]): JsonObject {
  let changed: JsonValue = document;
  for (const { path, value } of edits) changed = edited(changed, path, value);
  return isJsonObject(changed) ? changed : document;
}

function edited(document: JsonValue, path: Path, value: JsonValue | undefined): JsonValue {
  const [key, ...rest] = path;
  if (key === undefined) return value ?? null;
  if (typeof key === 'number') {
    if (!isList(document) || key >= document.length) return document;
    const item = document[key];
    if (rest.length === 0 && value === undefined) return document.toSpliced(key, 1);
    return item === undefined ? document : document.with(key, edited(item, rest, value));
  }
  if (!isJsonObject(document)) return document;
  if (rest.length === 0)
    return value === undefined ? withoutMember(document, key) : withMember(document, key, value);
  const child = member(document, key);
  return child === undefined ? document : withMember(document, key, edited(child, rest, value));
}

export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** The keys of a JSON pointer (RFC 6901), positions as numbers where the document has lists. */
export function pathOfPointer(document: JsonValue, pointer: string): Path {
  const path: (string | number)[] = [];
  for (const key of pointerSteps(pointer)) {
    path.push(isList(valueAt(document, path)) ? Number(key) : key);
  }
  return path;
}

export function pointerOfPath(path: Path): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

export function startsWith(path: Path, beginning: Path): boolean {
  return beginning.length <= path.length && beginning.every((key, position) => path[position] === key);
}
