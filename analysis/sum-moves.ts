import type { Expression } from '../pim/expression.ts';
import type { JsonValue } from '../pim/json.ts';
import {
  afterMove,
  atElement,
  type GoalScope,
  type ListPlace,
  listOf,
  type Move,
  valueOf,
} from './goal-scope.ts';
import { type Edit, elementPlace, valueAt } from './instance-place.ts';
import { followed, inOrder } from './lazy-moves.ts';
import { mostElements, movesToValue, resizeMoves, setPlace } from './value-moves.ts';

/** Moves after which a list's sum should come to this: one element takes the difference, or all share it. */
export function* sumMoves(
  scope: GoalScope,
  expression: Extract<Expression, { kind: 'sum' }>,
  wanted: bigint,
): Generator<Move> {
  const list = listOf(scope, expression.list);
  if (!list) return;
  const current = valueOf(scope, expression);
  if (typeof current !== 'bigint') return;
  if (list.items.length === 0) {
    yield* followed(scope, resizeMoves(scope, list, 1), (added) =>
      inOrder([[]], sumMoves(added, expression, wanted)),
    );
    return;
  }
  let made = 0;
  for (const [position] of list.items.entries()) {
    if (made >= 3) break;
    for (const move of addToElement(scope, expression, list, position, wanted - current)) {
      made += 1;
      yield move;
    }
  }
  for (const move of evenMoves(scope, expression, list, wanted)) {
    made += 1;
    yield move;
  }
  // One element more or less, where the elements there are do not suffice.
  if (made === 0 && wanted > current) {
    for (const size of [list.items.length + 1, Math.min(list.items.length * 2 + 1, list.type.size.max)]) {
      for (const move of resizeMoves(scope, list, size)) {
        const larger = afterMove(scope, move);
        const grown = listOf(larger, expression.list);
        if (grown && grown.items.length > list.items.length && size <= mostElements) {
          yield* followed(scope, [move], () => evenMoves(larger, expression, grown, wanted));
          yield move;
        }
      }
    }
  }
  if (wanted === 0n) yield* resizeMoves(scope, list, 0);
  if (wanted < current) yield* resizeMoves(scope, list, list.items.length - 1);
}

function addToElement(
  scope: GoalScope,
  { parameter, body }: Extract<Expression, { kind: 'sum' }>,
  list: ListPlace,
  position: number,
  difference: bigint,
): Iterable<Move> {
  if (!parameter || !body) {
    const item = list.items[position];
    if (typeof item !== 'number') return [];
    return setPlace(
      scope,
      elementPlace(list.place, list.type.element, position),
      Number(BigInt(item) + difference),
    );
  }
  const inside = atElement(scope, list, parameter.binding, position);
  const value = valueOf(inside, body);
  return typeof value === 'bigint' ? movesToValue(inside, body, value + difference) : [];
}

/** In longer lists every element is not touched: what they are compared with gives way instead. */
const mostEvened = 30;

/** The sum spread evenly over all elements, the first taking what is left. */
function evenMoves(
  scope: GoalScope,
  expression: Extract<Expression, { kind: 'sum' }>,
  list: ListPlace,
  wanted: bigint,
): readonly Move[] {
  if (list.items.length > mostEvened) return [];
  const count = BigInt(list.items.length);
  let current = scope;
  const edits: Edit[] = [];
  for (const [position] of list.items.entries()) {
    const share = wanted / count + (position === 0 ? wanted % count : 0n);
    const value = elementValue(current, expression, list, position);
    if (value === undefined) return [];
    const [move] = addToElement(
      current,
      expression,
      { ...list, items: itemsOf(current, list) },
      position,
      share - value,
    );
    if (!move) return [];
    edits.push(...move);
    current = afterMove(current, move);
  }
  return [edits];
}

function itemsOf(scope: GoalScope, list: ListPlace): readonly JsonValue[] {
  const items = valueAt(scope.draft, list.place.path);
  return Array.isArray(items) ? items : [];
}

function elementValue(
  scope: GoalScope,
  { parameter, body }: Extract<Expression, { kind: 'sum' }>,
  list: ListPlace,
  position: number,
): bigint | undefined {
  if (parameter && body) {
    const value = valueOf(atElement(scope, list, parameter.binding, position), body);
    return typeof value === 'bigint' ? value : undefined;
  }
  const item = itemsOf(scope, list)[position];
  return typeof item === 'number' ? BigInt(item) : undefined;
}
