import type { Aggregate, Entity, Field, Rule, Structure } from '../../pim/model.ts';
import { idFieldOf, storedFieldsOf, underlyingType, unionOf } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import { camelCase, sentenceWords } from '../core/naming.ts';
import { atom, call, numberCode, quote, stringCode, tallObjectCode } from './code.ts';
import { docOf } from './doc-text.ts';
import {
  functionHead,
  genericAlias,
  genericText,
  itemLine,
  memberLine,
  propertyLine,
  statements,
} from './print-text.ts';
import type { TsFunction, TsPart, TsStructure, TsText } from './psm.ts';
import { namedIn } from './recursion.ts';
import type { ModuleScope } from './transform.ts';
import { translateBody, usesName } from './translate-expression.ts';
import { fieldSchema, inputType, listItem, mapType, outputType } from './type-code.ts';

/** An interface of what an instance holds, and a companion of the same name that checks and computes. */
export function transformStructure(structure: Structure, scope: ModuleScope): TsStructure {
  const { name, input, changes } = scope.plan.of(structure.id);
  const derived = structure.fields.filter(({ role }) => role === 'derived');
  const members = derived.map((field) => ({ field, functionName: scope.names.declare(field.name) }));
  const margin = members.length > 0 ? '  ' : '';
  const rules = structure.rules.map((rule) => ({
    rule,
    ...ruleOf(rule, structure, name, scope, `${margin}    `),
  }));
  const registered = (wanted: boolean): readonly TsText[] =>
    rules.filter(({ rule }) => rule.transition === wanted).map(({ registration }) => registration);
  const identity = idFieldOf(structure);
  const start = members.length > 0 ? '  ...' : `export const ${name} = `;
  return {
    kind: 'structure',
    element: structure.id,
    name,
    documentation: documentationOf(structure),
    ...fieldsOf(structure, input, scope),
    changesDocumentation:
      changes && 'What can change. A field left out stays; null clears it, or brings back its default.',
    changes:
      changes &&
      genericAlias(changes, scope.names.runtimeType('Changes'), [input, quote(identity?.name ?? '')]),
    schema: {
      maker: makerText(
        structure.kind === 'aggregate' ? 'aggregateState' : 'structure',
        [name, input],
        start,
        margin,
        scope,
      ),
      margin,
      fields: schemaFields(structure, margin.length + 4, scope),
      settings: [
        ...(identity ? [setting(identity, margin.length + 2)] : []),
        ...depthSetting(structure, margin.length + 2),
      ],
      rules: registered(false),
      transitions: registered(true),
    },
    members: members.map(({ field, functionName }) => ({
      element: field.id,
      documentation: docOf(field),
      text: memberLine(scope.memberName(field), atom(functionName), 2),
    })),
    functions: [
      ...members.map(({ field, functionName }) => derivationOf(field, functionName, structure, name, scope)),
      ...rules.map(({ condition }) => condition),
    ],
  };
}

/** What an aggregate is, its class says. */
function documentationOf(structure: Structure): string {
  if (structure.kind !== 'aggregate') return docOf(structure);
  return `What ${withArticle(sentenceWords(structure.name) || structure.name)} holds.`;
}

/** An aggregate's state after its entities, which it uses. */
export function transformState(aggregate: Aggregate, scope: ModuleScope): readonly TsPart[] {
  return [...inOrderOfUse(aggregate), aggregate].map((one) => transformStructure(one, scope));
}

/** An entity that holds another comes after it: its schema is made of the other's. */
function inOrderOfUse(aggregate: Aggregate): readonly Entity[] {
  const ordered: Entity[] = [];
  const begun = new Set<Entity>();
  const add = (entity: Entity): void => {
    if (begun.has(entity)) return;
    begun.add(entity);
    for (const { type } of entity.fields) {
      const names = namedIn(type);
      for (const used of aggregate.entities) if (names.includes(used.id)) add(used);
    }
    ordered.push(entity);
  };
  for (const entity of aggregate.entities) add(entity);
  return ordered;
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

function depthSetting(structure: Structure, depth: number): readonly TsText[] {
  if (structure.kind !== 'value' || structure.depth === undefined) return [];
  const text = memberLine('depth', numberCode(structure.depth), depth);
  return [{ element: structure.id, documentation: '', text }];
}

/** What tells an alternative from the others of its union: a field that no model declares. */
function tagOf(
  structure: Structure,
  scope: ModuleScope,
): { readonly name: string; readonly wire: string } | undefined {
  if (structure.kind !== 'alternative') return undefined;
  return { name: unionOf(scope.index, structure).discriminator, wire: structure.wire };
}

/** The two interfaces: what an instance holds, and what it is made from. */
function fieldsOf(
  structure: Structure,
  input: string,
  scope: ModuleScope,
): Pick<TsStructure, 'inputName' | 'inputDocumentation' | 'properties' | 'inputProperties'> {
  const fields = storedFieldsOf(structure);
  const own = scope.plan.of(structure.id).name;
  const tag = tagOf(structure, scope);
  const tags: readonly TsText[] = tag
    ? [{ element: structure.id, documentation: '', text: propertyLine(tag.name, false, [quote(tag.wire)]) }]
    : [];
  return {
    inputName: input,
    inputDocumentation: `What \`${own}\` is made from.`,
    properties: [
      ...tags,
      ...fields.map((field) => ({
        element: field.id,
        documentation: docOf(field),
        text: propertyLine(field.name, field.optional, [outputType(field.type, scope)]),
      })),
    ],
    inputProperties: [
      ...tags,
      ...fields.map((field) => {
        const mayBeAbsent = field.optional || field.default !== undefined;
        const types = [inputType(field.type, scope), ...(mayBeAbsent ? ['null', 'undefined'] : [])];
        return { element: field.id, documentation: '', text: propertyLine(field.name, mayBeAbsent, types) };
      }),
    ],
  };
}

function schemaFields(structure: Structure, depth: number, scope: ModuleScope): readonly TsText[] {
  const tag = tagOf(structure, scope);
  // What leads back to an alternative leads to its union.
  const within = structure.kind === 'alternative' ? unionOf(scope.index, structure).id : structure.id;
  const literal = tag && call(atom(scope.names.runtime('literal')), stringCode(tag.wire));
  return [
    ...(tag && literal
      ? [{ element: structure.id, documentation: '', text: memberLine(tag.name, literal, depth) }]
      : []),
    ...storedFieldsOf(structure).map((field) => ({
      element: field.id,
      documentation: '',
      text: memberLine(field.name, fieldSchema(field, { ...scope, within }), depth),
    })),
  ];
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
export function subjectName(structure: Structure): string {
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
    head: functionHead(`function ${functionName}`, parameters, derivedType(field, scope), 0),
    text: statements(body, 0),
  };
}

/** What is computed has passed no check: it has the plain type, without a brand. */
export function derivedType(field: Field, scope: ModuleScope): string {
  return `${plainType(field.type, scope)}${field.optional ? ' | undefined' : ''}`;
}

export function plainType(type: Type, scope: ModuleScope): string {
  const resolved = underlyingType(scope.index, type);
  switch (resolved.kind) {
    case 'list':
      return `readonly ${listItem(plainType(resolved.element, scope))}[]`;
    case 'map':
      return mapType(plainType(resolved.value, scope));
    case 'named':
    case 'decimal':
      return outputType(resolved, scope);
    default:
      return inputType(resolved, scope);
  }
}

/** `an order`, `a fabric` */
export function withArticle(words: string): string {
  return `${/^[aeiou]/.test(words) ? 'an' : 'a'} ${words}`;
}
