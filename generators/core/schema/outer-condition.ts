import type { Expression, Quantifier } from '../../../pim/expression.ts';
import { childExpressions, mapChildren, parametersOf, someNode } from '../../../pim/expression-tools.ts';
import { type ModelIndex, underlyingType } from '../../../pim/model-index.ts';

/** The first condition in a quantifier's body that does not depend on the item, or undefined. */
export function outerCondition(quantifier: Quantifier, index: ModelIndex): Expression | undefined {
  const find = (node: Expression, bound: readonly string[]): Expression | undefined => {
    const isCondition = underlyingType(index, node.type).kind === 'boolean' && node.kind !== 'literal';
    if (isCondition && !mentions(node, bound)) return node;
    const inner = [...bound, ...parametersOf(node).map(({ name }) => name)];
    const list = 'list' in node ? node.list : undefined;
    for (const child of childExpressions(node)) {
      const found = find(child, child === list ? bound : inner);
      if (found) return found;
    }
    return undefined;
  };
  return find(
    quantifier.body,
    parametersOf(quantifier).map(({ name }) => name),
  );
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
