import { assertNever } from '../pim/assert-never.ts';
import type {
  Command,
  CommandClause,
  Emission,
  Event,
  Invocation,
  Policy,
  Service,
  ServiceStep,
  Step,
} from '../pim/behaviour.ts';
import type { Aggregate, Context, ElementId, Model } from '../pim/model.ts';
import type { ModelIndex } from '../pim/model-index.ts';
import { oncePer } from './once-per.ts';

/** An emission, and what emits. */
export interface EmissionSite {
  readonly emission: Emission;
  readonly owner: Command | Service;
  /** The aggregate of a command. */
  readonly aggregate?: Aggregate;
  readonly context: Context;
}

export const emissionSites = oncePer((model: Model): readonly EmissionSite[] => {
  return model.contexts.flatMap((context) => [
    ...commandSites(context).flatMap(({ command: owner, aggregate }) =>
      emissionsIn(owner.clauses).map((emission): EmissionSite => ({ emission, owner, aggregate, context })),
    ),
    ...context.services.flatMap((owner) =>
      [...emissionsIn(owner.steps), ...(owner.onFailure?.emissions ?? [])].map(
        (emission): EmissionSite => ({ emission, owner, context }),
      ),
    ),
  ]);
});

export interface CommandSite {
  readonly command: Command;
  readonly aggregate: Aggregate;
}

export function commandSites(context: Context): readonly CommandSite[] {
  return aggregatesIn(context).flatMap((aggregate) =>
    aggregate.commands.map((command) => ({ command, aggregate })),
  );
}

export function aggregatesIn(context: Context): readonly Aggregate[] {
  return context.declarations.filter((declaration) => declaration.kind === 'aggregate');
}

export interface EventSite {
  readonly event: Event;
  /** None for an event of the context. */
  readonly aggregate?: Aggregate;
  readonly context: Context;
}

export const eventSites = oncePer((model: Model): readonly EventSite[] => {
  return model.contexts.flatMap((context) => [
    ...aggregatesIn(context).flatMap((aggregate) =>
      aggregate.events.map((event): EventSite => ({ event, aggregate, context })),
    ),
    ...context.events.map((event): EventSite => ({ event, context })),
  ]);
});

export function emissionsIn(clauses: readonly (CommandClause | ServiceStep)[]): readonly Emission[] {
  return clauses.flatMap((clause): readonly Emission[] => {
    switch (clause.kind) {
      case 'emits':
        return clause.emissions;
      case 'forEach':
        return emissionsIn(clause.steps);
      case 'let':
      case 'requires':
      case 'step':
        return [];
      default:
        return assertNever(clause);
    }
  });
}

/** The steps of a service, those inside loops included, in the order in which they are taken. */
export function stepsIn(steps: readonly ServiceStep[]): readonly Step[] {
  return steps.flatMap((step): readonly Step[] => {
    if (step.kind === 'step') return [step];
    return step.kind === 'forEach' ? stepsIn(step.steps) : [];
  });
}

/** Ids of the events that a command emits, or may by hand. */
export function eventsOf({ clauses, byHand }: Command): readonly ElementId[] {
  const emitted = [...emissionsIn(clauses).map(({ event }) => event), ...(byHand?.mayEmit ?? [])];
  return emitted.flatMap(({ id }) => id ?? []);
}

/** A call of a command, an operation or a service, and what calls. */
export interface InvocationSite {
  readonly call: Invocation;
  readonly owner: Service | Policy;
  readonly context: Context;
}

export const invocationSites = oncePer((model: Model): readonly InvocationSite[] => {
  return model.contexts.flatMap((context) => [
    ...context.services.flatMap((owner) =>
      invocationsOf(owner).map((call): InvocationSite => ({ call, owner, context })),
    ),
    ...context.policies.map((owner): InvocationSite => ({ call: owner.call, owner, context })),
  ]);
});

/** Everything that a service calls: its steps, what undoes them, and what it does on failure. */
export function invocationsOf({ steps, onFailure }: Service): readonly Invocation[] {
  return [
    ...stepsIn(steps).flatMap(({ call, undo }) => (undo ? [call, undo] : [call])),
    ...(onFailure?.call ? [onFailure.call] : []),
  ];
}

/** The aggregate whose event this is; undefined for an event of a context, and for what is no event. */
export function aggregateOfEvent(index: ModelIndex, event: ElementId | undefined): Aggregate | undefined {
  const owner = event === undefined ? undefined : index.parent(event);
  return owner?.kind === 'aggregate' ? owner : undefined;
}

export function creates({ effects }: Event): boolean {
  return effects.some(({ kind }) => kind === 'creates');
}

/** The event that a reference leads to. */
export function eventOf(index: ModelIndex, { id }: { readonly id?: ElementId }): Event | undefined {
  const event = id === undefined ? undefined : index.get(id);
  return event?.kind === 'event' ? event : undefined;
}
