import type { Expression } from '../pim/expression.ts';
import { childExpressions } from '../pim/expression-tools.ts';
import type { Enum } from '../pim/model.ts';
import { enumOfType, type ModelIndex, underlyingType } from '../pim/model-index.ts';
import { printPath } from './presence.ts';
import { listed } from './words.ts';

/** What to write instead, to go on from what is wrong with the operands of a node; empty where that says it. */
export function mismatchHint(node: Expression, index: ModelIndex): string {
  const [one, other] = comparedBy(node);
  if (!one || !other) return '';
  return orderHint(node, one, other, index) ?? literalHint(one, other, index) ?? '';
}

function comparedBy(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'binary':
      return [node.left, node.right];
    case 'conditional':
      return [node.whenTrue, node.whenFalse];
    case 'membership':
    case 'lookup':
    case 'hasKey':
      return childExpressions(node);
    default:
      return [];
  }
}

function enumOf({ type }: Expression, index: ModelIndex): Enum | undefined {
  return enumOfType(index, underlyingType(index, type));
}

function orderHint(
  node: Expression,
  left: Expression,
  right: Expression,
  index: ModelIndex,
): string | undefined {
  if (node.kind !== 'binary' || !['<', '<=', '>', '>='].includes(node.operator)) return undefined;
  const [one, other] = [left, right].map((operand) => {
    const written = enumOf(operand, index) ? ranked(operand) : printPath(operand);
    return written ?? '…';
  });
  return enumOf(left, index) || enumOf(right, index)
    ? `: write \`${one} ${node.operator} ${other}\``
    : undefined;
}

function ranked(operand: Expression): string | undefined {
  // Alone, a literal's name may be that of several enums.
  const written =
    operand.kind === 'enumReference' ? operand.literal.split('.').slice(-2).join('.') : printPath(operand);
  return written && `${written}.rank`;
}

/** A literal of an enum stands for itself, and for no text and no literal of another enum. */
function literalHint(left: Expression, right: Expression, index: ModelIndex): string | undefined {
  const declared = enumOf(left, index) ?? enumOf(right, index);
  const strange = [left, right].find(
    (one) =>
      enumOf(one, index) !== declared &&
      (one.kind === 'enumReference' || (one.kind === 'literal' && typeof one.value === 'string')),
  );
  if (!declared || !strange) return undefined;
  const meant = declared.literals.find(
    ({ name, wire }) => strange.kind === 'literal' && (name === strange.value || wire === strange.value),
  );
  return meant
    ? `: write the literal \`${declared.name}.${meant.name}\``
    : `: the literals of \`${declared.name}\` are ${listed(declared.literals.map(({ name }) => name))}`;
}
