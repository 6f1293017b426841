import type { Expression } from '../pim/expression.ts';
import type { Enum, Field } from '../pim/model.ts';
import type { Origin } from '../pim/origin.ts';
import type { ExpressionType, Type } from '../pim/type.ts';
import { familyOf, isMismatch, resolveType, typeOfBinary, typeOfConditional } from '../pim/typing.ts';
import { scaleDecimal } from './build-type.ts';
import { decodeDuration } from './duration.ts';
import {
  anyString,
  booleanResult,
  type ExpressionScope,
  integerResult,
  withVariable,
} from './expression-scope.ts';
import type * as ast from './generated/ast.ts';
import { linkCallOrConstruction, linkListLiteral, linkObjectLiteral } from './link-construction.ts';
import { linkOperation, operationNames } from './link-operation.ts';
import { decodeNumber, decodeText, originOf, originOfProperty } from './source.ts';

/**
 * Resolves the names of one expression and types every node. What cannot be resolved stays in the
 * tree as an `unresolvedName`, and what does not fit has an `unresolved` type: checks report them.
 * `expected` is what the place wants: it decides which enum a bare literal is of, what braces make, and
 * that `0.5` is a Decimal.
 */
export function linkExpression(
  node: ast.Expression | undefined,
  scope: ExpressionScope,
  expected?: Type,
): Expression {
  switch (node?.$type) {
    case 'NumberLiteral':
    case 'StringLiteral':
    case 'BooleanLiteral':
    case 'DurationLiteral':
      return literal(node, scope, expected);
    case 'NameExpression':
      return nameExpression(node, scope, expected);
    case 'ParenthesizedExpression':
      return linkExpression(node.inner, scope, expected);
    case 'MemberExpression':
      return member(node, scope);
    case 'LookupExpression':
      return linkLookup(linkExpression(node.receiver, scope), node, scope);
    case 'LogicalExpression':
    case 'ArithmeticExpression':
    case 'ComparisonExpression':
      return binary(node, scope, expected);
    case 'MembershipExpression':
      return membership(node, scope);
    case 'StateExpression':
      return state(node, scope);
    case 'NotExpression': {
      const operand = linkExpression(node.operand, scope);
      return { kind: 'not', operand, ...booleanResult, origin: placeOf(node, scope) };
    }
    case 'NegationExpression':
      return negation(node, scope, expected);
    case 'ConditionalExpression':
      return conditional(node, scope, expected);
    case 'ExactlyOneExpression':
      return exactlyOne(node, scope);
    case 'RatioExpression':
      return ratio(node, scope);
    case 'ConstructionExpression':
      return linkCallOrConstruction(node, scope);
    case 'ObjectLiteral':
      return linkObjectLiteral(node, scope, expected);
    case 'ListLiteral':
      return linkListLiteral(node, scope, expected);
    default:
      // Recovery left a hole; the syntax error is reported already.
      return unresolvedName('', placeOf(node, scope), []);
  }
}

export function placeOf(node: Parameters<typeof originOf>[0], scope: ExpressionScope): Origin {
  return originOf(node, scope.site.file);
}

function typed(result: ExpressionType | { readonly problem: string }, origin: Origin): ExpressionType {
  return isMismatch(result) ? { type: { kind: 'unresolved', name: '', origin }, optional: false } : result;
}

export function unresolvedName(
  name: string,
  origin: Origin,
  candidates: readonly string[],
  more: {
    readonly receiver?: Expression;
    readonly call?: boolean;
    readonly ambiguous?: boolean;
    readonly hiddenIn?: string;
  } = {},
): Expression {
  return {
    kind: 'unresolvedName',
    name,
    ...(more.receiver ? { receiver: more.receiver } : {}),
    call: more.call ?? false,
    ambiguous: more.ambiguous ?? false,
    candidates,
    ...(more.hiddenIn === undefined ? {} : { hiddenIn: more.hiddenIn }),
    type: { kind: 'unresolved', name, origin },
    optional: false,
    origin,
  };
}

function literal(
  node: ast.NumberLiteral | ast.StringLiteral | ast.BooleanLiteral | ast.DurationLiteral,
  scope: ExpressionScope,
  expected: Type | undefined,
): Expression {
  const origin = placeOf(node, scope);
  const plain = { kind: 'literal', optional: false, origin } as const;
  switch (node.$type) {
    case 'BooleanLiteral':
      return { ...plain, value: node.value === 'true', type: { kind: 'boolean' } };
    case 'StringLiteral':
      return { ...plain, value: decodeText(node.value ?? '""'), type: anyString };
    case 'DurationLiteral': {
      const value = decodeDuration(node.value ?? '0ms');
      return { ...plain, value, type: { kind: 'duration', range: { min: value, max: value } } };
    }
    case 'NumberLiteral':
      return { ...plain, ...number(String(node.value ?? '0'), scope, expected) };
  }
}

function number(
  text: string,
  { symbols }: ExpressionScope,
  expected: Type | undefined,
): { readonly value: number; readonly type: Type } {
  const wanted = expected && resolveType(symbols, expected);
  const scaled = wanted?.kind === 'decimal' ? scaleDecimal(text, wanted.scale) : undefined;
  const value = Number(scaled ?? decodeNumber(text));
  const range = { min: value, max: value };
  if (wanted?.kind === 'decimal' && scaled !== undefined)
    return { value, type: { kind: 'decimal', range, scale: wanted.scale } };
  return { value, type: { kind: text.includes('.') ? 'number' : 'integer', range } };
}

function nameExpression(
  node: ast.NameExpression,
  scope: ExpressionScope,
  expected: Type | undefined,
): Expression {
  const name = node.name ?? '';
  const origin = placeOf(node, scope);
  return (
    nearest(name, scope, origin) ??
    enumLiteral(name, origin, scope, expected) ??
    (name === 'absent'
      ? { kind: 'absent', type: { kind: 'unresolved', name: '', origin }, optional: true, origin }
      : unresolvedName(name, origin, [...namesInScope(scope), ...literalNames(scope, expected)]))
  );
}

/** The nearest value of a name: a variable, a field of what came in, a field of self, or an ambient. */
export function nearest(name: string, scope: ExpressionScope, origin: Origin): Expression | undefined {
  const { symbols, variables, input, self, ambients } = scope;
  const variable = variables.get(name);
  if (variable) return { ...variable, origin };
  for (const [kind, type] of [
    ['input', input],
    ['self', self],
  ] as const) {
    const field = type && symbols.fieldsOf(type).get(name);
    if (field) return access({ kind, type, optional: false, origin }, field, origin);
  }
  if (name === 'it' && self) return { kind: 'self', type: self, optional: false, origin };
  if (name === 'old' && self && scope.allowsOld) return { kind: 'old', type: self, optional: false, origin };
  const ambient = ambients.get(name);
  return ambient && { ...ambient, origin };
}

function namesInScope({ symbols, variables, input, self, ambients }: ExpressionScope): readonly string[] {
  return [
    ...variables.keys(),
    ...(input ? symbols.fieldsOf(input).keys() : []),
    ...(self ? symbols.fieldsOf(self).keys() : []),
    ...[...ambients.keys()].filter((name) => !name.includes('.')),
  ];
}

function literalNames(scope: ExpressionScope, expected: Type | undefined): readonly string[] {
  const owner = expected && scope.symbols.enumOf(expected);
  const enums = owner ? [owner] : scope.symbols.enumsOf(scope.site.context);
  return enums.flatMap((one) => one.literals.map(({ name }) => name));
}

function enumLiteral(
  name: string,
  origin: Origin,
  { symbols, site }: ExpressionScope,
  expected: Type | undefined,
): Expression | undefined {
  const has = (one: Enum): boolean => one.literals.some((candidate) => candidate.name === name);
  const wanted = expected && symbols.enumOf(expected);
  const owners = wanted && has(wanted) ? [wanted] : symbols.enumsOf(site.context).filter(has);
  const [owner] = owners;
  if (owner && owners.length === 1) return literalOf(owner, name, origin);
  if (!owner) return undefined;
  const candidates = owners.map((one) => `${one.name}.${name}`);
  return unresolvedName(name, origin, candidates, { ambiguous: true });
}

function literalOf(owner: Enum, name: string, origin: Origin): Expression {
  const found = owner.literals.find((one) => one.name === name);
  if (!found) {
    const names = owner.literals.map((one) => one.name);
    return unresolvedName(name, origin, names);
  }
  const type: Type = { kind: 'named', id: owner.id, origin };
  return { kind: 'enumReference', literal: found.id, type, optional: false, origin };
}

/** `receiver.field`; a field of a `one of` value may be absent, for it may have another shape. */
export function access(receiver: Expression, field: Field, origin: Origin): Expression {
  return {
    kind: 'fieldAccess',
    receiver,
    field: field.id,
    name: field.name,
    type: field.type,
    optional: field.optional || receiver.optional,
    origin,
  };
}

function binary(
  node: ast.LogicalExpression | ast.ArithmeticExpression | ast.ComparisonExpression,
  scope: ExpressionScope,
  expected: Type | undefined,
): Expression {
  const passesOn = node.operator === '??' || node.operator === '+' || node.operator === '-';
  const [left, right] = ['*', '/', '%'].includes(node.operator)
    ? [linkExpression(node.left, scope), linkExpression(node.right, scope)]
    : pair(node.left, node.right, scope, passesOn ? expected : undefined);
  const result = typeOfBinary(scope.symbols, node.operator, left, right);
  const origin = { file: scope.site.file, start: left.origin.start, end: right.origin.end };
  return { kind: 'binary', operator: node.operator, left, right, ...typed(result, origin), origin };
}

/** Two operands of one type: a bare enum literal or a number on one side is of the other side's type. */
function pair(
  left: ast.Expression,
  right: ast.Expression,
  scope: ExpressionScope,
  expected: Type | undefined,
): readonly [Expression, Expression] {
  const first = linkExpression(left, scope, expected);
  const second = linkExpression(right, scope, decisiveType(first, scope) ?? expected);
  const decided = decisiveType(second, scope);
  const again = decided && isLiteralLike(first) && !sameType(first.type, decided, scope);
  return [again ? linkExpression(left, scope, decided) : first, second];
}

/** The type of an operand that decides what a literal beside it is. */
function decisiveType({ type }: Expression, { symbols }: ExpressionScope): Type | undefined {
  const resolved = resolveType(symbols, type);
  const structure = resolved.kind === 'named' && symbols.named(resolved.id)?.kind === 'structure';
  return symbols.enumOf(type) || resolved.kind === 'decimal' || structure ? type : undefined;
}

function sameType(left: Type, right: Type, { symbols }: ExpressionScope): boolean {
  return familyOf(symbols, left) === familyOf(symbols, right);
}

function isLiteralLike(expression: Expression): boolean {
  return (
    expression.kind === 'enumReference' ||
    expression.kind === 'objectLiteral' ||
    (expression.kind === 'literal' && typeof expression.value === 'number') ||
    (expression.kind === 'unresolvedName' && !expression.receiver)
  );
}

function conditional(
  node: ast.ConditionalExpression,
  scope: ExpressionScope,
  expected: Type | undefined,
): Expression {
  const condition = linkExpression(node.condition, scope);
  const [whenTrue, whenFalse] = pair(node.whenTrue, node.whenFalse, scope, expected);
  const origin = placeOf(node, scope);
  const result = typeOfConditional(scope.symbols, condition, whenTrue, whenFalse);
  return { kind: 'conditional', condition, whenTrue, whenFalse, ...typed(result, origin), origin };
}

/** `a not in list` is `not (a in list)`. */
function membership(node: ast.MembershipExpression, scope: ExpressionScope): Expression {
  const found = contained(node, scope);
  return node.negated ? { kind: 'not', operand: found, ...booleanResult, origin: found.origin } : found;
}

function contained(node: ast.MembershipExpression, scope: ExpressionScope): Expression {
  const operand = linkExpression(node.operand, scope);
  const origin = placeOf(node, scope);
  // The grammar's rule of operators gives its operands too.
  const right = node.right as ast.Expression | undefined;
  if (right?.$type === 'ListLiteral') {
    const wanted = decisiveType(operand, scope);
    const items = right.items.map((item) => linkExpression(item, scope, wanted));
    return { kind: 'membership', operand, items, ...booleanResult, origin };
  }
  const list = linkExpression(right, scope);
  const resolved = resolveType(scope.symbols, list.type);
  const element = resolved.kind === 'list' ? resolved.element : undefined;
  const again = element && isLiteralLike(operand);
  const linked = again ? linkExpression(node.operand, scope, element) : operand;
  return { kind: 'membership', operand: linked, list, ...booleanResult, origin };
}

/** `x is present`, `x is absent`, `change is Altered`. */
function state(node: ast.StateExpression, scope: ExpressionScope): Expression {
  const operand = linkExpression(node.operand, scope);
  const origin = placeOf(node, scope);
  const name = node.state ?? '';
  if (name === 'present' || name === 'absent') {
    return { kind: 'presence', operand, present: name === 'present', ...booleanResult, origin };
  }
  const { symbols } = scope;
  const resolved = resolveType(symbols, operand.type);
  const union = resolved.kind === 'named' ? symbols.declaredName(resolved.id) : undefined;
  const last = name.split('.').at(-1) ?? '';
  const alternative = union?.members.get(last)?.find((one) => one.kind === 'alternative');
  if (!alternative) {
    const candidates = [...(union?.kind === 'union' ? union.members.keys() : []), 'present', 'absent'];
    return unresolvedName(name, originOfProperty(node, 'state', scope.site.file), candidates);
  }
  return { kind: 'isAlternative', operand, alternative: alternative.id, ...booleanResult, origin };
}

function negation(
  node: ast.NegationExpression,
  scope: ExpressionScope,
  expected: Type | undefined,
): Expression {
  const operand = linkExpression(node.operand, scope, expected);
  const origin = placeOf(node, scope);
  const { type } = operand;
  if (operand.kind === 'literal' && typeof operand.value === 'number' && 'range' in type) {
    const value = 0 - operand.value;
    return { ...operand, value, type: { ...type, range: { min: value, max: value } }, origin };
  }
  const resolved = resolveType(scope.symbols, type);
  const isQuantity = resolved.kind === 'decimal' || resolved.kind === 'duration';
  const negated: Type = isQuantity ? { ...resolved, range: {} } : integerResult.type;
  return { kind: 'negation', operand, type: negated, optional: false, origin };
}

/** What may be absent counts where it is present; anything else is a condition. */
function exactlyOne(node: ast.ExactlyOneExpression, scope: ExpressionScope): Expression {
  const conditions = node.operands.map((one): Expression => {
    const operand = linkExpression(one, scope);
    if (!operand.optional) return operand;
    return { kind: 'presence', operand, present: true, ...booleanResult, origin: operand.origin };
  });
  return { kind: 'exactlyOne', conditions, ...booleanResult, origin: placeOf(node, scope) };
}

function ratio(node: ast.RatioExpression, scope: ExpressionScope): Expression {
  const scale = decodeNumber(node.scale ?? '0');
  return {
    kind: 'ratio',
    dividend: linkExpression(node.dividend, scope),
    divisor: linkExpression(node.divisor, scope),
    scale,
    type: { kind: 'decimal', range: {}, scale },
    optional: false,
    origin: placeOf(node, scope),
  };
}

/** `taps[name]`: by the id of entities, the key of a `unique by` list, or the key of a map. */
export function linkLookup(
  collection: Expression,
  node: ast.LookupExpression,
  scope: ExpressionScope,
): Expression {
  const { symbols } = scope;
  const origin = placeOf(node, scope);
  const resolved = resolveType(symbols, collection.type);
  if (resolved.kind === 'map') {
    const key = linkExpression(node.key, scope, resolved.key);
    return { kind: 'lookup', collection, key, type: resolved.value, optional: true, origin };
  }
  const element = resolved.kind === 'list' ? resolved.element : undefined;
  const fields = element ? symbols.fieldsOf(element) : undefined;
  const id = [...(fields?.values() ?? [])].find((field) => field.role === 'id');
  const by =
    id ?? (resolved.kind === 'list' && resolved.uniqueBy ? fields?.get(resolved.uniqueBy.name) : undefined);
  const key = linkExpression(node.key, scope, by?.type);
  const type: Type = element && by ? element : { kind: 'unresolved', name: '', origin };
  return { kind: 'lookup', collection, key, ...(by ? { by: by.id } : {}), type, optional: true, origin };
}

function member(node: ast.MemberExpression, scope: ExpressionScope): Expression {
  const name = node.name ?? '';
  const origin = placeOf(node, scope);
  const special = node.call
    ? undefined
    : (dottedAmbient(node, scope, origin) ?? qualifiedLiteral(node, scope, origin));
  if (special) return special;
  const receiver = followed(linkExpression(node.receiver, scope), name, scope);
  const field = node.call ? undefined : fieldNamed(receiver.type, name, scope);
  if (field) return access(receiver, field, origin);
  const operation = linkOperation(node, name, receiver, scope, origin);
  if (operation) return operation;
  const candidates = [...fieldNamesOf(receiver.type, scope), ...operationNames(receiver.type, scope)];
  return unresolvedName(name, origin, candidates, { receiver, call: node.call });
}

/** A reference, followed to its aggregate where that can be read. */
function followed(
  receiver: Expression,
  name: string,
  { symbols, dereferences }: ExpressionScope,
): Expression {
  const resolved = resolveType(symbols, receiver.type);
  if (!dereferences || resolved.kind !== 'reference') return receiver;
  const { origin, optional } = receiver;
  const type: Type = { kind: 'named', id: resolved.aggregate, origin: resolved.origin };
  return symbols.fieldsOf(type).has(name)
    ? { kind: 'dereference', reference: receiver, type, optional, origin }
    : receiver;
}

/** A field of a structure; of a `one of` value, the field of the alternative that has it. */
function fieldNamed(type: Type, name: string, { symbols }: ExpressionScope): Field | undefined {
  const own = symbols.fieldsOf(type).get(name);
  if (own) return own;
  return alternativesOf(type, symbols).flatMap((id) => symbols.fieldsOfId(id).get(name) ?? [])[0];
}

function fieldNamesOf(type: Type, { symbols }: ExpressionScope): readonly string[] {
  const shapes = alternativesOf(type, symbols).flatMap((id) => [...symbols.fieldsOfId(id).keys()]);
  return [...symbols.fieldsOf(type).keys(), ...shapes];
}

function alternativesOf(type: Type, symbols: ExpressionScope['symbols']): readonly string[] {
  const resolved = resolveType(symbols, type);
  const union = resolved.kind === 'named' ? symbols.declaredName(resolved.id) : undefined;
  if (union?.kind !== 'union') return [];
  return [...union.members.values()].flat().map((one) => one.id);
}

/** `event.name`, `failure.message`, where nothing nearer has the first name. */
function dottedAmbient(
  node: ast.MemberExpression,
  scope: ExpressionScope,
  origin: Origin,
): Expression | undefined {
  if (node.receiver?.$type !== 'NameExpression') return undefined;
  const first = node.receiver.name ?? '';
  const ambient = scope.ambients.get(`${first}.${node.name ?? ''}`);
  return ambient && !nearest(first, scope, origin) ? { ...ambient, origin } : undefined;
}

const enumKind: ReadonlySet<'enum'> = new Set(['enum']);

/** `FabricStatus.ACTIVE`, where nothing nearer has the first name. */
function qualifiedLiteral(
  node: ast.MemberExpression,
  scope: ExpressionScope,
  origin: Origin,
): Expression | undefined {
  const owner = dottedName(node.receiver);
  if (owner === undefined || nearest(owner.split('.')[0] ?? '', scope, origin)) return undefined;
  const declared = scope.symbols.find(scope.site, owner, enumKind);
  const found = declared && scope.symbols.enumOf({ kind: 'named', id: declared.id, origin });
  return found ? literalOf(found, node.name ?? '', origin) : undefined;
}

/** A path of plain names as it is written; undefined if there is more in it. */
export function dottedName(node: ast.Expression | undefined): string | undefined {
  if (node?.$type === 'NameExpression') return node.name;
  if (node?.$type !== 'MemberExpression' || node.call) return undefined;
  const owner = dottedName(node.receiver);
  return owner === undefined || !node.name ? undefined : `${owner}.${node.name}`;
}

/** Binds the parameters of a lambda over elements of a list, or over the entries of a map. */
export function linkLambda(
  node: ast.Lambda,
  elements: { readonly value: Type; readonly key?: Type },
  scope: ExpressionScope,
  expected?: Type,
) {
  const bind = (parameter: ast.LambdaParameter | undefined, type: Type) => {
    const name = parameter?.name ?? '';
    const origin = placeOf(parameter, scope);
    return { parameter: { name, binding: scope.symbols.nextBinding(), origin }, type };
  };
  const [first, second] = node.parameters;
  const key = second && elements.key ? bind(first, elements.key) : undefined;
  const value = bind(key ? second : first, elements.value);
  let inner = scope;
  for (const one of key ? [key, value] : [value]) {
    const { parameter, type } = one;
    const reference: Expression = { kind: 'parameter', ...parameter, type, optional: false };
    inner = withVariable(inner, parameter.name, reference);
  }
  return {
    parameter: value.parameter,
    ...(key ? { key: key.parameter } : {}),
    body: linkExpression(node.body, inner, expected),
  };
}
