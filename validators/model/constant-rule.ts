import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { Binary, Expression, Membership } from '../../pim/expression.ts';
import { integerRange } from '../../pim/interval.ts';
import { enumOfType, type ModelIndex, underlyingType } from '../../pim/model-index.ts';
import { allNodes } from '../expression-nodes.ts';
import { expressionSites } from '../expression-sites.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { isSoundCondition } from '../sound-condition.ts';

/**
 * A rule says the same about every instance.
 *
 * It reads no field, or the types of the fields that it reads decide it already. A rule that is
 * always true refuses nothing and can go; one that is always false refuses every instance.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Parcel {
 *     weight: Integer(1..30)
 *     rule NotWeightless: weight >= 0
 *   }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Parcel {
 *     weight: Integer(0..30)
 *     rule NotWeightless: weight > 0
 *   }
 * }
 * ```
 */
export const constantRule: ModelCheck = {
  code: 'constant-rule',
  severity: 'warning',
  // Ranges are those of fields, found by their ids, and of what derived fields are computed from.
  after: ['duplicate-name', 'cyclic-derivation', 'impossible-bound'],
  check: (_model, index) =>
    expressionSites(index).flatMap(({ expression, role, element }): readonly Diagnostic[] => {
      if ((role !== 'rule' && role !== 'where') || !isSoundCondition(expression, index)) return [];
      const what = role === 'rule' ? `The rule \`${element.name}\`` : `The \`where\` of \`${element.name}\``;
      const verdict = constantOf(expression, index);
      if (verdict !== undefined) {
        const effect = verdict ? 'true: it refuses nothing' : 'false: it refuses everything';
        return [finding(constantRule, `${what} is always ${effect}.`, expression.origin)];
      }
      if (allNodes(expression).some(({ kind }) => kind === 'self' || kind === 'old')) return [];
      return [
        finding(constantRule, `${what} reads nothing, so it says the same of everything.`, expression.origin),
      ];
    }),
};

/** The value of a condition, if ranges and types decide it. */
function constantOf(condition: Expression, index: ModelIndex): boolean | undefined {
  switch (condition.kind) {
    case 'literal':
      return typeof condition.value === 'boolean' ? condition.value : undefined;
    case 'not':
      return negated(constantOf(condition.operand, index));
    case 'presence':
      return condition.operand.optional ? undefined : condition.present;
    case 'binary':
      return constantOfBinary(condition, index);
    case 'membership':
      return constantOfMembership(condition, index);
    case 'conditional': {
      const test = constantOf(condition.condition, index);
      if (test !== undefined) return constantOf(test ? condition.whenTrue : condition.whenFalse, index);
      const yes = constantOf(condition.whenTrue, index);
      return yes === constantOf(condition.whenFalse, index) ? yes : undefined;
    }
    default:
      return undefined;
  }
}

function negated(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

function constantOfBinary(condition: Binary, index: ModelIndex): boolean | undefined {
  const { operator, left, right } = condition;
  switch (operator) {
    case 'and':
    case 'or':
    case 'implies': {
      const one = constantOf(left, index);
      const first = operator === 'implies' ? negated(one) : one;
      const second = constantOf(right, index);
      const decisive = operator !== 'and';
      if (first === decisive || second === decisive) return decisive;
      return first === undefined || second === undefined ? undefined : !decisive;
    }
    case '==':
      return constantEquality(condition, index);
    case '!=':
      return negated(constantEquality(condition, index));
    case '<':
      return isAlwaysLess(left, right, index) ?? negated(isNeverMore(right, left, index));
    case '>':
      return isAlwaysLess(right, left, index) ?? negated(isNeverMore(left, right, index));
    case '<=':
      return isNeverMore(left, right, index) ?? negated(isAlwaysLess(right, left, index));
    case '>=':
      return isNeverMore(right, left, index) ?? negated(isAlwaysLess(left, right, index));
    default:
      return undefined;
  }
}

function areIntegers(index: ModelIndex, ...expressions: readonly Expression[]): boolean {
  return expressions.every(({ type }) => underlyingType(index, type).kind === 'integer');
}

/** True, or undefined where the ranges do not say so. */
function isAlwaysLess(left: Expression, right: Expression, index: ModelIndex): true | undefined {
  if (!areIntegers(index, left, right)) return undefined;
  return integerRange(left, index).max < integerRange(right, index).min ? true : undefined;
}

function isNeverMore(left: Expression, right: Expression, index: ModelIndex): true | undefined {
  if (!areIntegers(index, left, right)) return undefined;
  return integerRange(left, index).max <= integerRange(right, index).min ? true : undefined;
}

function constantEquality({ left, right }: Binary, index: ModelIndex): boolean | undefined {
  if (!areIntegers(index, left, right)) return undefined;
  const [one, other] = [integerRange(left, index), integerRange(right, index)];
  if (one.max < other.min || other.max < one.min) return false;
  return one.min === one.max && other.min === other.max ? true : undefined;
}

function constantOfMembership({ operand, items }: Membership, index: ModelIndex): boolean | undefined {
  if (!items) return undefined;
  if (items.length === 0) return false;
  const literals = enumOfType(index, underlyingType(index, operand.type))?.literals;
  const named = new Set(items.map((item) => (item.kind === 'enumReference' ? item.literal : undefined)));
  return literals?.every(({ id }) => named.has(id)) ? true : undefined;
}
