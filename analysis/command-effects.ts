import type { Command, Effect, Event, Lifecycle } from '../pim/behaviour.ts';
import type { Expression } from '../pim/expression.ts';
import type { Aggregate, ElementId } from '../pim/model.ts';
import type { ModelIndex } from '../pim/model-index.ts';

/** What a command can do to an aggregate, whichever of its events happen. */
export interface CommandEffects {
  /** In the order of the source. */
  readonly events: readonly Event[];
  /** Of the events, and of every move that they make. */
  readonly effects: readonly Effect[];
  /** Whose field one of the events moves. */
  readonly lifecycles: readonly Lifecycle[];
  /** The aggregate's own fields that change, or hold what changes. */
  readonly changed: ReadonlySet<ElementId>;
}

export function effectsOf(command: Command, aggregate: Aggregate, index: ModelIndex): CommandEffects {
  const events = eventsOf(command, index);
  const lifecycles = aggregate.lifecycles.filter(({ moves }) =>
    moves.some((move) => move.events.some(({ id }) => events.some((event) => event.id === id))),
  );
  const effects = [
    ...events.flatMap((event) => event.effects),
    ...lifecycles.flatMap(({ everyMove }) => everyMove),
  ];
  const changed = new Set([
    ...effects.flatMap((effect) => changedBy(effect, aggregate)),
    ...lifecycles.flatMap(({ field }) => (field.id === undefined ? [] : [field.id])),
  ]);
  return { events, effects, lifecycles, changed };
}

/** The events that a command can cause, in the order of the source. */
export function eventsOf(command: Command, index: ModelIndex): readonly Event[] {
  const named = [
    ...command.clauses.flatMap((clause) =>
      clause.kind === 'emits' ? clause.emissions.map(({ event }) => event) : [],
    ),
    ...(command.byHand?.mayEmit ?? []),
  ];
  const events = named.flatMap(({ id }) => {
    const event = id === undefined ? undefined : index.get(id);
    return event?.kind === 'event' ? [event] : [];
  });
  return [...new Set(events)];
}

function changedBy(effect: Effect, aggregate: Aggregate): readonly ElementId[] {
  switch (effect.kind) {
    case 'creates':
      return aggregate.fields.map(({ id }) => id);
    case 'deletes':
      return [];
    default: {
      const root = rootField(effect.target);
      return root === undefined ? [] : [root];
    }
  }
}

/** The aggregate's own field in which a place lies. */
function rootField(target: Expression): ElementId | undefined {
  if (target.kind === 'lookup') return rootField(target.collection);
  if (target.kind !== 'fieldAccess') return undefined;
  return rootField(target.receiver) ?? target.field;
}
