import { assertNever } from '../pim/assert-never.ts';
import type { Binary, ComparisonOperator, Expression } from '../pim/expression.ts';
import { opposites } from '../pim/expression-tools.ts';
import { type JsonValue } from '../pim/json.ts';
import type { RuleValue } from '../pim/rule-value.ts';
import {
  afterMove,
  atElement,
  baseOf,
  derivationOf,
  type GoalScope,
  type ListPlace,
  listOf,
  type Move,
  placeOf,
  spend,
  valueOf,
} from './goal-scope.ts';
import { valueAt } from './instance-place.ts';
import { alternately, firstMoves, followed, inOrder, movesOfEach, orElse } from './lazy-moves.ts';
import { addDays, addMilliseconds, differentSamples, sampleOf } from './sample-value.ts';
import { matchToward, stringTestToward } from './text-moves.ts';
import { uniqueToward } from './unique-moves.ts';
import { isFrozen, mostMoves, movesToValue, presentMoves, resizeMoves, setPlace } from './value-moves.ts';

/** How many moves of each side are tried together where both sides must change. */
const mostTogether = 4;

/**
 * Moves after which a condition should be true (or false), the most promising first. They are
 * read off the condition, so that few must be tried: a comparison says which value would do.
 * The empty move means that nothing is to do. Nothing here is certain: the judge has the last word.
 */
export function movesToward(scope: GoalScope, condition: Expression, wanted: boolean): Iterable<Move> {
  if ((valueOf(scope, condition) === true) === wanted) return [[]];
  if (!spend(scope)) return [];
  return firstMoves(towards(scope, condition, wanted), mostMoves);
}

function towards(scope: GoalScope, condition: Expression, wanted: boolean): Iterable<Move> {
  switch (condition.kind) {
    case 'not':
      return movesToward(scope, condition.operand, !wanted);
    case 'binary':
      return binaryToward(scope, condition, wanted);
    case 'fieldAccess': {
      const derived = derivationOf(scope, condition);
      return derived
        ? movesToward(derived.scope, derived.derivation, wanted)
        : movesToValue(scope, condition, wanted);
    }
    case 'self':
    case 'old':
    case 'parameter':
      return movesToValue(scope, condition, wanted);
    case 'membership':
      return membershipToward(scope, condition, wanted);
    case 'presence':
      return presenceToward(scope, condition.operand, condition.present === wanted);
    case 'conditional':
      return alternately(
        together(scope, [condition.condition, true], [condition.whenTrue, wanted]),
        together(scope, [condition.condition, false], [condition.whenFalse, wanted]),
      );
    case 'quantifier':
      return quantifierToward(scope, condition, wanted);
    case 'exactlyOne':
      return exactlyOneToward(scope, condition.conditions);
    case 'unique':
      return uniqueToward(scope, condition, wanted);
    case 'stringTest':
      return stringTestToward(scope, condition, wanted);
    case 'match':
      return matchToward(scope, condition.operand, condition.pattern, wanted);
    case 'literal':
    case 'enumReference':
    case 'negation':
    case 'size':
    case 'rank':
    case 'sum':
    case 'stringTransform':
    case 'isAlternative':
    case 'lookup':
    case 'hasKey':
    case 'mapEntries':
    case 'network':
    case 'epoch':
    case 'ratio':
    case 'input':
    case 'ambient':
    case 'absent':
    case 'construction':
    case 'listLiteral':
    case 'objectLiteral':
    case 'call':
    case 'dereference':
    case 'filter':
    case 'mapList':
    case 'listEnd':
    case 'reversed':
    case 'neighbour':
    case 'translated':
    case 'unresolvedName':
      return [];
    default:
      return assertNever(condition);
  }
}

/** Toward one more that holds, or one less: the search sees which of the two is nearer. */
function exactlyOneToward(scope: GoalScope, conditions: readonly Expression[]): Iterable<Move> {
  return alternately(
    ...conditions.map((one) => movesToward(scope, one, true)),
    ...conditions.map((one) => movesToward(scope, one, false)),
  );
}

type Wish = readonly [condition: Expression, wanted: boolean];

/** Both wishes: the second is looked at as the first has left the draft. */
function together(
  scope: GoalScope,
  [first, firstWanted]: Wish,
  [second, secondWanted]: Wish,
): Iterable<Move> {
  return followed(scope, firstMoves(movesToward(scope, first, firstWanted), mostTogether), (moved) =>
    firstMoves(movesToward(moved, second, secondWanted), mostTogether),
  );
}

function binaryToward(scope: GoalScope, condition: Binary, wanted: boolean): Iterable<Move> {
  const { operator, left, right } = condition;
  switch (operator) {
    case 'and':
      return wanted
        ? together(scope, [left, true], [right, true])
        : alternately(movesToward(scope, left, false), movesToward(scope, right, false));
    case 'or':
      return wanted
        ? alternately(movesToward(scope, left, true), movesToward(scope, right, true))
        : together(scope, [left, false], [right, false]);
    case 'implies':
      return wanted
        ? alternately(movesToward(scope, right, true), movesToward(scope, left, false))
        : together(scope, [left, true], [right, false]);
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparisonToward(scope, left, wanted ? operator : opposites[operator], right);
    case '??':
      return movesToValue(scope, condition, wanted);
    default:
      return [];
  }
}

const mirrored: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

function comparisonToward(
  scope: GoalScope,
  left: Expression,
  operator: ComparisonOperator,
  right: Expression,
): Iterable<Move> {
  const oneSided = (changed: Expression, relation: ComparisonOperator, other: Expression): Iterable<Move> => {
    const value = valueOf(scope, other);
    if (value === undefined) return [];
    return movesOfEach(valuesInRelation(scope, relation, value, changed), (wanted) =>
      movesToValue(scope, changed, wanted),
    );
  };
  return orElse(
    alternately(oneSided(left, operator, right), oneSided(right, mirrored[operator], left)),
    bothSides(scope, left, operator, right),
  );
}

/** Where neither side reaches the other: one goes to a plain value first, then the other follows. */
function* bothSides(
  scope: GoalScope,
  left: Expression,
  operator: ComparisonOperator,
  right: Expression,
): Generator<Move> {
  const tries: readonly (readonly [Expression, Expression, ComparisonOperator])[] = [
    [left, right, mirrored[operator]],
    [right, left, operator],
  ];
  for (const [first, second, relation] of tries) {
    for (const value of [0n, 1n, 2n, 10n, 100n, 1000n]) {
      yield* followed(scope, movesToValue(scope, first, value), (moved) => {
        const reached = valueOf(moved, first);
        if (reached === undefined) return [];
        return movesOfEach(valuesInRelation(moved, relation, reached, second), (wanted) =>
          movesToValue(moved, second, wanted),
        );
      });
    }
  }
}

/** Values `x` with `x operator value`, the nearest first. */
function valuesInRelation(
  scope: GoalScope,
  operator: ComparisonOperator,
  value: RuleValue,
  changed: Expression,
): readonly RuleValue[] {
  switch (operator) {
    case '==':
      return [value];
    case '!=':
      return [...neighbours(value, 1), ...neighbours(value, -1), ...otherValues(scope, value, changed)];
    case '<':
      return neighbours(value, -1);
    case '<=':
      return [value, ...neighbours(value, -1)];
    case '>':
      return neighbours(value, 1);
    case '>=':
      return [value, ...neighbours(value, 1)];
    default:
      return assertNever(operator);
  }
}

/** Values a little above (1) or below (−1), near ones first. */
function neighbours(value: RuleValue, direction: 1 | -1): readonly RuleValue[] {
  if (typeof value === 'bigint') return [1n, 10n, 1000n].map((step) => value + step * BigInt(direction));
  if (typeof value === 'number') return [1, 0.5, 0.001].map((step) => value + step * direction);
  if (typeof value !== 'string') return [];
  if (/^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T|$)/.test(value)) {
    const near = value.length === 10 ? addDays(value, direction) : addMilliseconds(value, direction);
    return [near, addDays(value, direction), addDays(value, 365 * direction)].filter(
      (one) => one !== undefined,
    );
  }
  if (direction > 0) return [`${value}a`, `${value}1`, `z${value}`];
  return [[...value].slice(0, -1).join(''), '0', ''].filter((text) => text < value);
}

/** Values of the changed side's type that differ from one that it must not have. */
function otherValues(scope: GoalScope, value: RuleValue, changed: Expression): readonly RuleValue[] {
  if (typeof value === 'boolean') return [!value];
  const place = placeOf(scope, changed);
  if (!place || typeof value === 'bigint' || value === undefined) return [];
  const current = valueAt(scope.draft, place.path) ?? sampleOf(scope.samples, place.type, place.subject);
  if (current === undefined) return [];
  const others: JsonValue[] = [];
  for (const other of differentSamples(scope.samples, baseOf(scope, place), current, 6))
    if (other !== value) others.push(other);
  return others;
}

function presenceToward(scope: GoalScope, operand: Expression, present: boolean): readonly Move[] {
  const place = placeOf(scope, operand);
  if (!place) {
    const derived = derivationOf(scope, operand);
    return derived ? presenceToward(derived.scope, derived.derivation, present) : [];
  }
  if (present) return presentMoves(scope, place);
  return place.optional && !isFrozen(scope, place) ? [[{ path: place.path, value: undefined }]] : [];
}

function membershipToward(
  scope: GoalScope,
  { operand, items, list }: Extract<Expression, { kind: 'membership' }>,
  wanted: boolean,
): Iterable<Move> {
  const inList = list && listOf(scope, list);
  const values = items ? items.map((item) => valueOf(scope, item)) : (inList?.items ?? []);
  if (wanted) {
    const moves = movesOfEach(values, (value) => movesToValue(scope, operand, value));
    const value = valueOf(scope, operand);
    if (!inList || value === undefined) return moves;
    const item = typeof value === 'bigint' ? Number(value) : value;
    const lists = [
      [...inList.items, item],
      ...(inList.items.length > 0 ? [inList.items.with(inList.items.length - 1, item)] : []),
    ];
    return inOrder(
      movesOfEach(lists, (changed) => setPlace(scope, inList.place, changed)),
      moves,
    );
  }
  const texts = new Set(values.map((value) => String(value)));
  const away = allValues(scope, operand).filter((value) => !texts.has(String(value)));
  const cut = inList
    ? setPlace(
        scope,
        inList.place,
        inList.items.filter((item) => String(item) !== String(valueOf(scope, operand))),
      )
    : [];
  return inOrder(
    cut,
    movesOfEach(away, (value) => movesToValue(scope, operand, value)),
  );
}

/** Values that an operand could take, near its present one. */
function allValues(scope: GoalScope, operand: Expression): readonly RuleValue[] {
  const value = valueOf(scope, operand);
  return typeof value === 'bigint'
    ? Array.from({ length: 6 }, (_, step) => [value + BigInt(step), value - BigInt(step)]).flat()
    : otherValues(scope, value, operand);
}

function quantifierToward(
  scope: GoalScope,
  condition: Extract<Expression, { kind: 'quantifier' }>,
  wanted: boolean,
): Iterable<Move> {
  const list = listOf(scope, condition.list);
  if (!list || condition.quantifier === 'count') return [];
  // `none(x)` is `all(not x)`; `not any(x)` is the same; `not all(x)` is `any(not x)`.
  const bodyWanted =
    condition.quantifier === 'none' ? !wanted : condition.quantifier === 'any' ? wanted : wanted;
  const everywhere = (condition.quantifier === 'any') !== wanted;
  return everywhere
    ? everyElement(scope, condition, list, bodyWanted)
    : oneElement(scope, condition, list, bodyWanted);
}

type Lambda = {
  readonly parameter: { readonly binding: number };
  readonly body: Expression;
  readonly list: Expression;
};

function everyElement(
  scope: GoalScope,
  { parameter, body }: Lambda,
  list: ListPlace,
  wanted: boolean,
): readonly Move[] {
  let current = scope;
  const move: Move[number][] = [];
  for (const [position] of list.items.entries()) {
    const [next] = movesToward(atElement(current, list, parameter.binding, position), body, wanted);
    if (!next) break;
    move.push(...next);
    current = afterMove(current, next);
  }
  const passing = list.items.filter(
    (_, position) => (valueOf(atElement(scope, list, parameter.binding, position), body) === true) === wanted,
  );
  return [
    ...(move.length > 0 ? [move] : []),
    ...setPlace(scope, list.place, passing),
    ...resizeMoves(scope, list, 0),
  ];
}

function oneElement(scope: GoalScope, lambda: Lambda, list: ListPlace, wanted: boolean): Iterable<Move> {
  if (list.items.length === 0) {
    return followed(scope, resizeMoves(scope, list, 1), (grown) => {
      const items = listOf(grown, lambda.list);
      if (!items || items.items.length === 0) return [];
      return movesToward(atElement(grown, items, lambda.parameter.binding, 0), lambda.body, wanted);
    });
  }
  // The last element first: earlier ones are more often what other rules lean on.
  const positions = [list.items.length - 1, 0, 1].filter(
    (at, order, all) => at < list.items.length && all.indexOf(at) === order,
  );
  return alternately(
    ...positions.map((position) =>
      movesToward(atElement(scope, list, lambda.parameter.binding, position), lambda.body, wanted),
    ),
    resizeMoves(scope, list, list.items.length + 1),
  );
}
