import { decimalText } from '../../pim/decimal.ts';
import type { ArithmeticOperator, Binary, Expression, Literal, Ratio, Sum } from '../../pim/expression.ts';
import { scaleOf } from '../../pim/interval.ts';
import { type ModelIndex, underlyingType } from '../../pim/model-index.ts';
import { arrow, atom, type Code, methodCall, numberCode, stringCode } from './code.ts';
import type { Facts } from './facts.ts';
import { bigCode, isWide } from './translate-number.ts';
import type { Translator } from './translator.ts';

export function isDecimal(expression: Expression, index: ModelIndex): boolean {
  return underlyingType(index, expression.type).kind === 'decimal';
}

function decimalClass(to: Translator): Code {
  return atom(to.scope.names.runtime('Decimal'));
}

/** `Decimal.of('10.50')` */
export function decimalLiteral({ value, type }: Literal, to: Translator): Code {
  const resolved = underlyingType(to.index, type);
  const scale = resolved.kind === 'decimal' ? resolved.scale : 0;
  return methodCall(decimalClass(to), 'of', stringCode(decimalText(Number(value), scale)));
}

const methods: Readonly<Record<Exclude<ArithmeticOperator, '%'>, string>> = {
  '+': 'plus',
  '-': 'minus',
  '*': 'times',
  '/': 'dividedBy',
};

/** Added and taken away among themselves, multiplied and divided by Integers. */
export function decimalArithmetic(
  operator: ArithmeticOperator,
  { left, right }: Binary,
  facts: Facts,
  to: Translator,
): Code {
  if (operator === '%') throw new Error('`%` has no meaning for Decimals');
  const [one, other] = isDecimal(left, to.index) ? [left, right] : [right, left];
  return methodCall(to.required(one, facts), methods[operator], operandCode(other, facts, to));
}

function operandCode(expression: Expression, facts: Facts, to: Translator): Code {
  return isWide(expression, to.index) ? bigCode(expression, facts, to) : to.required(expression, facts);
}

export function ratioCode({ dividend, divisor, scale }: Ratio, facts: Facts, to: Translator): Code {
  return methodCall(
    decimalClass(to),
    'ratio',
    operandCode(dividend, facts, to),
    operandCode(divisor, facts, to),
    numberCode(scale),
  );
}

export function decimalSum(expression: Sum, facts: Facts, to: Translator): Code {
  const { list, parameter, body } = expression;
  const item = to.localName('item');
  const key =
    parameter && body
      ? to.closure(parameter, body, facts, (inner, known) => to.required(inner, known))
      : arrow([item], atom(item));
  const scale = scaleOf(expression, to.index);
  return to.runtimeCall('decimalSum', to.required(list, facts), key, numberCode(scale));
}

/** What tells one decimal from another in a set. */
export function decimalKey(decimal: Code): Code {
  return methodCall(decimal, 'toString');
}
