import type { Binary, Epoch, Expression, Ratio } from '../../pim/expression.ts';
import { integerRange, scaleOf } from '../../pim/interval.ts';
import { type ModelIndex, underlyingType } from '../../pim/model-index.ts';
import { epochDayOf as daysOf } from '../../pim/moment.ts';
import { epochDayOf } from './cel-conversion.ts';
import { arithmetic, type Piece, whole } from './cel-piece.ts';
import type { CelTranslator, Surroundings } from './cel-translator.ts';
import { NotExpressible } from './not-expressible.ts';

const int64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };

/** A calculation with whole numbers, moments among them as their milliseconds. */
export function calculation(expression: Binary, around: Surroundings, to: CelTranslator): Piece {
  requireInt64(expression, to.index);
  const { operator, left, right } = expression;
  return arithmetic(operator, counted(left, around, to), counted(right, around, to));
}

function counted(operand: Expression, around: Surroundings, to: CelTranslator): Piece {
  const isMoment = underlyingType(to.index, operand.type).kind === 'dateTime';
  return to.piece(operand, around, isMoment ? 'millis' : undefined);
}

export function epoch({ unit, operand }: Epoch, around: Surroundings, to: CelTranslator): Piece {
  if (unit === 'millis') return counted(operand, around, to);
  if (operand.kind === 'literal') return whole(daysOf(String(operand.value)));
  return epochDayOf(to.piece(operand, around));
}

/** a ÷ b: both as whole numbers, the dividend with as many more digits as are wanted. */
export function ratio(expression: Ratio, around: Surroundings, to: CelTranslator): Piece {
  const { dividend, divisor, scale } = expression;
  requireInt64(expression, to.index);
  const shift = scale + scaleOf(divisor, to.index) - scaleOf(dividend, to.index);
  const top = shifted(dividend, shift, around, to);
  const bottom = shifted(divisor, -shift, around, to);
  return arithmetic('/', top, bottom);
}

/** Multiplied by a power of ten, if it is one. */
function shifted(expression: Expression, digits: number, around: Surroundings, to: CelTranslator): Piece {
  const piece = to.piece(expression, around);
  if (digits <= 0) return piece;
  const factor = 10n ** BigInt(digits);
  const { min, max } = integerRange(expression, to.index);
  requireRange({ min: min * factor, max: max * factor });
  return arithmetic('*', piece, whole(factor));
}

export function requireInt64(expression: Expression, index: ModelIndex): void {
  requireRange(integerRange(expression, index));
}

function requireRange({ min, max }: { readonly min: bigint; readonly max: bigint }): void {
  if (min >= int64.min && max <= int64.max) return;
  throw new NotExpressible(
    `it calculates with numbers from ${min} to ${max}, and Kubernetes has 64 bits: give its Integers smaller limits`,
  );
}
