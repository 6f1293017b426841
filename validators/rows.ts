import type { Projection, ProjectionHandler } from '../pim/behaviour.ts';
import type { ModelIndex } from '../pim/model-index.ts';
import { aggregateOfEvent, creates, eventOf } from './calls.ts';

/** Whether an event may be the first that a row hears of. */
export function mayBringRow(
  handler: ProjectionHandler,
  projection: Pick<Projection, 'handlers'>,
  index: ModelIndex,
): boolean {
  const { event, effects } = handler;
  if (event.id === undefined || effects.some(({ kind }) => kind === 'deletes')) return false;
  return !comesLater(handler, projection, index);
}

/** The event that creates its aggregate has brought the row already. */
function comesLater(
  { event }: ProjectionHandler,
  { handlers }: Pick<Projection, 'handlers'>,
  index: ModelIndex,
): boolean {
  const aggregate = aggregateOfEvent(index, event.id);
  return handlers.some((other) => {
    const earlier = eventOf(index, other.event);
    return (
      earlier !== undefined &&
      earlier.id !== event.id &&
      creates(earlier) &&
      aggregateOfEvent(index, earlier.id) === aggregate &&
      aggregate !== undefined
    );
  });
}
