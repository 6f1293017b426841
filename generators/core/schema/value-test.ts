import { parseDecimal } from '../../../pim/decimal.ts';
import { decimalPattern } from '../../../pim/decimal-pattern.ts';
import type { ComparisonOperator, StringTest } from '../../../pim/expression.ts';
import type { JsonValue } from '../../../pim/json.ts';
import { matchesPattern, type Pattern, printLiteralText, printPattern } from '../../../pim/pattern.ts';
import type { Schema } from './schema.ts';

/** A value that a rule names: an enum's literal is its wire value. */
export type Constant = boolean | number | string;

/** A question about one value: asked of JSON by a schema that refuses `null`, and of a constant. */
export interface ValueTest {
  readonly schema: Schema;
  holds(constant: Constant): boolean;
}

/** False for what is not there, and for what has parts. */
export function isConstant(value: JsonValue | undefined): value is Constant {
  return typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string';
}

export function equals(constant: Constant): ValueTest {
  return { schema: { const: constant }, holds: (other) => other === constant };
}

export function isOneOf(constants: readonly Constant[]): ValueTest {
  const distinct = [...new Set(constants)];
  const [only] = distinct;
  if (only === undefined) return { schema: false, holds: () => false };
  if (distinct.length === 1) return equals(only);
  return { schema: { enum: distinct }, holds: (other) => distinct.includes(other) };
}

export type OrderOperator = Exclude<ComparisonOperator, '==' | '!='>;

const orderKeywords: Readonly<Record<OrderOperator, string>> = {
  '<': 'exclusiveMaximum',
  '<=': 'maximum',
  '>': 'exclusiveMinimum',
  '>=': 'minimum',
};

export function isOrdered(type: 'integer' | 'number', operator: OrderOperator, limit: number): ValueTest {
  return {
    schema: { type, [orderKeywords[operator]]: limit },
    holds: (other) => typeof other === 'number' && inOrder(operator, other - limit),
  };
}

/** Among Decimals of a scale, whose order no keyword knows: their texts are matched. */
export function isOrderedDecimal(operator: OrderOperator, limit: bigint, scale: number): ValueTest {
  const edge = Number(limit);
  const range = {
    '<': { max: edge - 1 },
    '<=': { max: edge },
    '>': { min: edge + 1 },
    '>=': { min: edge },
  }[operator];
  return {
    schema: { type: 'string', pattern: decimalPattern(range, scale) },
    holds: (other) => {
      const units = typeof other === 'string' ? parseDecimal(other, scale) : undefined;
      return units !== undefined && inOrder(operator, Number(units - limit));
    },
  };
}

/** Whole division: exact in floating point too, as no integer here is past ±(2^53−1). */
export function isMultipleOf(divisor: number): ValueTest {
  return {
    schema: { type: 'integer', multipleOf: divisor },
    holds: (other) => typeof other === 'number' && other % divisor === 0,
  };
}

export function matches(pattern: Pattern): ValueTest {
  return {
    schema: { type: 'string', pattern: printPattern(pattern) },
    holds: (other) => typeof other === 'string' && matchesPattern(pattern, other),
  };
}

/** `argument` is the text that `startsWith`, `endsWith` and `contains` look for. */
export function passesStringTest(test: StringTest['test'], argument: string): ValueTest {
  const pattern = stringTestPattern(test, argument);
  return {
    schema: pattern === '' ? { type: 'string' } : { type: 'string', pattern },
    holds: (other) => typeof other === 'string' && new RegExp(pattern, 'u').test(other),
  };
}

function stringTestPattern(test: StringTest['test'], argument: string): string {
  const literal = printLiteralText(argument);
  if (test === 'isBlank') return '^[\\t-\\r ]*$';
  if (test === 'isTrimmed') return '^(?:[^\\t-\\r ](?:[\\s\\S]*[^\\t-\\r ])?)?$';
  if (literal === '') return '';
  if (test === 'startsWith') return `^${literal}`;
  return test === 'endsWith' ? `${literal}$` : literal;
}

/** Compares by the sign of a difference. */
export function inOrder(operator: ComparisonOperator, difference: number): boolean {
  switch (operator) {
    case '==':
      return difference === 0;
    case '!=':
      return difference !== 0;
    case '<':
      return difference < 0;
    case '<=':
      return difference <= 0;
    case '>':
      return difference > 0;
    case '>=':
      return difference >= 0;
  }
}

/** A condition on a count, as the schema that `between` makes of its inclusive limits. */
export function countSchema(
  operator: Exclude<ComparisonOperator, '!='>,
  limit: number,
  between: (min: number, max: number | undefined) => Schema,
): Schema {
  const range = (min: number, max: number | undefined): Schema => {
    if (max !== undefined && (max < 0 || max < min)) return false;
    return min <= 0 && max === undefined ? true : between(Math.max(min, 0), max);
  };
  switch (operator) {
    case '==':
      return Number.isInteger(limit) ? range(limit, limit) : false;
    case '<':
      return range(0, Math.ceil(limit) - 1);
    case '<=':
      return range(0, Math.floor(limit));
    case '>':
      return range(Math.floor(limit) + 1, undefined);
    case '>=':
      return range(Math.ceil(limit), undefined);
  }
}
