import { assertNever } from './assert-never.ts';
import type { Expression } from './expression.ts';
import { fieldOf, type ModelIndex } from './model-index.ts';

/** The expressions directly inside one, in the order of the source. */
export function childExpressions(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'enumReference':
    case 'self':
    case 'old':
    case 'parameter':
      return [];
    case 'fieldAccess':
      return [expression.receiver];
    case 'not':
    case 'negation':
    case 'presence':
    case 'size':
    case 'rank':
    case 'stringTransform':
    case 'match':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'membership':
      return [expression.operand, ...(expression.items ?? []), ...(expression.list ? [expression.list] : [])];
    case 'conditional':
      return [expression.condition, expression.whenTrue, expression.whenFalse];
    case 'quantifier':
      return [expression.list, expression.body];
    case 'sum':
    case 'unique':
      return expression.body ? [expression.list, expression.body] : [expression.list];
    case 'stringTest':
      return expression.argument ? [expression.operand, expression.argument] : [expression.operand];
    case 'unresolvedName':
      return expression.receiver ? [expression.receiver] : [];
    default:
      return assertNever(expression);
  }
}

/** The same expression with `change` applied to each direct child. */
export function mapChildren(expression: Expression, change: (child: Expression) => Expression): Expression {
  switch (expression.kind) {
    case 'literal':
    case 'enumReference':
    case 'self':
    case 'old':
    case 'parameter':
      return expression;
    case 'fieldAccess':
      return { ...expression, receiver: change(expression.receiver) };
    case 'not':
    case 'negation':
    case 'presence':
    case 'size':
    case 'rank':
    case 'stringTransform':
    case 'match':
      return { ...expression, operand: change(expression.operand) };
    case 'binary':
      return { ...expression, left: change(expression.left), right: change(expression.right) };
    case 'membership':
      return {
        ...expression,
        operand: change(expression.operand),
        ...(expression.items ? { items: expression.items.map(change) } : {}),
        ...(expression.list ? { list: change(expression.list) } : {}),
      };
    case 'conditional':
      return {
        ...expression,
        condition: change(expression.condition),
        whenTrue: change(expression.whenTrue),
        whenFalse: change(expression.whenFalse),
      };
    case 'quantifier':
      return { ...expression, list: change(expression.list), body: change(expression.body) };
    case 'sum':
    case 'unique':
      return {
        ...expression,
        list: change(expression.list),
        ...(expression.body ? { body: change(expression.body) } : {}),
      };
    case 'stringTest':
      return {
        ...expression,
        operand: change(expression.operand),
        ...(expression.argument ? { argument: change(expression.argument) } : {}),
      };
    case 'unresolvedName':
      return expression.receiver ? { ...expression, receiver: change(expression.receiver) } : expression;
    default:
      return assertNever(expression);
  }
}

/** Rebuilds an expression from its leaves up: `change` sees each node after its children changed. */
export function rewrite(expression: Expression, change: (node: Expression) => Expression): Expression {
  return change(mapChildren(expression, (child) => rewrite(child, change)));
}

/** True if any node of the expression satisfies the test. */
export function someNode(expression: Expression, test: (node: Expression) => boolean): boolean {
  return test(expression) || childExpressions(expression).some((child) => someNode(child, test));
}

/**
 * Replaces each access of a derived field by its derivation, with `self` in it replaced by the
 * receiver, until none is left. Lambda parameters are renamed where a receiver's name would be
 * captured, so that names alone still tell them apart. For a checked model: derivations do not go
 * round in circles there.
 */
export function inlineDerived(expression: Expression, index: ModelIndex): Expression {
  return rewrite(expression, (node) => {
    if (node.kind !== 'fieldAccess') return node;
    const { derivation } = fieldOf(index, node.field);
    if (!derivation) return node;
    const { receiver } = node;
    const inlined = withoutCapture(inlineDerived(derivation, index), parameterNames(receiver));
    return rewrite(inlined, (inner) => (inner.kind === 'self' ? receiver : inner));
  });
}

function parameterNames(expression: Expression): ReadonlySet<string> {
  const names = new Set<string>();
  someNode(expression, (node) => {
    if (node.kind === 'parameter') names.add(node.name);
    return false;
  });
  return names;
}

function withoutCapture(expression: Expression, taken: ReadonlySet<string>): Expression {
  if (taken.size === 0) return expression;
  const free = (name: string): string => {
    let candidate = name;
    for (let suffix = 2; taken.has(candidate); suffix += 1) candidate = `${name}${suffix}`;
    return candidate;
  };
  return rewrite(expression, (node) => {
    if (node.kind === 'parameter') return { ...node, name: free(node.name) };
    if ((node.kind === 'quantifier' || node.kind === 'sum' || node.kind === 'unique') && node.parameter) {
      return { ...node, parameter: { ...node.parameter, name: free(node.parameter.name) } };
    }
    return node;
  });
}
