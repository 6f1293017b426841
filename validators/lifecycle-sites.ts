import type { Lifecycle, Move, Reference } from '../pim/behaviour.ts';
import type { Aggregate, ElementId, Enum, EnumLiteral, Field, Model } from '../pim/model.ts';
import { enumOfType, type ModelIndex, underlyingType } from '../pim/model-index.ts';
import { aggregatesIn } from './calls.ts';

/** A lifecycle and what it is about. */
export interface LifecycleSite {
  readonly lifecycle: Lifecycle;
  readonly aggregate: Aggregate;
  readonly field?: Field;
  /** The states; missing if the field has none. */
  readonly states?: Enum;
}

export function lifecycleSites(model: Model, index: ModelIndex): readonly LifecycleSite[] {
  return model.contexts.flatMap((context) =>
    aggregatesIn(context).flatMap((aggregate) =>
      aggregate.lifecycles.map((lifecycle): LifecycleSite => {
        const field = lifecycle.field.id === undefined ? undefined : index.get(lifecycle.field.id);
        if (field?.kind !== 'field') return { lifecycle, aggregate };
        const states = enumOfType(index, underlyingType(index, field.type));
        return { lifecycle, aggregate, field, ...(states ? { states } : {}) };
      }),
    ),
  );
}

/** True if every name in it leads somewhere: only then can anything be said of all its states. */
export function isWhole({ moves, final }: Lifecycle): boolean {
  return [...moves.flatMap(({ from, to, events }) => [...from, to, ...events]), ...final].every(
    ({ id }) => id !== undefined,
  );
}

/** The states that no move leads out of. */
export function statesWithoutExit({ moves }: Lifecycle, states: Enum): readonly EnumLiteral[] {
  const left = new Set(moves.flatMap(({ from }) => idsOf(from)));
  return states.literals.filter(({ id }) => !left.has(id));
}

export function idsOf(references: readonly Reference[]): readonly ElementId[] {
  return references.flatMap(({ id }) => id ?? []);
}

/** Each step from one state to another, with the move that it is. */
export function stepsOf({
  moves,
}: Lifecycle): readonly { readonly from: ElementId; readonly to: ElementId; readonly move: Move }[] {
  return moves.flatMap((move) =>
    idsOf(move.from).flatMap((from) => (move.to.id === undefined ? [] : [{ from, to: move.to.id, move }])),
  );
}
