import type { ComparisonOperator, Expression, Membership } from '../../pim/expression.ts';
import { underlyingType } from '../../pim/model-index.ts';
import { commonForm, formOf, orderForm, storedInForm } from './cel-form.ts';
import { lengthOf } from './cel-length.ts';
import { sameFirstAddress } from './cel-network.ts';
import { isIn, listOf, loop, never, type Piece, relation } from './cel-piece.ts';
import type { CelTranslator, Surroundings } from './cel-translator.ts';

export function comparison(
  operator: ComparisonOperator,
  operands: readonly [Expression, Expression],
  around: Surroundings,
  to: CelTranslator,
): Piece {
  const isEquality = operator === '==' || operator === '!=';
  const spoken = isEquality ? sameFirstAddress(operator, operands, around, to) : undefined;
  if (spoken) return spoken;
  const form = (isEquality ? commonForm : orderForm)(operands, to.index);
  const [left, right] = operands;
  return relation(operator, to.piece(left, around, form), to.piece(right, around, form));
}

export function membership(expression: Membership, around: Surroundings, to: CelTranslator): Piece {
  const { operand, items, list } = expression;
  if (items) return membershipOfItems(operand, items, around, to);
  if (!list) return never;
  const type = underlyingType(to.index, list.type);
  if (type.kind !== 'list') return never;
  const range = to.readable(list, around);
  const elementKind = underlyingType(to.index, type.element).kind;
  const form = elementKind === 'number' ? 'double' : formOf(operand, to.index);
  const { item, inside } = to.bind('item', range.items ?? lengthOf(to.scope, type.element), around);
  const converted = storedInForm(item, type.element, form, to.index);
  if (converted === item) return isIn(to.piece(operand, around, form), range, range.length);
  return loop(range, 'exists', item, relation('==', converted, to.piece(operand, inside, form)));
}

function membershipOfItems(
  operand: Expression,
  items: readonly Expression[],
  around: Surroundings,
  to: CelTranslator,
): Piece {
  if (items.length === 0) return never;
  const form = commonForm([operand, ...items], to.index);
  const wanted = to.piece(operand, around, form);
  const list = listOf(items.map((item) => to.piece(item, around, form)));
  return isIn(wanted, list, list.length);
}
