import type { Expression } from '../pim/expression.ts';
import type { RuleValue } from '../pim/rule-value.ts';
import {
  afterMove,
  atElement,
  baseOf,
  type GoalScope,
  type ListPlace,
  listOf,
  type Move,
  placeOf,
  valueOf,
} from './goal-scope.ts';
import { elementPlace, valueAt } from './instance-place.ts';
import { followed, inOrder } from './lazy-moves.ts';
import { differentSamples } from './sample-value.ts';
import { movesToValue, resizeMoves, setPlace } from './value-moves.ts';

/** Moves after which the keys of a list's elements should all differ, or two be the same. */
export function uniqueToward(
  scope: GoalScope,
  condition: Extract<Expression, { kind: 'unique' }>,
  wanted: boolean,
): Iterable<Move> {
  const list = listOf(scope, condition.list);
  if (!list) return [];
  if (wanted) return [...distinctMoves(scope, condition, list), ...resizeMoves(scope, list, 1)];
  if (list.items.length < 2) {
    return followed(scope, resizeMoves(scope, list, 2), (grown) => {
      if (valueOf(grown, condition) !== true) return [[]];
      const items = listOf(grown, condition.list);
      return items && items.items.length > 1 ? equalKeys(grown, condition, items) : [];
    });
  }
  return equalKeys(scope, condition, list);
}

type UniqueCondition = Extract<Expression, { kind: 'unique' }>;

function keyAt(
  scope: GoalScope,
  { parameter, body }: UniqueCondition,
  list: ListPlace,
  position: number,
): RuleValue {
  if (parameter && body) return valueOf(atElement(scope, list, parameter.binding, position), body);
  return valueAt(scope.draft, [...list.place.path, position]);
}

function setKey(
  scope: GoalScope,
  { parameter, body }: UniqueCondition,
  list: ListPlace,
  position: number,
  key: RuleValue,
): Iterable<Move> {
  if (parameter && body) return movesToValue(atElement(scope, list, parameter.binding, position), body, key);
  if (key === undefined) return [];
  const value = typeof key === 'bigint' ? Number(key) : key;
  return setPlace(scope, elementPlace(list.place, list.type.element, position), value);
}

function equalKeys(scope: GoalScope, condition: UniqueCondition, list: ListPlace): Iterable<Move> {
  return inOrder(
    setKey(scope, condition, list, 1, keyAt(scope, condition, list, 0)),
    setKey(scope, condition, list, 0, keyAt(scope, condition, list, 1)),
  );
}

/** Gives every repeated key a value that no other element has. */
function distinctMoves(scope: GoalScope, condition: UniqueCondition, list: ListPlace): readonly Move[] {
  let current = scope;
  const move: Move[number][] = [];
  const seen = new Set<string>();
  for (const [position] of list.items.entries()) {
    const key = keyAt(current, condition, list, position);
    if (!seen.has(String(key))) {
      seen.add(String(key));
      continue;
    }
    const inside = condition.parameter
      ? atElement(current, list, condition.parameter.binding, position)
      : current;
    const others = condition.body
      ? allKeys(inside, condition.body, list.items.length + 1)
      : elementValues(current, list, position);
    const fresh = freshKey(current, condition, list, position, others, seen);
    if (!fresh) return [];
    seen.add(fresh.key);
    move.push(...fresh.move);
    current = afterMove(current, fresh.move);
  }
  return [move];
}

/** The first key that no other element has and that the element can take. */
function freshKey(
  scope: GoalScope,
  condition: UniqueCondition,
  list: ListPlace,
  position: number,
  keys: readonly RuleValue[],
  seen: ReadonlySet<string>,
): { readonly key: string; readonly move: Move } | undefined {
  for (const key of keys) {
    if (key === undefined || seen.has(String(key))) continue;
    const [move] = setKey(scope, condition, list, position, key);
    if (move) return { key: String(key), move };
  }
  return undefined;
}

function allKeys(scope: GoalScope, body: Expression, most: number): readonly RuleValue[] {
  const value = valueOf(scope, body);
  if (typeof value === 'bigint') {
    return Array.from({ length: most }, (_, step) => [value + BigInt(step), value - BigInt(step)]).flat();
  }
  const place = placeOf(scope, body);
  if (!place || value === undefined) return [];
  return [...differentSamples(scope.samples, baseOf(scope, place), value, most)];
}

function elementValues(scope: GoalScope, list: ListPlace, position: number): readonly RuleValue[] {
  const item = list.items[position];
  return item === undefined
    ? []
    : [...differentSamples(scope.samples, list.type.element, item, list.items.length + 1)];
}
