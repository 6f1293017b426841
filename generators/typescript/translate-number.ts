import type { ArithmeticOperator, Binary, Expression, Presence } from '../../pim/expression.ts';
import { inlineDerived } from '../../pim/expression-tools.ts';
import { integerRange, isSafeRange } from '../../pim/interval.ts';
import { fieldOf, type ModelIndex, underlyingType } from '../../pim/model-index.ts';
import { arrow, atom, binary, type Code, call, methodCall, numberCode, unary } from './code.ts';
import type { Facts } from './facts.ts';
import type { Translator } from './translator.ts';

/** True for a DateTime that is calculated: it is a number of milliseconds until somebody wants its text. */
export function isMoment(expression: Expression, index: ModelIndex): boolean {
  if (underlyingType(index, expression.type).kind !== 'dateTime') return false;
  if (expression.kind === 'conditional')
    return isMoment(expression.whenTrue, index) || isMoment(expression.whenFalse, index);
  if (expression.kind === 'fieldAccess') {
    const { derivation } = fieldOf(index, expression.field);
    return derivation !== undefined && isMoment(derivation, index);
  }
  if (expression.kind !== 'binary') return false;
  if (expression.operator !== '??') return true;
  return isMoment(expression.left, index) || isMoment(expression.right, index);
}

/** True for what is a whole number here: an Integer, a Duration, a DateTime that is calculated. */
export function isWhole(expression: Expression, index: ModelIndex): boolean {
  const { kind } = underlyingType(index, expression.type);
  return kind === 'integer' || kind === 'duration' || isMoment(expression, index);
}

/** True for a whole number that a double does not hold exactly, itself or on the way to it. */
export function isWide(expression: Expression, index: ModelIndex): boolean {
  if (!isWhole(expression, index)) return false;
  if (!isSafeRange(integerRange(expression, index))) return true;
  const isWidePart = (part: Expression): boolean => isWide(part, index);
  switch (expression.kind) {
    case 'binary':
      return isWidePart(expression.left) || isWidePart(expression.right);
    case 'negation':
      return isWidePart(expression.operand);
    case 'epoch':
      return isWidePart(expression.operand);
    case 'conditional':
      return isWidePart(expression.whenTrue) || isWidePart(expression.whenFalse);
    case 'sum':
      return expression.body !== undefined && isWidePart(expression.body);
    default:
      return false;
  }
}

/** True for what is worked out of other whole numbers, and must be so in bigints if it is wide. */
export function isArithmetic(expression: Expression): boolean {
  switch (expression.kind) {
    case 'binary':
      return ['+', '-', '*', '/', '%', '??'].includes(expression.operator);
    case 'negation':
    case 'conditional':
    case 'sum':
    case 'epoch':
      return true;
    default:
      return false;
  }
}

/** A calculation with whole numbers that doubles hold. */
export function arithmeticCode(
  operator: ArithmeticOperator,
  { left, right }: Binary,
  facts: Facts,
  to: Translator,
): Code {
  const [one, other] = [numberCodeOf(left, facts, to), numberCodeOf(right, facts, to)];
  const result = binary(operator, one, other);
  return operator === '/' ? methodCall(atom(to.scope.names.global('Math')), 'trunc', result) : result;
}

/** A whole number as a number: a DateTime as its milliseconds since 1970. */
export function numberCodeOf(expression: Expression, facts: Facts, to: Translator): Code {
  // A moment that the model names stands in it as a text.
  if (expression.kind === 'literal' && typeof expression.value === 'string')
    return parsed(to.code(expression, facts), to);
  if (underlyingType(to.index, expression.type).kind !== 'dateTime') return to.required(expression, facts);
  if (!isMoment(expression, to.index)) return parsed(to.required(expression, facts), to);
  if (expression.kind === 'conditional')
    return to.conditional(expression, facts, (branch, known) => numberCodeOf(branch, known, to));
  // What computes the field gives a text, which there is none of beyond the year 9999.
  if (expression.kind === 'fieldAccess') return numberCodeOf(inlineDerived(expression, to.index), facts, to);
  if (expression.kind !== 'binary') return parsed(to.required(expression, facts), to);
  return expression.operator === '??'
    ? fallback(expression, facts, to, (part, known) => numberCodeOf(part, known, to))
    : binary(
        expression.operator === '-' ? '-' : '+',
        numberCodeOf(expression.left, facts, to),
        numberCodeOf(expression.right, facts, to),
      );
}

function parsed(text: Code, to: Translator): Code {
  return methodCall(atom(to.scope.names.global('Date')), 'parse', text);
}

/** A whole number as a bigint. */
export function bigCode(expression: Expression, facts: Facts, to: Translator): Code {
  const asBig = (): Code => call(atom(to.scope.names.global('BigInt')), numberCodeOf(expression, facts, to));
  if (!isWide(expression, to.index) && !isArithmetic(expression) && expression.kind !== 'absent') {
    return expression.kind === 'literal' && typeof expression.value === 'number'
      ? numberCode(BigInt(expression.value))
      : asBig();
  }
  switch (expression.kind) {
    case 'absent':
      return to.required(expression, facts);
    case 'binary':
      return bigBinary(expression, facts, to);
    case 'negation':
      return unary('-', bigCode(expression.operand, facts, to));
    case 'conditional':
      return to.conditional(expression, facts, (branch, known) => bigCode(branch, known, to));
    case 'epoch':
      return expression.unit === 'day' ? asBig() : bigCode(expression.operand, facts, to);
    case 'sum':
      return bigSum(expression, facts, to);
    case 'fieldAccess':
      // Its getter gives a number, which may have lost digits.
      return bigCode(inlineDerived(expression, to.index), facts, to);
    default:
      return asBig();
  }
}

function bigSum(expression: Extract<Expression, { kind: 'sum' }>, facts: Facts, to: Translator): Code {
  const { list, parameter, body } = expression;
  const item = to.localName('item');
  const key =
    parameter && body
      ? to.closure(parameter, body, facts, (inner, known) => bigCode(inner, known, to))
      : arrow([item], call(atom(to.scope.names.global('BigInt')), atom(item)));
  return to.runtimeCall('bigSum', to.required(list, facts), key);
}

function bigBinary(expression: Binary, facts: Facts, to: Translator): Code {
  const { operator, left, right } = expression;
  switch (operator) {
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return binary(operator, bigCode(left, facts, to), bigCode(right, facts, to));
    case '??':
      return fallback(expression, facts, to, (part, known) => bigCode(part, known, to));
    default:
      throw new Error(`\`${operator}\` gives no integer`);
  }
}

/** `left ?? right` of which each side is translated in another way: a test, and the two. */
function fallback(
  expression: Binary,
  facts: Facts,
  to: Translator,
  translate: (part: Expression, facts: Facts) => Code,
): Code {
  const { left, right } = expression;
  if (to.isAbsent(left, facts)) return translate(right, facts);
  if (!to.mayBeUndefined(left, facts)) return translate(left, facts);
  // `(a ?? b) ?? c` is `a ?? (b ?? c)`, of which each test asks for one value.
  if (left.kind === 'binary') {
    const inner: Binary = { ...expression, left: left.right };
    return fallback({ ...expression, left: left.left, right: inner }, facts, to, translate);
  }
  const isAbsent: Presence = {
    ...expression,
    kind: 'presence',
    operand: left,
    present: false,
    type: { kind: 'boolean' },
  };
  return to.conditional(
    { ...expression, kind: 'conditional', condition: isAbsent, whenTrue: right, whenFalse: left },
    facts,
    translate,
  );
}
