import type { Expression } from '../../pim/expression.ts';
import { type ModelIndex, storedType } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';

/** What a value of the type is in Python: constrained types are what they limit, references are ids. */
export function valueType(type: Type, index: ModelIndex): Type {
  return storedType(index, type);
}

/** Of two operands the type that tells what a text between them is written for. */
export function sharedType(left: Expression, right: Expression, index: ModelIndex): Type {
  const [one, other] = [valueType(left.type, index), valueType(right.type, index)];
  return one.kind === 'string' ? other : one;
}

export function isIpv4(type: Type): boolean {
  return type.kind === 'format' && type.format === 'Ipv4';
}
