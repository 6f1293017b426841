import type { Expression } from '../../pim/expression.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { fieldAccess, lookup } from './cel-access.ts';
import { always, conjunction, disjunction, negation, never, type Piece, ternary } from './cel-piece.ts';
import type { CelTranslator, Surroundings } from './cel-translator.ts';
import { hiddenReason, isHidden } from './hidden-type.ts';
import { NotExpressible } from './not-expressible.ts';

/** The tests that together tell whether an expression has a value. */
export function presenceTests(
  expression: Expression,
  around: Surroundings,
  to: CelTranslator,
): readonly Piece[] {
  if (expression.kind === 'absent') return [never];
  if (expression.kind === 'lookup') return lookup(expression, around, to).tests;
  if (expression.kind === 'fieldAccess') {
    const { tests } = fieldAccess(expression, around, to);
    if (tests.length > 0) requireVisible(expression, to.index);
    return tests;
  }
  if (expression.kind === 'conditional') {
    const { condition, whenTrue, whenFalse } = expression;
    const yes = to.presence(whenTrue, to.knowing(condition, true, around));
    const no = to.presence(whenFalse, to.knowing(condition, false, around));
    if (yes.length === 0 && no.length === 0) return [];
    return [chosen(to.piece(condition, around), conjunction(yes), conjunction(no))];
  }
  if (expression.kind === 'binary' && expression.operator === '??') {
    const left = to.presence(expression.left, around);
    const right = to.presence(expression.right, around);
    if (left.length === 0 || right.length === 0) return [];
    return [disjunction([conjunction(left), conjunction(right)])];
  }
  return [];
}

/** A choice between two tests; where one branch comes to nothing and the other always to something, the condition. */
function chosen(condition: Piece, yes: Piece, no: Piece): Piece {
  if (yes.text === always.text && no.text === never.text) return condition;
  if (yes.text === never.text && no.text === always.text) return negation(condition);
  return ternary(condition, yes, no);
}

/** The tests that hold where a condition is known to be true, or false. */
export function presentWhen(
  condition: Expression,
  truth: boolean,
  around: Surroundings,
  to: CelTranslator,
): readonly Piece[] {
  if (condition.kind === 'presence') {
    return condition.present === truth ? presenceTests(condition.operand, around, to) : [];
  }
  if (condition.kind === 'not') return presentWhen(condition.operand, !truth, around, to);
  if (condition.kind !== 'binary') return [];
  const { operator, left, right } = condition;
  const both = (leftTruth: boolean, rightTruth: boolean): readonly Piece[] => {
    const fromLeft = presentWhen(left, leftTruth, around, to);
    return [...fromLeft, ...presentWhen(right, rightTruth, knowing(fromLeft, around), to)];
  };
  if (operator === 'and' && truth) return both(true, true);
  if (operator === 'or' && !truth) return both(false, false);
  if (operator === 'implies' && !truth) return both(true, false);
  return [];
}

export function knowing(tests: readonly Piece[], around: Surroundings): Surroundings {
  if (tests.length === 0) return around;
  return { ...around, present: new Set([...around.present, ...tests.map(({ text }) => text)]) };
}

/** The API server hides from rules what a schema says nothing of. */
export function requireVisible(expression: Expression, index: ModelIndex): void {
  if (isHidden(expression.type, index))
    throw new NotExpressible(`${hiddenReason}, not even whether it is there`);
}
