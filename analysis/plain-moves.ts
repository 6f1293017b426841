import type { Expression } from '../pim/expression.ts';
import { childExpressions } from '../pim/expression-tools.ts';
import type { JsonValue } from '../pim/json.ts';
import { underlyingType } from '../pim/model-index.ts';
import { lowerAscii, upperAscii } from '../pim/text.ts';
import {
  atElement,
  derivationOf,
  type GoalScope,
  listOf,
  type Move,
  placeOf,
  valueOf,
} from './goal-scope.ts';
import { type Place, valueAt } from './instance-place.ts';
import { differentSamples, numberEnds } from './sample-value.ts';
import { isFrozen, presentMoves, resizeMoves, setPlace } from './value-moves.ts';

/** How many elements of a list are tried one by one. */
const mostElementsTried = 3;
/** How many other values of one place are tried. */
const mostValues = 6;

/**
 * One part that the condition reads, changed to a value worth trying: an end of its type's range,
 * what the rest of the condition comes to and its neighbours, presence, a length. Asked for when
 * the moves that the condition suggests have led nowhere.
 */
export function* plainMoves(scope: GoalScope, condition: Expression): Generator<Move> {
  const numbers = new Set<number>();
  const texts = new Set<string>();
  collectValues(scope, condition, numbers, texts);
  const seen = new Set<string>();
  for (const place of placesRead(scope, condition)) {
    const key = JSON.stringify(place.path);
    if (seen.has(key) || isFrozen(scope, place)) continue;
    seen.add(key);
    yield* movesOfPlace(scope, place, numbers, texts);
  }
}

function* movesOfPlace(
  scope: GoalScope,
  place: Place,
  numbers: ReadonlySet<number>,
  texts: ReadonlySet<string>,
): Generator<Move> {
  const current = valueAt(scope.draft, place.path);
  if (current === undefined) {
    yield* presentMoves(scope, place);
    return;
  }
  if (place.optional) yield [{ path: place.path, value: undefined }];
  const type = underlyingType(scope.samples.index, place.type);
  if (type.kind === 'list') {
    const items: readonly JsonValue[] = Array.isArray(current) ? current : [];
    for (const size of [
      items.length + 1,
      items.length - 1,
      type.size.min,
      type.size.min + 1,
      items.length * 2,
    ]) {
      yield* resizeMoves(scope, { place, type, items }, size);
    }
    return;
  }
  for (const value of valuesOf(scope, place, current, numbers, texts)) {
    if (value !== current) yield* setPlace(scope, place, value);
  }
}

function* valuesOf(
  scope: GoalScope,
  place: Place,
  current: JsonValue,
  numbers: ReadonlySet<number>,
  texts: ReadonlySet<string>,
): Generator<JsonValue> {
  const type = underlyingType(scope.samples.index, place.type);
  if (type.kind === 'integer' || type.kind === 'number') {
    const { min, max } = numberEnds(type.range);
    for (const number of numbers) yield* [number, number + 1, number - 1];
    yield* [min, max, min + 1, max - 1, 0, 1];
  }
  if (typeof current === 'string' && (type.kind === 'string' || type.kind === 'format')) {
    yield* texts;
    yield* [upperAscii(current), lowerAscii(current), ''];
  }
  let given = 0;
  for (const other of differentSamples(scope.samples, type, current, mostValues)) {
    given += 1;
    if (given > mostValues) return;
    yield other;
  }
}

/** What the parts of a condition come to now: the values that others are compared with. */
function collectValues(
  scope: GoalScope,
  expression: Expression,
  numbers: Set<number>,
  texts: Set<string>,
): void {
  const value = valueOf(scope, expression);
  if (typeof value === 'bigint') numbers.add(Number(value));
  if (typeof value === 'number') numbers.add(value);
  if (typeof value === 'string') texts.add(value);
  for (const child of childExpressions(expression)) collectValues(scope, child, numbers, texts);
}

/** Every part of the draft that the expression reads, those of a list's first elements too. */
function* placesRead(scope: GoalScope, expression: Expression): Generator<Place> {
  const derived = derivationOf(scope, expression);
  if (derived) {
    yield* placesRead(derived.scope, derived.derivation);
    return;
  }
  const place = placeOf(scope, expression);
  if (place && place.path.length > 1) yield place;
  if (expression.kind === 'quantifier' || expression.kind === 'sum' || expression.kind === 'unique') {
    const list = listOf(scope, expression.list);
    yield* placesRead(scope, expression.list);
    if (!list || !expression.parameter || !expression.body) return;
    for (const [position] of list.items.slice(0, mostElementsTried).entries()) {
      yield* placesRead(atElement(scope, list, expression.parameter.binding, position), expression.body);
    }
    return;
  }
  for (const child of childExpressions(expression)) yield* placesRead(scope, child);
}
