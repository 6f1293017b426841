import type { Expression } from '../pim/expression.ts';
import type { Origin } from '../pim/origin.ts';
import { parsePattern } from '../pim/parse-pattern.ts';
import type { Type } from '../pim/type.ts';
import { familyOf, resolveType } from '../pim/typing.ts';
import { anyString, booleanResult, type ExpressionScope, integerResult } from './expression-scope.ts';
import type * as ast from './generated/ast.ts';
import { linkExpression, linkLambda } from './link-expression.ts';
import { decodePatternSource } from './source.ts';

const stringTests = ['startsWith', 'endsWith', 'contains', 'isBlank', 'isTrimmed'] as const;
const stringTransforms = ['lowerAscii', 'upperAscii'] as const;
const quantifiers = ['all', 'any', 'none', 'count'] as const;

/** What can be asked of a value of a type with a dot, for near misses. */
export function operationNames(type: Type, { symbols }: ExpressionScope): readonly string[] {
  const family = familyOf(symbols, type);
  if (family.startsWith('enum ')) return ['rank', 'next', 'previous'];
  switch (family) {
    case 'list':
      return ['size', 'sum', 'unique', ...quantifiers, 'where', 'map', 'first', 'last', 'reversed'];
    case 'string':
      return ['size', 'matches', ...stringTests, ...stringTransforms];
    case 'date':
      return ['epochDay'];
    case 'dateTime':
    case 'duration':
      return ['millis'];
    default:
      break;
  }
  switch (resolveType(symbols, type).kind) {
    case 'map':
      return ['size', 'has', 'keys', 'values', ...quantifiers];
    case 'cidr':
      return ['contains', 'overlaps', 'prefixLength', 'network'];
    default:
      return [];
  }
}

/** `receiver.name` or `receiver.name(…)` that the language knows; undefined if it is none. */
export function linkOperation(
  node: ast.MemberExpression,
  name: string,
  receiver: Expression,
  scope: ExpressionScope,
  origin: Origin,
): Expression | undefined {
  const { symbols } = scope;
  const family = familyOf(symbols, receiver.type);
  const resolved = resolveType(symbols, receiver.type);
  const site = { node, name, receiver, scope, origin };
  if (family.startsWith('enum ')) return enumOperation(site);
  if (resolved.kind === 'list') return listOperation(site, resolved.element);
  if (resolved.kind === 'map') return mapOperation(site, resolved);
  if (resolved.kind === 'cidr') return networkOperation(site);
  if (family === 'string') return stringOperation(site);
  const millis = name === 'millis' && (family === 'dateTime' || family === 'duration');
  if (node.call || !(millis || (name === 'epochDay' && family === 'date'))) return undefined;
  return { kind: 'epoch', unit: millis ? 'millis' : 'day', operand: receiver, ...integerResult, origin };
}

interface OperationSite {
  readonly node: ast.MemberExpression;
  readonly name: string;
  readonly receiver: Expression;
  readonly scope: ExpressionScope;
  readonly origin: Origin;
}

function enumOperation({ node, name, receiver, origin }: OperationSite): Expression | undefined {
  if (node.call) return undefined;
  if (name === 'rank') return { kind: 'rank', operand: receiver, ...integerResult, origin };
  if (name !== 'next' && name !== 'previous') return undefined;
  const { type } = receiver;
  return { kind: 'neighbour', direction: name, operand: receiver, type, optional: true, origin };
}

function stringOperation({ node, name, receiver, scope, origin }: OperationSite): Expression | undefined {
  if (name === 'size' && !node.call) return { kind: 'size', operand: receiver, ...integerResult, origin };
  const transform = stringTransforms.find((one) => one === name);
  if (transform && !node.call)
    return {
      kind: 'stringTransform',
      transform,
      operand: receiver,
      type: anyString,
      optional: false,
      origin,
    };
  if (name === 'matches' && node.argument?.$type === 'PatternLiteral') {
    const pattern = parsePattern(decodePatternSource(node.argument.pattern ?? '//'));
    return { kind: 'match', operand: receiver, pattern, ...booleanResult, origin };
  }
  const test = stringTests.find((one) => one === name);
  if (!test) return undefined;
  const takesArgument = test !== 'isBlank' && test !== 'isTrimmed';
  if (!takesArgument)
    return node.call ? undefined : { kind: 'stringTest', test, operand: receiver, ...booleanResult, origin };
  const argument = argumentOf(node, scope);
  return argument && { kind: 'stringTest', test, operand: receiver, argument, ...booleanResult, origin };
}

function argumentOf(
  node: ast.MemberExpression,
  scope: ExpressionScope,
  expected?: Type,
): Expression | undefined {
  const { argument } = node;
  if (!argument || argument.$type === 'Lambda' || argument.$type === 'PatternLiteral') return undefined;
  return linkExpression(argument, scope, expected);
}

function listOperation(site: OperationSite, element: Type): Expression | undefined {
  const { node, name, receiver: list, scope, origin } = site;
  if (!node.call) {
    switch (name) {
      case 'size':
        return { kind: 'size', operand: list, ...integerResult, origin };
      case 'first':
      case 'last':
        return { kind: 'listEnd', end: name, list, type: element, optional: true, origin };
      case 'reversed':
        return { kind: 'reversed', list, type: list.type, optional: false, origin };
      case 'sum':
        return { kind: 'sum', list, type: summed(element, scope), optional: false, origin };
      case 'unique':
        return { kind: 'unique', list, ...booleanResult, origin };
      default:
        return undefined;
    }
  }
  if (node.argument?.$type !== 'Lambda' || node.argument.parameters.length !== 1) return undefined;
  const { parameter, body } = linkLambda(node.argument, { value: element }, scope);
  const lambda = { list, parameter, body, origin };
  const quantifier = quantifiers.find((one) => one === name);
  if (quantifier) return quantified(quantifier, lambda);
  switch (name) {
    case 'sum':
      return { kind: 'sum', ...lambda, type: summed(body.type, scope), optional: false };
    case 'unique':
      return { kind: 'unique', ...lambda, ...booleanResult };
    case 'where':
      return { kind: 'filter', ...lambda, type: filteredList(list.type, scope), optional: false };
    case 'map':
      return { kind: 'mapList', ...lambda, type: mappedList(list.type, body, scope), optional: false };
    default:
      return undefined;
  }
}

function quantified(
  quantifier: (typeof quantifiers)[number],
  lambda: Omit<Extract<Expression, { kind: 'quantifier' }>, 'kind' | 'quantifier' | 'type' | 'optional'>,
): Expression {
  const result = quantifier === 'count' ? integerResult : booleanResult;
  return { kind: 'quantifier', quantifier, ...lambda, ...result };
}

/** What a sum of such items is: an Integer, a Decimal of the same scale, or a Duration. */
function summed(item: Type, { symbols }: ExpressionScope): Type {
  const resolved = resolveType(symbols, item);
  if (resolved.kind === 'decimal' || resolved.kind === 'duration') return { ...resolved, range: {} };
  return integerResult.type;
}

/** The list that is left: as long as the other at most, and maybe empty. */
function filteredList(list: Type, { symbols }: ExpressionScope): Type {
  const resolved = resolveType(symbols, list);
  return resolved.kind === 'list' ? { ...resolved, size: { ...resolved.size, min: 0 } } : list;
}

/** The list that a mapping makes: as long as the other, its items alike or not. */
function mappedList(list: Type, body: Expression, { symbols }: ExpressionScope): Type {
  const resolved = resolveType(symbols, list);
  if (resolved.kind !== 'list') return list;
  const { size, origin } = resolved;
  return { kind: 'list', element: body.type, size, unique: false, origin };
}

function mapOperation(site: OperationSite, map: Extract<Type, { kind: 'map' }>): Expression | undefined {
  const { node, name, receiver, scope, origin } = site;
  if (!node.call) {
    if (name === 'size') return { kind: 'size', operand: receiver, ...integerResult, origin };
    if (name !== 'keys' && name !== 'values') return undefined;
    const element = name === 'keys' ? map.key : map.value;
    const type: Type = { kind: 'list', element, size: map.size, unique: name === 'keys', origin: map.origin };
    return { kind: 'mapEntries', map: receiver, part: name, type, optional: false, origin };
  }
  if (name === 'has') {
    const key = argumentOf(node, scope, map.key);
    return key && { kind: 'hasKey', map: receiver, key, ...booleanResult, origin };
  }
  const quantifier = quantifiers.find((one) => one === name);
  if (!quantifier || node.argument?.$type !== 'Lambda') return undefined;
  const lambda = linkLambda(node.argument, { key: map.key, value: map.value }, scope);
  return quantified(quantifier, { list: receiver, ...lambda, origin });
}

function networkOperation({ node, name, receiver, scope, origin }: OperationSite): Expression | undefined {
  if (!node.call) {
    if (name === 'prefixLength')
      return { kind: 'network', operation: name, operand: receiver, ...integerResult, origin };
    if (name !== 'network') return undefined;
    const type: Type = { kind: 'format', format: 'Ipv4' };
    return { kind: 'network', operation: name, operand: receiver, type, optional: false, origin };
  }
  if (name !== 'contains' && name !== 'overlaps') return undefined;
  const argument = argumentOf(node, scope);
  return (
    argument && { kind: 'network', operation: name, operand: receiver, argument, ...booleanResult, origin }
  );
}
