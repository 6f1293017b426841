import { shapeOf } from '../pim/conformance.ts';
import { isJsonObject, type JsonValue, member, pointerSteps } from '../pim/json.ts';
import type { ElementId } from '../pim/model.ts';
import {
  constrainedTypesOf,
  declarationOf,
  type ModelIndex,
  structureOfType,
  underlyingType,
} from '../pim/model-index.ts';
import type { Type } from '../pim/type.ts';

/** What lies at a place of an instance. */
export interface Place {
  /** What has limits there: the field, the constrained types that it is of, and the structure that it holds. */
  readonly elements: readonly ElementId[];
  /** What it is a part of; undefined for the whole. */
  readonly container: 'structure' | 'list' | 'map' | undefined;
}

/** `path` is a JSON pointer (RFC 6901). */
export function placeIn(index: ModelIndex, subject: ElementId, instance: JsonValue, path: string): Place {
  let type: Type = { kind: 'named', id: subject, origin: declarationOf(index, subject).nameOrigin };
  let value: JsonValue | undefined = instance;
  let around: ElementId[] = [];
  let container: Place['container'];
  for (const key of pointerSteps(path)) {
    const resolved = underlyingType(index, type);
    around.push(...ownersOf(index, type));
    if (resolved.kind === 'list') {
      container = 'list';
      type = resolved.element;
      value = Array.isArray(value) ? (value as readonly JsonValue[])[Number(key)] : undefined;
      continue;
    }
    if (resolved.kind === 'map') {
      container = 'map';
      type = resolved.value;
    } else {
      container = 'structure';
      const structure = value === undefined ? undefined : shapeOf(index, resolved, value);
      const field = structure?.fields.find(({ name }) => name === key);
      if (!field) return { elements: around, container };
      // What lies around a field has no say in it.
      around = [field.id];
      type = field.type;
    }
    value = isJsonObject(value) ? member(value, key) : undefined;
  }
  return { elements: [...around, ...ownersOf(index, type)], container };
}

function ownersOf(index: ModelIndex, type: Type): readonly ElementId[] {
  const structure = structureOfType(index, underlyingType(index, type));
  return [...constrainedTypesOf(index, type).map(({ id }) => id), ...(structure ? [structure.id] : [])];
}
