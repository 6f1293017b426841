import { assertNever } from '../../pim/assert-never.ts';
import { defaultOf } from '../../pim/conformance.ts';
import { decimalText } from '../../pim/decimal.ts';
import { isJsonObject, type JsonValue } from '../../pim/json.ts';
import type { ElementId, Field } from '../../pim/model.ts';
import {
  declarationOf,
  identityOfItems,
  idFieldOf,
  isStructure,
  type ModelIndex,
} from '../../pim/model-index.ts';
import { printPattern } from '../../pim/pattern.ts';
import type { FormatName, NumberRange, Type } from '../../pim/type.ts';
import { withoutReference } from './brands.ts';
import { atom, type Code, call, numberCode, objectCode, regexCode, stringCode } from './code.ts';
import type { ModuleNames } from './module-names.ts';
import { leadsBack } from './recursion.ts';

/** How one declaration is called by the modules that use it. */
export interface DeclaredNames {
  readonly name: string;
  /** The type of what it is made from: the input interface of a structure. */
  readonly input: string;
  readonly from: string;
}

export interface TypeScope {
  /** The structure or union that a schema is written in: what leads back to it is not there yet. */
  readonly within?: ElementId;
  readonly index: ModelIndex;
  readonly names: ModuleNames;
  namesOf(id: ElementId): DeclaredNames;
}

/** The type of a checked value: `FabricName`, `readonly Uuid[]`. */
export function outputType(type: Type, scope: TypeScope): string {
  const own = withoutReference(scope.index, type);
  switch (own.kind) {
    case 'boolean':
      return 'boolean';
    case 'integer':
    case 'number':
      return 'number';
    case 'string':
      return 'string';
    case 'decimal':
      return scope.names.runtimeType('Decimal');
    case 'duration':
      return scope.names.runtimeType('Milliseconds');
    case 'format':
      return scope.names.runtimeType(own.format);
    case 'cidr':
      return scope.names.runtimeType(own.network ? 'Ipv4Network' : 'Ipv4Cidr');
    case 'caller':
      return scope.names.runtimeType('Caller');
    case 'date':
      return scope.names.runtimeType('IsoDate');
    case 'dateTime':
      return scope.names.runtimeType('IsoDateTime');
    case 'json':
      return scope.names.runtimeType('Json');
    case 'secret':
      return scope.names.runtimeType('SecretReference');
    case 'named': {
      const { name, from } = scope.namesOf(own.id);
      return scope.names.symbolType({ name, from });
    }
    case 'list':
      return `readonly ${listItem(outputType(own.element, scope))}[]`;
    case 'map':
      return mapType(outputType(own.value, scope));
    case 'reference':
    case 'unresolved':
      return unresolved(own);
    default:
      return assertNever(own);
  }
}

/** The type of what a value is made from: `string`, `FabricResourceInput`. */
export function inputType(type: Type, scope: TypeScope): string {
  const own = withoutReference(scope.index, type);
  switch (own.kind) {
    case 'boolean':
      return 'boolean';
    case 'integer':
    case 'number':
      return 'number';
    case 'string':
    case 'format':
    case 'cidr':
    case 'caller':
    case 'date':
    case 'dateTime':
      return 'string';
    case 'decimal':
      return `string | ${scope.names.runtimeType('Decimal')}`;
    case 'duration':
      return scope.names.runtimeType('Milliseconds');
    case 'json':
    case 'secret':
      return outputType(own, scope);
    case 'named': {
      const declaration = declarationOf(scope.index, own.id);
      if (declaration.kind === 'type') return inputType(declaration.base, scope);
      const { name, input, from } = scope.namesOf(own.id);
      return scope.names.symbolType({ name: declaration.kind === 'enum' ? name : input, from });
    }
    case 'list':
      return `readonly ${listItem(inputType(own.element, scope))}[]`;
    case 'map':
      return mapType(inputType(own.value, scope));
    case 'reference':
    case 'unresolved':
      return unresolved(own);
    default:
      return assertNever(own);
  }
}

/** The schema of a type: `list(FabricResource, { max: 250, uniqueBy: 'uid' })`. */
export function schemaOf(type: Type, scope: TypeScope): Code {
  const own = withoutReference(scope.index, type);
  const runtime = (name: string): Code => atom(scope.names.runtime(name));
  switch (own.kind) {
    case 'boolean':
      return call(runtime('boolean'));
    case 'integer':
    case 'number':
      return call(runtime(own.kind), ...limits(rangeMembers(own.range)));
    case 'string': {
      const { length, pattern } = own;
      const members: [string, Code][] = [];
      if (length.min > 0) members.push(['min', numberCode(length.min)]);
      members.push(['max', numberCode(length.max)]);
      if (pattern?.node) members.push(['pattern', regexCode(printPattern(pattern))]);
      return call(runtime('string'), objectCode(members));
    }
    case 'decimal':
      return call(runtime('decimal'), objectCode(decimalMembers(own)));
    case 'duration':
      return call(runtime('duration'), ...limits(rangeMembers(own.range)));
    case 'format':
      return runtime(own.format satisfies FormatName);
    case 'cidr':
      return runtime(own.network ? 'Ipv4Network' : 'Ipv4Cidr');
    case 'caller':
      return runtime('Caller');
    case 'date':
      return runtime('IsoDate');
    case 'dateTime':
      return runtime('IsoDateTime');
    case 'json':
      return runtime('Json');
    case 'secret':
      return runtime('SecretReference');
    case 'named':
      return declaredSchema(own, scope);
    case 'list': {
      const members: [string, Code][] = [];
      if (own.size.min > 0) members.push(['min', numberCode(own.size.min)]);
      members.push(['max', numberCode(own.size.max)]);
      const identity = identityOfItems(scope.index, own.element);
      const keys = [...(identity ? [identity.name] : []), ...(own.uniqueBy ? [own.uniqueBy.name] : [])];
      const [key, another] = keys.map(stringCode);
      if (key && another && keys[0] !== keys[1])
        members.push(['uniqueBy', { kind: 'array', items: [key, another] }]);
      else if (key) members.push(['uniqueBy', key]);
      else if (own.unique) members.push(['unique', atom('true')]);
      return call(runtime('list'), schemaOf(own.element, scope), objectCode(members));
    }
    case 'map': {
      const members: [string, Code][] = [];
      if (own.size.min > 0) members.push(['min', numberCode(own.size.min)]);
      members.push(['max', numberCode(own.size.max)]);
      return call(runtime('map'), schemaOf(own.key, scope), schemaOf(own.value, scope), objectCode(members));
    }
    case 'reference':
    case 'unresolved':
      return unresolved(own);
    default:
      return assertNever(own);
  }
}

/** What is made of this one, or of what is made of it, is looked at when it is needed. */
function declaredSchema(type: Extract<Type, { kind: 'named' }>, scope: TypeScope): Code {
  const { name, from } = scope.namesOf(type.id);
  const schema = atom(scope.names.symbol({ name, from }));
  if (scope.within === undefined || !leadsBack(scope.index, scope.within, type.id)) return schema;
  const types = [outputType(type, scope), inputType(type, scope)];
  const returns = `${scope.names.runtimeType('Schema')}<${types.join(', ')}>`;
  return call(atom(scope.names.runtime('lazy')), { kind: 'arrow', parameters: [], body: schema, returns });
}

export function mapType(value: string): string {
  return `{ readonly [key: string]: ${value} }`;
}

/** A type as the item of an array: unions go into parentheses. */
export function listItem(type: string): string {
  return type.includes(' ') && !type.startsWith('{') ? `(${type})` : type;
}

function decimalMembers({ range, scale }: Extract<Type, { kind: 'decimal' }>): readonly [string, Code][] {
  const bound = (units: number): Code => stringCode(decimalText(units, scale));
  const members: [string, Code][] = [['scale', numberCode(scale)]];
  if (range.min !== undefined) members.push(['min', bound(range.min)]);
  if (range.max !== undefined) members.push(['max', bound(range.max)]);
  return members;
}

/** A field's schema in its structure: `optional(…)`, `withDefault(…)` or the type's alone. */
export function fieldSchema(field: Field, scope: TypeScope): Code {
  const schema = schemaOf(field.type, scope);
  if (field.optional) return call(atom(scope.names.runtime('optional')), schema);
  const value = defaultCode(field, scope.index);
  return value ? call(atom(scope.names.runtime('withDefault')), schema, value) : schema;
}

function defaultCode(field: Field, index: ModelIndex): Code | undefined {
  const value = defaultOf(index, field);
  return value === undefined ? undefined : jsonCode(value);
}

/** A JSON value, written down. */
export function jsonCode(value: JsonValue): Code {
  if (typeof value === 'string') return stringCode(value);
  if (typeof value === 'number') return numberCode(value);
  if (Array.isArray(value)) return { kind: 'array', items: value.map(jsonCode) };
  if (!isJsonObject(value)) return atom(String(value));
  return objectCode(Object.entries(value).map(([name, part]) => [name, jsonCode(part)]));
}

function rangeMembers(range: NumberRange): readonly [string, Code][] {
  const members: [string, Code][] = [];
  if (range.min !== undefined) members.push(['min', numberCode(range.min)]);
  if (range.max !== undefined) members.push(['max', numberCode(range.max)]);
  return members;
}

function limits(members: readonly [string, Code][]): readonly Code[] {
  return members.length > 0 ? [objectCode(members)] : [];
}

/** The field that tells the instances of a structure apart. */
export function identityOf(index: ModelIndex, id: ElementId): Field | undefined {
  const structure = index.get(id);
  return isStructure(structure) ? idFieldOf(structure) : undefined;
}

function unresolved(type: Type): never {
  throw new Error(`a type was not resolved: only checked models are generated from (${type.kind})`);
}
