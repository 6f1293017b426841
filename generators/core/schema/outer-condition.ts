import type { Expression, Quantifier } from '../../../pim/expression.ts';
import { childExpressions, mapChildren, someNode } from '../../../pim/expression-tools.ts';
import { type ModelIndex, underlyingType } from '../../../pim/model-index.ts';

/** The first condition in a quantifier's body that does not depend on the item, or undefined. */
export function outerCondition({ body, parameter }: Quantifier, index: ModelIndex): Expression | undefined {
  const find = (node: Expression, bound: readonly string[]): Expression | undefined => {
    const isCondition = underlyingType(index, node.type).kind === 'boolean' && node.kind !== 'literal';
    if (isCondition && !mentions(node, bound)) return node;
    const binds = node.kind === 'quantifier' || node.kind === 'sum' || node.kind === 'unique';
    const inner = binds && node.parameter ? [...bound, node.parameter.name] : bound;
    for (const child of childExpressions(node)) {
      const found = find(child, binds && child === node.list ? bound : inner);
      if (found) return found;
    }
    return undefined;
  };
  return find(body, [parameter.name]);
}

/** The expression with one of its conditions answered. */
export function withAnswer(expression: Expression, condition: Expression, answer: boolean): Expression {
  if (expression !== condition)
    return mapChildren(expression, (child) => withAnswer(child, condition, answer));
  const { origin } = condition;
  return { kind: 'literal', value: answer, type: { kind: 'boolean' }, optional: false, origin };
}

function mentions(expression: Expression, names: readonly string[]): boolean {
  return someNode(expression, (node) => node.kind === 'parameter' && names.includes(node.name));
}
