import type { Expression } from './expression.ts';
import { childExpressions } from './expression-tools.ts';
import type { Field } from './model.ts';
import { fieldOf, type ModelIndex } from './model-index.ts';

/** The fields of `self` that an expression reads, of its state before the change too. */
export function fieldsRead(expression: Expression, index: ModelIndex): readonly Field[] {
  const found = new Set<Field>();
  const visit = (node: Expression): void => {
    if (node.kind === 'fieldAccess' && (node.receiver.kind === 'self' || node.receiver.kind === 'old')) {
      found.add(fieldOf(index, node.field));
    }
    for (const child of childExpressions(node)) visit(child);
  };
  visit(expression);
  return [...found];
}
