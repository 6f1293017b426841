import type { BehaviourExpression, Expression } from '../pim/expression.ts';
import { childExpressions } from '../pim/expression-tools.ts';
import { oncePer } from './once-per.ts';

/** An expression and everything in it, the outer before the inner. */
export const allNodes = oncePer((expression: Expression): readonly Expression[] => {
  const nodes: Expression[] = [];
  const add = (node: Expression): void => {
    nodes.push(node);
    for (const child of childExpressions(node)) add(child);
  };
  add(expression);
  return nodes;
});

/** False if a name or a type in it leads nowhere: what follows from it is then not worth a word. */
export function isResolved(expression: Expression): boolean {
  return allNodes(expression).every(
    // `absent` alone has no type: it takes that of its place.
    (node) => node.kind === 'absent' || (node.kind !== 'unresolvedName' && node.type.kind !== 'unresolved'),
  );
}

/** What only behaviour may use: no rule engine knows it. */
export function isBehaviour(node: Expression): node is BehaviourExpression {
  switch (node.kind) {
    case 'input':
    case 'ambient':
    case 'construction':
    case 'listLiteral':
    case 'objectLiteral':
    case 'call':
    case 'dereference':
    case 'filter':
    case 'mapList':
    case 'listEnd':
    case 'reversed':
    case 'neighbour':
    case 'translated':
      return true;
    default:
      return false;
  }
}
