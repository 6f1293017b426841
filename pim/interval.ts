import { assertNever } from './assert-never.ts';
import { decimalLimit } from './decimal.ts';
import type { Binary, Expression, Ratio } from './expression.ts';
import { enumOfType, fieldOf, type ModelIndex, underlyingType } from './model-index.ts';
import { greatestMoment, leastMoment } from './moment.ts';
import { codePointLength } from './text.ts';
import { integerLimit, type NumberRange, type Type } from './type.ts';

/** Inclusive bounds of what an expression can be, whatever the instance. */
export interface IntegerRange {
  readonly min: bigint;
  readonly max: bigint;
}

const limit = BigInt(integerLimit);
const widest: IntegerRange = { min: -limit, max: limit };

/**
 * Static bounds of an expression that is a whole number inside, by interval arithmetic over the bounds
 * of its fields: an Integer, the units of a Decimal, the milliseconds of a Duration, those of a DateTime
 * since 1970. They may lie outside ±(2^53−1): a back end then needs a wider integer, or cannot hold the rule.
 */
export function integerRange(expression: Expression, index: ModelIndex): IntegerRange {
  switch (expression.kind) {
    case 'literal':
      return typeof expression.value === 'number' && Number.isInteger(expression.value)
        ? point(BigInt(expression.value))
        : widest;
    case 'fieldAccess': {
      const field = fieldOf(index, expression.field);
      return field.derivation ? derivedRange(field.derivation, index) : rangeOfType(field.type, index);
    }
    case 'self':
    case 'old':
    case 'parameter':
    case 'lookup':
    case 'ambient':
      return rangeOfType(expression.type, index);
    case 'listEnd':
      return itemRange(expression.list, index);
    case 'call': {
      const callee = index.get(expression.callee);
      return callee?.kind === 'calculation' && callee.value
        ? derivedRange(callee.value, index)
        : rangeOfType(expression.type, index);
    }
    case 'negation': {
      const { min, max } = integerRange(expression.operand, index);
      return { min: -max, max: -min };
    }
    case 'binary':
      return binaryRange(expression, index);
    case 'conditional':
      return join(integerRange(expression.whenTrue, index), integerRange(expression.whenFalse, index));
    case 'size':
      return sizeRange(expression.operand, index);
    case 'rank': {
      const declaration = enumOfType(index, underlyingType(index, expression.operand.type));
      return { min: 0n, max: BigInt(Math.max((declaration?.literals.length ?? 1) - 1, 0)) };
    }
    case 'quantifier':
      return { min: 0n, max: sizeRange(expression.list, index).max };
    case 'sum':
      return sumRange(expression, index);
    case 'epoch':
      return expression.unit === 'day' ? epochDays : integerRange(expression.operand, index);
    case 'ratio':
      return ratioRange(expression, index);
    case 'network':
      return { min: 0n, max: 32n };
    case 'enumReference':
    case 'not':
    case 'membership':
    case 'presence':
    case 'unique':
    case 'stringTest':
    case 'stringTransform':
    case 'match':
    case 'isAlternative':
    case 'hasKey':
    case 'mapEntries':
    case 'exactlyOne':
    case 'translated':
    case 'input':
    case 'absent':
    case 'construction':
    case 'listLiteral':
    case 'objectLiteral':
    case 'dereference':
    case 'filter':
    case 'mapList':
    case 'reversed':
    case 'neighbour':
    case 'unresolvedName':
      return widest;
    default:
      return assertNever(expression);
  }
}

/** Derived fields that build on each other are read many times over: each is worked out once. */
const derivedRanges = new WeakMap<Expression, IntegerRange>();

function derivedRange(derivation: Expression, index: ModelIndex): IntegerRange {
  const known = derivedRanges.get(derivation);
  if (known) return known;
  // A circle is reported elsewhere, and has no range.
  derivedRanges.set(derivation, widest);
  const range = integerRange(derivation, index);
  derivedRanges.set(derivation, range);
  return range;
}

function binaryRange(expression: Binary, index: ModelIndex): IntegerRange {
  const left = integerRange(expression.left, index);
  const right = integerRange(expression.right, index);
  switch (expression.operator) {
    case '+':
      return { min: left.min + right.min, max: left.max + right.max };
    case '-':
      return { min: left.min - right.max, max: left.max - right.min };
    case '*':
      return hull([left.min * right.min, left.min * right.max, left.max * right.min, left.max * right.max]);
    case '/':
      return quotientRange(left, right);
    case '%': {
      // |a % b| < |b| and ≤ |a|, with the sign of a.
      const bound = smaller(largestMagnitude(right) - 1n, largestMagnitude(left));
      return { min: left.min < 0n ? -bound : 0n, max: left.max > 0n ? bound : 0n };
    }
    case '??':
      return join(left, right);
    default:
      return widest;
  }
}

/** Truncating division; zero is never a divisor (a check sees to it), so its neighbours bound it. */
function quotientRange(left: IntegerRange, right: IntegerRange): IntegerRange {
  const divisors = [right.min, right.max, -1n, 1n].filter(
    (divisor) => divisor !== 0n && divisor >= right.min && divisor <= right.max,
  );
  const quotients = divisors.flatMap((divisor) => [left.min / divisor, left.max / divisor]);
  return quotients.length === 0
    ? widest
    : hull([...quotients, ...(left.min <= 0n && left.max >= 0n ? [0n] : [])]);
}

/** a ÷ b of two numbers of some scales, cut to another: `a · 10^(n + scale of b) / (b · 10^scale of a)`. */
function ratioRange({ dividend, divisor, scale }: Ratio, index: ModelIndex): IntegerRange {
  const scaled = (range: IntegerRange, power: number): IntegerRange => ({
    min: range.min * 10n ** BigInt(power),
    max: range.max * 10n ** BigInt(power),
  });
  const top = scaled(integerRange(dividend, index), scale + scaleOf(divisor, index));
  return quotientRange(top, scaled(integerRange(divisor, index), scaleOf(dividend, index)));
}

/** The fraction digits of a Decimal; 0 for an Integer. */
export function scaleOf(expression: Expression, index: ModelIndex): number {
  const type = underlyingType(index, expression.type);
  return type.kind === 'decimal' ? type.scale : 0;
}

function sumRange(expression: Extract<Expression, { kind: 'sum' }>, index: ModelIndex): IntegerRange {
  const element = expression.body ? integerRange(expression.body, index) : itemRange(expression.list, index);
  const size = sizeRange(expression.list, index);
  return hull([size.min, size.max].flatMap((count) => [count * element.min, count * element.max]));
}

/** The bounds of what a list holds; of one that is written out or made, not those that its place may allow. */
function itemRange(list: Expression, index: ModelIndex): IntegerRange {
  switch (list.kind) {
    case 'conditional':
      return join(itemRange(list.whenTrue, index), itemRange(list.whenFalse, index));
    case 'binary':
      return join(itemRange(list.left, index), itemRange(list.right, index));
    case 'listLiteral':
      return list.items.length === 0
        ? point(0n)
        : hull(
            list.items.flatMap((item) => {
              const { min, max } = integerRange(item, index);
              return [min, max];
            }),
          );
    case 'mapList':
      return integerRange(list.body, index);
    case 'filter':
    case 'reversed':
      return itemRange(list.list, index);
    default: {
      const type = underlyingType(index, list.type);
      return type.kind === 'list' ? rangeOfType(type.element, index) : widest;
    }
  }
}

/** How many characters, items or entries there are. */
function sizeRange(expression: Expression, index: ModelIndex): IntegerRange {
  switch (expression.kind) {
    case 'conditional':
      return join(sizeRange(expression.whenTrue, index), sizeRange(expression.whenFalse, index));
    case 'binary':
      return join(sizeRange(expression.left, index), sizeRange(expression.right, index));
    case 'listLiteral':
      return point(BigInt(expression.items.length));
    case 'literal':
      return typeof expression.value === 'string' ? point(BigInt(codePointLength(expression.value))) : widest;
    case 'mapList':
    case 'reversed':
      return sizeRange(expression.list, index);
    case 'filter':
      return { min: 0n, max: sizeRange(expression.list, index).max };
    default:
      return sizeOfType(expression.type, index);
  }
}

function sizeOfType(type: Type, index: ModelIndex): IntegerRange {
  const resolved = underlyingType(index, type);
  if (resolved.kind === 'list' || resolved.kind === 'map')
    return { min: whole(resolved.size.min), max: whole(resolved.size.max) };
  if (resolved.kind === 'string') return { min: whole(resolved.length.min), max: whole(resolved.length.max) };
  return { min: 0n, max: limit };
}

function rangeOfType(type: Type, index: ModelIndex): IntegerRange {
  const resolved = underlyingType(index, type);
  switch (resolved.kind) {
    case 'integer':
    case 'duration':
      return rangeWithin(resolved.range, limit);
    case 'decimal':
      return rangeWithin(resolved.range, BigInt(decimalLimit));
    case 'dateTime':
      return { min: BigInt(leastMoment), max: BigInt(greatestMoment) };
    default:
      return widest;
  }
}

function rangeWithin({ min, max }: NumberRange, ends: bigint): IntegerRange {
  return {
    min: min === undefined ? -ends : whole(min),
    max: max === undefined ? ends : whole(max),
  };
}

const millisPerDay = 86_400_000n;
const epochDays: IntegerRange = {
  min: BigInt(leastMoment) / millisPerDay,
  max: BigInt(greatestMoment) / millisPerDay,
};

/** A bound that a check refuses, such as 1.5, must not stop the other checks. */
function whole(bound: number): bigint {
  return Number.isFinite(bound) ? BigInt(Math.trunc(bound)) : limit;
}

/** True if every value of the expression is one that a double holds exactly. */
export function isSafeRange({ min, max }: IntegerRange): boolean {
  return min >= -limit && max <= limit;
}

function point(value: bigint): IntegerRange {
  return { min: value, max: value };
}

function join(left: IntegerRange, right: IntegerRange): IntegerRange {
  return hull([left.min, left.max, right.min, right.max]);
}

function hull(values: readonly bigint[]): IntegerRange {
  const [first = 0n, ...rest] = values;
  return rest.reduce(
    (range, value) => ({
      min: value < range.min ? value : range.min,
      max: value > range.max ? value : range.max,
    }),
    point(first),
  );
}

function largestMagnitude({ min, max }: IntegerRange): bigint {
  const low = min < 0n ? -min : min;
  const high = max < 0n ? -max : max;
  return low > high ? low : high;
}

function smaller(left: bigint, right: bigint): bigint {
  return left < right ? left : right;
}
