import type { NetworkOperation, StringTest } from '../../pim/expression.ts';
import type { IntegerRange } from '../../pim/interval.ts';
import type { Pattern } from '../../pim/pattern.ts';
import type { Scalar } from './layout.ts';
import type { Piece } from './piece.ts';

/** Why something cannot be held exactly, in the user's words, to follow "the rule". */
export class NotExpressible extends Error {}

/** How a scalar is calculated with. A moment that was calculated is milliseconds since 1970. */
export type Form = 'boolean' | 'bigint' | 'numeric' | 'double' | 'text' | 'date' | 'moment' | 'millis';

export interface Computed extends Piece {
  readonly form: Form;
  /** The same before it was made a text, for what is only compared with its like. */
  readonly native?: string;
  /** Whether it is NULL as it stands there, which has the form of whatever is beside it. */
  readonly isNull?: true;
}

/** A value inside of JSON: member names on the way from what `base` is. */
export interface JsonPlace {
  readonly base: string;
  readonly path: readonly string[];
  /** What `base` is: a column, the alias of a row that stands for one item or member, any other JSON. */
  readonly kind: 'column' | 'item' | 'value';
}

export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'boolean';

/** Rows for the items of a list or the members of a map. */
export interface JsonRows {
  readonly from: string;
  readonly key: Piece;
  readonly item: JsonPlace;
}

/** A place, and for an engine that finds a member only by search, where to search. */
export interface JsonMember {
  readonly place: JsonPlace;
  readonly from?: string;
  readonly where?: Piece;
}

/**
 * What PostgreSQL and SQLite say differently. Every text is total: it fails on no value, of whatever shape;
 * on one of another shape it comes to NULL or to anything.
 */
export interface Dialect {
  readonly id: 'postgresql' | 'sqlite';
  column(reference: string, scalar: Scalar): Computed;
  json(place: JsonPlace, scalar: Scalar): Computed;
  /** The JSON itself, to be the base of other places. */
  jsonValue(place: JsonPlace): string;
  isPresent(place: JsonPlace): Piece;
  /** Whether there is JSON that is not null: of a column, NULL is not asked for. */
  isNotNull(place: JsonPlace): Piece;
  isKind(place: JsonPlace, kind: JsonKind): Piece;
  /** A whole number, spelled as one, within limits that a double holds. */
  isInteger(place: JsonPlace, min: number, max: number): Piece;
  items(place: JsonPlace, alias: string): JsonRows;
  members(place: JsonPlace, alias: string): JsonRows;
  member(place: JsonPlace, key: Computed, alias: string): JsonMember;
  /** A name in JSON, which is a text, as the scalar that it is of. */
  key(name: Piece, scalar: Scalar): Computed;
  size(place: JsonPlace, kind: 'array' | 'object'): Computed;
  /** Equal, two absent values too. */
  same(left: Piece, right: Piece, isSame: boolean): Piece;
  /** A constant: a number of units for a decimal, a text for a date. */
  literal(value: boolean | number | string, scalar: Scalar, scale: number): Computed;
  asMillis(value: Computed): Computed;
  epochDay(value: Computed): Computed;
  /** The order of texts by code point. */
  ordered(text: Piece): Piece;
  addressOrder(text: Piece): Piece;
  network(operation: NetworkOperation['operation'], operand: Piece, argument: Piece | undefined): Computed;
  length(text: Piece): Computed;
  stringTest(test: StringTest['test'], text: Piece, argument: Piece | undefined): Piece;
  changeCase(text: Piece, to: 'lower' | 'upper'): Piece;
  matches(text: Piece, pattern: Pattern): Piece;
  /** Whether a text is spelled as a decimal of the scale, a day, a moment, a network. */
  isDecimal(text: Piece, scale: number): Piece;
  isDate(text: Piece): Piece;
  isMoment(text: Piece): Piece;
  isCidr(text: Piece, isNetwork: boolean): Piece;
  /** A test of the JSON in a column, once it is JSON at all. */
  document(reference: string, test: Piece): Piece;
  /** Whether a text in a column, or a name in JSON, holds none of what no text may; undefined if none can. */
  isText(text: Piece): Piece | undefined;
  arithmetic(operator: string, left: Computed, right: Computed, about: Arithmetic): Computed;
  ratio(dividend: Computed, divisor: Computed, scales: RatioScales): Computed;
  sum(body: Computed, range: IntegerRange): Computed;
}

export interface Arithmetic {
  /** Of the result, in units. */
  readonly range: IntegerRange;
  /** The fraction digits of a Decimal. */
  readonly scale: number;
  readonly divisorMayBeZero: boolean;
}

export interface RatioScales {
  readonly dividend: number;
  readonly divisor: number;
  readonly result: number;
  readonly divisorMayBeZero: boolean;
  readonly range: IntegerRange;
  /** Of both, scaled up. */
  readonly dividendRange: IntegerRange;
  readonly divisorRange: IntegerRange;
}

const int64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };

export function fitsInt64({ min, max }: IntegerRange): boolean {
  return min >= int64.min && max <= int64.max;
}

export function computed({ text, level }: Piece, form: Form): Computed {
  return { text, level, form };
}

/** U+0009 to U+000D and space: what `isBlank` and `isTrimmed` know. */
export const blanks: readonly number[] = [9, 10, 11, 12, 13, 32];
