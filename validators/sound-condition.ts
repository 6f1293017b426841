import type { Expression } from '../pim/expression.ts';
import type { ModelIndex } from '../pim/model-index.ts';
import { integerLimit } from '../pim/type.ts';
import { familyOf, operandProblem } from '../pim/typing.ts';
import { zeroUses } from './division.ts';
import { allNodes, isBehaviour } from './expression-nodes.ts';
import { absentUses } from './presence.ts';
import { shapeUses } from './shapes.ts';
import { typeSourceOf } from './type-source.ts';

/** Whether a condition can be evaluated: nothing in it has a problem that a check reports. */
export function isSoundCondition(expression: Expression, index: ModelIndex): boolean {
  const source = typeSourceOf(index);
  return (
    familyOf(source, expression.type) === 'boolean' &&
    allNodes(expression).every(
      (node) =>
        node.kind !== 'unresolvedName' &&
        !isBehaviour(node) &&
        node.type.kind !== 'unresolved' &&
        (node.kind !== 'match' || node.pattern.problem === undefined) &&
        (node.kind !== 'literal' || typeof node.value !== 'number' || Math.abs(node.value) <= integerLimit) &&
        operandProblem(source, node) === undefined,
    ) &&
    absentUses({ expression }, index, false).length === 0 &&
    shapeUses({ expression }, index).length === 0 &&
    zeroUses({ expression }, index).length === 0
  );
}
