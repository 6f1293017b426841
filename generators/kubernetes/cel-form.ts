import type { Expression } from '../../pim/expression.ts';
import { integerRange } from '../../pim/interval.ts';
import { type ModelIndex, underlyingType } from '../../pim/model-index.ts';
import { millisOf as momentMillis } from '../../pim/moment.ts';
import { addressNumber, parseCidr } from '../../pim/network.ts';
import { integerLimit, type Type } from '../../pim/type.ts';
import { addressOf, millisOf, orderOfNetwork, unitsOf } from './cel-conversion.ts';
import { call, constant, type Piece, whole } from './cel-piece.ts';
import { doubleLiteral } from './cel-text.ts';
import { NotExpressible } from './not-expressible.ts';

/**
 * What CEL has in hand for a value. An Integer, a Duration and the units of a Decimal are whole numbers, and
 * what a DateTime or an address is calculated to be is one too; as they stand in an object, these two are
 * texts, and compared as such where none is calculated. CEL has no operator over a whole number and a double.
 */
export type Form =
  | 'double'
  /** Milliseconds since 1970. */
  | 'millis'
  /** The number of an Ipv4. */
  | 'address'
  /** What an Ipv4Cidr is ordered by. */
  | 'network';

/** The form that an expression has by itself; undefined where there is but one. */
export function formOf(expression: Expression, index: ModelIndex): Form | undefined {
  switch (expression.kind) {
    case 'network':
      return expression.operation === 'network' ? 'address' : undefined;
    case 'conditional':
      return commonForm([expression.whenTrue, expression.whenFalse], index);
    case 'binary':
      if (expression.operator === '??') return commonForm([expression.left, expression.right], index);
      return kindOf(expression.type, index) === 'dateTime' ? 'millis' : undefined;
    default:
      return kindOf(expression.type, index) === 'number' ? 'double' : undefined;
  }
}

/** The form in which several values meet. */
export function commonForm(expressions: readonly Expression[], index: ModelIndex): Form | undefined {
  return expressions.map((one) => formOf(one, index)).find((form) => form !== undefined);
}

/** The form in which values are put in order: addresses and networks by their numbers. */
export function orderForm(expressions: readonly Expression[], index: ModelIndex): Form | undefined {
  const types = expressions.map(({ type }) => underlyingType(index, type));
  if (types.some(({ kind }) => kind === 'cidr')) return 'network';
  if (types.some((type) => type.kind === 'format' && type.format === 'Ipv4')) return 'address';
  return commonForm(expressions, index);
}

/** A value that stands in the object, or an item of a list there, in a form. */
export function storedInForm(stored: Piece, type: Type, form: Form | undefined, index: ModelIndex): Piece {
  const kind = kindOf(type, index);
  if (kind === 'decimal') return unitsOf(stored);
  switch (form) {
    case 'millis':
      return millisOf(stored);
    case 'address':
      return addressOf(stored);
    case 'network':
      return orderOfNetwork(stored);
    case 'double':
      return kind === 'number' ? stored : call('double', stored);
    default:
      return stored;
  }
}

/** A number or text of the rule in a form. */
export function literalInForm(value: number | string, form: Form | undefined): Piece | undefined {
  if (form === 'double') return constant(doubleLiteral(Number(value)));
  if (typeof value === 'number') return whole(value);
  switch (form) {
    case 'millis':
      return whole(momentMillis(value));
    case 'address':
      return whole(addressNumber(value));
    case 'network': {
      const { address, prefixLength } = parseCidr(value);
      return whole(address * 64 + prefixLength);
    }
    default:
      return undefined;
  }
}

/** A whole number as a double, which must hold it exactly. */
export function asDouble(piece: Piece, expression: Expression, index: ModelIndex): Piece {
  if (kindOf(expression.type, index) === 'number') return piece;
  const { min, max } = integerRange(expression, index);
  if (min < -BigInt(integerLimit) || max > BigInt(integerLimit)) {
    throw new NotExpressible('it compares a Number with an Integer that may have more than 53 bits');
  }
  return call('double', piece);
}

function kindOf(type: Type, index: ModelIndex): Type['kind'] {
  return underlyingType(index, type).kind;
}
