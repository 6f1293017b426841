import type { Aggregate } from '../../../pim/model.ts';

/** True if an event deletes such an aggregate. */
export function mayEnd({ events }: Aggregate): boolean {
  return events.some(({ effects }) => effects.some(({ kind }) => kind === 'deletes'));
}
