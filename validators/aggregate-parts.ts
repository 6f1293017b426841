import type { Aggregate, ElementId } from '../pim/model.ts';

/** Whether an entity belongs to the aggregate, so that the aggregate's parts may hold it. */
export function usesPart(aggregate: Aggregate | undefined, entity: ElementId): boolean {
  return aggregate !== undefined && aggregate.entities.some(({ id }) => id === entity);
}
