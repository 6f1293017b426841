import type { Binary, ComparisonOperator, Expression, Membership } from '../../pim/expression.ts';
import { type ModelIndex, underlyingType } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import { brandsOf, greatestCodePoint, withoutReference } from './brands.ts';
import {
  arrow,
  asType,
  atom,
  type BinaryOperatorToken,
  binary,
  type Code,
  methodCall,
  unary,
} from './code.ts';
import { cannotBeEqual, type Facts } from './facts.ts';
import { isSubset } from './sets.ts';
import { isDecimal } from './translate-decimal.ts';
import { bigCode, isMoment, isWide, numberCodeOf } from './translate-number.ts';
import type { Translator } from './translator.ts';

const tokens: Readonly<Record<ComparisonOperator, BinaryOperatorToken>> = {
  '==': '===',
  '!=': '!==',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

export function comparisonCode(
  operator: ComparisonOperator,
  leftSide: Expression,
  rightSide: Expression,
  facts: Facts,
  to: Translator,
): Code {
  const [left, right] = [to.taken(leftSide, facts), to.taken(rightSide, facts)];
  if (isDecimal(left, to.index)) return decimalComparison(operator, left, right, facts, to);
  if (isWide(left, to.index) || isWide(right, to.index))
    return wideComparison(operator, left, right, facts, to);
  const token = tokens[operator];
  if (isMoment(left, to.index) || isMoment(right, to.index))
    return binary(token, numberCodeOf(left, facts, to), numberCodeOf(right, facts, to));
  if (operator === '==' || operator === '!=') {
    return booleanTest(operator, left, right, facts, to) ?? equality(token, left, right, facts, to);
  }
  const [one, other] = [to.required(left, facts), to.required(right, facts)];
  if (plainTypeOf(left.type, to.index) !== 'string') return binary(token, one, other);
  if (isAddress(left.type, to.index) || isAddress(right.type, to.index))
    return binary(token, to.runtimeCall('compareIpv4', one, other), atom('0'));
  // Below the surrogates, UTF-16 units are in the order of code points, on either side of any text.
  const isPlain = Math.min(greatestCodePoint(to.index, left), greatestCodePoint(to.index, right)) < 0xd800;
  if (!isPlain) return binary(token, to.runtimeCall('compareText', one, other), atom('0'));
  return binary(token, isComparable(left, right, facts, to) ? one : asType(one, 'string'), other);
}

function isAddress(type: Type, index: ModelIndex): boolean {
  const resolved = underlyingType(index, withoutReference(index, type));
  return resolved.kind === 'cidr' || (resolved.kind === 'format' && resolved.format === 'Ipv4');
}

/** How TypeScript sees values of a type without brands, where they are compared. */
export function plainTypeOf(type: Type, index: ModelIndex): 'string' | 'number' | 'boolean' {
  const { kind } = underlyingType(index, withoutReference(index, type));
  if (kind === 'integer' || kind === 'number' || kind === 'duration') return 'number';
  return kind === 'boolean' ? 'boolean' : 'string';
}

const decimalTests: Readonly<Record<Exclude<ComparisonOperator, '!='>, string>> = {
  '==': 'equals',
  '<': 'isLessThan',
  '<=': 'isAtMost',
  '>': 'isMoreThan',
  '>=': 'isAtLeast',
};

function decimalComparison(
  operator: ComparisonOperator,
  left: Expression,
  right: Expression,
  facts: Facts,
  to: Translator,
): Code {
  if (operator === '!=') return unary('!', decimalComparison('==', left, right, facts, to));
  return methodCall(to.required(left, facts), decimalTests[operator], to.required(right, facts));
}

/** JavaScript compares a bigint with a number exactly, except by `===`. */
function wideComparison(
  operator: ComparisonOperator,
  left: Expression,
  right: Expression,
  facts: Facts,
  to: Translator,
): Code {
  const isNumber = (one: Expression): boolean => underlyingType(to.index, one.type).kind === 'number';
  const side = (one: Expression): Code => (isNumber(one) ? to.required(one, facts) : bigCode(one, facts, to));
  if ([left, right].some(isNumber) && (operator === '==' || operator === '!=')) {
    const same = to.runtimeCall('sameNumber', side(left), side(right));
    return operator === '==' ? same : unary('!', same);
  }
  return binary(tokens[operator], side(left), side(right));
}

/** `flag == true` is `flag`. */
function booleanTest(
  operator: '==' | '!=',
  left: Expression,
  right: Expression,
  facts: Facts,
  to: Translator,
): Code | undefined {
  const [literal, tested] = left.kind === 'literal' ? [left, right] : [right, left];
  if (literal.kind !== 'literal' || typeof literal.value !== 'boolean') return undefined;
  if (to.mayBeUndefined(tested, facts)) return undefined;
  return literal.value === (operator === '==') ? to.code(tested, facts) : to.negated(tested, facts);
}

function equality(
  token: BinaryOperatorToken,
  left: Expression,
  right: Expression,
  facts: Facts,
  to: Translator,
): Code {
  const one = to.code(left, facts);
  const isPlain = isComparable(left, right, facts, to);
  return binary(token, isPlain ? one : asType(one, plainTypeOf(left.type, to.index)), to.code(right, facts));
}

/** False where TypeScript refuses to compare: different brands, or literals that cannot meet. */
function isComparable(left: Expression, right: Expression, facts: Facts, to: Translator): boolean {
  if (cannotBeEqual(left, right, facts, to)) return false;
  // One of many names, of which TypeScript knows that it may not be among them.
  if ([left, right].some((one) => isEventName(one) && to.literalOf(one) === undefined)) return false;
  return brandsOf(to.index, left).some((one) =>
    brandsOf(to.index, right).some((other) => isSubset(one, other) || isSubset(other, one)),
  );
}

function isEventName(expression: Expression): boolean {
  return expression.kind === 'ambient' && expression.ambient === 'event.name';
}

/** `x in [A, B]`, `x in list` */
export function membershipCode(expression: Membership, facts: Facts, to: Translator): Code {
  const { operand, items = [], list } = expression;
  if (list) return listMembership(operand, list, facts, to);
  if (items.length === 0) return atom('false');
  const all = [operand, ...items];
  const someWide = all.some((one) => isWide(one, to.index));
  const isMixed = all.some((one) => underlyingType(to.index, one.type).kind === 'number');
  const isOddValue = all.some((one) => isDecimal(one, to.index) || isMoment(one, to.index));
  // No list holds bigints and Numbers that compare by value: each is compared on its own. So are objects.
  if (items.length === 1 || (someWide && isMixed) || isOddValue) {
    return to.code(anyEqual(expression, items), facts);
  }
  const value = (one: Expression): Code => (someWide ? bigCode(one, facts, to) : to.required(one, facts));
  const array: Code = { kind: 'array', items: items.map(value) };
  // An array of literals takes any text or number; one with other items takes what those are.
  const isPlain = someWide || items.every((one) => to.literalOf(one) !== undefined);
  const searched = isPlain ? array : asType(array, `readonly ${plainTypeOf(operand.type, to.index)}[]`);
  return methodCall(searched, 'includes', value(operand));
}

/** The operand equals one of the items, spelled out. */
function anyEqual({ operand, type, optional, origin }: Membership, items: readonly Expression[]): Expression {
  const tests = items.map(
    (right): Binary => ({ kind: 'binary', operator: '==', left: operand, right, type, optional, origin }),
  );
  return tests.reduce((left, right): Binary => ({ ...right, operator: 'or', left, right }));
}

function listMembership(operand: Expression, list: Expression, facts: Facts, to: Translator): Code {
  const code = to.required(list, facts);
  const isOfDecimals = isDecimal(operand, to.index);
  if (isOfDecimals || isWide(operand, to.index)) {
    const item = to.localName('item');
    // The operand stands in a function, where TypeScript has forgotten what it knew of it.
    const wanted = to.inside([], operand, facts, (inner, known) =>
      isOfDecimals ? to.required(inner, known) : bigCode(inner, known, to),
    ).code;
    const same = isOfDecimals
      ? methodCall(atom(item), 'equals', wanted)
      : to.runtimeCall('sameNumber', atom(item), wanted);
    return methodCall(code, 'some', arrow([item], same));
  }
  const type = underlyingType(to.index, list.type);
  const element = type.kind === 'list' ? type.element : operand.type;
  const parameter: Expression = { ...operand, kind: 'parameter', name: '', binding: -1, type: element };
  const [wanted = new Set<string>()] = brandsOf(to.index, parameter);
  const fits = brandsOf(to.index, operand).every((one) => isSubset(wanted, one));
  const searched = fits ? code : asType(code, `readonly ${plainTypeOf(element, to.index)}[]`);
  return methodCall(searched, 'includes', to.required(operand, facts));
}
