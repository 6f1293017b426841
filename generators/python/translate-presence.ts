import type { Expression } from '../../pim/expression.ts';
import { inlineDerived } from '../../pim/expression-tools.ts';
import { fieldOf } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import { both, type Code, conditional, either, isNotNone, methodCall, truth } from './code.ts';
import { assume, type Facts, withPresent } from './facts.ts';
import { hasEntry, keyType } from './translate-collection.ts';
import { isNative, isTime } from './translate-quantity.ts';
import type { Translator } from './translator.ts';

/** Whether an expression is there. */
export function presenceCode(expression: Expression, facts: Facts, to: Translator): Code {
  if (!to.mayBeAbsent(expression, facts)) return truth(true);
  if (to.isAbsent(expression, facts)) return truth(false);
  switch (expression.kind) {
    case 'fieldAccess': {
      const { receiver, field } = expression;
      const isReceiver = to.presence(receiver, facts);
      const known = withPresent(facts, to.placesOnTheWay(receiver));
      if (!fieldOf(to.index, field).optional) return isReceiver;
      // What computes it may come to what no `datetime` or `timedelta` holds.
      if (isTime(expression, to.index) && !isNative(expression, to.index))
        return both(isReceiver, to.presence(inlineDerived(expression, to.index), known));
      const isField = isNotNone(to.memberOf(expression, known));
      return both(isReceiver, isField);
    }
    case 'lookup':
      return hasEntry(expression, facts, to);
    case 'conditional': {
      const { condition, whenTrue, whenFalse } = expression;
      return conditional(
        to.required(condition, facts),
        to.presence(whenTrue, assume(condition, true, facts, to)),
        to.presence(whenFalse, assume(condition, false, facts, to)),
      );
    }
    case 'binary':
      return either(to.presence(expression.left, facts), to.presence(expression.right, facts));
    default:
      return isNotNone(to.code(expression, facts));
  }
}

/** `left ?? right` */
export function fallbackCode(
  left: Expression,
  right: Expression,
  facts: Facts,
  to: Translator,
  wanted?: Type,
): Code {
  const other = (): Code => to.code(right, facts, wanted ?? left.type);
  if (!to.mayBeAbsent(left, facts)) return to.code(left, facts, wanted);
  if (to.isAbsent(left, facts)) return other();
  if (left.kind === 'binary' && left.operator === '??') {
    // `(a ?? b) ?? c` is `a ?? (b ?? c)`, of which each test asks for one value.
    return fallbackCode(
      left.left,
      { ...left, left: left.right, right, optional: right.optional },
      facts,
      to,
      wanted,
    );
  }
  if (left.kind === 'conditional') {
    return to.conditional(left, facts, (branch, known) => fallbackCode(branch, right, known, to, wanted));
  }
  if (left.kind === 'lookup' && left.by === undefined && !to.mayBeAbsent(left.collection, facts)) {
    const key = to.required(left.key, facts, keyType(left.collection, to));
    return methodCall(to.required(left.collection, facts), 'get', key, other());
  }
  const known = withPresent(facts, to.placesOnTheWay(left));
  return conditional(to.presence(left, facts), to.required(left, known, wanted), other());
}
