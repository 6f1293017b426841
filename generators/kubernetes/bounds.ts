import { assertNever } from '../../pim/assert-never.ts';
import type { Element, ElementId } from '../../pim/model.ts';
import { isStructure, type ModelIndex, storedFieldsOf } from '../../pim/model-index.ts';
import type { SizeRange, Type } from '../../pim/type.ts';
import { referencedIdType } from './placement.ts';

/** Greatest lengths and sizes to count with in place of those that the model states. */
export type Bounds = ReadonlyMap<SizeRange, number>;

/** What lengths follow from. */
export interface Sizing {
  readonly index: ModelIndex;
  readonly bounds?: Bounds | undefined;
}

export function greatest(size: SizeRange, bounds: Bounds | undefined): number {
  return bounds?.get(size) ?? size.max;
}

/** How many of a node there can be in one object, by the sizes of the lists and maps around it. */
export function placesIn(within: readonly SizeRange[], bounds?: Bounds): number {
  return within.reduce((total, size) => total * Math.max(1, greatest(size, bounds)), 1);
}

/** A length or a size of the model, as one names it to a person. */
export interface NamedBound {
  readonly name: string;
  readonly size: SizeRange;
}

/** Every length and size that an element has within it, outermost first; each once. */
export function boundsWithin(start: ElementId, index: ModelIndex): readonly NamedBound[] {
  const found = new Map<SizeRange, { readonly name: string; readonly owner: string }>();
  const seen = new Set<ElementId>();
  const ofSize = (size: SizeRange, name: string, owner: string): void => {
    if (!found.has(size)) found.set(size, { name, owner });
  };
  const ofType = (type: Type, name: string, owner: string): void => {
    switch (type.kind) {
      case 'string':
        return ofSize(type.length, name, owner);
      case 'list':
        ofSize(type.size, name, owner);
        return ofType(type.element, `an item of ${name}`, owner);
      case 'map':
        ofSize(type.size, name, owner);
        ofType(type.key, `a key of ${name}`, owner);
        return ofType(type.value, `a value of ${name}`, owner);
      case 'named':
        return ofElement(index.get(type.id));
      case 'reference': {
        const id = referencedIdType(index, type);
        return id && ofType(id, name, owner);
      }
      case 'boolean':
      case 'integer':
      case 'number':
      case 'decimal':
      case 'duration':
      case 'format':
      case 'date':
      case 'dateTime':
      case 'cidr':
      case 'caller':
      case 'json':
      case 'secret':
      case 'unresolved':
        return undefined;
      default:
        return assertNever(type);
    }
  };
  const ofElement = (element: Element | undefined): void => {
    if (!element || seen.has(element.id)) return;
    seen.add(element.id);
    if (element.kind === 'type') ofType(element.base, quoted(element.name), '');
    else if (element.kind === 'union') for (const one of element.alternatives) ofElement(one);
    else if (isStructure(element))
      for (const field of storedFieldsOf(element)) ofType(field.type, quoted(field.name), element.name);
  };
  ofElement(index.get(start));
  const named = [...found].map(([size, { name, owner }]) => ({ size, name, owner }));
  const count = Map.groupBy(named, ({ name }) => name);
  return named.map(({ size, name, owner }) => ({
    size,
    name: owner === '' || count.get(name)?.length === 1 ? name : name.replace('`', `\`${owner}.`),
  }));
}

function quoted(name: string): string {
  return `\`${name}\``;
}
