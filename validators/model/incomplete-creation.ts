import type { Event, Projection, ProjectionHandler } from '../../pim/behaviour.ts';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { Aggregate, ElementId, Field } from '../../pim/model.ts';
import { type ModelIndex, underlyingType } from '../../pim/model-index.ts';
import { creates, eventSites } from '../calls.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { mayBringRow } from '../rows.ts';
import { listed } from '../words.ts';

/**
 * An event creates an aggregate, or brings a projection's row, and leaves unset what must be there.
 *
 * `creates` takes every field that the event carries under the aggregate's own name for it; what the
 * event does not carry is set beside it, `creates sets startedAt = now`. An optional field, one with a
 * default, and a list that may be empty need nothing.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk
 *   aggregate Order {
 *     id: Uuid
 *     placedAt: DateTime
 *     event Placed { id } creates
 *     create Place { id } allows Clerk emits Placed
 *   }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk
 *   aggregate Order {
 *     id: Uuid
 *     placedAt: DateTime
 *     event Placed { id } creates sets placedAt = now
 *     create Place { id } allows Clerk emits Placed
 *   }
 * }
 * ```
 */
export const incompleteCreation: ModelCheck = {
  code: 'incomplete-creation',
  severity: 'error',
  check: (model, index) => [
    ...eventSites(model).flatMap(({ event, aggregate }) =>
      aggregate && creates(event) ? ofAggregate(event, aggregate, index) : [],
    ),
    ...model.contexts.flatMap(({ projections }) =>
      projections.flatMap((projection) =>
        projection.aggregate
          ? []
          : projection.handlers.flatMap((handler) => ofRow(handler, projection, index)),
      ),
    ),
  ],
};

function ofAggregate(event: Event, aggregate: Aggregate, index: ModelIndex): readonly Diagnostic[] {
  // A name whose type is unknown may well be meant for the field that is missing.
  if (event.fields.some(({ type }) => type.kind === 'unresolved')) return [];
  const set = fieldsSet(event);
  const missing = aggregate.fields.filter((field) => isNeeded(field, index) && !set.has(field.id));
  if (missing.length === 0) return [];
  const message = `\`${event.name}\` creates \`${aggregate.name}\`, and leaves ${listed(missing.map(({ name }) => name))} unset.`;
  // An event of a trait is complete in one aggregate and not in another.
  const { origin } = aggregate;
  const isOwn =
    event.origin.file === origin.file &&
    event.origin.start.offset >= origin.start.offset &&
    event.origin.end.offset <= origin.end.offset;
  const fields = missing.map(({ name, nameOrigin }) => ({
    message: `\`${name}\` is declared here`,
    origin: nameOrigin,
  }));
  const related = isOwn ? fields : [{ message: 'The event', origin: event.nameOrigin }, ...fields];
  return [finding(incompleteCreation, message, isOwn ? event.nameOrigin : aggregate.nameOrigin, { related })];
}

function isNeeded(field: Field, index: ModelIndex): boolean {
  if (field.role === 'derived' || field.optional || field.generated || field.default !== undefined)
    return false;
  const type = underlyingType(index, field.type);
  return !((type.kind === 'list' || type.kind === 'map') && type.size.min === 0);
}

/** The fields of the whole that are set, and not only something in them. */
function fieldsSet({ effects }: Pick<Event | ProjectionHandler, 'effects'>): ReadonlySet<ElementId> {
  return new Set(
    effects.flatMap((effect) =>
      effect.kind === 'sets' && effect.target.kind === 'fieldAccess' && effect.target.receiver.kind === 'self'
        ? [effect.target.field]
        : [],
    ),
  );
}

function ofRow(handler: ProjectionHandler, projection: Projection, index: ModelIndex): readonly Diagnostic[] {
  const { event } = handler;
  if (!mayBringRow(handler, projection, index)) return [];
  const set = fieldsSet(handler);
  const missing = projection.fields.filter(
    (field) => field.role !== 'id' && isNeeded(field, index) && !set.has(field.id),
  );
  if (missing.length === 0) return [];
  const message = `\`${event.name}\` may be the first event of a row, and leaves ${listed(missing.map(({ name }) => name))} unset.`;
  const related = missing.map(({ name, nameOrigin }) => ({
    message: `\`${name}\` is declared here`,
    origin: nameOrigin,
  }));
  return [finding(incompleteCreation, message, event.origin, { related })];
}
