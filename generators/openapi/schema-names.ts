import type { Context, ElementId, Field, Structure } from '../../pim/model.ts';
import {
  declarationOf,
  type ModelIndex,
  structureOfType,
  structuresOf,
  underlyingType,
} from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import { pointer } from '../core/document.ts';

/** What the schemas of one document are called. */
export interface SchemaNames {
  /** A declaration of another context keeps that context's name: two contexts may have a word each. */
  state(id: ElementId): string;
  /**
   * The schema of answers. Derived fields are computed, never sent: a request with one is not
   * refused, whatever it says. So the state has a schema without them, and answers one that adds
   * them; the two are the same where nothing is derived.
   */
  view(id: ElementId): string;
  /** True for a field that an answer says more of than the state does. */
  saysMore(field: Field): boolean;
}

export function schemaNames(context: Context, index: ModelIndex, derived: DerivedStructures): SchemaNames {
  const state = (id: ElementId): string => {
    const home = index.context(id);
    const { name } = declarationOf(index, id);
    return home.id === context.id ? name : `${home.name}.${name}`;
  };
  return {
    state,
    view: (id) => {
      const origin = declarationOf(index, id).nameOrigin;
      const structure = structureIn({ kind: 'named', id, origin }, index);
      return structure && derived.has(structure) ? `${state(structure.id)}View` : state(id);
    },
    saysMore: (field) => {
      const structure = structureIn(field.type, index);
      return field.role === 'derived' || (structure !== undefined && derived.has(structure));
    },
  };
}

export function schemaPointer(name: string): string {
  return `#${pointer('components', 'schemas', name)}`;
}

/** The structures with a derived field in them, at any depth. */
export type DerivedStructures = ReadonlySet<Structure>;

export function derivedStructures(index: ModelIndex): DerivedStructures {
  const holders = new Map<Structure, Structure[]>();
  const found = new Set<Structure>();
  for (const structure of index.model.contexts.flatMap(structuresOf)) {
    if (structure.fields.some((field) => field.role === 'derived')) found.add(structure);
    for (const field of structure.fields) {
      const held = structureIn(field.type, index);
      if (!held) continue;
      const others = holders.get(held);
      if (others) others.push(structure);
      else holders.set(held, [structure]);
    }
  }
  // A set is walked in the order of insertion, what is added on the way included.
  for (const structure of found) for (const holder of holders.get(structure) ?? []) found.add(holder);
  return found;
}

/** The structure of a value of the type, or of a list's items. */
function structureIn(type: Type, index: ModelIndex): Structure | undefined {
  const underlying = underlyingType(index, type);
  return underlying.kind === 'list'
    ? structureIn(underlying.element, index)
    : structureOfType(index, underlying);
}
