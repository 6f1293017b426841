import { assertNever } from './assert-never.ts';
import type {
  Ambient,
  Binary,
  Call,
  ComparisonOperator,
  Construction,
  Expression,
  Lookup,
  Neighbour,
  NetworkOperation,
  Ratio,
  Translated,
} from './expression.ts';
import { scaleOf } from './interval.ts';
import { isJsonObject, type JsonObject, type JsonValue, jsonObject, member } from './json.ts';
import type { ElementId } from './model.ts';
import {
  enumOfType,
  fieldOf,
  isStructure,
  literalOf,
  type ModelIndex,
  underlyingType,
  unionOf,
} from './model-index.ts';
import { epochDayOf } from './moment.ts';
import { addressText, containsNetwork, networkAddress, overlap, parseCidr, parseNetwork } from './network.ts';
import { matchesPattern } from './pattern.ts';
import {
  areEqual,
  compareValues,
  integer,
  isAbsent,
  jsonValueOf,
  momentOf,
  type RuleValue,
  ruleValueOf,
  text,
} from './rule-value.ts';
import { codePointLength, compareCodePoints, isBlank, isTrimmed, lowerAscii, upperAscii } from './text.ts';
import type { Type } from './type.ts';

export interface Scope {
  /** The instance, its defaults filled in; null where there is none yet. */
  readonly self: JsonValue;
  /** The aggregate before the change. */
  readonly old?: JsonValue;
  readonly index: ModelIndex;
  /** Values of lambda parameters, `let` and `step` by binding. */
  readonly parameters?: ReadonlyMap<number, RuleValue>;
  /** What came in: the payload of the command, event, query… */
  readonly input?: JsonValue;
  /** What comes from outside: rules read none of it. */
  readonly outside?: Outside;
}

/** What only commands, calculations, queries, services and policies read. A part that is not given is absent. */
export interface Outside {
  readonly ambient?: Readonly<Partial<Record<Ambient['ambient'], JsonValue>>>;
  /** The state of the aggregate of this kind with this id, its defaults filled in. */
  readonly resolve?: (aggregate: ElementId, id: JsonValue) => JsonValue | undefined;
  /** Calls what the model does not say: a calculation by hand, a query. */
  readonly call?: (callee: ElementId, input: JsonObject) => JsonValue | undefined;
  /** A new id for a generated id field that no value is given for. */
  readonly generate?: (field: ElementId) => JsonValue;
}

/**
 * The reference meaning of an expression: the judge that every engine is held to. The expression must be
 * checked, and the instance of the right shape with its defaults filled in. What is calculated with comes
 * back as `RuleValue` says; `jsonValueOf` gives its JSON.
 */
export function evaluate(expression: Expression, scope: Scope): RuleValue {
  switch (expression.kind) {
    case 'literal':
      return literal(expression, scope);
    case 'enumReference':
      return literalOf(scope.index, expression.literal).wire;
    case 'self':
      return ruleValueOf(scope.self, expression.type, scope.index);
    case 'old':
      return scope.old;
    case 'input':
      return scope.input;
    case 'ambient':
      return scope.outside?.ambient?.[expression.ambient];
    case 'absent':
      return undefined;
    case 'parameter':
      return ruleValueOf(scope.parameters?.get(expression.binding), expression.type, scope.index);
    case 'fieldAccess':
      return fieldValue(expression, scope);
    case 'not':
      return evaluate(expression.operand, scope) !== true;
    case 'negation':
      return -integer(evaluate(expression.operand, scope));
    case 'binary':
      return binary(expression, scope);
    case 'ratio':
      return ratio(expression, scope);
    case 'membership': {
      const operand = evaluate(expression.operand, scope);
      if (expression.items) return expression.items.some((item) => areEqual(operand, evaluate(item, scope)));
      return (
        expression.list !== undefined &&
        elements(expression.list, scope).some((item) => areEqual(operand, item))
      );
    }
    case 'presence':
      return isAbsent(evaluate(expression.operand, scope)) !== expression.present;
    case 'conditional':
      return evaluate(
        isTrue(expression.condition, scope) ? expression.whenTrue : expression.whenFalse,
        scope,
      );
    case 'size':
      return BigInt(sizeOf(evaluate(expression.operand, scope)));
    case 'rank':
      return BigInt(
        Math.max(literalsOf(expression.operand, scope).indexOf(wireOf(expression.operand, scope)), 0),
      );
    case 'neighbour':
      return neighbour(expression, scope);
    case 'quantifier':
      return quantifier(expression, scope);
    case 'sum':
      return keys(expression, scope).reduce<bigint>((total, key) => total + integer(key), 0n);
    case 'unique': {
      const all = keys(expression, scope);
      return all.every((key, position) => !all.slice(0, position).some((other) => areEqual(key, other)));
    }
    case 'stringTest':
      return stringTest(expression, scope);
    case 'stringTransform': {
      const operand = text(evaluate(expression.operand, scope));
      return expression.transform === 'lowerAscii' ? lowerAscii(operand) : upperAscii(operand);
    }
    case 'match':
      return matchesPattern(expression.pattern, text(evaluate(expression.operand, scope)));
    case 'exactlyOne':
      return expression.conditions.filter((one) => isTrue(one, scope)).length === 1;
    case 'isAlternative':
      return isAlternative(evaluate(expression.operand, scope), expression.alternative, scope.index);
    case 'lookup':
      return lookup(expression, scope);
    case 'hasKey': {
      const map = evaluate(expression.map, scope);
      const key = evaluate(expression.key, scope);
      return isJsonObject(map) && typeof key === 'string' && !isAbsent(member(map, key));
    }
    case 'mapEntries': {
      const sorted = entriesOf(evaluate(expression.map, scope));
      return expression.part === 'keys' ? sorted.map(([key]) => key) : sorted.map(([, value]) => value);
    }
    case 'network':
      return networkOperation(expression, scope);
    case 'epoch': {
      const operand = evaluate(expression.operand, scope);
      return expression.unit === 'day' ? epochDayOf(text(operand)) : momentOf(operand);
    }
    case 'construction':
      return construction(expression, scope);
    case 'listLiteral':
      return expression.items.map((item) => jsonOf(item, scope) ?? null);
    case 'objectLiteral':
      return jsonObject(expression.entries.map(({ key, value }) => [key, jsonOf(value, scope) ?? null]));
    case 'call':
      return call(expression, scope);
    case 'translated':
      return translated(expression, scope);
    case 'dereference': {
      const type = underlyingType(scope.index, expression.reference.type);
      const id = jsonOf(expression.reference, scope);
      if (type.kind !== 'reference' || id === undefined) return undefined;
      return scope.outside?.resolve?.(type.aggregate, id);
    }
    case 'filter':
      return rawElements(expression.list, scope).filter((item) =>
        isTrue(expression.body, withParameter(scope, expression.parameter.binding, item)),
      );
    case 'mapList':
      return rawElements(expression.list, scope).map(
        (item) => jsonOf(expression.body, withParameter(scope, expression.parameter.binding, item)) ?? null,
      );
    case 'listEnd': {
      const item = rawElements(expression.list, scope).at(expression.end === 'first' ? 0 : -1);
      return ruleValueOf(item, expression.type, scope.index);
    }
    case 'reversed':
      return rawElements(expression.list, scope).toReversed();
    case 'unresolvedName':
      throw new Error(`\`${expression.name}\` was not resolved: only checked rules can be evaluated`);
    default:
      return assertNever(expression);
  }
}

/** The value of an expression in JSON; undefined for an absent one. */
export function jsonOf(expression: Expression, scope: Scope): JsonValue | undefined {
  return jsonValueOf(evaluate(expression, scope), expression.type, scope.index);
}

/** Whether a condition holds. */
export function isTrue(condition: Expression, scope: Scope): boolean {
  return evaluate(condition, scope) === true;
}

function literal(expression: Extract<Expression, { kind: 'literal' }>, scope: Scope): RuleValue {
  if (typeof expression.value !== 'number') return expression.value;
  const { kind } = underlyingType(scope.index, expression.type);
  const isWhole = kind === 'integer' || kind === 'decimal' || kind === 'duration';
  return isWhole ? BigInt(expression.value) : expression.value;
}

function fieldValue(expression: Extract<Expression, { kind: 'fieldAccess' }>, scope: Scope): RuleValue {
  const receiver = evaluate(expression.receiver, scope);
  const field = fieldOf(scope.index, expression.field);
  if (!isJsonObject(receiver)) return undefined;
  const owner = scope.index.parent(field.id);
  if (owner?.kind === 'alternative' && !hasAlternative(receiver, owner.id, scope.index)) {
    // All alternatives may have a field of this name: which of them is read, the value itself tells.
    return ofOtherAlternative(receiver, expression, scope);
  }
  // What readers see holds what was derived for them; of what it was derived is not in it.
  const isSeen = owner?.kind === 'projection' && Object.hasOwn(receiver, field.name);
  if (field.derivation && !isSeen) return derived(field.derivation, receiver, scope);
  const value = member(receiver, field.name);
  // What braces leave to a default has it, whoever reads it.
  const isUnsaid = isAbsent(value) && field.default !== undefined && !field.optional;
  return isUnsaid
    ? evaluate(field.default, { self: null, index: scope.index })
    : ruleValueOf(value, expression.type, scope.index);
}

function derived(derivation: Expression, self: JsonValue, scope: Scope): RuleValue {
  const { parameters: _, ...around } = scope;
  return evaluate(derivation, { ...around, self });
}

function binary(expression: Binary, scope: Scope): RuleValue {
  const { operator } = expression;
  switch (operator) {
    case 'and':
      return isTrue(expression.left, scope) && isTrue(expression.right, scope);
    case 'or':
      return isTrue(expression.left, scope) || isTrue(expression.right, scope);
    case 'implies':
      return !isTrue(expression.left, scope) || isTrue(expression.right, scope);
    case '??': {
      const left = evaluate(expression.left, scope);
      return isAbsent(left) ? evaluate(expression.right, scope) : left;
    }
    default:
      break;
  }
  const left = evaluate(expression.left, scope);
  const right = evaluate(expression.right, scope);
  switch (operator) {
    case '+':
      return momentOf(left) + momentOf(right);
    case '-':
      return momentOf(left) - momentOf(right);
    case '*':
      return integer(left) * integer(right);
    case '/':
      return integer(left) / integer(right);
    case '%':
      return integer(left) % integer(right);
    case '==':
      return areEqual(left, right);
    case '!=':
      return !areEqual(left, right);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return inOrder(operator, compareValues(left, right, orderedType(expression, scope.index), scope.index));
    default:
      return assertNever(operator);
  }
}

/** The type that two operands are ordered by: a text may be written for an address or a date. */
function orderedType({ left, right }: Binary, index: ModelIndex): Type {
  return underlyingType(index, left.type).kind === 'string' ? right.type : left.type;
}

/** a ÷ b, cut toward zero to the wanted fraction digits. */
function ratio({ dividend, divisor, scale }: Ratio, scope: Scope): bigint {
  const power = (scaling: number): bigint => 10n ** BigInt(scaling);
  const top = integer(evaluate(dividend, scope)) * power(scale + scaleOf(divisor, scope.index));
  return top / (integer(evaluate(divisor, scope)) * power(scaleOf(dividend, scope.index)));
}

function inOrder(operator: Exclude<ComparisonOperator, '==' | '!='>, order: number): boolean {
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    default:
      return assertNever(operator);
  }
}

function quantifier(expression: Extract<Expression, { kind: 'quantifier' }>, scope: Scope): RuleValue {
  const { key, parameter, list, body } = expression;
  const inside = key
    ? entriesOf(evaluate(list, scope)).map(([name, value]) =>
        withParameter(withParameter(scope, key.binding, name), parameter.binding, value),
      )
    : rawElements(list, scope).map((item) => withParameter(scope, parameter.binding, item));
  const holds = (one: Scope): boolean => isTrue(body, one);
  switch (expression.quantifier) {
    case 'all':
      return inside.every(holds);
    case 'any':
      return inside.some(holds);
    case 'none':
      return !inside.some(holds);
    case 'count':
      return BigInt(inside.filter(holds).length);
    default:
      return assertNever(expression.quantifier);
  }
}

function keys(
  expression: Extract<Expression, { kind: 'sum' | 'unique' }>,
  scope: Scope,
): readonly RuleValue[] {
  const { parameter, body } = expression;
  if (!parameter || !body) return elements(expression.list, scope);
  return rawElements(expression.list, scope).map((item) =>
    evaluate(body, withParameter(scope, parameter.binding, item)),
  );
}

/** The scope with one more value: of a lambda's parameter, a `let` or a `step`. */
export function withParameter(scope: Scope, binding: number, value: RuleValue): Scope {
  return { ...scope, parameters: new Map([...(scope.parameters ?? []), [binding, value]]) };
}

function rawElements(list: Expression, scope: Scope): readonly JsonValue[] {
  const value = evaluate(list, scope);
  return Array.isArray(value) ? value : [];
}

function elements(list: Expression, scope: Scope): readonly RuleValue[] {
  const type = underlyingType(scope.index, list.type);
  const items = rawElements(list, scope);
  return type.kind === 'list' ? items.map((item) => ruleValueOf(item, type.element, scope.index)) : items;
}

/** What a map holds, in the order of its keys by code point. */
function entriesOf(map: RuleValue): readonly (readonly [string, JsonValue])[] {
  if (!isJsonObject(map)) return [];
  return Object.entries(map)
    .filter(([, value]) => value !== null)
    .toSorted(([left], [right]) => compareCodePoints(left, right));
}

function sizeOf(value: RuleValue): number {
  if (Array.isArray(value)) return value.length;
  return isJsonObject(value) ? entriesOf(value).length : codePointLength(text(value));
}

function lookup(expression: Lookup, scope: Scope): RuleValue {
  const { collection, key, by, type } = expression;
  const wanted = evaluate(key, scope);
  if (by === undefined) {
    const map = evaluate(collection, scope);
    if (!isJsonObject(map) || typeof wanted !== 'string') return undefined;
    return ruleValueOf(member(map, wanted), type, scope.index);
  }
  const field = fieldOf(scope.index, by);
  const keyOf = (item: JsonValue): RuleValue =>
    isJsonObject(item) ? ruleValueOf(member(item, field.name), field.type, scope.index) : undefined;
  return isAbsent(wanted)
    ? undefined
    : rawElements(collection, scope).find((item) => areEqual(keyOf(item), wanted));
}

/** Whether a value of a union has this shape. */
export function hasAlternative(value: JsonValue, alternative: ElementId, index: ModelIndex): boolean {
  const wanted = index.get(alternative);
  if (wanted?.kind !== 'alternative' || !isJsonObject(value)) return false;
  return member(value, unionOf(index, wanted).discriminator) === wanted.wire;
}

function isAlternative(value: RuleValue, alternative: ElementId, index: ModelIndex): boolean {
  return typeof value === 'object' && value !== null && hasAlternative(value, alternative, index);
}

function ofOtherAlternative(
  receiver: JsonObject,
  expression: Extract<Expression, { kind: 'fieldAccess' }>,
  scope: Scope,
): RuleValue {
  const owner = scope.index.parent(expression.field);
  if (owner?.kind !== 'alternative') return undefined;
  const actual = unionOf(scope.index, owner).alternatives.find((one) =>
    hasAlternative(receiver, one.id, scope.index),
  );
  const field = actual?.fields.find(({ name }) => name === expression.name);
  if (!field) return undefined;
  if (field.derivation) return derived(field.derivation, receiver, scope);
  return ruleValueOf(member(receiver, field.name), field.type, scope.index);
}

function networkOperation(expression: NetworkOperation, scope: Scope): RuleValue {
  const cidr = parseCidr(text(evaluate(expression.operand, scope)));
  const argument = (): ReturnType<typeof parseNetwork> =>
    parseNetwork(expression.argument ? text(evaluate(expression.argument, scope)) : '');
  switch (expression.operation) {
    case 'contains':
      return containsNetwork(cidr, argument());
    case 'overlaps':
      return overlap(cidr, argument());
    case 'prefixLength':
      return BigInt(cidr.prefixLength);
    case 'network':
      return addressText(networkAddress(cidr));
    default:
      return assertNever(expression.operation);
  }
}

function literalsOf(operand: Expression, scope: Scope): readonly string[] {
  const declaration = enumOfType(scope.index, underlyingType(scope.index, operand.type));
  return declaration?.literals.map(({ wire }) => wire) ?? [];
}

function wireOf(operand: Expression, scope: Scope): string {
  return text(evaluate(operand, scope));
}

function neighbour({ operand, direction }: Neighbour, scope: Scope): RuleValue {
  const literals = literalsOf(operand, scope);
  const position = literals.indexOf(wireOf(operand, scope)) + (direction === 'next' ? 1 : -1);
  return position < 0 ? undefined : literals[position];
}

/** The object, with a new id where the model generates one; what else is not given is left out. */
/** What a translation makes of a value; one by hand is called like a calculation. */
function translated({ translation, each, operand }: Translated, scope: Scope): RuleValue {
  const value = jsonOf(operand, scope);
  if (value === undefined) return undefined;
  if (!each) return translate(translation, value, scope);
  return Array.isArray(value)
    ? value.map((item: JsonValue) => translate(translation, item, scope) ?? null)
    : value;
}

/** Undefined where no case and no condition of the translation fits. */
export function translate(id: ElementId, source: JsonValue, scope: Scope): JsonValue | undefined {
  const translation = scope.index.get(id);
  if (translation?.kind !== 'translation') throw new Error(`\`${id}\` is no translation`);
  if (translation.byHand) return scope.outside?.call?.(id, isJsonObject(source) ? source : { value: source });
  const { parameters: _, ...around } = scope;
  const inside: Scope = { ...around, self: null, input: source };
  if (translation.condition && !isTrue(translation.condition, inside)) return undefined;
  const { target } = translation;
  if (translation.cases.length > 0) {
    const found = translation.cases.find(
      ({ sources }) =>
        sources.length === 0 ||
        sources.some((one) => one.id !== undefined && literalOf(scope.index, one.id).wire === source),
    );
    return found?.target.id === undefined ? undefined : literalOf(scope.index, found.target.id).wire;
  }
  if (target.id === undefined)
    throw new Error(`\`${target.name}\` was not resolved: only checked models are evaluated`);
  return members(target.id, translation.values, inside);
}

function construction({ structure, values }: Construction, scope: Scope): JsonValue {
  return members(structure, values, scope);
}

/** The object of a structure: what is given, new ids, and nothing in the lists and maps that are left out. */
function members(structure: ElementId, values: Construction['values'], scope: Scope): JsonValue {
  const declaration = scope.index.get(structure);
  const given = new Set(values.map(({ name }) => name));
  const tag: [string, JsonValue][] =
    declaration?.kind === 'alternative'
      ? [[unionOf(scope.index, declaration).discriminator, declaration.wire]]
      : [];
  const generated =
    isStructure(declaration) && scope.outside?.generate
      ? declaration.fields.filter((field) => field.generated && !given.has(field.name))
      : [];
  return jsonObject([
    ...tag,
    ...generated.map((field): [string, JsonValue] => [
      field.name,
      scope.outside?.generate?.(field.id) ?? null,
    ]),
    ...givenMembers(values, scope),
  ]);
}

function givenMembers(values: Construction['values'], scope: Scope): readonly [string, JsonValue][] {
  return values.flatMap(({ field, name, value }): readonly [string, JsonValue][] => {
    const json = jsonValueOf(evaluate(value, scope), fieldOf(scope.index, field).type, scope.index);
    return json === undefined ? [] : [[name, json]];
  });
}

/** A calculation that the model says is evaluated on its payload; anything else is asked from outside. */
function call({ callee, values, type }: Call, scope: Scope): RuleValue {
  const input = jsonObject(givenMembers(values, scope));
  const element = scope.index.get(callee);
  if (element?.kind === 'calculation' && element.value) {
    const { index, outside } = scope;
    return evaluate(element.value, { self: null, input, index, ...(outside ? { outside } : {}) });
  }
  return ruleValueOf(scope.outside?.call?.(callee, input), type, scope.index);
}

function stringTest(expression: Extract<Expression, { kind: 'stringTest' }>, scope: Scope): boolean {
  const operand = text(evaluate(expression.operand, scope));
  const argument = expression.argument ? text(evaluate(expression.argument, scope)) : '';
  switch (expression.test) {
    case 'startsWith':
      return operand.startsWith(argument);
    case 'endsWith':
      return operand.endsWith(argument);
    case 'contains':
      return operand.includes(argument);
    case 'isBlank':
      return isBlank(operand);
    case 'isTrimmed':
      return isTrimmed(operand);
    default:
      return assertNever(expression.test);
  }
}
