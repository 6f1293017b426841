import { assertNever } from './assert-never.ts';
import type {
  Aggregate,
  ConstrainedType,
  Context,
  Declaration,
  Element,
  ElementId,
  Entity,
  Enum,
  EnumLiteral,
  Field,
  Model,
  Rule,
  Structure,
  Value,
} from './model.ts';
import type { Type } from './type.ts';

/** Finds the elements of one model by id. Made once per model; holds no state of its own. */
export interface ModelIndex {
  readonly model: Model;
  get(id: ElementId): Element | undefined;
  /** The element that a declaration stands in: a field's structure, a structure's context… */
  parent(id: ElementId): Element | undefined;
  context(id: ElementId): Context;
}

/** Where two elements have one id (a check reports it), the first is found. */
export function indexModel(model: Model): ModelIndex {
  const elements = new Map<ElementId, Element>();
  const parents = new Map<ElementId, Element>();
  const add = (element: Element, parent: Element | undefined): void => {
    if (elements.has(element.id)) return;
    elements.set(element.id, element);
    if (parent) parents.set(element.id, parent);
  };
  const walk = (element: Element, parent: Element | undefined): void => {
    add(element, parent);
    for (const child of childElements(element)) walk(child, element);
  };
  walk(model, undefined);
  return {
    model,
    get: (id) => elements.get(id),
    parent: (id) => parents.get(id),
    context: (id) => {
      let element: Element | undefined = elements.get(id);
      while (element && element.kind !== 'context') element = parents.get(element.id);
      if (!element) throw new Error(`\`${id}\` stands in no context`);
      return element;
    },
  };
}

/** The elements declared directly inside this one, in the order of the source. */
export function childElements(element: Element): readonly Element[] {
  switch (element.kind) {
    case 'model':
      return element.contexts;
    case 'context':
      return element.declarations;
    case 'type':
      return element.constraint ? [element.constraint] : [];
    case 'enum':
      return element.literals;
    case 'value':
    case 'entity':
      return [...element.fields, ...element.rules];
    case 'aggregate':
      return [...element.fields, ...element.entities, ...element.rules];
    case 'literal':
    case 'field':
    case 'rule':
      return [];
    default:
      return assertNever(element);
  }
}

/** Every structure of a context, entities right after their aggregate. */
export function structuresOf(context: Context): readonly Structure[] {
  return context.declarations.flatMap((declaration): readonly Structure[] => {
    if (declaration.kind === 'value') return [declaration];
    if (declaration.kind === 'aggregate') return [declaration, ...declaration.entities];
    return [];
  });
}

/** What a resolved name leads to. Throws for an id that is not one: only for checked models. */
export function declarationOf(index: ModelIndex, id: ElementId): Declaration | Entity {
  const element = index.get(id);
  switch (element?.kind) {
    case 'type':
    case 'enum':
    case 'value':
    case 'aggregate':
    case 'entity':
      return element;
    default:
      throw new Error(`\`${id}\` is not a type`);
  }
}

/** The structure a type names, or undefined for every other type. */
export function structureOfType(index: ModelIndex, type: Type): Structure | undefined {
  if (type.kind !== 'named') return undefined;
  const declaration = index.get(type.id);
  return isStructure(declaration) ? declaration : undefined;
}

export function isStructure(element: Element | undefined): element is Structure {
  return element?.kind === 'value' || element?.kind === 'aggregate' || element?.kind === 'entity';
}

export function enumOfType(index: ModelIndex, type: Type): Enum | undefined {
  if (type.kind !== 'named') return undefined;
  const declaration = index.get(type.id);
  return declaration?.kind === 'enum' ? declaration : undefined;
}

/** Follows names of constrained types to the type that they limit; all other types stay. */
export function underlyingType(index: ModelIndex, type: Type): Type {
  const seen = new Set<ElementId>();
  let current = type;
  while (current.kind === 'named' && !seen.has(current.id)) {
    seen.add(current.id);
    const declaration = index.get(current.id);
    if (declaration?.kind !== 'type') return current;
    current = declaration.base;
  }
  return current;
}

/** The constrained types that a type goes through, outermost first: their `where`s all apply. */
export function constrainedTypesOf(index: ModelIndex, type: Type): readonly ConstrainedType[] {
  const chain: ConstrainedType[] = [];
  let current = type;
  while (current.kind === 'named') {
    const declaration = index.get(current.id);
    if (declaration?.kind !== 'type' || chain.includes(declaration)) break;
    chain.push(declaration);
    current = declaration.base;
  }
  return chain;
}

export function fieldOf(index: ModelIndex, id: ElementId): Field {
  const element = index.get(id);
  if (element?.kind !== 'field') throw new Error(`\`${id}\` is not a field`);
  return element;
}

export function literalOf(index: ModelIndex, id: ElementId): EnumLiteral {
  const element = index.get(id);
  if (element?.kind !== 'literal') throw new Error(`\`${id}\` is not an enum literal`);
  return element;
}

/** The `id` field of an aggregate or entity, if it has one. */
export function idFieldOf(structure: Structure): Field | undefined {
  return structure.fields.find((field) => field.role === 'id');
}

/** The fields that an instance holds: all but the derived ones. */
export function storedFieldsOf(structure: Structure): readonly Field[] {
  return structure.fields.filter((field) => field.role !== 'derived');
}

export function aggregatesOf(context: Context): readonly Aggregate[] {
  return context.declarations.filter((declaration) => declaration.kind === 'aggregate');
}

export function valuesOf(context: Context): readonly Value[] {
  return context.declarations.filter((declaration) => declaration.kind === 'value');
}

/** Every rule of the model, the `where`s of its types included, in the order of the source. */
export function rulesOf(model: Model): readonly Rule[] {
  return model.contexts.flatMap((context) =>
    context.declarations.flatMap((declaration): readonly Rule[] => {
      switch (declaration.kind) {
        case 'type':
          return declaration.constraint ? [declaration.constraint] : [];
        case 'enum':
          return [];
        case 'value':
          return declaration.rules;
        case 'aggregate':
          return [...declaration.rules, ...declaration.entities.flatMap((entity) => entity.rules)];
        default:
          return assertNever(declaration);
      }
    }),
  );
}
