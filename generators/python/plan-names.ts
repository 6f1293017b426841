import type { Context, ElementId, Enum, Field, Model, Named, Rule, Union } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { contextGroups } from './context-groups.ts';
import { elementsOf, isPayload, ownFieldsOf, type PyElement } from './elements.ts';
import { attributeName, className, literalName, moduleName } from './names.ts';

/** A class, or another name at the top of a module. */
export interface PlannedClass {
  readonly name: string;
  readonly module: string;
  /** The context's name as a part of a name, for modules that have a class of this name themselves. */
  readonly context: string;
}

/** A module of the package. */
export interface PlannedModule {
  readonly name: string;
  /** More than one where contexts need each other, and Python could not import the one before the other. */
  readonly contexts: readonly Context[];
}

export interface NamePlan {
  readonly packageName: string;
  readonly modules: readonly PlannedModule[];
  /** The module that people import for a context. */
  moduleOf(context: Context): string;
  classOf(id: ElementId): PlannedClass;
  declaredIn(module: string): ReadonlySet<string>;
  /** Of a field or a derived field. */
  attributeOf(id: ElementId): string;
  /** Of a rule as a method. */
  methodOf(rule: Rule): string;
  /** Of the field that tells the shapes of a union apart. */
  discriminatorOf(union: Union): string;
  literalOf(id: ElementId): string;
}

export function planNames(index: ModelIndex): NamePlan {
  const { model } = index;
  const contextModules = planContextModules(model);
  const modules = contextGroups(index).map((contexts): PlannedModule => {
    const names = contexts.map((context) => known(contextModules, context.id));
    return {
      name: contexts.length === 1 ? (names[0] ?? '') : `_${names.toSorted().join('_and_')}`,
      contexts,
    };
  });
  const classes = new Map<ElementId, PlannedClass>();
  const members = new Map<ElementId, string>();
  const declared = new Map<string, Set<string>>();
  for (const module of modules) {
    declared.set(module.name, planClasses(module, index, classes));
    for (const element of module.contexts.flatMap(elementsOf)) planMembers(element, members);
  }
  return {
    packageName: moduleName(model.name, new Set()),
    modules,
    moduleOf: (context) => known(contextModules, context.id),
    classOf: (id) => known(classes, id),
    declaredIn: (module) => declared.get(module) ?? new Set(),
    attributeOf: (id) => known(members, id),
    methodOf: (rule) => known(members, rule.id),
    discriminatorOf: (union) => known(members, union.id),
    literalOf: (id) => known(members, id),
  };
}

function known<Planned>(planned: ReadonlyMap<string, Planned>, id: string): Planned {
  const found = planned.get(id);
  if (found === undefined) throw new Error(`nothing was named for \`${id}\``);
  return found;
}

/** The names do not depend on the order in which a model declares things. */
function byId<Element extends { readonly id: string }>(elements: readonly Element[]): readonly Element[] {
  return elements.toSorted((left, right) => (left.id < right.id ? -1 : 1));
}

function planContextModules(model: Model): ReadonlyMap<ElementId, string> {
  const planned = new Map<ElementId, string>();
  const taken = new Set<string>();
  for (const context of byId(model.contexts)) {
    const name = moduleName(context.name, taken);
    taken.add(name);
    planned.set(context.id, name);
  }
  return planned;
}

/** Types keep their names; what shares its name with another is told apart by what it belongs to. */
function planClasses(
  { name: module, contexts }: PlannedModule,
  index: ModelIndex,
  classes: Map<ElementId, PlannedClass>,
): Set<string> {
  const taken = new Set<string>();
  const elements = byId(contexts.flatMap(elementsOf));
  const passes: readonly (readonly PyElement[])[] = [
    elements.filter((one) => !isPayload(one) && one.kind !== 'alternative'),
    elements.filter((one) => one.kind === 'alternative'),
    elements.filter(isPayload),
  ];
  for (const pass of passes) {
    const counts = Map.groupBy(pass, (one) => className(wantedName(one, index)));
    for (const element of pass) {
      const wanted = className(wantedName(element, index));
      const isAlone = (counts.get(wanted)?.length ?? 0) === 1 && !taken.has(wanted);
      const name = className(isAlone ? wanted : `${ownerName(element, index)}${wanted}`, taken);
      taken.add(name);
      classes.set(element.id, { name, module, context: className(index.context(element.id).name) });
    }
  }
  return taken;
}

function wantedName(element: PyElement, index: ModelIndex): string {
  if (element.kind !== 'eventVersion') return element.name;
  return `${className(index.parent(element.id)?.name ?? '')}V${element.version}`;
}

function ownerName(element: Named, index: ModelIndex): string {
  let owner = index.parent(element.id);
  if (owner?.kind === 'event') owner = index.parent(owner.id);
  return owner === undefined ? '' : className(owner.name);
}

function planMembers(element: PyElement, members: Map<ElementId, string>): void {
  switch (element.kind) {
    case 'type':
      return;
    case 'alternative':
      // Its union has named them.
      return;
    case 'enum':
      planLiterals(element, members);
      return;
    case 'union':
      planUnion(element, members);
      return;
    default: {
      const rules = isPayload(element) ? [] : element.rules;
      const derived = isPayload(element) ? [] : element.fields.filter(({ role }) => role === 'derived');
      planAttributes([...ownFieldsOf(element), ...derived], rules, new Set(), members);
    }
  }
}

function planAttributes(
  fields: readonly Field[],
  rules: readonly Rule[],
  taken: Set<string>,
  members: Map<ElementId, string>,
): void {
  for (const member of [...fields, ...rules]) {
    const name = attributeName(member.name, taken);
    taken.add(name);
    members.set(member.id, name);
  }
}

function planLiterals({ literals }: Enum, members: Map<ElementId, string>): void {
  const taken = new Set<string>();
  for (const literal of literals) {
    const name = literalName(literal.name, taken);
    taken.add(name);
    members.set(literal.id, name);
  }
}

/** A field of one name is one attribute, whichever of the shapes has it. */
function planUnion(union: Union, members: Map<ElementId, string>): void {
  const discriminator = attributeName(union.discriminator, new Set());
  members.set(union.id, discriminator);
  const taken = new Set([discriminator]);
  const names = new Map<string, string>();
  for (const field of union.alternatives.flatMap(({ fields }) => fields)) {
    const name = names.get(field.name) ?? attributeName(field.name, taken);
    taken.add(name);
    names.set(field.name, name);
    members.set(field.id, name);
  }
  for (const { rules } of union.alternatives) planAttributes([], rules, new Set(taken), members);
}
