import type { Aggregate, ElementId, Field } from '../../pim/model.ts';
import {
  idFieldOf,
  isStructure,
  type ModelIndex,
  storedType,
  underlyingType,
} from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';

/** The parts of a Kubernetes object that hold an aggregate's fields. */
export type ObjectPart = 'metadata' | 'spec' | 'status';

/** Where each field of one aggregate lies in its objects. */
export interface Placement {
  readonly aggregate: Aggregate;
  partOf(field: Field): ObjectPart;
  /** Property names from the object's root on: `['metadata', 'name']`, `['spec', 'capacity']`. */
  pathOf(field: Field): readonly string[];
  readonly spec: readonly Field[];
  /** Derived fields named by the marks too: a controller publishes them. */
  readonly status: readonly Field[];
  /** True if a status nobody has written yet means the same as an empty one. */
  readonly statusMayBeEmpty: boolean;
}

/**
 * The id is the object's name if it is text, the fields that the marks name are its status (written
 * through the status subresource), all others are its spec.
 */
export function placeFields(
  aggregate: Aggregate,
  statusNames: readonly string[],
  index: ModelIndex,
): Placement {
  const names = new Set(statusNames);
  const partOf = (field: Field): ObjectPart => {
    if (field.role === 'id' && isText(field, index)) return 'metadata';
    return field.role !== 'id' && names.has(field.name) ? 'status' : 'spec';
  };
  const status = aggregate.fields.filter((field) => partOf(field) === 'status');
  return {
    aggregate,
    partOf,
    pathOf: (field) => (partOf(field) === 'metadata' ? ['metadata', 'name'] : [partOf(field), field.name]),
    spec: aggregate.fields.filter((field) => field.role !== 'derived' && partOf(field) === 'spec'),
    status,
    statusMayBeEmpty: status.every(
      (field) => field.role === 'derived' || field.optional || field.default !== undefined,
    ),
  };
}

function isText(field: Field, index: ModelIndex): boolean {
  const { kind } = storedType(index, field.type);
  return kind === 'string' || kind === 'format';
}

/** The type of the id that a reference holds, references to references followed; undefined for other types. */
export function referencedIdType(index: ModelIndex, type: Type): Type | undefined {
  const seen = new Set<ElementId>();
  let current = underlyingType(index, type);
  let found: Type | undefined;
  while (current.kind === 'reference' && !seen.has(current.aggregate)) {
    seen.add(current.aggregate);
    const aggregate = index.get(current.aggregate);
    const id = isStructure(aggregate) ? idFieldOf(aggregate) : undefined;
    if (!id) return undefined;
    found = id.type;
    current = underlyingType(index, id.type);
  }
  return current.kind === 'reference' ? undefined : found;
}
