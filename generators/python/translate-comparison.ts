import type { ComparisonOperator, Expression, Membership } from '../../pim/expression.ts';
import { underlyingType } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import { atom, binary, bracketed, type Code, call, generator, negated, truth, tuple } from './code.ts';
import { type Facts, possibleOf } from './facts.ts';
import { isNative, isTime, millisCode } from './translate-quantity.ts';
import type { Translator } from './translator.ts';
import { sharedType, valueType } from './value-type.ts';

export function comparisonCode(
  operator: ComparisonOperator,
  left: Expression,
  right: Expression,
  facts: Facts,
  to: Translator,
): Code {
  const isEquality = operator === '==' || operator === '!=';
  if (isEquality && neverEqual(left, right, facts, to)) return truth(operator === '!=');
  const known = isEquality ? comparedWithTruth(operator, left, right, facts, to) : undefined;
  if (known) return known;
  const wanted = sharedType(left, right, to.index);
  const operands = [left, right].map((one) => operandCode(one, [left, right], facts, to, wanted));
  const [one, other] =
    !isEquality && wanted.kind === 'cidr' ? operands.map((code) => byAddress(code, to)) : operands;
  return binary(operator, one ?? truth(true), other ?? truth(true));
}

/** Interfaces are ordered by their networks first, the language's by their addresses. */
function byAddress(code: Code, to: Translator): Code {
  return call(to.scope.runtime('by_address'), code);
}

/** `flag == true` is `flag`. */
function comparedWithTruth(
  operator: '==' | '!=',
  left: Expression,
  right: Expression,
  facts: Facts,
  to: Translator,
): Code | undefined {
  const [literal, other] = left.kind === 'literal' ? [left, right] : [right, left];
  if (literal.kind !== 'literal' || typeof literal.value !== 'boolean') return undefined;
  const code = to.required(other, facts);
  return literal.value === (operator === '==') ? code : negated(code);
}

/** A type checker objects to what can never be equal, and is right. */
function neverEqual(left: Expression, right: Expression, facts: Facts, to: Translator): boolean {
  const [one, other] = [possibleOf(left, facts, to), possibleOf(right, facts, to)];
  return one !== undefined && other !== undefined && ![...one].some((choice) => other.has(choice));
}

/** All operands in milliseconds if one of them may lie outside of what `datetime` holds. */
function operandCode(
  expression: Expression,
  all: readonly Expression[],
  facts: Facts,
  to: Translator,
  wanted: Type,
): Code {
  const isCounted = all.some((one) => isTime(one, to.index) && !isNative(one, to.index));
  if (!isCounted) return to.required(expression, facts, wanted);
  if (expression.kind !== 'literal' || typeof expression.value !== 'string')
    return millisCode(expression, facts, to);
  return call(to.scope.runtime('millis'), to.required(expression, facts, wanted));
}

export function membershipCode({ operand, items, list }: Membership, facts: Facts, to: Translator): Code {
  if (list) {
    const type = underlyingType(to.index, list.type);
    const wanted = type.kind === 'list' ? valueType(type.element, to.index) : undefined;
    if (isTime(operand, to.index) && !isNative(operand, to.index)) {
      const all = to.required(list, facts);
      return to.binding([undefined], ([item = '']) =>
        binary(
          'in',
          millisCode(operand, facts, to),
          bracketed(generator(call(to.scope.runtime('millis'), atom(item)), item, all)),
        ),
      );
    }
    return binary('in', to.required(operand, facts, wanted), to.required(list, facts));
  }
  const candidates = (items ?? []).filter((item) => !neverEqual(operand, item, facts, to));
  const [only] = candidates;
  if (!only) return truth(false);
  if (candidates.length === 1) return comparisonCode('==', operand, only, facts, to);
  const all = [operand, ...candidates];
  const types = all.map((one) => sharedType(operand, one, to.index));
  const wanted = types.find(({ kind }) => kind !== 'string') ?? valueType(operand.type, to.index);
  const [first = truth(true), ...others] = all.map((one) => operandCode(one, all, facts, to, wanted));
  return binary('in', first, tuple(others));
}
