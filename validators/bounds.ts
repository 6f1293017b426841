import { assertNever } from '../pim/assert-never.ts';
import { decimalDigits, decimalLimit, decimalText } from '../pim/decimal.ts';
import { lengthsOf, type Pattern } from '../pim/pattern.ts';
import { integerLimit, type NumberRange, type SizeRange, type Type } from '../pim/type.ts';
import { printDuration } from './print-type.ts';

/** More items than this no platform checks in the time of one request. */
export const greatestListSize = 100_000;
/** PostgreSQL's greatest declared length of a text. */
export const greatestStringLength = 10_485_760;

/** Why nothing, or nothing that every platform holds, fits the limits that a type states. */
export function boundProblem(type: Type): string | undefined {
  switch (type.kind) {
    case 'integer':
      return integerProblem(type.range);
    case 'number':
      return numberProblem(type.range);
    case 'string':
      return (
        sizeProblem(type.length, 'length', greatestStringLength) ??
        (type.pattern && patternLengthProblem(type.pattern, type.length))
      );
    case 'decimal':
      return decimalProblem(type);
    case 'duration':
      return durationProblem(type.range);
    case 'list':
      return sizeProblem(type.size, 'size', greatestListSize) ?? boundProblem(type.element);
    case 'map':
      return (
        sizeProblem(type.size, 'size', greatestListSize) ?? boundProblem(type.key) ?? boundProblem(type.value)
      );
    case 'boolean':
    case 'format':
    case 'date':
    case 'dateTime':
    case 'cidr':
    case 'caller':
    case 'json':
    case 'secret':
    case 'named':
    case 'reference':
    case 'unresolved':
      return undefined;
    default:
      return assertNever(type);
  }
}

function numberProblem({ min, max }: NumberRange): string | undefined {
  const unsafe = [min, max].find((bound) => bound !== undefined && !Number.isFinite(bound));
  if (unsafe !== undefined) return 'A bound is greater than any Number.';
  if (min !== undefined && max !== undefined && min > max) return emptyRange(min, max);
  return undefined;
}

function integerProblem(range: NumberRange): string | undefined {
  for (const bound of [range.min, range.max]) {
    if (bound === undefined) continue;
    if (Math.abs(bound) > integerLimit) {
      return `A bound lies outside ±${integerLimit} (2^53−1), the Integers that every platform holds exactly.`;
    }
    if (!Number.isInteger(bound)) return `The bound ${bound} of an Integer is not a whole number.`;
  }
  return numberProblem(range);
}

function durationProblem(range: NumberRange): string | undefined {
  const { min, max } = range;
  return min !== undefined && max !== undefined && min > max
    ? emptyRange(printDuration(min), printDuration(max))
    : integerProblem(range);
}

/** Its bounds are in units: what the model says of them is told in the model's own words. */
function decimalProblem({ range, scale }: Extract<Type, { kind: 'decimal' }>): string | undefined {
  if (!Number.isInteger(scale) || scale > decimalDigits) {
    return `A Decimal has at most ${decimalDigits} digits, and a scale of ${scale} is more.`;
  }
  for (const bound of [range.min, range.max]) {
    if (bound === undefined) continue;
    if (!Number.isInteger(bound)) {
      return `A bound of this Decimal has more than its ${scale} fraction digits.`;
    }
    if (Math.abs(bound) > decimalLimit)
      return `A Decimal has at most ${decimalDigits} digits, and a bound has more.`;
  }
  const { min, max } = range;
  return min !== undefined && max !== undefined && min > max
    ? emptyRange(decimalText(min, scale), decimalText(max, scale))
    : undefined;
}

function sizeProblem({ min, max }: SizeRange, what: string, greatest: number): string | undefined {
  for (const bound of [min, max]) {
    if (bound < 0) return `A ${what} is never negative, and the bound ${bound} is.`;
    if (bound > greatest) return `A ${what} of ${bound} is more than ${greatest}, the most that is allowed.`;
    if (!Number.isInteger(bound)) return `A ${what} is a whole number, and the bound ${bound} is not.`;
  }
  return min > max ? emptyRange(min, max) : undefined;
}

function emptyRange(min: number | string, max: number | string): string {
  return `Nothing lies between ${min} and ${max}: the smaller bound comes first.`;
}

function patternLengthProblem(pattern: Pattern, { min, max }: SizeRange): string | undefined {
  if (!pattern.node) return undefined;
  const lengths = lengthsOf(pattern.node);
  if (lengths.min > max) {
    return `Texts that match the pattern have at least ${lengths.min} characters, and at most ${max} are allowed.`;
  }
  if (lengths.max < min) {
    return `Texts that match the pattern have at most ${lengths.max} characters, and at least ${min} are demanded.`;
  }
  return undefined;
}
