import type { Element, ElementId } from '../pim/model.ts';
import type { ModelIndex } from '../pim/model-index.ts';
import type { Origin } from '../pim/origin.ts';

/** A name in a text, and what it leads to. Offsets are of the file. */
export interface Occurrence {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly element: ElementId;
  readonly isDeclaration: boolean;
}

type Texts = (file: string) => string | undefined;
type Part = Readonly<Record<string, unknown>>;

/**
 * Every written name of a model that leads to an element, in the given file or in all. Names that are implied
 * (a field that is filled because something near has its name) are none.
 */
export function occurrencesIn(index: ModelIndex, textOf: Texts, file?: string): readonly Occurrence[] {
  const found = new Map<string, Occurrence>();
  const add = (
    origin: Origin,
    element: ElementId,
    isDeclaration: boolean,
    side: 'first' | 'last',
    isShort = false,
  ): void => {
    if (file !== undefined && origin.file !== file) return;
    const name = isDeclaration ? undefined : simpleName(index.get(element), element, isShort);
    const place = isDeclaration
      ? [origin.start.offset, origin.end.offset]
      : wordIn(textOf(origin.file) ?? '', origin, name ?? '', side);
    if (!place) return;
    const [start = 0, end = 0] = place;
    if (side === 'last' && !isShort) addQualifiers(origin.file, start, element);
    const key = `${origin.file} ${start}`;
    const known = found.get(key);
    // What stands for itself and for a field near by is a use of that field, too; the declaration is told.
    if (!known || (isDeclaration && !known.isDeclaration))
      found.set(key, { file: origin.file, start, end, element, isDeclaration });
  };
  /** `Sales.Order.Paid` names the context and the aggregate, too. */
  const addQualifiers = (where: string, start: number, element: ElementId): void => {
    const text = textOf(where) ?? '';
    let before = start;
    for (let parent = index.parent(element); parent; parent = index.parent(parent.id)) {
      const [whole, name = ''] = /(\w+)\s*\.\s*$/.exec(text.slice(Math.max(0, before - 200), before)) ?? [];
      if (whole === undefined || name !== parent.name) continue;
      const at = before - whole.length;
      const key = `${where} ${at}`;
      if (!found.has(key))
        found.set(key, {
          file: where,
          start: at,
          end: at + name.length,
          element: parent.id,
          isDeclaration: false,
        });
      before = at;
    }
  };
  walk(index.model, new Set(), (part) => {
    const { origin, nameOrigin, kind, id } = part as { [name: string]: never };
    if (nameOrigin && id && kind !== 'key' && kind !== 'model') add(nameOrigin, id, true, 'first');
    else if (origin && part['ambient'] === 'aggregate') {
      const { aggregate } = part['type'] as { readonly aggregate: ElementId };
      add(origin, aggregate, false, 'last', true);
    } else if (origin) for (const [element, side] of ledTo(part)) add(origin, element, false, side);
  });
  return [...found.values()].toSorted(
    (left, right) =>
      (left.file < right.file ? -1 : left.file > right.file ? 1 : 0) || left.start - right.start,
  );
}

/** The element that a name at an offset leads to. */
export function occurrenceAt(all: readonly Occurrence[], offset: number): Occurrence | undefined {
  return all.find((one) => one.start <= offset && offset <= one.end);
}

/** What a part of a model leads to, and at which side of its text the name stands. */
function ledTo(part: Part): readonly (readonly [ElementId, 'first' | 'last'])[] {
  const one = (key: string, side: 'first' | 'last'): readonly (readonly [ElementId, 'first' | 'last'])[] => {
    const value = part[key];
    return typeof value === 'string' ? [[value, side]] : [];
  };
  switch (part['kind']) {
    case 'named':
      return one('id', 'last');
    case 'reference':
      return one('aggregate', 'last');
    case 'fieldAccess':
      return one('field', 'last');
    case 'enumReference':
      return one('literal', 'last');
    case 'construction':
      return one('structure', 'first');
    case 'call':
      return one('callee', 'first');
    case 'isAlternative':
      return one('alternative', 'last');
    case undefined:
      return [
        ...('value' in part ? one('field', 'first') : []),
        ...('name' in part ? one('id', 'last') : []),
      ];
    default:
      return [];
  }
}

/** The name that stands in a text; an event's aggregate is called by its short name where it is read. */
function simpleName(element: Element | undefined, id: ElementId, isShort: boolean): string {
  const name = element?.name ?? id.slice(id.lastIndexOf('.') + 1);
  return isShort ? shortName(name) : name;
}

/** `Fabric` as what an event is about: `fabric`. */
export function shortName(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function wordIn(
  text: string,
  { start, end }: Origin,
  name: string,
  side: 'first' | 'last',
): readonly [number, number] | undefined {
  if (!/^\w+$/.test(name)) return undefined;
  const places = [...text.slice(start.offset, end.offset).matchAll(new RegExp(`\\b${name}\\b`, 'g'))];
  const found = side === 'first' ? places[0] : places.at(-1);
  if (!found) return undefined;
  const at = start.offset + found.index;
  return [at, at + name.length];
}

function walk(value: unknown, seen: Set<unknown>, visit: (part: Part) => void): void {
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  if (Array.isArray(value)) for (const item of value) walk(item, seen, visit);
  else {
    visit(value as Part);
    for (const [key, inner] of Object.entries(value)) {
      if (key !== 'origin' && key !== 'nameOrigin') walk(inner, seen, visit);
    }
  }
}
