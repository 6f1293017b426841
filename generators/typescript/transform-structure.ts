import type { Aggregate, Entity, Field, Rule, Structure, Value } from '../../pim/model.ts';
import { idFieldOf, storedFieldsOf, structureOfType, underlyingType } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import { camelCase, pascalCase, plural, sentenceWords } from '../core/naming.ts';
import { arrow, atom, binary, type Code, call, member, quote, stringCode, tallObjectCode } from './code.ts';
import { free } from './module-names.ts';
import { classMembers } from './plan-names.ts';
import {
  functionHead,
  genericAlias,
  genericText,
  itemLine,
  memberLine,
  propertyLine,
  statements,
} from './print-text.ts';
import type { TsAggregate, TsFunction, TsPart, TsSchema, TsStructure, TsText } from './psm.ts';
import type { ModuleScope } from './transform.ts';
import { translateBody, usesName } from './translate-expression.ts';
import { fieldSchema, inputType, outputType } from './type-code.ts';

export function transformStructure(structure: Value | Entity, scope: ModuleScope): TsStructure {
  const { name, input } = scope.plan.of(structure.id);
  const derived = structure.fields.filter(({ role }) => role === 'derived');
  const members = derived.map((field) => ({ field, functionName: scope.names.declare(field.name) }));
  const margin = members.length > 0 ? '  ' : '';
  const rules = structure.rules.map((rule) => ruleOf(rule, structure, name, scope, `${margin}    `));
  const derivations = members.map(({ field, functionName }) =>
    derivationOf(field, functionName, structure, name, scope),
  );
  const identity = idFieldOf(structure);
  return {
    kind: 'structure',
    element: structure.id,
    name,
    documentation: structure.doc ?? '',
    ...fieldsOf(structure, input, scope),
    schema: {
      maker: makerText(
        'structure',
        [name, input],
        members.length > 0 ? '  ...' : `export const ${name} = `,
        margin,
        scope,
      ),
      margin,
      fields: schemaFields(structure, margin.length + 4, scope),
      settings: identity ? [setting(identity, margin.length + 2)] : [],
      rules: rules.map(({ registration }) => registration),
      transitions: [],
    },
    members: members.map(({ field, functionName }) => ({
      element: field.id,
      documentation: field.doc ?? '',
      text: memberLine(scope.memberName(field), atom(functionName), 2),
    })),
    functions: [...derivations, ...rules.map(({ condition }) => condition)],
  };
}

/** The aggregate's class after its entities, which it uses. */
export function transformAggregate(aggregate: Aggregate, scope: ModuleScope): readonly TsPart[] {
  const entities = inOrderOfUse(aggregate).map((entity) => transformStructure(entity, scope));
  return [...entities, classOf(aggregate, scope)];
}

/** An entity that holds another comes after it: its schema is made of the other's. */
function inOrderOfUse(aggregate: Aggregate): readonly Entity[] {
  const ordered: Entity[] = [];
  const begun = new Set<Entity>();
  const add = (entity: Entity): void => {
    if (begun.has(entity)) return;
    begun.add(entity);
    for (const { type } of entity.fields) {
      const used = aggregate.entities.find(({ id }) => id === namedIn(type));
      if (used) add(used);
    }
    ordered.push(entity);
  };
  for (const entity of aggregate.entities) add(entity);
  return ordered;
}

function namedIn(type: Type): string | undefined {
  if (type.kind === 'list') return namedIn(type.element);
  return type.kind === 'named' ? type.id : undefined;
}

function classOf(aggregate: Aggregate, scope: ModuleScope): TsAggregate {
  const { name, input, state, changes } = scope.plan.of(aggregate.id);
  const words = sentenceWords(aggregate.name) || aggregate.name;
  const identity = idFieldOf(aggregate);
  const result = `${scope.names.runtimeType('Result')}<${name}>`;
  const lookups = lookupsOf(aggregate, scope);
  const rules = aggregate.rules.map((rule) => ({ rule, ...ruleOf(rule, aggregate, name, scope, '      ') }));
  const registered = (wanted: boolean): readonly TsText[] =>
    rules.filter(({ rule }) => rule.transition === wanted).map(({ registration }) => registration);
  return {
    kind: 'aggregate',
    element: aggregate.id,
    name,
    documentation: aggregate.doc ?? '',
    ...fieldsOf(aggregate, input, scope),
    stateName: state,
    stateDocumentation: `What ${article(words)} ${words} holds.`,
    changesDocumentation:
      'What can change. A field left out stays; null clears it, or brings back its default.',
    changes: genericAlias(changes, scope.names.runtimeType('Changes'), [input, quote(identity?.name ?? '')]),
    schema: classSchema(aggregate, registered(false), registered(true), scope),
    createDocumentation: `${capitalise(article(words))} ${words} that keeps every rule, or the reasons why there can be none.`,
    createHead: functionHead('static create', [`input: ${input}`], result, 2),
    parseHead: functionHead('static parse', ['input: unknown'], result, 2),
    equalsHead: functionHead('static equals', [`left: ${name}`, `right: ${name}`], 'boolean', 2),
    changeHead: functionHead('change', [`changes: ${changes}`], result, 2),
    getters: aggregate.fields.map((field) => getterOf(field, scope)),
    lookups,
    equality: equalityOf(aggregate, scope),
    functions: rules.map(({ condition }) => condition),
  };
}

function classSchema(
  aggregate: Aggregate,
  rules: readonly TsText[],
  transitions: readonly TsText[],
  scope: ModuleScope,
): TsSchema {
  const { name, input, state } = scope.plan.of(aggregate.id);
  const identity = idFieldOf(aggregate);
  const made: Code = arrow(['state'], call(atom(`new ${name}`), atom('state')));
  return {
    maker: makerText('aggregate', [name, state, input], '  static readonly #schema = ', '  ', scope),
    margin: '  ',
    fields: schemaFields(aggregate, 6, scope),
    settings: [
      ...(identity ? [setting(identity, 4)] : []),
      { element: aggregate.id, documentation: '', text: memberLine('make', made, 4) },
    ],
    rules,
    transitions,
  };
}

function makerText(
  maker: string,
  types: readonly string[],
  start: string,
  margin: string,
  scope: ModuleScope,
): string {
  return genericText(scope.names.runtime(maker), types, margin.length, start.length);
}

function setting(identity: Field, depth: number): TsText {
  return {
    element: identity.id,
    documentation: '',
    text: memberLine('identity', stringCode(identity.name), depth),
  };
}

/** The two interfaces: what an instance holds, and what it is made from. */
function fieldsOf(
  structure: Structure,
  input: string,
  scope: ModuleScope,
): Pick<TsStructure, 'inputName' | 'inputDocumentation' | 'properties' | 'inputProperties'> {
  const fields = storedFieldsOf(structure);
  const own = scope.plan.of(structure.id).name;
  return {
    inputName: input,
    inputDocumentation: `What \`${own}\` is made from.`,
    properties: fields.map((field) => ({
      element: field.id,
      documentation: field.doc ?? '',
      text: propertyLine(field.name, field.optional, [outputType(field.type, scope)]),
    })),
    inputProperties: fields.map((field) => {
      const mayBeAbsent = field.optional || field.default !== undefined;
      const types = [inputType(field.type, scope), ...(mayBeAbsent ? ['null', 'undefined'] : [])];
      return { element: field.id, documentation: '', text: propertyLine(field.name, mayBeAbsent, types) };
    }),
  };
}

function schemaFields(structure: Structure, depth: number, scope: ModuleScope): readonly TsText[] {
  return storedFieldsOf(structure).map((field) => ({
    element: field.id,
    documentation: '',
    text: memberLine(field.name, fieldSchema(field, scope), depth),
  }));
}

/** A rule's function, and the line that registers it. */
function ruleOf(
  rule: Rule,
  structure: Structure,
  type: string,
  scope: ModuleScope,
  margin: string,
): { readonly condition: TsFunction; readonly registration: TsText } {
  const functionName = scope.names.declare(camelCase(rule.name) || rule.name);
  const self = scope.names.local(subjectName(structure));
  const old = scope.names.local('old', [self]);
  const body = translateBody(rule.condition, { ...scope, self, old });
  const [usesSelf, usesOld] = [usesName(body, self), usesName(body, old)];
  const parameters = [
    ...(usesSelf || usesOld ? [`${usesSelf ? self : `_${self}`}: ${type}`] : []),
    ...(usesOld ? [`${old}: ${type}`] : []),
  ];
  const registration = tallObjectCode([
    ['id', stringCode(rule.id)],
    ['message', stringCode(rule.message)],
    ['holds', atom(functionName)],
  ]);
  return {
    condition: {
      element: rule.id,
      documentation: rule.doc ?? '',
      head: functionHead(`function ${functionName}`, parameters, 'boolean', 0),
      text: statements(body, 0),
    },
    registration: { element: rule.id, documentation: '', text: itemLine(registration, margin.length) },
  };
}

/** How a rule calls what it is about: `fabricResource`. */
function subjectName(structure: Structure): string {
  return camelCase(structure.name) || structure.name;
}

/** A derived field of a value or entity: a function of it. */
function derivationOf(
  field: Field,
  functionName: string,
  structure: Structure,
  type: string,
  scope: ModuleScope,
): TsFunction {
  const { derivation } = field;
  if (!derivation) throw new Error(`\`${field.id}\` is derived from nothing`);
  const self = scope.names.local(subjectName(structure));
  const body = translateBody(derivation, { ...scope, self, old: 'old' });
  const parameters = [`${usesName(body, self) ? self : `_${self}`}: ${type}`];
  return {
    element: field.id,
    documentation: field.doc ?? '',
    head: functionHead(`function ${functionName}`, parameters, plainType(field.type, scope), 0),
    text: statements(body, 0),
  };
}

/** What is computed has passed no check: it has the plain type, without a brand. */
function plainType(type: Type, scope: ModuleScope): string {
  const resolved = underlyingType(scope.index, type);
  if (resolved.kind === 'list') return `readonly ${plainType(resolved.element, scope)}[]`;
  return structureOfType(scope.index, resolved) ? outputType(resolved, scope) : inputType(resolved, scope);
}

function getterOf(field: Field, scope: ModuleScope): TsFunction {
  const name = scope.memberName(field);
  const { derivation } = field;
  const type = derivation
    ? plainType(field.type, scope)
    : `${outputType(field.type, scope)}${field.optional ? ' | undefined' : ''}`;
  const body = derivation
    ? translateBody(derivation, { ...scope, self: 'this', old: 'old' })
    : { constants: [], result: member(atom('this.#state'), field.name) };
  return {
    element: field.id,
    documentation: field.doc ?? '',
    head: functionHead(`get ${name}`, [], type, 2),
    text: statements(body, 2),
  };
}

/** Finds an entity in each list of entities, by its id: `resource(uid)` in `resources`. */
function lookupsOf(aggregate: Aggregate, scope: ModuleScope): readonly TsFunction[] {
  const taken = new Set(aggregate.fields.map((field) => scope.memberName(field)));
  return storedFieldsOf(aggregate).flatMap((field): readonly TsFunction[] => {
    const list = underlyingType(scope.index, field.type);
    const element =
      list.kind === 'list'
        ? structureOfType(scope.index, underlyingType(scope.index, list.element))
        : undefined;
    const identity = element?.kind === 'entity' ? idFieldOf(element) : undefined;
    if (!element || !identity) return [];
    const name = lookupName(field, identity, taken);
    taken.add(name);
    const parameter = scope.names.local(identity.name);
    const item = scope.names.local(singularOf(field.name) ?? subjectName(element), [parameter]);
    const items = member(atom('this'), scope.memberName(field));
    const find = member(items, 'find', field.optional);
    const found = call(
      find,
      arrow([item], binary('===', member(atom(item), identity.name), atom(parameter))),
    );
    const type = `${scope.names.symbolType(scope.plan.of(element.id))} | undefined`;
    return [
      {
        element: field.id,
        documentation: `The one in \`${field.name}\` with this ${sentenceWords(identity.name) || identity.name}, if there is one.`,
        head: functionHead(name, [`${parameter}: ${inputType(identity.type, scope)}`], type, 2),
        text: statements({ constants: [], result: found }, 2),
      },
    ];
  });
}

function lookupName(field: Field, identity: Field, taken: ReadonlySet<string>): string {
  const singular = singularOf(field.name);
  const isFree = (name: string): boolean => !taken.has(name) && !classMembers.has(name);
  if (singular !== undefined && isFree(singular)) return singular;
  return free(`${singular ?? field.name}By${pascalCase(identity.name)}`, (name) => !isFree(name));
}

/** The word whose regular plural this is; undefined if there is none. */
function singularOf(name: string): string | undefined {
  const candidates = [name.slice(0, -1), name.slice(0, -2), `${name.slice(0, -3)}y`];
  return candidates.find((one) => one.length > 1 && plural(one) === name);
}

/** Two are equal if their ids are. */
function equalityOf(aggregate: Aggregate, scope: ModuleScope): TsText {
  const identity = idFieldOf(aggregate);
  if (!identity) return { element: aggregate.id, documentation: '', text: '    return this === other;' };
  const name = scope.memberName(identity);
  const [own, others] = [member(atom('this'), name), member(atom('other'), name)];
  return {
    element: identity.id,
    documentation: '',
    text: statements({ constants: [], result: binary('===', own, others) }, 2),
  };
}

function article(words: string): string {
  return /^[aeiou]/.test(words) ? 'an' : 'a';
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
