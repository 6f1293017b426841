import type { Expression } from '../../../pim/expression.ts';
import { someNode } from '../../../pim/expression-tools.ts';

/** Why JSON Schema cannot hold a rule: in the user's words, to follow "the rule". */
export const reasons = {
  old: 'reads the state before a change',
  sum: 'adds up values',
  computation: 'computes a value',
  twoFields: 'compares two fields',
  outside: 'compares an item with something outside its list',
  stringOrder: 'compares strings by their order',
  dateOrder: 'compares dates by their order',
  addresses: 'calculates with addresses',
  entry: 'looks at the names and the values of a Map together',
  key: 'asks whether a key of the items is unique',
  lookup: 'looks something up by what is not written in the rule',
  proto: 'looks up `__proto__`, which validators pass over',
  defaulted: 'reads what is in a default',
} as const;

export type Reason = (typeof reasons)[keyof typeof reasons];

/** The reason against asking something of these operands, of which none is a constant. */
export function reasonAgainst(operands: readonly Expression[]): Reason {
  const some = (test: (node: Expression) => boolean): boolean =>
    operands.some((operand) => someNode(operand, test));
  if (some((node) => node.kind === 'old')) return reasons.old;
  if (some((node) => node.kind === 'sum')) return reasons.sum;
  if (some((node) => node.kind === 'network')) return reasons.addresses;
  if (some((node) => node.kind === 'lookup')) return reasons.lookup;
  if (some(computes)) return reasons.computation;
  return reasons.twoFields;
}

function computes(node: Expression): boolean {
  switch (node.kind) {
    case 'negation':
    case 'stringTransform':
    case 'epoch':
    case 'ratio':
    case 'mapEntries':
      return true;
    case 'binary':
      return ['+', '-', '*', '/', '%'].includes(node.operator);
    default:
      return false;
  }
}
