import type { Binary, Expression } from '../pim/expression.ts';
import { someNode } from '../pim/expression-tools.ts';
import { type IntegerRange, integerRange } from '../pim/interval.ts';
import type { ModelIndex } from '../pim/model-index.ts';
import { type Family, familyOf } from '../pim/typing.ts';
import { isResolved } from './expression-nodes.ts';
import type { ExpressionSite } from './expression-sites.ts';
import { FactKeeper } from './known.ts';
import { expressionKey, type Facts, type FactVisitor, type Learnt, walkWithFacts } from './narrowing.ts';
import { typeSourceOf } from './type-source.ts';

/** Keeps what is known to differ from zero, for the sites of one model. */
export function divisionKeeper(index: ModelIndex): FactKeeper {
  return new FactKeeper((test) => learnNonZero(test, index));
}

/** A division, and what it divides by. */
export interface Division {
  readonly operator: string;
  readonly divisor: Expression;
}

/** The divisions whose divisor is not known to differ from zero. For models without cyclic derivations and impossible bounds. */
export function unsafeDivisions(
  { expression, known }: Pick<ExpressionSite, 'expression' | 'known'>,
  index: ModelIndex,
  keeper: FactKeeper = divisionKeeper(index),
): readonly Division[] {
  if (!someNode(expression, (node) => divisionOf(node) !== undefined)) return [];
  const unsafe: Division[] = [];
  const source = typeSourceOf(index);
  const visitor: FactVisitor = {
    learn: (test) => learnNonZero(test, index),
    visit: (node, facts) => {
      const division = divisionOf(node);
      if (!division) return;
      const { divisor } = division;
      const family = familyOf(source, divisor.type);
      if (!isWhole(family) || !isResolved(divisor)) return;
      if (!isNonZero(divisor, facts, index)) unsafe.push(division);
    },
  };
  walkWithFacts(expression, visitor, { facts: keeper.factsOf(known) });
  return unsafe;
}

function divisionOf(node: Expression): Division | undefined {
  if (node.kind === 'ratio') return { operator: 'ratio', divisor: node.divisor };
  if (node.kind !== 'binary' || (node.operator !== '/' && node.operator !== '%')) return undefined;
  return { operator: node.operator, divisor: node.right };
}

/** What is a whole number inside, in its smallest unit. */
function isWhole(family: Family): boolean {
  return family === 'integer' || family === 'duration' || family.startsWith('decimal ');
}

function isNonZero(expression: Expression, facts: Facts, index: ModelIndex): boolean {
  if (facts.has(expressionKey(expression)) || excludesZero(integerRange(expression, index))) return true;
  if (expression.kind === 'negation') return isNonZero(expression.operand, facts, index);
  if (expression.kind !== 'binary' || expression.operator !== '*') return false;
  return isNonZero(expression.left, facts, index) && isNonZero(expression.right, facts, index);
}

function excludesZero({ min, max }: IntegerRange): boolean {
  return min > 0n || max < 0n;
}

const opposites = { '==': '!=', '!=': '==', '<': '>=', '>=': '<', '>': '<=', '<=': '>' } as const;
const swapped = { '==': '==', '!=': '!=', '<': '>', '>': '<', '<=': '>=', '>=': '<=' } as const;

type Comparison = keyof typeof opposites;

function isComparison(operator: string): operator is Comparison {
  return Object.hasOwn(opposites, operator);
}

function learnNonZero(test: Expression, index: ModelIndex): Learnt | undefined {
  if (test.kind === 'membership' && test.items) {
    const isApart =
      test.items.length > 0 && test.items.every((item) => excludesZero(integerRange(item, index)));
    return isApart ? { whenTrue: new Set([expressionKey(test.operand)]), whenFalse: new Set() } : undefined;
  }
  if (test.kind !== 'binary' || !isComparison(test.operator)) return undefined;
  return {
    whenTrue: nonZeroSides(test.operator, test, index),
    whenFalse: nonZeroSides(opposites[test.operator], test, index),
  };
}

function nonZeroSides(operator: Comparison, { left, right }: Binary, index: ModelIndex): Facts {
  const facts = new Set<string>();
  if (keepsFromZero(operator, integerRange(right, index))) facts.add(expressionKey(left));
  if (keepsFromZero(swapped[operator], integerRange(left, index))) facts.add(expressionKey(right));
  return facts;
}

/** Whether `x <operator> y` says that x is not zero, for every y in the range. */
function keepsFromZero(operator: Comparison, { min, max }: IntegerRange): boolean {
  switch (operator) {
    case '==':
      return excludesZero({ min, max });
    case '!=':
      return min === 0n && max === 0n;
    case '>':
      return min >= 0n;
    case '>=':
      return min > 0n;
    case '<':
      return max <= 0n;
    case '<=':
      return max < 0n;
  }
}
