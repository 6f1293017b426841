import type {
  Aggregate,
  Context,
  Declaration,
  ElementId,
  Entity,
  Field,
  Model,
  Structure,
} from '../../pim/model.ts';
import { isStructure } from '../../pim/model-index.ts';
import { kebabCase } from '../core/naming.ts';
import type { SymbolRef } from '../core/target.ts';
import { free } from './module-names.ts';
import type { DeclaredNames } from './type-code.ts';

/** The exported names of one declaration or entity; of an aggregate, those of its state. */
export interface PlannedNames extends DeclaredNames {
  /** An aggregate's alone: what can change, beside its state, and the class on top of it. */
  readonly changes: string;
  readonly root?: SymbolRef;
}

export interface NamePlan {
  of(id: ElementId): PlannedNames;
  /** All names that the file of a declaration exports. */
  exportedBy(path: string): readonly string[];
  /** How a derived field is called as a member of its structure's companion. */
  memberName(field: Field): string;
  /** How a field of an aggregate is called as a member of its class. */
  getterName(field: Field): string;
}

/** What a class's instances have besides the fields of their aggregate. */
export const classMembers: ReadonlySet<string> = new Set([
  'constructor',
  'equals',
  'change',
  'toJSON',
  'toString',
  'toLocaleString',
  'valueOf',
  'hasOwnProperty',
  'isPrototypeOf',
  'propertyIsEnumerable',
]);

// What a companion has besides derived fields; that of a state has them all.
const companionMembers = new Set(['create', 'parse', 'equals', 'change', 'follow']);

/**
 * Names everything that is exported. What is declared keeps its name wherever TypeScript allows it; names
 * made from others stand back, with an underscore after them.
 */
export function planNames(model: Model): NamePlan {
  const planned = new Map<ElementId, PlannedNames>();
  const members = new Map<ElementId, string>();
  const getters = new Map<ElementId, string>();
  for (const context of model.contexts) planContext(context, planned);
  for (const structure of model.contexts.flatMap(structuresOfContext)) {
    const derived = structure.fields.filter(({ role }) => role === 'derived');
    planMembers(derived, companionMembers, members);
    if (structure.kind === 'aggregate') planMembers(structure.fields, classMembers, getters);
  }
  const of = (id: ElementId): PlannedNames => {
    const names = planned.get(id);
    if (!names) throw new Error(`\`${id}\` is not declared in the model`);
    return names;
  };
  return {
    of,
    exportedBy: (path) =>
      [...planned.values()]
        .flatMap(({ name, input, changes, from, root }) => [
          ...(from === path ? [name, input, changes] : []),
          ...(root?.from === path ? [root.name] : []),
        ])
        .filter((name) => name !== ''),
    memberName: (field) => members.get(field.id) ?? field.name,
    getterName: (field) => getters.get(field.id) ?? field.name,
  };
}

function planContext(context: Context, planned: Map<ElementId, PlannedNames>): void {
  const taken = new Set<string>();
  const take = (wanted: string): string => {
    const name = free(wanted, (one) => taken.has(one));
    taken.add(name);
    return name;
  };
  const names = new Map<ElementId, string>();
  for (const declaration of context.declarations) names.set(declaration.id, take(declaration.name));
  const aggregates = context.declarations.filter((one): one is Aggregate => one.kind === 'aggregate');
  for (const aggregate of aggregates) {
    for (const entity of aggregate.entities) {
      names.set(entity.id, take(entity.name));
    }
  }
  for (const declaration of context.declarations) {
    const from = modulePath(context, declaration);
    if (declaration.kind !== 'aggregate') {
      planned.set(declaration.id, dataNames(declaration, names.get(declaration.id), from, take));
      continue;
    }
    const root = { name: names.get(declaration.id) ?? declaration.name, from };
    const state = stateNames(root.name, context, taken);
    const stateFrom = modulePath(context, { ...declaration, name: state });
    planned.set(declaration.id, {
      name: take(state),
      from: stateFrom,
      input: take(`${root.name}Input`),
      changes: take(`${root.name}Changes`),
      root,
    });
    for (const entity of declaration.entities) {
      planned.set(entity.id, dataNames(entity, names.get(entity.id), stateFrom, take));
    }
  }
}

/** `OrderData` where the model has an `OrderState` of its own. */
function stateNames(root: string, context: Context, taken: ReadonlySet<string>): string {
  const files = new Set(context.declarations.map(({ name }) => fileName(name)));
  const isFree = (name: string): boolean => !taken.has(name) && !files.has(fileName(name));
  return ['State', 'Data'].map((ending) => `${root}${ending}`).find(isFree) ?? `${root}State`;
}

function dataNames(
  declaration: Declaration | Entity,
  name = declaration.name,
  from: string,
  take: (wanted: string) => string,
): PlannedNames {
  return { name, from, input: isStructure(declaration) ? take(`${name}Input`) : '', changes: '' };
}

function structuresOfContext(context: Context): readonly Structure[] {
  return context.declarations.flatMap((one): readonly Structure[] => {
    if (one.kind === 'aggregate') return [one, ...one.entities];
    return one.kind === 'value' ? [one] : [];
  });
}

function planMembers(
  fields: readonly Field[],
  given: ReadonlySet<string>,
  members: Map<ElementId, string>,
): void {
  const taken = new Set(fields.map(({ name }) => name).filter((name) => !given.has(name)));
  for (const field of fields) {
    if (!given.has(field.name)) continue;
    let name = `${field.name}_`;
    while (taken.has(name)) name += '_';
    taken.add(name);
    members.set(field.id, name);
  }
}

export function contextFolder(context: Context): string {
  return `typescript/${fileName(context.name)}`;
}

/** `index.ts` is the context's own. */
function modulePath(context: Context, declaration: Declaration): string {
  const name = fileName(declaration.name);
  return `${contextFolder(context)}/${name === 'index' ? `index-${declaration.kind}` : name}.ts`;
}

/** A name of underscores alone has no words. */
function fileName(name: string): string {
  return kebabCase(name) || name;
}
