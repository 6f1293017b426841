import { afterMove, type GoalScope, type Move } from './goal-scope.ts';

// Only the first few moves of a goal are tried, and their products are many: none is made before it is
// asked for.

/** The first of the moves, so many at most. */
export function* firstMoves(moves: Iterable<Move>, most: number): Generator<Move> {
  let left = most;
  for (const move of moves) {
    if (left <= 0) return;
    left -= 1;
    yield move;
    if (left === 0) return;
  }
}

/** The moves that each item leads to, one item after the other. */
export function* movesOfEach<Item>(
  items: Iterable<Item>,
  movesOf: (item: Item) => Iterable<Move>,
): Generator<Move> {
  for (const item of items) yield* movesOf(item);
}

/** All of the first, then all of the second, and so on. */
export function inOrder(...lists: readonly Iterable<Move>[]): Iterable<Move> {
  return movesOfEach(lists, (list) => list);
}

/** Each move with each of those that follow it, which are worked out as it has left the draft. */
export function* followed(
  scope: GoalScope,
  moves: Iterable<Move>,
  next: (moved: GoalScope) => Iterable<Move>,
): Generator<Move> {
  for (const move of moves) {
    for (const further of next(afterMove(scope, move))) yield [...move, ...further];
  }
}

/** The first move of each, then the second of each, and so on. */
export function* alternately(...lists: readonly Iterable<Move>[]): Generator<Move> {
  let iterators = lists.map((list) => list[Symbol.iterator]());
  while (iterators.length > 0) {
    const running: Iterator<Move>[] = [];
    for (const iterator of iterators) {
      const { done, value } = iterator.next();
      if (done) continue;
      running.push(iterator);
      yield value;
    }
    iterators = running;
  }
}

/** These moves; the others only where there are none. */
export function* orElse(moves: Iterable<Move>, others: Iterable<Move>): Generator<Move> {
  let any = false;
  for (const move of moves) {
    any = true;
    yield move;
  }
  if (!any) yield* others;
}
