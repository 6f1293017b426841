import { decimalText } from '../pim/decimal.ts';
import type { Binary, Expression } from '../pim/expression.ts';
import { someNode } from '../pim/expression-tools.ts';
import { type IntegerRange, integerRange } from '../pim/interval.ts';
import type { Field } from '../pim/model.ts';
import { type ModelIndex, underlyingType } from '../pim/model-index.ts';
import type { Type } from '../pim/type.ts';
import { type Family, familyOf } from '../pim/typing.ts';
import { isResolved } from './expression-nodes.ts';
import type { ExpressionSite } from './expression-sites.ts';
import { FactKeeper } from './known.ts';
import { withNamedValues } from './named-values.ts';
import { expressionKey, type Facts, type FactVisitor, type Learnt, walkWithFacts } from './narrowing.ts';
import { printPath } from './presence.ts';
import { typeSourceOf } from './type-source.ts';

/** Keeps what is known to differ from zero, for the sites of one model. */
export function divisionKeeper(index: ModelIndex): FactKeeper {
  return new FactKeeper((test) => learnNonZero(test, index));
}

/** What must not be zero, and may be. */
export interface ZeroUse {
  readonly node: Expression;
  /** What divides by it: `/`, `%`, `ratio`; or the field that it is given to, whose limits leave zero out. */
  readonly by: string | Field;
}

type Site = Pick<ExpressionSite, 'expression' | 'known'> &
  Partial<Pick<ExpressionSite, 'owner' | 'element' | 'role'>>;

/**
 * The divisors that are not known to differ from zero, and what is given to a calculation or a service that
 * counts on more. For models without cyclic derivations and impossible bounds.
 */
export function zeroUses(
  site: Site,
  index: ModelIndex,
  keeper: FactKeeper = divisionKeeper(index),
): readonly ZeroUse[] {
  const { expression, known } = site;
  const given = fieldGiven(site, index);
  if (!given && !someNode(expression, (node) => demandsOf(node, index).length > 0)) return [];
  const uses: ZeroUse[] = [];
  const source = typeSourceOf(index);
  const range = (part: Expression): IntegerRange => integerRange(withNamedValues(part, site, index), index);
  const require = ({ node, by }: ZeroUse, facts: Facts): void => {
    if (!isResolved(node) || !isWhole(familyOf(source, node.type))) return;
    if (!isNonZero(node, facts, range)) uses.push({ node, by });
  };
  const visitor: FactVisitor = {
    learn: (test) => learnNonZero(test, index),
    visit: (node, facts) => {
      for (const demand of demandsOf(node, index)) require(demand, facts);
    },
  };
  const facts = keeper.factsOf(known);
  walkWithFacts(expression, visitor, { facts });
  if (given) for (const demand of demandsOnValue(given, expression, index)) require(demand, facts);
  return uses;
}

/** The field of a service that a step gives a value. */
function fieldGiven({ role, element }: Site, index: ModelIndex): Field | undefined {
  if (role !== 'value' || element?.kind !== 'field') return undefined;
  return index.parent(element.id)?.kind === 'service' ? element : undefined;
}

/** What a node counts on not to be zero. */
function demandsOf(node: Expression, index: ModelIndex): readonly ZeroUse[] {
  if (node.kind === 'ratio') return [{ node: node.divisor, by: 'ratio' }];
  if (node.kind === 'binary' && (node.operator === '/' || node.operator === '%'))
    return [{ node: node.right, by: node.operator }];
  if (node.kind !== 'call' || index.get(node.callee)?.kind !== 'calculation') return [];
  return node.values.flatMap(({ field: id, value }) => {
    const field = index.get(id);
    return field?.kind === 'field' ? demandsOnValue(field, value, index) : [];
  });
}

/** What is given to a field is not judged: its limits hold only if what is given keeps them. */
function demandsOnValue(by: Field, value: Expression, index: ModelIndex): readonly ZeroUse[] {
  const type = underlyingType(index, by.type);
  const { origin } = value;
  const integer: Type = { kind: 'integer', range: {} };
  switch (type.kind) {
    case 'integer':
    case 'decimal':
    case 'duration': {
      const { min = -1, max = 1 } = type.range;
      return min > 0 || max < 0 ? [{ node: value, by }] : [];
    }
    case 'string':
      return type.length.min > 0
        ? [{ node: { kind: 'size', operand: value, type: integer, optional: false, origin }, by }]
        : [];
    case 'list':
    case 'map':
      return type.size.min > 0
        ? [{ node: { kind: 'size', operand: value, type: integer, optional: false, origin }, by }]
        : [];
    default:
      return [];
  }
}

/** What is wrong with a divisor, and what to write instead. */
export function zeroMessage({ node, by }: ZeroUse, index: ModelIndex): string {
  if (typeof by === 'string') return `The divisor of \`${by}\` ${helpAgainstZero(node, index)}`;
  const owner = index.parent(by.id)?.name ?? '';
  const what = node.kind === 'size' ? 'empty' : 'zero';
  const may =
    node.kind === 'size' ? 'may be empty. Give it a size of at least 1' : helpAgainstZero(node, index);
  const spelled = node.kind === 'size' ? spell(node) : undefined;
  const ask = node.kind !== 'size' ? '' : spelled === undefined ? '.' : `, or ask \`${spelled} != 0\` first.`;
  return `\`${by.name}\` of \`${owner}\` is never ${what}, and this ${may}${ask}`;
}

function helpAgainstZero(divisor: Expression, index: ModelIndex): string {
  const { min, max } = integerRange(divisor, index);
  if (min === 0n && max === 0n) return 'is always zero: write another one.';
  if (divisor.kind === 'binary' && divisor.operator === '??')
    return 'may be zero. Give it a range without 0, and say another number than 0 behind `??`.';
  const spelled = spell(divisor);
  return spelled === undefined
    ? 'may be zero. Give it a range without 0, or ask `!= 0` first.'
    : `may be zero. Give it a range without 0, or ask \`${spelled} != ${zeroOf(divisor.type, index)}\` first.`;
}

/** A path, something counted, or a calculation with these, as one writes it. */
function spell(expression: Expression): string | undefined {
  switch (expression.kind) {
    case 'size':
    case 'rank':
      return behind(expression.operand, expression.kind);
    case 'sum':
      return expression.body ? undefined : behind(expression.list, 'sum');
    case 'binary': {
      if (!['+', '-', '*', '/', '%'].includes(expression.operator)) return undefined;
      const [left, right] = [printPath(expression.left), printPath(expression.right)];
      return left === undefined || right === undefined
        ? undefined
        : `${left} ${expression.operator} ${right}`;
    }
    default:
      return printPath(expression);
  }
}

function behind(receiver: Expression, operation: string): string | undefined {
  const path = printPath(receiver);
  return path === undefined ? undefined : `${path}.${operation}`;
}

function zeroOf(type: Type, index: ModelIndex): string {
  const resolved = underlyingType(index, type);
  if (resolved.kind === 'decimal') return decimalText(0, resolved.scale);
  return resolved.kind === 'duration' ? '0s' : '0';
}

/** What is a whole number inside, in its smallest unit. */
function isWhole(family: Family): boolean {
  return family === 'integer' || family === 'duration' || family.startsWith('decimal ');
}

function isNonZero(
  expression: Expression,
  facts: Facts,
  rangeOf: (part: Expression) => IntegerRange,
): boolean {
  if (facts.has(expressionKey(expression)) || excludesZero(rangeOf(expression))) return true;
  if (expression.kind === 'negation') return isNonZero(expression.operand, facts, rangeOf);
  if (expression.kind !== 'binary' || expression.operator !== '*') return false;
  return isNonZero(expression.left, facts, rangeOf) && isNonZero(expression.right, facts, rangeOf);
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
