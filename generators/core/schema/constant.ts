import type { Expression } from '../../../pim/expression.ts';
import { literalOf, type ModelIndex } from '../../../pim/model-index.ts';
import { codePointLength, compareCodePoints } from '../../../pim/text.ts';
import type { Constant } from './value-test.ts';

/** The value of an expression in which nothing varies, or undefined. */
export function constantOf(expression: Expression, index: ModelIndex): Constant | undefined {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
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

/** By number, or by code point; the sign of the result is what counts. */
export function compareConstants(left: Constant, right: Constant): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left === 'string' && typeof right === 'string') return compareCodePoints(left, right);
  return left === right ? 0 : Number.NaN;
}
