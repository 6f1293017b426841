import type { Effect, Event, Lifecycle, Projection } from '../pim/behaviour.ts';
import type { Aggregate, Context, Model } from '../pim/model.ts';
import { oncePer } from './once-per.ts';

/** One change, what makes it, and what it happens to. */
export interface EffectSite {
  readonly effect: Effect;
  /** All that changes with it. */
  readonly group: readonly Effect[];
  readonly owner: Event | Lifecycle | Projection;
  /** Whose state changes; a row of a projection, or nothing at all, belongs to none. */
  readonly aggregate?: Aggregate;
  readonly context: Context;
}

export const effectSites = oncePer((model: Model): readonly EffectSite[] => {
  return model.contexts.flatMap((context) => [
    ...context.declarations.flatMap((aggregate): readonly EffectSite[] =>
      aggregate.kind !== 'aggregate'
        ? []
        : [
            ...aggregate.events.flatMap((owner) =>
              owner.effects.map((effect) => ({ effect, group: owner.effects, owner, aggregate, context })),
            ),
            ...aggregate.lifecycles.flatMap((owner) =>
              owner.everyMove.map((effect) => ({
                effect,
                group: owner.everyMove,
                owner,
                aggregate,
                context,
              })),
            ),
          ],
    ),
    ...context.events.flatMap((owner) =>
      owner.effects.map((effect): EffectSite => ({ effect, group: owner.effects, owner, context })),
    ),
    ...context.projections.flatMap((owner) =>
      owner.handlers.flatMap(({ effects }) =>
        effects.map((effect): EffectSite => ({ effect, group: effects, owner, context })),
      ),
    ),
  ]);
});
