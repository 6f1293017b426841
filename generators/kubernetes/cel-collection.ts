import { assertNever } from '../../pim/assert-never.ts';
import type { MapEntries, Parameter, Quantifier, Sum, Unique } from '../../pim/expression.ts';
import { fieldOf, structureOfType, underlyingType } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import { charge, type Measure, one, product, sum } from './cel-cost.ts';
import { storedInForm } from './cel-form.ts';
import { hasFunction } from './cel-functions.ts';
import { keyLength, lengthOf } from './cel-length.ts';
import { always, indexed, loop, method, negation, type Piece, relation } from './cel-piece.ts';
import type { Bound, CelTranslator, Surroundings } from './cel-translator.ts';

export function quantifier(expression: Quantifier, around: Surroundings, to: CelTranslator): Piece {
  const list = to.readable(expression.list, around);
  const { item, inside } = expression.key
    ? boundEntry(expression.key, expression, list, around, to)
    : to.bind(
        expression.parameter.name,
        itemLength(list, expression.list.type, to),
        around,
        expression.parameter,
        list,
      );
  const body = to.piece(expression.body, inside);
  switch (expression.quantifier) {
    case 'all':
      return loop(list, 'all', item, body);
    case 'any':
      return loop(list, 'exists', item, body);
    case 'none':
      return negation(loop(list, 'exists', item, body));
    case 'count':
      return method(loop(list, 'filter', item, body), 'size', []);
    default:
      return assertNever(expression.quantifier);
  }
}

/** A macro goes over the keys of a map: what the rule calls the value is what the map has there. */
function boundEntry(
  key: Parameter,
  { list: map, parameter }: Quantifier,
  list: Piece,
  around: Surroundings,
  to: CelTranslator,
): Bound {
  const { item, inside } = to.bind(key.name, keyLength(to.scope, map.type), around, key);
  const type = underlyingType(to.index, map.type);
  const value = indexed(list, item, type.kind === 'map' ? lengthOf(to.scope, type.value) : one);
  return { item, inside: { ...inside, variables: new Map(inside.variables).set(parameter.binding, value) } };
}

export function mapEntries({ map, part }: MapEntries, around: Surroundings, to: CelTranslator): Piece {
  const entries = to.readable(map, around);
  const { item } = to.bind('key', keyLength(to.scope, map.type), around);
  const type = underlyingType(to.index, map.type);
  if (part === 'keys' || type.kind !== 'map') return loop(entries, 'map', item, item);
  const values = loop(entries, 'map', item, indexed(entries, item, lengthOf(to.scope, type.value)));
  return { ...values, unmeasuredItems: true };
}

export function sumOf(expression: Sum, around: Surroundings, to: CelTranslator): Piece {
  const list = to.readable(expression.list, around);
  const { parameter, body } = expression;
  if (parameter && body) {
    const bound = to.bind(
      parameter.name,
      itemLength(list, expression.list.type, to),
      around,
      parameter,
      list,
    );
    return total(loop(list, 'map', bound.item, to.piece(body, bound.inside)));
  }
  const element = elementOf(expression.list.type, to);
  const { item } = to.bind('item', itemLength(list, expression.list.type, to), around);
  const converted = element ? storedInForm(item, element, undefined, to.index) : item;
  return total(converted === item ? list : loop(list, 'map', item, converted));
}

function total(list: Piece): Piece {
  return method(list, 'sum', [], sum(one, list.length));
}

export function unique(expression: Unique, around: Surroundings, to: CelTranslator): Piece {
  if (isUniqueByShape(expression, to)) return always;
  const list = to.readable(expression.list, around);
  const { parameter, body } = expression;
  const length = itemLength(list, expression.list.type, to);
  if (hasFunction('distinct', to.scope.minimumServer)) {
    const bound = to.bind(parameter?.name ?? 'item', length, around, parameter, list);
    const keys = body ? loop(list, 'map', bound.item, to.piece(body, bound.inside)) : list;
    const distinct = method(keys, 'distinct', [], distinctCost(keys), keys.length);
    return relation('==', method(distinct, 'size', []), method(list, 'size', []));
  }
  const first = to.bind(parameter?.name ?? 'one', length, around, parameter, list);
  const other = to.bind(
    parameter ? `other${capital(parameter.name)}` : 'other',
    length,
    first.inside,
    parameter,
  );
  const key = ({ item, inside }: Bound): Piece => (body ? to.piece(body, inside) : item);
  const same = relation('==', key(other), key(first));
  return loop(list, 'all', first.item, loop(list, 'exists_one', other.item, same));
}

/** `distinct` compares all items with one another, and makes a list. */
function distinctCost({ length }: Piece): Measure {
  const pairs = product(length, length);
  return sum(pairs, pairs, charge.list, charge.call, charge.call);
}

/** A list of type map has no two items of one key, and a set no two equal ones, before any rule runs. */
function isUniqueByShape({ list, body }: Unique, to: CelTranslator): boolean {
  const type = underlyingType(to.index, list.type);
  if (type.kind !== 'list') return false;
  if (!body) return type.unique;
  if (body.kind !== 'fieldAccess' || body.receiver.kind !== 'parameter') return false;
  const field = fieldOf(to.index, body.field);
  const structure = structureOfType(to.index, underlyingType(to.index, type.element));
  if (structure?.kind === 'entity') return field.role === 'id';
  return field.name === type.uniqueBy?.name && !field.optional;
}

function elementOf(list: Type, to: CelTranslator): Type | undefined {
  const type = underlyingType(to.index, list);
  return type.kind === 'list' ? type.element : undefined;
}

function itemLength(list: Piece, type: Type, to: CelTranslator): Measure {
  const element = elementOf(type, to);
  return list.items ?? (element ? lengthOf(to.scope, element) : one);
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
