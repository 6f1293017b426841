import { decimalText } from '../../../pim/decimal.ts';
import type { Expression } from '../../../pim/expression.ts';
import { literalOf, type ModelIndex, underlyingType } from '../../../pim/model-index.ts';
import { compareValues, ruleValueOf } from '../../../pim/rule-value.ts';
import { codePointLength } from '../../../pim/text.ts';
import type { Type } from '../../../pim/type.ts';
import type { Constant } from './value-test.ts';

/** The value of an expression in which nothing varies, as it stands in JSON; or undefined. */
export function constantOf(expression: Expression, index: ModelIndex): Constant | undefined {
  switch (expression.kind) {
    case 'literal': {
      const { value } = expression;
      const type = underlyingType(index, expression.type);
      return type.kind === 'decimal' && typeof value === 'number' ? decimalText(value, type.scale) : value;
    }
    case 'enumReference':
      return literalOf(index, expression.literal).wire;
    case 'rank':
      return expression.operand.kind === 'enumReference'
        ? literalOf(index, expression.operand.literal).rank
        : undefined;
    case 'size': {
      const text = constantOf(expression.operand, index);
      return typeof text === 'string' ? codePointLength(text) : undefined;
    }
    case 'negation':
    case 'binary': {
      const integer = constantInteger(expression, index);
      if (integer !== undefined) return Number(integer);
      if (expression.kind === 'binary') return undefined;
      const value = constantOf(expression.operand, index);
      return typeof value === 'number' ? 0 - value : undefined;
    }
    default:
      return undefined;
  }
}

// Exact on the way; what ends past ±(2^53−1) stays past it as a double, so comparisons still hold.
function constantInteger(expression: Expression, index: ModelIndex): bigint | undefined {
  if (expression.kind === 'negation') {
    const value = constantInteger(expression.operand, index);
    return value === undefined ? undefined : -value;
  }
  if (expression.kind !== 'binary') {
    const value = constantOf(expression, index);
    return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : undefined;
  }
  const left = constantInteger(expression.left, index);
  const right = constantInteger(expression.right, index);
  if (left === undefined || right === undefined) return undefined;
  switch (expression.operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0n ? undefined : left / right;
    case '%':
      return right === 0n ? undefined : left % right;
    default:
      return undefined;
  }
}

/** As values of the type are ordered; the sign of the result is what counts. */
export function compareConstants(left: Constant, right: Constant, type: Type, index: ModelIndex): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left !== 'string' || typeof right !== 'string') return left === right ? 0 : Number.NaN;
  const [one, other] = [left, right].map((text) => ruleValueOf(text, type, index));
  return compareValues(one, other, type, index);
}
