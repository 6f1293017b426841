import type { Projection, ProjectionHandler } from '../../pim/behaviour.ts';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { Field } from '../../pim/model.ts';
import { type ModelIndex, underlyingType } from '../../pim/model-index.ts';
import { didYouMean } from '../../pim/near-miss.ts';
import { describeType } from '../../pim/typing.ts';
import { aggregateOfEvent, eventOf } from '../calls.ts';
import { areOneFamily } from '../fitting-type.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { typeSourceOf } from '../type-source.ts';

/**
 * A projection does not say where its rows come from, or which row an event is about.
 *
 * A projection is either of an aggregate, and shows fields of its state under their own names, or it is a
 * table of its own that events fill. A table's row is known by its `id`: the aggregate that an event happens
 * to, a field of the event that has the id's name, or what stands in braces behind the event,
 * `on AlertRaised { name }`.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk
 *   aggregate Order {
 *     id: Uuid
 *     event Placed { id, city: String(1..100) } creates
 *     create Place { id, city: String(1..100) } allows Clerk emits Placed
 *   }
 *   projection Cities { id town: String(1..100), orders: Integer(0..1000) = 0 }
 *     on Placed adds 1 to orders
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
 *     event Placed { id, city: String(1..100) } creates
 *     create Place { id, city: String(1..100) } allows Clerk emits Placed
 *   }
 *   projection Cities { id town: String(1..100), orders: Integer(0..1000) = 0 }
 *     on Placed { town: city } adds 1 to orders
 * }
 * ```
 */
export const badProjection: ModelCheck = {
  code: 'bad-projection',
  severity: 'error',
  check: (model, index) =>
    model.contexts.flatMap(({ projections }) =>
      projections.flatMap((projection) =>
        projection.aggregate ? ofAggregate(projection, index) : ofEvents(projection, index),
      ),
    ),
};

function ofAggregate(
  { name, aggregate, fields, handlers }: Projection,
  index: ModelIndex,
): readonly Diagnostic[] {
  const of = aggregate?.id === undefined ? undefined : index.get(aggregate.id);
  if (of?.kind !== 'aggregate') return [];
  const own = new Map(of.fields.map((field) => [field.name, field]));
  const source = typeSourceOf(index);
  return [
    ...handlers.map(({ event }) =>
      finding(
        badProjection,
        `\`${name}\` shows the state of \`${of.name}\`, which changes with it: it listens to no events.`,
        event.origin,
      ),
    ),
    ...fields.flatMap((field): readonly Diagnostic[] => {
      // A type that leads nowhere is reported, and so is a name that no field has.
      if (field.derivation || field.type.kind === 'unresolved') return [];
      const shown = own.get(field.name);
      if (!shown) {
        const message = `\`${of.name}\` has no field \`${field.name}\` that \`${name}\` could show.${didYouMean(field.name, own.keys())}`;
        return [finding(badProjection, message, field.nameOrigin)];
      }
      return areOneFamily(source, field.type, shown.type) ? [] : [otherType(field, shown, index)];
    }),
  ];
}

function otherType(field: Field, shown: Field, index: ModelIndex): Diagnostic {
  const source = typeSourceOf(index);
  const message = `\`${field.name}\` is ${describeType(source, shown.type)} in the aggregate, and ${describeType(source, field.type)} here: leave out the type.`;
  return finding(badProjection, message, field.nameOrigin, {
    related: [{ message: 'The field that it shows', origin: shown.nameOrigin }],
  });
}

function ofEvents(projection: Projection, index: ModelIndex): readonly Diagnostic[] {
  const { name, nameOrigin, fields, handlers } = projection;
  if (handlers.length === 0) {
    const message = `\`${name}\` is of no aggregate and listens to no event, so nothing is ever in it.`;
    return [finding(badProjection, message, nameOrigin)];
  }
  const id = fields.find(({ role }) => role === 'id');
  if (!id) return [];
  return handlers.flatMap((handler) =>
    tellsRow(handler, id, index) ? [] : [withoutRow(handler, projection, id)],
  );
}

function withoutRow({ event }: ProjectionHandler, { name }: Projection, id: Field): Diagnostic {
  const message = `Nothing tells which row of \`${name}\` \`${event.name}\` is about: write \`on ${event.name} { ${id.name}: … }\`.`;
  const related = [{ message: 'What a row is known by', origin: id.nameOrigin }];
  return finding(badProjection, message, event.origin, { related });
}

function tellsRow({ event, key }: ProjectionHandler, id: Field, index: ModelIndex): boolean {
  const declared = eventOf(index, event);
  if (!declared || key.some(({ field }) => field === id.id)) return true;
  const type = underlyingType(index, id.type);
  if (type.kind === 'unresolved') return true;
  const aggregate = aggregateOfEvent(index, declared.id);
  if (type.kind === 'reference' && aggregate?.id === type.aggregate) return true;
  const source = typeSourceOf(index);
  return declared.fields.some((field) => field.name === id.name && areOneFamily(source, id.type, field.type));
}
