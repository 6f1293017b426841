import type { Expression, Presence } from '../../pim/expression.ts';
import { fieldOf } from '../../pim/model-index.ts';
import { atom, binary, type Code } from './code.ts';
import { assume, type Facts } from './facts.ts';
import { union } from './sets.ts';
import { isComputed } from './translate-field.ts';
import type { Translator } from './translator.ts';

export function presenceCode(expression: Presence, facts: Facts, to: Translator): Code {
  const test = presenceTest(expression, facts, to);
  if (test.kind !== 'presence') return to.code(test, facts);
  const { operand, present } = test;
  if (to.isAbsent(operand, facts)) return atom(String(!present));
  return binary(present ? '!==' : '===', to.code(operand, facts), atom('undefined'));
}

/** The presence of what is computed, put as the presence of what it is computed from. */
function presenceTest(expression: Presence, facts: Facts, to: Translator): Expression {
  const { present } = expression;
  const operand = takenPart(expression.operand, facts, to);
  const partTest = (part: Expression): Expression =>
    to.mayBeUndefined(part, facts)
      ? presenceTest({ ...expression, operand: part }, facts, to)
      : { ...expression, kind: 'literal', value: present };
  if (operand.kind === 'fieldAccess') {
    const isWhole = isComputed(operand, to.index) && !fieldOf(to.index, operand.field).optional;
    return isWhole ? partTest(operand.receiver) : { ...expression, operand };
  }
  if (!to.mayBeUndefined(operand, facts)) return { ...expression, operand };
  if (operand.kind === 'conditional') {
    const [whenTrue, whenFalse] = [partTest(operand.whenTrue), partTest(operand.whenFalse)];
    return { ...expression, kind: 'conditional', condition: operand.condition, whenTrue, whenFalse };
  }
  if (operand.kind !== 'binary') return { ...expression, operand };
  const [left, right] = [partTest(operand.left), partTest(operand.right)];
  return { ...expression, kind: 'binary', operator: present ? 'or' : 'and', left, right };
}

/** The part of an expression that alone is ever taken; see `Places.taken`. */
export function takenPart(expression: Expression, facts: Facts, to: Translator): Expression {
  if (expression.kind === 'conditional') {
    const { condition, whenTrue, whenFalse } = expression;
    if (assume(condition, true, facts, to).isImpossible) return takenPart(whenFalse, facts, to);
    return assume(condition, false, facts, to).isImpossible ? takenPart(whenTrue, facts, to) : expression;
  }
  if (expression.kind === 'presence') return presenceTest(expression, facts, to);
  if (expression.kind !== 'binary' || expression.operator !== '??') return expression;
  if (to.isAbsent(expression.left, facts)) return takenPart(expression.right, facts, to);
  return to.mayBeUndefined(expression.left, facts) ? expression : takenPart(expression.left, facts, to);
}

/** `left ?? right` */
export function fallbackCode(left: Expression, right: Expression, facts: Facts, to: Translator): Code {
  if (to.isAbsent(left, facts)) return to.code(right, facts);
  if (!to.mayBeUndefined(left, facts) || to.isAbsent(right, facts)) return to.code(left, facts);
  const isWhole =
    left.kind === 'fieldAccess' && isComputed(left, to.index) && !fieldOf(to.index, left.field).optional;
  if (!isWhole) return binary('??', to.code(left, facts), to.code(right, facts));
  // A derived field of something that may be absent: its value if that is there, else the fallback.
  const found = to.code(left, facts);
  const other = to.code(right, withoutPlace(left.receiver, facts, to));
  return found.kind === 'conditional' ? { ...found, whenTrue: other } : binary('??', found, other);
}

function withoutPlace(expression: Expression, facts: Facts, to: Translator): Facts {
  const place = to.placeOf(expression);
  return place === undefined ? facts : { ...facts, absent: union(facts.absent, [place]) };
}
