import { describe, expect, it } from 'vitest';
import { type GoalScope, type Move, spend } from '../../analysis/goal-scope.ts';
import { alternately, firstMoves, followed, inOrder, orElse } from '../../analysis/lazy-moves.ts';
import { workbenchOf } from '../../analysis/workbench.ts';
import { readModelText } from '../../grammar/read-model.ts';
import { indexModel } from '../../pim/model-index.ts';

function scopeWith(goal: number, search: number): GoalScope {
  const { model } = readModelText('model M version 1 context C { value V { a: Boolean } }');
  if (!model) throw new Error('no model');
  const [declaration] = model.contexts[0]?.declarations ?? [];
  if (!declaration) throw new Error('no declaration');
  return {
    samples: workbenchOf(indexModel(model)).samples,
    draft: { self: {} },
    self: {
      path: ['self'],
      type: { kind: 'named', id: declaration.id, origin: declaration.nameOrigin },
      optional: false,
      subject: { owner: 'V', field: 'V' },
    },
    parameters: new Map(),
    frozen: [],
    effort: { goal: { left: goal }, search: { left: search } },
  };
}

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((value): Move => [{ path: ['self', 'x'], value }]);

function valuesOf(moves: Iterable<Move>): readonly string[] {
  return [...moves].map((move) => move.map(({ value }) => String(value)).join(''));
}

function list(...moves: readonly (Move | undefined)[]): readonly Move[] {
  return moves.filter((move) => move !== undefined);
}

/** Moves of which only so many may be asked for. */
function* atMost(most: number): Generator<Move> {
  for (let made = 0; ; made += 1) {
    if (made >= most) throw new Error(`more than ${most} moves were made`);
    yield [{ path: ['self', 'x'], value: made }];
  }
}

describe('moves', () => {
  it('are made only when they are asked for, in every product', () => {
    const scope = scopeWith(1, 1);
    const both = followed(scope, atMost(1), () => inOrder(alternately(atMost(2), atMost(1)), atMost(0)));
    expect(valuesOf(firstMoves(orElse(both, atMost(0)), 3))).toEqual(['00', '00', '01']);
  });

  it('keep their order', () => {
    expect(valuesOf(alternately(list(a, b, c), list(d)))).toEqual(['a', 'd', 'b', 'c']);
    expect(valuesOf(inOrder(list(a, b), list(c)))).toEqual(['a', 'b', 'c']);
    expect(valuesOf(followed(scopeWith(1, 1), list(a, b), () => list(c, d)))).toEqual([
      'ac',
      'ad',
      'bc',
      'bd',
    ]);
    expect(valuesOf(orElse([], list(b)))).toEqual(['b']);
    expect(valuesOf(orElse(list(a), list(b)))).toEqual(['a']);
    expect(valuesOf(firstMoves(list(a, b), 0))).toEqual([]);
  });
});

describe('the effort of a search', () => {
  it.each<[goal: number, search: number]>([
    [2, 9],
    [9, 2],
  ])('ends with that of a goal (%i) or of all goals (%i)', (goal, search) => {
    const scope = scopeWith(goal, search);
    expect([spend(scope), spend(scope), spend(scope)]).toEqual([true, true, false]);
  });
});
