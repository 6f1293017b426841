import type { ElementId, Field, Model, Structure, Union } from '../pim/model.ts';
import { isStructure, type ModelIndex } from '../pim/model-index.ts';
import type { Type } from '../pim/type.ts';
import { usesPart } from './aggregate-parts.ts';
import type { CycleStep } from './find-cycles.ts';
import { structureSites } from './model-walk.ts';

/** A structure holds another, or a `one of` value may have a shape. */
export interface Containment extends CycleStep {
  /** The field that holds it; none for a shape. */
  readonly field?: Field;
  /** The field is always there, and never empty. */
  readonly required: boolean;
}

/** What holds what. */
export interface Containments {
  /** Every structure and every union, in the order of the source. */
  readonly nodes: readonly ElementId[];
  from(id: ElementId): readonly Containment[];
}

export function containmentsOf(model: Model, index: ModelIndex): Containments {
  const steps = new Map<ElementId, readonly Containment[]>();
  for (const { structure, aggregate } of structureSites(model)) {
    if (steps.has(structure.id)) continue;
    // What may not be held at all is reported as such.
    const isHeld = (part: Structure | Union): boolean =>
      part.kind === 'value' ||
      part.kind === 'union' ||
      part.kind === 'alternative' ||
      (part.kind === 'entity' && usesPart(aggregate, part.id));
    steps.set(
      structure.id,
      structure.fields.flatMap((field) => ofField(structure.id, field, isHeld, index)),
    );
  }
  for (const declaration of model.contexts.flatMap(({ declarations }) => declarations)) {
    if (declaration.kind !== 'union' || steps.has(declaration.id)) continue;
    const { id: from, alternatives } = declaration;
    steps.set(
      from,
      alternatives.map(({ id: to }) => ({ from, to, required: true })),
    );
  }
  return { nodes: [...steps.keys()], from: (id) => steps.get(id) ?? [] };
}

function ofField(
  from: ElementId,
  field: Field,
  isHeld: (part: Structure | Union) => boolean,
  index: ModelIndex,
): readonly Containment[] {
  if (field.role === 'derived') return [];
  const { part, mayBeEmpty } = held(field.type, index);
  if (!part || !isHeld(part)) return [];
  return [{ from, to: part.id, field, required: !field.optional && !mayBeEmpty }];
}

/** The structure or union at the end of a type, through lists, maps and named types. */
function held(
  type: Type,
  index: ModelIndex,
): { readonly part?: Structure | Union; readonly mayBeEmpty: boolean } {
  let current = type;
  let mayBeEmpty = false;
  const seen = new Set<ElementId>();
  for (;;) {
    if (current.kind === 'list' || current.kind === 'map') {
      if (current.size.min < 1) mayBeEmpty = true;
      current = current.kind === 'list' ? current.element : current.value;
      continue;
    }
    if (current.kind !== 'named' || seen.has(current.id)) return { mayBeEmpty };
    seen.add(current.id);
    const declaration = index.get(current.id);
    if (isStructure(declaration) || declaration?.kind === 'union') return { part: declaration, mayBeEmpty };
    if (declaration?.kind !== 'type') return { mayBeEmpty };
    current = declaration.base;
  }
}

/** Those of which no instance could ever end: something that they must hold has no end either. */
export function endless({ nodes, from }: Containments, index: ModelIndex): ReadonlySet<ElementId> {
  const holders = new Map<ElementId, ElementId[]>();
  const waiting = new Map<ElementId, number>();
  const ends: ElementId[] = [];
  for (const id of nodes) {
    const needed = from(id).filter(({ required }) => required);
    for (const { to } of needed) {
      const known = holders.get(to);
      if (known) known.push(id);
      else holders.set(to, [id]);
    }
    // One shape that ends is enough.
    waiting.set(id, index.get(id)?.kind === 'union' ? Math.min(needed.length, 1) : needed.length);
    if (needed.length === 0) ends.push(id);
  }
  const left = new Set(nodes);
  for (const id of ends) left.delete(id);
  for (let id = ends.pop(); id !== undefined; id = ends.pop()) {
    for (const holder of holders.get(id) ?? []) {
      const rest = (waiting.get(holder) ?? 0) - 1;
      waiting.set(holder, rest);
      if (rest > 0 || !left.delete(holder)) continue;
      ends.push(holder);
    }
  }
  return left;
}
