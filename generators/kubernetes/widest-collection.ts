import type { Expression } from '../../pim/expression.ts';
import { childExpressions } from '../../pim/expression-tools.ts';
import { type ModelIndex, underlyingType } from '../../pim/model-index.ts';

/** The greatest list or map that a condition goes through: the bound to lower where it costs too much. */
export function widestCollection(
  condition: Expression,
  index: ModelIndex,
): { readonly name: string; readonly size: number } | undefined {
  const found = [condition, ...descendants(condition)].flatMap((node) => {
    if (node.kind !== 'fieldAccess') return [];
    const type = underlyingType(index, node.type);
    return type.kind === 'list' || type.kind === 'map' ? [{ name: node.name, size: type.size.max }] : [];
  });
  return found.reduce<(typeof found)[number] | undefined>(
    (widest, one) => (widest && widest.size >= one.size ? widest : one),
    undefined,
  );
}

function descendants(expression: Expression): readonly Expression[] {
  return childExpressions(expression).flatMap((child) => [child, ...descendants(child)]);
}
