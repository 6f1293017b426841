import { assertNever } from './assert-never.ts';
import type { CommandClause, Refusal, ServiceStep } from './behaviour.ts';
import type {
  Aggregate,
  Alternative,
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
  Union,
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

/** The elements declared directly inside this one: of each kind in the order of the source. */
export function childElements(element: Element): readonly Element[] {
  switch (element.kind) {
    case 'model':
      return element.contexts;
    case 'context':
      return contextElements(element);
    case 'type':
      return element.constraint ? [element.constraint] : [];
    case 'enum':
      return element.literals;
    case 'value':
    case 'entity':
    case 'alternative':
      return [...element.fields, ...element.rules];
    case 'union':
      return element.alternatives;
    case 'aggregate':
      return aggregateElements(element);
    case 'event':
      return [...element.fields, ...element.previous];
    case 'eventVersion':
    case 'calculation':
    case 'projection':
      return element.fields;
    case 'command':
      return [...element.fields, ...refusalsOf(element.clauses)];
    case 'service':
      return [...element.fields, ...refusalsOf(element.steps)];
    case 'query':
      return element.refusal ? [...element.fields, element.refusal] : element.fields;
    case 'port':
      return element.operations;
    case 'operation':
      return [...element.fields, ...element.failures];
    case 'literal':
    case 'field':
    case 'rule':
    case 'actor':
    case 'key':
    case 'lifecycle':
    case 'refusal':
    case 'repository':
    case 'failure':
    case 'policy':
    case 'translation':
    case 'example':
    case 'scenario':
    case 'trait':
      return [];
    default:
      return assertNever(element);
  }
}

function contextElements(context: Context): readonly Element[] {
  return [
    ...context.declarations,
    ...context.actors,
    ...context.events,
    ...context.calculations,
    ...context.repositories,
    ...context.projections,
    ...context.queries,
    ...context.ports,
    ...context.services,
    ...context.policies,
    ...context.translations,
    ...context.examples,
    ...context.scenarios,
    ...context.traits,
  ];
}

function aggregateElements(aggregate: Aggregate): readonly Element[] {
  return [
    ...aggregate.fields,
    ...aggregate.entities,
    ...aggregate.rules,
    ...aggregate.keys,
    ...aggregate.lifecycles,
    ...aggregate.events,
    ...aggregate.commands,
    ...aggregate.actors,
    ...aggregate.examples,
    ...aggregate.scenarios,
  ];
}

/** The reasons for which clauses refuse, those inside loops included. */
function refusalsOf(clauses: readonly (CommandClause | ServiceStep)[]): readonly Refusal[] {
  return clauses.flatMap((clause): readonly Refusal[] => {
    switch (clause.kind) {
      case 'let':
        return clause.refusal ? [clause.refusal] : [];
      case 'requires':
        return [clause.refusal];
      case 'forEach':
        return refusalsOf(clause.steps);
      case 'emits':
      case 'step':
        return [];
      default:
        return assertNever(clause);
    }
  });
}

/** Every structure of a context; entities right after their aggregate, alternatives where their union is. */
export function structuresOf(context: Context): readonly Structure[] {
  return context.declarations.flatMap((declaration): readonly Structure[] => {
    switch (declaration.kind) {
      case 'value':
        return [declaration];
      case 'union':
        return declaration.alternatives;
      case 'aggregate':
        return [declaration, ...declaration.entities];
      case 'type':
      case 'enum':
        return [];
      default:
        return assertNever(declaration);
    }
  });
}

/** Whatever a `named` type can lead to. */
export type TypeDeclaration = Declaration | Entity | Alternative;

/** What a resolved name leads to. Throws for an id that is not one: only for checked models. */
export function declarationOf(index: ModelIndex, id: ElementId): TypeDeclaration {
  const element = index.get(id);
  switch (element?.kind) {
    case 'type':
    case 'enum':
    case 'value':
    case 'union':
    case 'aggregate':
    case 'entity':
    case 'alternative':
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
  switch (element?.kind) {
    case 'value':
    case 'aggregate':
    case 'entity':
    case 'alternative':
      return true;
    default:
      return false;
  }
}

/** The union a type names, or undefined for every other type. */
export function unionOfType(index: ModelIndex, type: Type): Union | undefined {
  if (type.kind !== 'named') return undefined;
  const declaration = index.get(type.id);
  return declaration?.kind === 'union' ? declaration : undefined;
}

/** The union that an alternative is one shape of. */
export function unionOf(index: ModelIndex, alternative: Alternative): Union {
  const union = index.parent(alternative.id);
  if (union?.kind !== 'union') throw new Error(`\`${alternative.id}\` stands in no union`);
  return union;
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

/** What a value of the type is: constrained types are what they limit, references the ids that they hold. */
export function storedType(index: ModelIndex, type: Type): Type {
  let current = underlyingType(index, type);
  const seen = new Set<ElementId>();
  while (current.kind === 'reference' && !seen.has(current.aggregate)) {
    seen.add(current.aggregate);
    const aggregate = index.get(current.aggregate);
    const id = aggregate?.kind === 'aggregate' ? idFieldOf(aggregate) : undefined;
    if (!id) break;
    current = underlyingType(index, id.type);
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

/** What no two items of a list have in common when they are entities: their id. */
export function identityOfItems(index: ModelIndex, element: Type): Field | undefined {
  const structure = structureOfType(index, underlyingType(index, element));
  return structure?.kind === 'entity' ? idFieldOf(structure) : undefined;
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
        case 'union':
          return declaration.alternatives.flatMap((alternative) => alternative.rules);
        case 'aggregate':
          return [...declaration.rules, ...declaration.entities.flatMap((entity) => entity.rules)];
        default:
          return assertNever(declaration);
      }
    }),
  );
}
