import { assertNever } from './assert-never.ts';
import type { Binary, ComparisonOperator, Expression } from './expression.ts';
import { isJsonObject, type JsonValue, member } from './json.ts';
import { enumOfType, fieldOf, literalOf, type ModelIndex, underlyingType } from './model-index.ts';
import { matchesPattern } from './pattern.ts';
import { codePointLength, compareCodePoints, isBlank, isTrimmed, lowerAscii, upperAscii } from './text.ts';

/** A value of the rule language: JSON, with integers that are computed as bigint; undefined is absent. */
export type RuleValue = JsonValue | bigint | undefined;

export interface Scope {
  /** The instance, its defaults filled in. */
  readonly self: JsonValue;
  /** The aggregate before the change. */
  readonly old?: JsonValue;
  readonly index: ModelIndex;
  /** Values of lambda parameters by binding. */
  readonly parameters?: ReadonlyMap<number, JsonValue>;
}

/**
 * The reference meaning of a rule expression: the judge that every engine is held to. The
 * expression must be checked, and the instance of the right shape with its defaults filled in.
 * Integers come back as bigint, Numbers as number.
 */
export function evaluate(expression: Expression, scope: Scope): RuleValue {
  switch (expression.kind) {
    case 'literal':
      return typeof expression.value === 'number' && expression.type.kind === 'integer'
        ? BigInt(expression.value)
        : expression.value;
    case 'enumReference':
      return literalOf(scope.index, expression.literal).wire;
    case 'self':
      return asRuleValue(scope.self, expression, scope.index);
    case 'old':
      return scope.old;
    case 'parameter':
      return asRuleValue(scope.parameters?.get(expression.binding), expression, scope.index);
    case 'fieldAccess':
      return fieldValue(expression, scope);
    case 'not':
      return evaluate(expression.operand, scope) !== true;
    case 'negation':
      return -integer(evaluate(expression.operand, scope));
    case 'binary':
      return binary(expression, scope);
    case 'membership': {
      const operand = evaluate(expression.operand, scope);
      if (expression.items) return expression.items.some((item) => equal(operand, evaluate(item, scope)));
      return (
        expression.list !== undefined && elements(expression.list, scope).some((item) => equal(operand, item))
      );
    }
    case 'presence':
      return isAbsent(evaluate(expression.operand, scope)) !== expression.present;
    case 'conditional':
      return evaluate(
        isTrue(expression.condition, scope) ? expression.whenTrue : expression.whenFalse,
        scope,
      );
    case 'size': {
      const operand = evaluate(expression.operand, scope);
      return BigInt(Array.isArray(operand) ? operand.length : codePointLength(text(operand)));
    }
    case 'rank': {
      const declaration = enumOfType(scope.index, underlyingType(scope.index, expression.operand.type));
      const wire = evaluate(expression.operand, scope);
      return BigInt(declaration?.literals.findIndex((literal) => literal.wire === wire) ?? 0);
    }
    case 'quantifier':
      return quantifier(expression, scope);
    case 'sum':
      return keys(expression, scope).reduce<bigint>((total, key) => total + integer(key), 0n);
    case 'unique': {
      const all = keys(expression, scope);
      return all.every((key, position) => !all.slice(0, position).some((other) => equal(key, other)));
    }
    case 'stringTest':
      return stringTest(expression, scope);
    case 'stringTransform': {
      const operand = text(evaluate(expression.operand, scope));
      return expression.transform === 'lowerAscii' ? lowerAscii(operand) : upperAscii(operand);
    }
    case 'match':
      return matchesPattern(expression.pattern, text(evaluate(expression.operand, scope)));
    case 'unresolvedName':
      throw new Error(`\`${expression.name}\` was not resolved: only checked rules can be evaluated`);
    default:
      return assertNever(expression);
  }
}

/** Whether a condition holds. */
export function isTrue(condition: Expression, scope: Scope): boolean {
  return evaluate(condition, scope) === true;
}

function fieldValue(expression: Extract<Expression, { kind: 'fieldAccess' }>, scope: Scope): RuleValue {
  const receiver = evaluate(expression.receiver, scope);
  const field = fieldOf(scope.index, expression.field);
  if (field.derivation && isJsonObject(receiver)) {
    const { parameters: _, ...outside } = scope;
    return evaluate(field.derivation, { ...outside, self: receiver });
  }
  if (!isJsonObject(receiver)) return undefined;
  return asRuleValue(member(receiver, field.name), expression, scope.index);
}

/** JSON spells every number alike; the type tells which are Integers. */
function asRuleValue(value: JsonValue | undefined, expression: Expression, index: ModelIndex): RuleValue {
  if (typeof value !== 'number') return value === null ? undefined : value;
  return underlyingType(index, expression.type).kind === 'integer' ? BigInt(value) : value;
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
      return integer(left) + integer(right);
    case '-':
      return integer(left) - integer(right);
    case '*':
      return integer(left) * integer(right);
    case '/':
      return integer(left) / integer(right);
    case '%':
      return integer(left) % integer(right);
    case '==':
      return equal(left, right);
    case '!=':
      return !equal(left, right);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return inOrder(operator, compare(left, right));
    default:
      return assertNever(operator);
  }
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
  const holds = (item: JsonValue): boolean =>
    isTrue(expression.body, withParameter(scope, expression.parameter.binding, item));
  const items = rawElements(expression.list, scope);
  switch (expression.quantifier) {
    case 'all':
      return items.every(holds);
    case 'any':
      return items.some(holds);
    case 'none':
      return !items.some(holds);
    case 'count':
      return BigInt(items.filter(holds).length);
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

function withParameter(scope: Scope, binding: number, value: JsonValue): Scope {
  return { ...scope, parameters: new Map([...(scope.parameters ?? []), [binding, value]]) };
}

function rawElements(list: Expression, scope: Scope): readonly JsonValue[] {
  const value = evaluate(list, scope);
  return Array.isArray(value) ? value : [];
}

function elements(list: Expression, scope: Scope): readonly RuleValue[] {
  const type = underlyingType(scope.index, list.type);
  const integers = type.kind === 'list' && underlyingType(scope.index, type.element).kind === 'integer';
  return rawElements(list, scope).map((item) => (integers && typeof item === 'number' ? BigInt(item) : item));
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

function isAbsent(value: RuleValue): boolean {
  return value === undefined || value === null;
}

/** Scalars only; an Integer equals a Number of the same value. Absent equals absent alone. */
function equal(left: RuleValue, right: RuleValue): boolean {
  if (isAbsent(left) || isAbsent(right)) return isAbsent(left) && isAbsent(right);
  // Loosely on purpose: bigint and number compare by value only loosely.
  return typeof left === typeof right ? left === right : left == right;
}

function compare(left: RuleValue, right: RuleValue): number {
  if (typeof left === 'string' && typeof right === 'string') return compareCodePoints(left, right);
  const [one, other] = [numeric(left), numeric(right)];
  if (one < other) return -1;
  return one > other ? 1 : 0;
}

function numeric(value: RuleValue): number | bigint {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  throw new Error('a value without an order was compared: only checked rules can be evaluated');
}

function integer(value: RuleValue): bigint {
  if (typeof value === 'bigint') return value;
  throw new Error('a value that is no Integer was calculated with: only checked rules can be evaluated');
}

function text(value: RuleValue): string {
  if (typeof value === 'string') return value;
  throw new Error('a value that is no String was tested as one: only checked rules can be evaluated');
}
