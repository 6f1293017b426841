import type { Aggregate, Context, Declaration, ElementId, Field, Model } from '../../pim/model.ts';
import { isStructure, structuresOf, type TypeDeclaration } from '../../pim/model-index.ts';
import type { SymbolRef } from '../core/target.ts';
import { free } from './module-names.ts';
import {
  aggregatesWithBehaviour,
  type FileNamer,
  fileName,
  planBehaviour,
  type Role,
  type WantedName,
} from './plan-behaviour.ts';
import type { DeclaredNames } from './type-code.ts';

/** The exported names of one declaration or entity; of an aggregate, those of its state. */
export interface PlannedNames extends DeclaredNames {
  /** An aggregate's alone: what can change, beside its state, and the class on top of it. */
  readonly changes: string;
  readonly root?: SymbolRef;
}

export interface NamePlan {
  of(id: ElementId): PlannedNames;
  /** What is made for an element under a name of its own; undefined where nothing is. */
  find(id: ElementId, role: Role): SymbolRef | undefined;
  /** As `find`, for what is certainly made. */
  symbol(id: ElementId, role: Role): SymbolRef;
  /** Every name that is made of what a context declares besides types. */
  readonly symbols: readonly PlannedSymbol[];
  /** All names that a file exports. */
  exportedBy(path: string): readonly string[];
  /** How a derived field is called as a member of its structure's companion. */
  memberName(field: Field): string;
  /** How a field of an aggregate is called as a member of its class. */
  getterName(field: Field): string;
}

export interface PlannedSymbol extends SymbolRef {
  readonly id: ElementId;
  readonly role: Role;
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
  const symbols = model.contexts.flatMap((context) => planContext(context, planned));
  const byKey = new Map(symbols.map((one) => [`${one.id} ${one.role}`, one]));
  for (const structure of model.contexts.flatMap(structuresOf)) {
    const derived = structure.fields.filter(({ role }) => role === 'derived');
    planMembers(derived, companionMembers, members);
    if (structure.kind === 'aggregate') planMembers(structure.fields, classMembers, getters);
  }
  const of = (id: ElementId): PlannedNames => {
    const names = planned.get(id);
    if (names) return names;
    // What is declared besides types can be the type of an answer.
    const { name, from } = byKey.get(`${id} self`) ?? neverNamed(id, 'self');
    return { name, from, input: '', changes: '' };
  };
  return {
    of,
    find: (id, role) => byKey.get(`${id} ${role}`),
    symbol: (id, role) => byKey.get(`${id} ${role}`) ?? neverNamed(id, role),
    symbols,
    exportedBy: (path) => [
      ...[...planned.values()]
        .flatMap(({ name, input, changes, from, root }) => [
          ...(from === path ? [name, input, changes] : []),
          ...(root?.from === path ? [root.name] : []),
        ])
        .filter((name) => name !== ''),
      ...symbols.filter(({ from }) => from === path).map(({ name }) => name),
    ],
    memberName: (field) => members.get(field.id) ?? field.name,
    getterName: (field) => getters.get(field.id) ?? field.name,
  };
}

function neverNamed(id: ElementId, role: Role): never {
  throw new Error(`nothing was named ${role} of \`${id}\``);
}

function planContext(context: Context, planned: Map<ElementId, PlannedNames>): readonly PlannedSymbol[] {
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
  const wanted = planBehaviour(context, fileNamer(context));
  const symbols = new Map<WantedName, PlannedSymbol>();
  const put = (one: WantedName): void => {
    const { id, role, name, file } = one;
    symbols.set(one, { id, role, name: take(name), from: `${contextFolder(context)}/${file}.ts` });
  };
  for (const one of wanted.filter(({ role }) => role === 'self')) put(one);
  const alternatives = context.declarations.flatMap((one) => (one.kind === 'union' ? one.alternatives : []));
  for (const alternative of alternatives) names.set(alternative.id, take(alternative.name));
  for (const declaration of context.declarations) {
    const from = modulePath(context, declaration);
    if (declaration.kind !== 'aggregate') {
      planned.set(declaration.id, dataNames(declaration, names.get(declaration.id), from, take));
      if (declaration.kind !== 'union') continue;
      for (const alternative of declaration.alternatives)
        planned.set(alternative.id, dataNames(alternative, names.get(alternative.id), from, take));
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
  for (const one of wanted.filter(({ role }) => role !== 'self')) put(one);
  return wanted.flatMap((one) => symbols.get(one) ?? []);
}

/** What is made of declarations keeps clear of their files, and each of the others. */
function fileNamer(context: Context): FileNamer {
  const files = new Set(['index']);
  for (const declaration of context.declarations) files.add(fileName(declaration.name));
  for (const { name } of aggregatesWithBehaviour(context)) {
    for (const ending of ['State', 'Data']) files.add(fileName(`${name}${ending}`));
  }
  return (wanted) => {
    const base = fileName(wanted);
    let file = base;
    for (let number = 2; files.has(file); number += 1) file = `${base}-${number}`;
    files.add(file);
    return file;
  };
}

/** `OrderData` where the model has an `OrderState` of its own. */
function stateNames(root: string, context: Context, taken: ReadonlySet<string>): string {
  const files = new Set(context.declarations.map(({ name }) => fileName(name)));
  const isFree = (name: string): boolean => !taken.has(name) && !files.has(fileName(name));
  return ['State', 'Data'].map((ending) => `${root}${ending}`).find(isFree) ?? `${root}State`;
}

function dataNames(
  declaration: TypeDeclaration,
  name = declaration.name,
  from: string,
  take: (wanted: string) => string,
): PlannedNames {
  return { name, from, input: hasInput(declaration) ? take(`${name}Input`) : '', changes: '' };
}

/** What is made from something else than it is. */
function hasInput(declaration: TypeDeclaration): boolean {
  return declaration.kind === 'union' || isStructure(declaration);
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
