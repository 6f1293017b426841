import type { DomainEvent } from './domain-event.ts';
import type { Saga } from './saga.ts';

interface AnyEventType {
  readonly type: string;
  readonly source: string;
}

/** What happens on an event. */
export interface EventPolicy<Event extends DomainEvent, World> {
  readonly id: string;
  readonly on: AnyEventType;
  act(event: Event, world: World, saga: Saga): Promise<void>;
}

/** What happens every so often. */
export interface SchedulePolicy<World> {
  readonly id: string;
  readonly everyMillis: number;
  act(world: World, saga: Saga): Promise<void>;
}

/** What happens some time after an event, unless another happens first. */
export interface DelayPolicy<Event extends DomainEvent, World> {
  readonly id: string;
  readonly after: AnyEventType;
  readonly delayMillis: number;
  readonly unless: readonly AnyEventType[];
  /** Tells one wait of an aggregate from another; the same for an event that ends it. */
  readonly per?: (event: DomainEvent) => unknown;
  act(event: Event, world: World, saga: Saga): Promise<void>;
}
