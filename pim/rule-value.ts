import { decimalText, parseDecimal } from './decimal.ts';
import type { JsonValue } from './json.ts';
import { type ModelIndex, underlyingType } from './model-index.ts';
import { dateTimeOf, millisOf } from './moment.ts';
import { compareNetworks, parseNetwork } from './network.ts';
import { compareCodePoints } from './text.ts';
import type { Type } from './type.ts';

/**
 * A value of the rule language: JSON, but for what is calculated with, which is a bigint: an Integer, the
 * units of a Decimal, the milliseconds of a Duration, and those since 1970 of a DateTime that was
 * calculated. Lists, maps and structures are JSON throughout. undefined is absent.
 */
export type RuleValue = JsonValue | bigint | undefined;

/** What a JSON value of the type is in a rule. */
export function ruleValueOf(value: RuleValue, type: Type, index: ModelIndex): RuleValue {
  if (value === null || value === undefined) return undefined;
  const resolved = underlyingType(index, type);
  switch (resolved.kind) {
    case 'integer':
    case 'duration':
      return typeof value === 'number' ? BigInt(value) : value;
    case 'decimal':
      return typeof value === 'string' ? (parseDecimal(value, resolved.scale) ?? value) : value;
    default:
      return value;
  }
}

/** How a value of the type stands in JSON; undefined for an absent one. */
export function jsonValueOf(value: RuleValue, type: Type, index: ModelIndex): JsonValue | undefined {
  if (typeof value !== 'bigint') return value ?? undefined;
  const resolved = underlyingType(index, type);
  if (resolved.kind === 'decimal') return decimalText(value, resolved.scale);
  return resolved.kind === 'dateTime' ? dateTimeOf(value) : Number(value);
}

export function isAbsent(value: RuleValue): value is null | undefined {
  return value === undefined || value === null;
}

/** Scalars only; an Integer equals a Number of the same value. Absent equals absent alone. */
export function areEqual(left: RuleValue, right: RuleValue): boolean {
  if (isAbsent(left) || isAbsent(right)) return isAbsent(left) && isAbsent(right);
  if (typeof left === typeof right) return left === right;
  if (typeof left === 'string' || typeof right === 'string') return momentOf(left) === momentOf(right);
  // Loosely on purpose: bigint and number compare by value only loosely.
  return left == right;
}

/** Negative, zero or positive, for values that have an order: by number, by moment, or by code point. */
export function compareValues(left: RuleValue, right: RuleValue, type: Type, index: ModelIndex): number {
  if (typeof left === 'string' && typeof right === 'string') {
    const { kind, ...resolved } = underlyingType(index, type);
    const isAddress =
      kind === 'cidr' || (kind === 'format' && 'format' in resolved && resolved.format === 'Ipv4');
    return isAddress
      ? compareNetworks(parseNetwork(left), parseNetwork(right))
      : compareCodePoints(left, right);
  }
  const isMoment = typeof left === 'string' || typeof right === 'string';
  const [one, other] = isMoment ? [momentOf(left), momentOf(right)] : [numeric(left), numeric(right)];
  if (one < other) return -1;
  return one > other ? 1 : 0;
}

/** A DateTime in its wire form or calculated, as milliseconds since 1970. */
export function momentOf(value: RuleValue): bigint {
  if (typeof value === 'bigint') return value;
  return millisOf(text(value));
}

function numeric(value: RuleValue): number | bigint {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  throw new Error('a value without an order was compared: only checked rules can be evaluated');
}

export function integer(value: RuleValue): bigint {
  if (typeof value === 'bigint') return value;
  throw new Error('a value that is no Integer was calculated with: only checked rules can be evaluated');
}

export function text(value: RuleValue): string {
  if (typeof value === 'string') return value;
  throw new Error('a value that is no String was tested as one: only checked rules can be evaluated');
}
