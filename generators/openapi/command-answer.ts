import { eventsOf } from '../../analysis/command-effects.ts';
import { samplesOf } from '../../analysis/examples.ts';
import {
  asRecorded,
  asSent,
  changeFields,
  type KnownValues,
  payloadExample,
} from '../../analysis/payload-examples.ts';
import { sampleOf } from '../../analysis/sample-value.ts';
import type { Command, Event } from '../../pim/behaviour.ts';
import { type JsonObject, member } from '../../pim/json.ts';
import type { Aggregate, Field } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { type PointerTrace, pointer } from '../core/document.ts';
import { annotations } from '../core/schema/annotations.ts';
import { payloadSchema } from '../core/schema/payload-schema.ts';
import { typeSchema } from '../core/schema/type-schema.ts';
import { type Draft, placeOf, under } from './draft.ts';
import type { MediaType } from './psm.ts';

/** What a command answers: the events that it led to in their order, and a new aggregate's id. */
export function commandAnswer(
  command: Command,
  aggregate: Aggregate,
  id: Field,
  known: readonly KnownValues[],
  draft: Draft,
): MediaType {
  const { schemas, index, names } = draft;
  const name = names.command(command, aggregate);
  const events = eventsOf(command, index);
  const references = events.map((event) => ({ $ref: eventSchema(event, aggregate, draft) }));
  const [only, ...others] = references;
  const properties: JsonObject = {
    ...(command.creation ? { id: typeSchema(id.type, schemas.context.state) } : {}),
    events: {
      description: 'What happened, in this order.',
      type: 'array',
      items: only && others.length === 0 ? only : { oneOf: references },
    },
  };
  const trace: PointerTrace = command.creation ? { [pointer('properties', 'id')]: id.id } : {};
  const $ref = schemas.add(
    `${name}Answer`,
    placeOf(command),
    {
      description: `What \`${name}\` led to.`,
      type: 'object',
      properties,
      required: Object.keys(properties),
    },
    trace,
  );
  const example = exampleOfAnswer(command, aggregate, id, known, index);
  return { schema: { $ref }, ...(example ? { example } : {}) };
}

/** The schema of something that happened to an aggregate, as a `$ref`: which event, and what it carries. */
function eventSchema(event: Event, aggregate: Aggregate, { schemas, names }: Draft): string {
  const data = payloadSchema(event.fields, schemas.context.state);
  return schemas.add(
    names.event(event, aggregate),
    placeOf(event),
    {
      ...annotations(event),
      type: 'object',
      properties: {
        event: { type: 'string', const: event.name },
        version: { type: 'integer', const: event.version },
        data: data.schema,
      },
      required: ['event', 'version', 'data'],
    },
    under(pointer('properties', 'data'), data.trace),
  );
}

/** As if the first of the events had happened. */
function exampleOfAnswer(
  command: Command,
  aggregate: Aggregate,
  id: Field,
  known: readonly KnownValues[],
  index: ModelIndex,
): JsonObject | undefined {
  const [event] = eventsOf(command, index);
  const data = event && payloadExample(index, aggregate, event.fields, known);
  if (!event || !data) return undefined;
  const recorded = changeFields(event.fields, data, (type, value) => asRecorded(index, type, value));
  const happened = { event: event.name, version: event.version, data: recorded };
  if (!command.creation) return { events: [happened] };
  const made = known.map(({ values }) => member(values, id.name)).find((value) => value !== undefined);
  const given = made ?? sampleOf(samplesOf(index), id.type, { owner: aggregate.name, field: id.name });
  return given === undefined ? undefined : { id: given, events: [happened] };
}

/** The values of these fields as they are sent. */
export function sentExample(index: ModelIndex, fields: readonly Field[], values: JsonObject): JsonObject {
  return changeFields(fields, values, (type, value) => asSent(index, type, value));
}
