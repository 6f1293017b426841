import type { Binary, Expression, Sum } from '../../pim/expression.ts';
import { inlineDerived } from '../../pim/expression-tools.ts';
import { type IntegerRange, integerRange, scaleOf } from '../../pim/interval.ts';
import { fieldOf, type ModelIndex } from '../../pim/model-index.ts';
import { greatestMoment, leastMoment } from '../../pim/moment.ts';
import { atom, binary, bracketed, type Code, call, generator, keyword, numberCode, unary } from './code.ts';
import { assume, type Facts } from './facts.ts';
import { textCode } from './translate-literal.ts';
import type { Translator } from './translator.ts';
import { valueType } from './value-type.ts';

/** What a `timedelta` holds, in milliseconds. */
const longestDuration = 86_399_999_999_999_999n;

export type Arithmetic = '+' | '-' | '*' | '/' | '%';

export function isArithmetic(operator: string): operator is Arithmetic {
  return ['+', '-', '*', '/', '%'].includes(operator);
}

/** `datetime` and `timedelta` end somewhere; a rule does not. */
export function isTime(expression: Expression, index: ModelIndex): boolean {
  const { kind } = valueType(expression.type, index);
  return kind === 'duration' || kind === 'dateTime';
}

/** True if every step to the value is a `datetime` or a `timedelta`, whatever the instance. */
export function isNative(expression: Expression, index: ModelIndex): boolean {
  const native = (one: Expression): boolean => isNative(one, index);
  switch (expression.kind) {
    case 'fieldAccess': {
      const { derivation } = fieldOf(index, expression.field);
      // A property calculates in milliseconds what it cannot otherwise.
      return derivation === undefined || native(derivation) || fits(derivation, index);
    }
    case 'conditional':
      return native(expression.whenTrue) && native(expression.whenFalse);
    case 'negation':
      return native(expression.operand);
    case 'sum':
      return fits(expression, index) && (expression.body === undefined || native(expression.body));
    case 'binary': {
      const { operator, left, right } = expression;
      if (operator === '??') return native(left) && native(right);
      const operands = [left, right].filter((one) => isTime(one, index));
      return operator !== '/' && operands.every(native) && fits(expression, index);
    }
    default:
      return true;
  }
}

function fits(expression: Expression, index: ModelIndex): boolean {
  const { min, max }: IntegerRange = integerRange(expression, index);
  if (valueType(expression.type, index).kind === 'dateTime')
    return min >= leastMoment && max <= greatestMoment;
  return min >= -longestDuration && max <= longestDuration;
}

/** A time as a `datetime` or `timedelta`, and everything else that is calculated with as itself. */
export function arithmeticCode(expression: Binary, facts: Facts, to: Translator): Code {
  if (isTime(expression, to.index) && !isNative(expression, to.index))
    return fromMillis(expression, facts, to);
  const { operator, left, right } = expression;
  const [one, other] = [to.required(left, facts), to.required(right, facts)];
  if (operator !== '/' && operator !== '%') return binary(operator as '+' | '-' | '*', one, other);
  if (valueType(expression.type, to.index).kind === 'decimal') {
    const scale = keyword('scale', numberCode(scaleOf(expression, to.index)));
    return call(to.scope.runtime('ratio'), one, other, scale);
  }
  return wholeDivision(operator, expression, one, other, to);
}

/** Python's operators round down: they do only where nothing is below zero. */
function wholeDivision(
  operator: '/' | '%',
  { left, right }: Binary,
  one: Code,
  other: Code,
  to: Translator,
): Code {
  const isPositive = [left, right].every((part) => integerRange(part, to.index).min >= 0n);
  if (isPositive) return binary(operator === '/' ? '//' : '%', one, other);
  return call(to.scope.runtime(operator === '/' ? 'quotient' : 'remainder'), one, other);
}

function fromMillis(expression: Expression, facts: Facts, to: Translator): Code {
  const timedelta = to.scope.standard('datetime', 'timedelta');
  const span = call(timedelta, keyword('milliseconds', millisCode(expression, facts, to)));
  if (valueType(expression.type, to.index).kind === 'duration') return span;
  return binary('+', atom(to.scope.runtime('EPOCH')), span);
}

/** A time in milliseconds, those of a moment since 1970: whole numbers without an end. */
export function millisCode(expression: Expression, facts: Facts, to: Translator): Code {
  const millis = (one: Expression, known = facts): Code => millisCode(one, known, to);
  // A moment that the model names stands in it as a text.
  if (expression.kind === 'literal' && typeof expression.value === 'string')
    return call(to.scope.runtime('millis'), textCode(expression.value, { kind: 'dateTime' }, to.scope));
  if (!isTime(expression, to.index)) return to.required(expression, facts);
  if (expression.kind === 'literal' && typeof expression.value === 'number')
    return numberCode(expression.value);
  if (isNative(expression, to.index))
    return call(to.scope.runtime('millis'), to.required(expression, facts, expression.type));
  switch (expression.kind) {
    case 'fieldAccess':
      return millis(inlineDerived(expression, to.index));
    case 'negation':
      return unary('-', millis(expression.operand));
    case 'sum':
      return sumOf(expression, facts, to, millis);
    case 'conditional': {
      const { condition, whenTrue, whenFalse } = expression;
      return {
        kind: 'conditional',
        condition: to.required(condition, facts),
        whenTrue: millis(whenTrue, assume(condition, true, facts, to)),
        whenFalse: millis(whenFalse, assume(condition, false, facts, to)),
      };
    }
    case 'binary':
      return millisBinary(expression, facts, to);
    default:
      throw new Error(`\`${expression.kind}\` gives no time that would have to be calculated`);
  }
}

function millisBinary(expression: Binary, facts: Facts, to: Translator): Code {
  const { operator, left, right } = expression;
  const millis = (one: Expression): Code => millisCode(one, facts, to);
  if (operator === '??') {
    if (!to.mayBeAbsent(left, facts)) return millis(left);
    const { type, origin } = expression;
    return millis({
      kind: 'conditional',
      condition: {
        kind: 'presence',
        operand: left,
        present: true,
        type: { kind: 'boolean' },
        optional: false,
        origin,
      },
      whenTrue: left,
      whenFalse: right,
      type,
      optional: false,
      origin,
    });
  }
  if (operator === '/') return call(to.scope.runtime('quotient'), millis(left), millis(right));
  return binary(operator as '+' | '-' | '*', millis(left), millis(right));
}

export function sumCode(expression: Sum, facts: Facts, to: Translator): Code {
  if (isTime(expression, to.index) && !isNative(expression, to.index))
    return fromMillis(expression, facts, to);
  return sumOf(expression, facts, to, (one, known) => to.required(one, known));
}

/** `sum(…)`, from a nothing of the right type. */
function sumOf(
  expression: Sum,
  facts: Facts,
  to: Translator,
  translate: (expression: Expression, facts: Facts) => Code,
): Code {
  const { list, parameter, body } = expression;
  const { kind } = valueType(expression.type, to.index);
  const items = to.required(list, facts);
  const isMillis = isTime(expression, to.index) && !isNative(expression, to.index);
  const start: readonly Code[] =
    kind === 'decimal'
      ? [call(to.scope.standard('decimal', 'Decimal'))]
      : kind === 'duration' && !isMillis
        ? [call(to.scope.standard('datetime', 'timedelta'))]
        : [];
  if (!parameter || !body) {
    if (!isMillis) return call('sum', items, ...start);
    return to.binding([undefined], ([item = '']) =>
      call('sum', generator(call(to.scope.runtime('millis'), atom(item)), item, items)),
    );
  }
  return to.binding([parameter], ([item = '']) => {
    const parts = generator(translate(body, facts), item, items);
    return call('sum', ...withStart(parts, start));
  });
}

/** A generator that is not the only argument stands in brackets of its own. */
function withStart(parts: Code, start: readonly Code[]): readonly Code[] {
  return start.length === 0 ? [parts] : [bracketed(parts), ...start];
}
