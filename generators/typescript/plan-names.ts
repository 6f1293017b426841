import type { Aggregate, Context, Declaration, ElementId, Field, Model, Structure } from '../../pim/model.ts';
import { isStructure } from '../../pim/model-index.ts';
import { kebabCase } from '../core/naming.ts';
import { free } from './module-names.ts';
import type { DeclaredNames } from './type-code.ts';

/** The exported names of one declaration or entity. */
export interface PlannedNames extends DeclaredNames {
  /** An aggregate's alone. */
  readonly state: string;
  readonly changes: string;
}

export interface NamePlan {
  of(id: ElementId): PlannedNames;
  /** All names that the file of a declaration exports. */
  exportedBy(path: string): readonly string[];
  /** How a field is called where it is a member of a class or companion, and not of plain data. */
  memberName(field: Field): string;
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

// What a companion has besides derived fields.
const companionMembers = new Set(['create', 'parse', 'equals']);

/**
 * Names everything that is exported. What is declared keeps its name wherever TypeScript allows it; names
 * made from others stand back, with an underscore after them.
 */
export function planNames(model: Model): NamePlan {
  const planned = new Map<ElementId, PlannedNames>();
  const members = new Map<ElementId, string>();
  for (const context of model.contexts) planContext(context, planned);
  for (const structure of model.contexts.flatMap(structuresOfContext)) planMembers(structure, members);
  const of = (id: ElementId): PlannedNames => {
    const names = planned.get(id);
    if (!names) throw new Error(`\`${id}\` is not declared in the model`);
    return names;
  };
  return {
    of,
    exportedBy: (path) =>
      [...planned.values()]
        .filter(({ from }) => from === path)
        .flatMap(({ name, input, state, changes }) => [name, input, state, changes])
        .filter((name) => name !== ''),
    memberName: (field) => members.get(field.id) ?? field.name,
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
    const parts = declaration.kind === 'aggregate' ? [declaration, ...declaration.entities] : [declaration];
    for (const part of parts) {
      const name = names.get(part.id) ?? part.name;
      planned.set(part.id, {
        name,
        from,
        input: isStructure(part) ? take(`${name}Input`) : '',
        state: part.kind === 'aggregate' ? take(`${name}State`) : '',
        changes: part.kind === 'aggregate' ? take(`${name}Changes`) : '',
      });
    }
  }
}

function structuresOfContext(context: Context): readonly Structure[] {
  return context.declarations.flatMap((one): readonly Structure[] => {
    if (one.kind === 'aggregate') return [one, ...one.entities];
    return one.kind === 'value' ? [one] : [];
  });
}

function planMembers(structure: Structure, members: Map<ElementId, string>): void {
  const isClass = structure.kind === 'aggregate';
  const renamed = isClass ? structure.fields : structure.fields.filter(({ role }) => role === 'derived');
  const given = isClass ? classMembers : companionMembers;
  const taken = new Set(renamed.map(({ name }) => name).filter((name) => !given.has(name)));
  for (const field of renamed) {
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
