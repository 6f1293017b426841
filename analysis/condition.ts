import type { ComparisonOperator, Expression } from '../pim/expression.ts';
import type { Aggregate, EnumLiteral, Field } from '../pim/model.ts';

const boolean = { type: { kind: 'boolean' }, optional: false } as const;

/** `left and right`, and likewise below: conditions made of others, which stand where those do. */
export function and(left: Expression, right: Expression): Expression {
  return { kind: 'binary', operator: 'and', left, right, origin: left.origin, ...boolean };
}

/** Undefined where there is nothing to hold. */
export function allOf(conditions: readonly Expression[]): Expression | undefined {
  const [first, ...others] = conditions;
  return first && others.reduce(and, first);
}

export function not(operand: Expression): Expression {
  if (operand.kind === 'not') return operand.operand;
  return { kind: 'not', operand, origin: operand.origin, ...boolean };
}

export function compare(operator: ComparisonOperator, left: Expression, right: Expression): Expression {
  return { kind: 'binary', operator, left, right, origin: left.origin, ...boolean };
}

/** `status == PAID` */
export function isIn(aggregate: Aggregate, field: Field, literal: EnumLiteral): Expression {
  const { id, name, type, optional, origin } = field;
  const receiver: Expression = {
    kind: 'self',
    type: { kind: 'named', id: aggregate.id, origin },
    optional: false,
    origin,
  };
  const left: Expression = { kind: 'fieldAccess', receiver, field: id, name, type, optional, origin };
  const right: Expression = { kind: 'enumReference', literal: literal.id, type, optional: false, origin };
  return compare('==', left, right);
}
