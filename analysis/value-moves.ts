import { isDate, isDateTime } from '../pim/calendar.ts';
import type { Expression } from '../pim/expression.ts';
import type { JsonValue } from '../pim/json.ts';
import { declarationOf, underlyingType } from '../pim/model-index.ts';
import type { RuleValue } from '../pim/rule-value.ts';
import { lowerAscii, upperAscii } from '../pim/text.ts';
// A count needs conditions to come true, and a condition needs values: the two files call each other.
import { movesToward } from './goal-moves.ts';
import {
  afterMove,
  atElement,
  derivationOf,
  type GoalScope,
  type ListPlace,
  listOf,
  type Move,
  placeOf,
  spend,
  valueOf,
} from './goal-scope.ts';
import { type Edit, type Place, startsWith, valueAt } from './instance-place.ts';
import { followed, inOrder, movesOfEach } from './lazy-moves.ts';
import { differentTexts, fitsLimits, ofLength, textLimits } from './readable-text.ts';
import { extendList, numberEnds, sampleOf } from './sample-value.ts';
import { sumMoves } from './sum-moves.ts';

/** How many moves one question may have. */
export const mostMoves = 12;

/** Edits that give a place this value, its absent surroundings first; none if it cannot have it. */
export function setPlace(scope: GoalScope, place: Place, value: JsonValue): readonly Move[] {
  if (isFrozen(scope, place) || !couldHold(scope, place, value)) return [];
  const surroundings = place.parent ? presentMoves(scope, place.parent) : [[]];
  return surroundings.map((move) => [...move, { path: place.path, value }]);
}

export function isFrozen(scope: GoalScope, place: Place): boolean {
  return scope.frozen.some((path) => startsWith(place.path, path));
}

/** Edits that make a place present. */
export function presentMoves(scope: GoalScope, place: Place): readonly Move[] {
  if (valueAt(scope.draft, place.path) !== undefined) return [[]];
  const value = sampleOf(scope.samples, place.type, place.subject);
  return value === undefined ? [] : setPlace(scope, place, value);
}

/** Whether a value alone fits the place's type; the rules of the type are the judge's to say. */
function couldHold(scope: GoalScope, place: Place, value: JsonValue): boolean {
  const { index } = scope.samples;
  const type = underlyingType(index, place.type);
  switch (type.kind) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
    case 'number': {
      if (typeof value !== 'number' || (type.kind === 'integer' && !Number.isSafeInteger(value)))
        return false;
      const { min, max } = numberEnds(type.range);
      return value >= min && value <= max;
    }
    case 'string':
    case 'format':
      return typeof value === 'string' && fitsLimits(textLimits(type), value);
    case 'date':
      return typeof value === 'string' && isDate(value);
    case 'dateTime':
      return typeof value === 'string' && isDateTime(value);
    case 'named': {
      const declaration = declarationOf(index, type.id);
      return declaration.kind !== 'enum' || declaration.literals.some(({ wire }) => wire === value);
    }
    case 'list':
      return Array.isArray(value) && value.length >= type.size.min && value.length <= type.size.max;
    default:
      return true;
  }
}

/** Moves after which an expression should come to this value. */
export function movesToValue(scope: GoalScope, expression: Expression, wanted: RuleValue): Iterable<Move> {
  if (wanted === undefined || !spend(scope)) return [];
  // An absent left side can take the value as well as the right one that stands for it now.
  const isFallback = expression.kind === 'binary' && expression.operator === '??';
  const place = isFallback ? undefined : placeOf(scope, expression);
  if (place) return setPlace(scope, place, jsonOf(wanted));
  const derived = derivationOf(scope, expression);
  if (derived) return movesToValue(derived.scope, derived.derivation, wanted);
  switch (expression.kind) {
    case 'negation':
      return typeof wanted === 'bigint' ? movesToValue(scope, expression.operand, -wanted) : [];
    case 'binary':
      return binaryMoves(scope, expression, wanted);
    case 'conditional':
      return branchMoves(scope, expression, wanted);
    case 'quantifier':
      return typeof wanted === 'bigint' ? countMoves(scope, expression, Number(wanted)) : [];
    case 'size':
      return typeof wanted === 'bigint' ? sizeMoves(scope, expression.operand, Number(wanted)) : [];
    case 'rank': {
      const type = underlyingType(scope.samples.index, expression.operand.type);
      const declaration = type.kind === 'named' ? declarationOf(scope.samples.index, type.id) : undefined;
      const literal = declaration?.kind === 'enum' ? declaration.literals[Number(wanted)] : undefined;
      return literal ? movesToValue(scope, expression.operand, literal.wire) : [];
    }
    case 'sum':
      return typeof wanted === 'bigint' ? sumMoves(scope, expression, wanted) : [];
    case 'stringTransform': {
      if (typeof wanted !== 'string') return [];
      const texts = [wanted, lowerAscii(wanted), upperAscii(wanted)];
      return movesOfEach(texts, (text) => movesToValue(scope, expression.operand, text));
    }
    default:
      return [];
  }
}

/** The branch that is taken now, then the other one. */
function branchMoves(
  scope: GoalScope,
  { condition, whenTrue, whenFalse }: Extract<Expression, { kind: 'conditional' }>,
  wanted: RuleValue,
): Iterable<Move> {
  const now = valueOf(scope, condition) === true;
  return movesOfEach([now, !now], (taken) =>
    followed(scope, movesToward(scope, condition, taken), (moved) => {
      const branch = taken ? whenTrue : whenFalse;
      return valueOf(moved, branch) === wanted ? [[]] : movesToValue(moved, branch, wanted);
    }),
  );
}

/** Makes as many elements satisfy the count's condition as are wanted, in longer or shorter lists too. */
function countMoves(
  scope: GoalScope,
  expression: Extract<Expression, { kind: 'quantifier' }>,
  wanted: number,
): Iterable<Move> {
  const list = listOf(scope, expression.list);
  if (!list || wanted < 0) return [];
  const sizes = [list.items.length, wanted, wanted + 1].filter(
    (size, at, all) => size >= wanted && all.indexOf(size) === at,
  );
  return movesOfEach(sizes, (size) => {
    const resized = size === list.items.length ? [[]] : resizeMoves(scope, list, size);
    return followed(scope, resized, (sized) => {
      const items = listOf(sized, expression.list);
      const marked = items && markElements(sized, expression, items, wanted);
      return marked ? [marked] : [];
    });
  });
}

/** Makes the condition true for the first so many elements that can have it, false for the others. */
function markElements(
  scope: GoalScope,
  { parameter, body }: Extract<Expression, { kind: 'quantifier' }>,
  list: ListPlace,
  wanted: number,
): Move | undefined {
  let current = scope;
  const edits: Edit[] = [];
  for (const [position] of list.items.entries()) {
    const inside = atElement(current, list, parameter.binding, position);
    const [move] = movesToward(inside, body, position < wanted);
    if (!move) return undefined;
    edits.push(...move);
    current = afterMove(current, move);
  }
  return edits;
}

function jsonOf(value: Exclude<RuleValue, undefined>): JsonValue {
  return typeof value === 'bigint' ? Number(value) : value;
}

function binaryMoves(
  scope: GoalScope,
  expression: Extract<Expression, { kind: 'binary' }>,
  wanted: RuleValue,
): Iterable<Move> {
  const { operator, left, right } = expression;
  if (operator === '??') {
    const moves = isReadable(scope, left) ? movesToValue(scope, left, wanted) : [];
    return valueOf(scope, left) === undefined ? inOrder(movesToValue(scope, right, wanted), moves) : moves;
  }
  const [one, other] = [valueOf(scope, left), valueOf(scope, right)];
  if (typeof wanted !== 'bigint' || typeof one !== 'bigint' || typeof other !== 'bigint') return [];
  const leftTo = (...values: readonly bigint[]): Iterable<Move> =>
    movesOfEach(values, (value) => movesToValue(scope, left, value));
  const rightTo = (...values: readonly bigint[]): Iterable<Move> =>
    movesOfEach(values, (value) => movesToValue(scope, right, value));
  switch (operator) {
    case '+':
      return inOrder(leftTo(wanted - other), rightTo(wanted - one), halves(scope, expression, wanted));
    case '-':
      return inOrder(leftTo(wanted + other), rightTo(one - wanted));
    case '*':
      return inOrder(
        leftTo(...quotients(wanted, other)),
        rightTo(...quotients(wanted, one)),
        ...(wanted === 0n ? [leftTo(0n), rightTo(0n)] : []),
        productMoves(scope, expression, wanted),
      );
    case '/':
      return inOrder(leftTo(wanted * other), ...(wanted === 0n ? [] : [rightTo(one / wanted)]));
    case '%':
      // Where it is zero, a guard keeps the rule from dividing.
      if (other === 0n) return [];
      return inOrder(
        leftTo(one - (one % other) + wanted, wanted),
        ...(one > wanted ? [rightTo(one - wanted)] : []),
      );
    default:
      return [];
  }
}

/** What times `factor` is `wanted`, or the nearest numbers below and above it. */
function quotients(wanted: bigint, factor: bigint): readonly bigint[] {
  if (factor === 0n) return [];
  const quotient = wanted / factor;
  return wanted % factor === 0n ? [quotient] : [quotient + 1n, quotient];
}

function isReadable(scope: GoalScope, expression: Expression): boolean {
  return placeOf(scope, expression) !== undefined || derivationOf(scope, expression) !== undefined;
}

/** A sum that neither side reaches alone: the left as far as it goes, the right the rest. */
function* halves(
  scope: GoalScope,
  { left, right }: Extract<Expression, { kind: 'binary' }>,
  wanted: bigint,
): Generator<Move> {
  yield* followed(scope, movesToValue(scope, left, wanted / 2n), (moved) =>
    movesToValue(moved, right, wanted - wanted / 2n),
  );
}

/** A product that neither side reaches alone: one side to 1, the other to the product. */
function* productMoves(
  scope: GoalScope,
  { left, right }: Extract<Expression, { kind: 'binary' }>,
  wanted: bigint,
): Generator<Move> {
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    yield* followed(scope, movesToValue(scope, one, 1n), (moved) => movesToValue(moved, other, wanted));
  }
}

/** Moves to a text of so many code points or a list of so many elements. */
export function sizeMoves(scope: GoalScope, operand: Expression, size: number): readonly Move[] {
  const list = listOf(scope, operand);
  if (list) return resizeMoves(scope, list, size);
  const place = placeOf(scope, operand);
  const type = place && underlyingType(scope.samples.index, place.type);
  if (!place || (type?.kind !== 'string' && type?.kind !== 'format') || size < 0) return [];
  const limits = textLimits(type);
  if (size > limits.max) return [];
  const current = valueAt(scope.draft, place.path);
  const shortened = typeof current === 'string' ? [...current].slice(0, size).join('') : '';
  const texts = [shortened.padEnd(size, 'a'), ofLength(limits, size), ofLength(limits, size, 1)];
  return texts.flatMap((text) => (text === undefined ? [] : setPlace(scope, place, text)));
}

/** Cuts a list at its end, or adds elements like its last one. */
export function resizeMoves(scope: GoalScope, list: ListPlace, size: number): readonly Move[] {
  if (size < 0 || size > list.type.size.max || size > mostElements) return [];
  const pattern = list.items.at(-1) ?? sampleOf(scope.samples, list.type.element, list.place.subject);
  if (pattern === undefined && size > list.items.length) return [];
  const resized = extendList(scope.samples, list.type, list.items, pattern ?? null, size);
  return resized ? setPlace(scope, list.place, resized) : [];
}

/** A search never makes a list longer than this, whatever its type allows. */
export const mostElements = 300;

/** Texts that a place could hold instead of the present one, the most readable first. */
export function otherTexts(scope: GoalScope, place: Place): readonly string[] {
  const type = underlyingType(scope.samples.index, place.type);
  if (type.kind !== 'string' && type.kind !== 'format') return [];
  const current = valueAt(scope.draft, place.path);
  const limits = textLimits(type);
  const text =
    typeof current === 'string' ? current : (sampleOf(scope.samples, place.type, place.subject) ?? '');
  return [...differentTexts(limits, typeof text === 'string' ? text : '', mostMoves)].filter(
    (other) => other !== current,
  );
}
