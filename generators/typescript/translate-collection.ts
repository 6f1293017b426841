import { assertNever } from '../../pim/assert-never.ts';
import type {
  Expression,
  Lookup,
  MapEntries,
  Parameter,
  Quantifier,
  Sum,
  Unique,
} from '../../pim/expression.ts';
import { fieldOf, structureOfType, underlyingType } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import { camelCase } from '../core/naming.ts';
import { greatestCodePoint } from './brands.ts';
import {
  arrow,
  atom,
  type Code,
  call,
  callGeneric,
  elementOf,
  member,
  mentions,
  methodCall,
  unary,
} from './code.ts';
import type { Facts } from './facts.ts';
import { plainTypeOf } from './translate-comparison.ts';
import { decimalKey, decimalSum, isDecimal } from './translate-decimal.ts';
import { bigCode, isWide } from './translate-number.ts';
import type { Translator } from './translator.ts';
import { outputType } from './type-code.ts';

type MapType = Extract<Type, { kind: 'map' }>;

/** `.size` of a text, a list or a map. */
export function sizeCode(operand: Expression, facts: Facts, to: Translator): Code {
  const code = to.required(operand, facts);
  const { kind } = underlyingType(to.index, operand.type);
  if (kind === 'map') return member(call(objectFunction('keys', to), code), 'length');
  const isText = kind !== 'list' && plainTypeOf(operand.type, to.index) === 'string';
  if (!isText || greatestCodePoint(to.index, operand) <= 0xffff) return member(code, 'length');
  return to.runtimeCall('codePointCount', code);
}

export function quantifierCode(expression: Quantifier, facts: Facts, to: Translator): Code {
  const { quantifier } = expression;
  const { items, test } = expression.key
    ? mapTest(expression, expression.key, facts, to)
    : {
        items: to.required(expression.list, facts),
        test: to.closure(expression.parameter, expression.body, facts, (inner, known) =>
          to.condition(inner, known),
        ),
      };
  switch (quantifier) {
    case 'all':
      return methodCall(items, 'every', test);
    case 'any':
      return methodCall(items, 'some', test);
    case 'none':
      return unary('!', methodCall(items, 'some', test));
    case 'count':
      return member(methodCall(items, 'filter', test), 'length');
    default:
      return assertNever(quantifier);
  }
}

/** What a map holds, its keys alone or its values alone where the test asks for no more; and the test. */
function mapTest(
  { list, parameter, body }: Quantifier,
  key: Parameter,
  facts: Facts,
  to: Translator,
): { readonly items: Code; readonly test: Code } {
  const map = to.required(list, facts);
  const { names, code } = to.inside([key, parameter], body, facts, (inner, known) =>
    to.condition(inner, known),
  );
  const [keyName = '', valueName = ''] = names;
  if (!mentions(code, keyName)) {
    const test = arrow(mentions(code, valueName) ? [valueName] : [], code);
    return { items: call(objectFunction('values', to), map), test };
  }
  const type = mapTypeOf(list, to);
  const isPlain = type === undefined || outputType(type.key, to.scope) === 'string';
  if (!mentions(code, valueName)) {
    return {
      items: isPlain ? call(objectFunction('keys', to), map) : keysCode(map, type, to),
      test: arrow([keyName], code),
    };
  }
  const items = isPlain
    ? call(objectFunction('entries', to), map)
    : callGeneric(
        atom(to.scope.names.runtime('entriesOf')),
        [outputType(type.key, to.scope), outputType(type.value, to.scope)],
        [map],
      );
  return { items, test: arrow([`[${keyName}, ${valueName}]`], code) };
}

function objectFunction(name: 'keys' | 'values' | 'entries', to: Translator): Code {
  return member(atom(to.scope.names.global('Object')), name);
}

function mapTypeOf(map: Expression, to: Translator): MapType | undefined {
  const type = underlyingType(to.index, map.type);
  return type.kind === 'map' ? type : undefined;
}

function keysCode(map: Code, type: MapType | undefined, to: Translator): Code {
  const keysOf = atom(to.scope.names.runtime('keysOf'));
  const key = type ? outputType(type.key, to.scope) : 'string';
  return key === 'string' ? call(keysOf, map) : callGeneric(keysOf, [key], [map]);
}

/** `map.keys`, `map.values` */
export function entriesCode({ map, part }: MapEntries, facts: Facts, to: Translator): Code {
  const code = to.required(map, facts);
  return part === 'keys' ? keysCode(code, mapTypeOf(map, to), to) : to.runtimeCall('valuesOf', code);
}

export function sumCode(expression: Sum, facts: Facts, to: Translator): Code {
  if (isDecimal(expression, to.index)) return decimalSum(expression, facts, to);
  const { list, parameter, body } = expression;
  const item = to.localName('item');
  const key =
    parameter && body
      ? to.closure(parameter, body, facts, (inner, known) => to.required(inner, known))
      : arrow([item], atom(item));
  return to.runtimeCall('sum', to.required(list, facts), key);
}

export function uniqueCode({ list, parameter, body }: Unique, facts: Facts, to: Translator): Code {
  const items = to.required(list, facts);
  if (!parameter || !body) {
    const type = underlyingType(to.index, list.type);
    const isOfDecimals = type.kind === 'list' && underlyingType(to.index, type.element).kind === 'decimal';
    if (!isOfDecimals) return to.runtimeCall('isUnique', items);
    const item = to.localName('item');
    return to.runtimeCall('isUnique', items, arrow([item], decimalKey(atom(item))));
  }
  const key = to.closure(parameter, body, facts, (inner, known) => {
    if (isDecimal(inner, to.index)) return decimalKey(to.required(inner, known));
    return isWide(inner, to.index) ? bigCode(inner, known, to) : to.code(inner, known);
  });
  return to.runtimeCall('isUnique', items, key);
}

/** The item of a list with a key, or a map's value: `undefined` if there is none. */
export function lookupCode(expression: Lookup, facts: Facts, to: Translator): Code {
  const { collection, key, by, type, origin } = expression;
  const items = to.required(collection, facts);
  if (by === undefined) {
    const name = to.required(key, facts);
    return to.mapKeyOf(key) === undefined ? to.runtimeCall('entryOf', items, name) : elementOf(items, name);
  }
  const field = fieldOf(to.index, by);
  const parameter: Parameter = { name: itemName(expression, to), binding: to.newBinding(), origin };
  const item: Expression = { kind: 'parameter', ...parameter, type, optional: false };
  const left: Expression = {
    kind: 'fieldAccess',
    receiver: item,
    field: by,
    name: field.name,
    type: field.type,
    optional: field.optional,
    origin,
  };
  const body: Expression = {
    kind: 'binary',
    operator: '==',
    left,
    right: key,
    type: { kind: 'boolean' },
    optional: false,
    origin,
  };
  const test = to.closure(parameter, body, facts, (inner, known) => to.condition(inner, known));
  return methodCall(items, 'find', test);
}

function itemName({ type }: Lookup, to: Translator): string {
  const structure = structureOfType(to.index, underlyingType(to.index, type));
  return structure ? camelCase(structure.name) || structure.name : 'item';
}
