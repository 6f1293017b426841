import { assertNever } from '../pim/assert-never.ts';
import type { Binary, ComparisonOperator, Expression } from '../pim/expression.ts';
import { someNode } from '../pim/expression-tools.ts';
import { fieldOf, type ModelIndex, underlyingType } from '../pim/model-index.ts';
import { textWithoutOrigins } from '../pim/origin.ts';
import { and, compare, not } from './condition.ts';

/** How many ways of holding, and of breaking, one rule are told apart. */
export const mostWays = 4;

/**
 * Conditions that each say of an instance that it breaks the rule, each in another way: `a and b`
 * can lack either; `a <= b` breaks by one. The first is the most telling. An instance of each
 * tells the rule from one that is off by one or has lost a part.
 */
export function waysToBreak(index: ModelIndex, condition: Expression): readonly Expression[] {
  return distinct([...breaking(index, condition), not(condition)]);
}

/**
 * Conditions that each say of an instance that it keeps the rule, each in another way, those first
 * that make the rule matter: the left side of an `implies` true, a list not empty, a limit reached.
 */
export function waysToHold(index: ModelIndex, condition: Expression): readonly Expression[] {
  return distinct([...holding(index, condition), condition]);
}

function breaking(index: ModelIndex, condition: Expression): readonly Expression[] {
  switch (condition.kind) {
    case 'not':
      return holding(index, condition.operand);
    case 'binary':
      return breakingBinary(index, condition);
    case 'conditional':
      return branches(condition, (branch) => breaking(index, branch));
    case 'quantifier':
      return breakingQuantifier(index, condition);
    case 'fieldAccess': {
      const derivation = ownDerivation(index, condition);
      return derivation ? breaking(index, derivation) : [not(condition)];
    }
    default:
      return [not(condition)];
  }
}

function holding(index: ModelIndex, condition: Expression): readonly Expression[] {
  switch (condition.kind) {
    case 'not':
      return breaking(index, condition.operand);
    case 'binary':
      return holdingBinary(index, condition);
    case 'conditional':
      return branches(condition, (branch) => holding(index, branch));
    case 'quantifier':
      return holdingQuantifier(index, condition);
    case 'fieldAccess': {
      const derivation = ownDerivation(index, condition);
      return derivation ? holding(index, derivation) : [condition];
    }
    case 'unique':
      return [and(sizeIs(condition.list, '>', 1), condition), condition];
    default:
      return [condition];
  }
}

/** How a derived condition of the instance itself is computed: it means the same in the field's place. */
function ownDerivation(
  index: ModelIndex,
  access: Extract<Expression, { kind: 'fieldAccess' }>,
): Expression | undefined {
  return access.receiver.kind === 'self' ? fieldOf(index, access.field).derivation : undefined;
}

function breakingBinary(index: ModelIndex, condition: Binary): readonly Expression[] {
  const { operator, left, right } = condition;
  switch (operator) {
    case 'and':
      return mixed(
        breaking(index, left).map((way) => beside(left, way, right)),
        breaking(index, right).map((way) => and(left, way)),
      );
    case 'or':
      return zipped(breaking(index, left), breaking(index, right));
    case 'implies':
      return zipped(holding(index, left), breaking(index, right));
    case '==':
      return isOrdered(index, left)
        ? [compare('>', left, right), compare('<', left, right)]
        : [not(condition)];
    case '<=':
    case '<':
    case '>=':
    case '>':
      return justBeyond(index, operator, left, right);
    default:
      return [not(condition)];
  }
}

function holdingBinary(index: ModelIndex, condition: Binary): readonly Expression[] {
  const { operator, left, right } = condition;
  switch (operator) {
    case 'and':
      return zipped(holding(index, left), holding(index, right));
    case 'or':
      return mixed(
        holding(index, left).map((way) => beside(left, way, not(right))),
        holding(index, right).map((way) => and(not(left), way)),
      );
    case 'implies':
      return [
        ...zipped(holding(index, left), holding(index, right)),
        ...(isGuard(left) ? breaking(index, left) : zipped(breaking(index, left), breaking(index, right))),
      ];
    case '<=':
    case '>=':
      return [compare('==', left, right), compare(operator === '<=' ? '<' : '>', left, right)];
    case '<':
    case '>':
      return isInteger(index, left) && isInteger(index, right)
        ? [compare('==', left, plus(right, operator === '<' ? -1 : 1)), condition]
        : [condition];
    case '!=':
      return isOrdered(index, left) ? [compare('>', left, right), compare('<', left, right)] : [condition];
    default:
      return [condition];
  }
}

/** The nearest values that a comparison refuses. */
function justBeyond(
  index: ModelIndex,
  operator: '<' | '<=' | '>' | '>=',
  left: Expression,
  right: Expression,
): readonly Expression[] {
  if (operator === '<' || operator === '>') return [compare('==', left, right)];
  const refused = operator === '<=' ? '>' : '<';
  if (!isInteger(index, left) || !isInteger(index, right)) return [compare(refused, left, right)];
  return [compare('==', left, plus(right, operator === '<=' ? 1 : -1)), compare(refused, left, right)];
}

type Quantifier = Extract<Expression, { kind: 'quantifier' }>;

function breakingQuantifier(index: ModelIndex, condition: Quantifier): readonly Expression[] {
  const { quantifier, list, body } = condition;
  switch (quantifier) {
    case 'all':
      return breaking(index, body).map((way) => withBody(condition, 'any', way));
    case 'none':
      return holding(index, body).map((way) => withBody(condition, 'any', way));
    case 'any':
      return [and(sizeIs(list, '>', 0), withBody(condition, 'none', body)), sizeIs(list, '==', 0)];
    case 'count':
      return [];
    default:
      return assertNever(quantifier);
  }
}

function holdingQuantifier(index: ModelIndex, condition: Quantifier): readonly Expression[] {
  const { quantifier, list, body } = condition;
  const several = sizeIs(list, '>', 1);
  const some = sizeIs(list, '>', 0);
  switch (quantifier) {
    case 'all':
      return [
        ...holding(index, body).map((way) => and(some, withBody(condition, 'all', way))),
        and(some, condition),
        sizeIs(list, '==', 0),
      ];
    case 'none':
      return [
        ...breaking(index, body).map((way) => and(some, withBody(condition, 'all', way))),
        and(some, condition),
        sizeIs(list, '==', 0),
      ];
    case 'any':
      return [
        // One among others that do not have it: tells `any` from `all`.
        and(several, and(withBody(condition, 'any', body), withBody(condition, 'any', not(body)))),
        ...holding(index, body).map((way) => withBody(condition, 'any', way)),
      ];
    case 'count':
      return [];
    default:
      return assertNever(quantifier);
  }
}

function withBody(condition: Quantifier, quantifier: 'all' | 'any' | 'none', body: Expression): Expression {
  return { ...condition, quantifier, body };
}

function branches(
  { condition, whenTrue, whenFalse }: Extract<Expression, { kind: 'conditional' }>,
  ways: (branch: Expression) => readonly Expression[],
): readonly Expression[] {
  return mixed(
    ways(whenTrue).map((way) => and(condition, way)),
    ways(whenFalse).map((way) => and(not(condition), way)),
  );
}

/** A way of the left side with a wish about the right one, which means nothing where the left guards it. */
function beside(left: Expression, way: Expression, right: Expression): Expression {
  return isGuard(left) ? way : and(way, right);
}

/** Whether a condition asks for presence, so that what follows it may read the optional field. */
function isGuard(condition: Expression): boolean {
  return someNode(condition, (node) => node.kind === 'presence');
}

/** Every way of either side at least once, each with one of the other's. */
function zipped(left: readonly Expression[], right: readonly Expression[]): readonly Expression[] {
  const count = left.length === 0 || right.length === 0 ? 0 : Math.max(left.length, right.length);
  return Array.from({ length: count }, (_, position) => {
    const one = left[position % left.length];
    const other = right[position % right.length];
    return one && other ? [and(one, other)] : [];
  }).flat();
}

function mixed(left: readonly Expression[], right: readonly Expression[]): readonly Expression[] {
  const longest = Math.max(left.length, right.length);
  return Array.from({ length: longest }, (_, at) => [
    ...left.slice(at, at + 1),
    ...right.slice(at, at + 1),
  ]).flat();
}

/** Without repetitions, at most `mostWays`, the last (the rule itself, or its plain opposite) kept. */
function distinct(ways: readonly Expression[]): readonly Expression[] {
  const seen = new Set<string>();
  const kept = ways.filter((way) => {
    const text = textWithoutOrigins(way);
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
  return kept.length <= mostWays ? kept : [...kept.slice(0, mostWays), ...kept.slice(-1)];
}

function integer(value: number, near: Expression): Expression {
  return {
    kind: 'literal',
    value,
    origin: near.origin,
    type: { kind: 'integer', range: {} },
    optional: false,
  };
}

function plus(left: Expression, step: number): Expression {
  const { origin } = left;
  return {
    kind: 'binary',
    operator: '+',
    left,
    right: integer(step, left),
    origin,
    type: { kind: 'integer', range: {} },
    optional: false,
  };
}

/** A condition on the number of a list's elements, or a text's characters. */
export function sizeIs(list: Expression, operator: ComparisonOperator, size: number): Expression {
  const length: Expression = {
    kind: 'size',
    operand: list,
    origin: list.origin,
    type: { kind: 'integer', range: {} },
    optional: false,
  };
  return compare(operator, length, integer(size, list));
}

function isInteger(index: ModelIndex, expression: Expression): boolean {
  return underlyingType(index, expression.type).kind === 'integer';
}

function isOrdered(index: ModelIndex, expression: Expression): boolean {
  return ['integer', 'number', 'date', 'dateTime'].includes(underlyingType(index, expression.type).kind);
}
