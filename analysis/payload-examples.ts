import type { Command, Projection } from '../pim/behaviour.ts';
import { judge, shapeOf, withDefaults } from '../pim/conformance.ts';
import { withEmptyCollections } from '../pim/evolve.ts';
import { jsonOf } from '../pim/interpreter.ts';
import { isJsonObject, type JsonObject, type JsonValue, jsonObject, member } from '../pim/json.ts';
import type { Aggregate, ElementId, Field, Named, Structure } from '../pim/model.ts';
import { idFieldOf, type ModelIndex, underlyingType } from '../pim/model-index.ts';
import { textWithoutOrigins } from '../pim/origin.ts';
import type { Type } from '../pim/type.ts';
import { exampleOf, samplesOf } from './examples.ts';
import { sampleOf } from './sample-value.ts';

/** Values to take where a field of the same name has the same type: one example then tells one story. */
export interface KnownValues {
  readonly fields: readonly Field[];
  readonly values: JsonObject;
}

/**
 * An accepted state of the aggregate with everything in it: the first example of the model that breaks
 * nothing, or else one that was made. Undefined where none was found.
 */
export function aggregateExample(index: ModelIndex, aggregate: Aggregate): JsonObject | undefined {
  const known = examplesByIndex.get(index) ?? new Map<ElementId, JsonObject | undefined>();
  examplesByIndex.set(index, known);
  if (!known.has(aggregate.id)) known.set(aggregate.id, findExample(index, aggregate));
  return known.get(aggregate.id);
}

// Asked for with every payload that is made, and the same for one model.
const examplesByIndex = new WeakMap<ModelIndex, Map<ElementId, JsonObject | undefined>>();

function findExample(index: ModelIndex, aggregate: Aggregate): JsonObject | undefined {
  for (const { value, breaks } of aggregate.examples) {
    const said = breaks.length === 0 ? jsonOf(value, { self: null, index }) : undefined;
    const whole = isJsonObject(said) ? withEmptyCollections(aggregate, said, index) : undefined;
    if (whole && judge(index, aggregate.id, whole).length === 0) return whole;
  }
  const made = exampleOf(index, aggregate.id, 'full');
  return made.found && isJsonObject(made.instance) ? made.instance : undefined;
}

/** What is known of an aggregate and of what is done to it: the first scenario that succeeds, and its example. */
export function knownOf(index: ModelIndex, aggregate: Aggregate, command?: Command): readonly KnownValues[] {
  const scenarios = [...aggregate.scenarios, ...index.context(aggregate.id).scenarios];
  const told = scenarios.find(
    ({ when, outcome }) => command && when.element.id === command.id && outcome.kind === 'events',
  );
  const values = told?.when.values.flatMap(({ name, value }): readonly (readonly [string, JsonValue])[] => {
    const found = jsonOf(value, { self: null, index });
    return found === undefined || found === null ? [] : [[name, found]];
  });
  const example = aggregateExample(index, aggregate);
  return [
    ...(command && values ? [{ fields: command.fields, values: jsonObject(values) }] : []),
    ...(example ? [{ fields: aggregate.fields, values: example }] : []),
  ];
}

/**
 * What a command, an event or a query may carry in these fields, the optional ones included. Undefined
 * where no value was found for a field that is required.
 */
export function payloadExample(
  index: ModelIndex,
  owner: Pick<Named, 'name'>,
  fields: readonly Field[],
  known: readonly KnownValues[],
): JsonObject | undefined {
  const entries: (readonly [string, JsonValue])[] = [];
  for (const field of fields) {
    const value =
      knownValue(field, known) ??
      referredId(index, field.type) ??
      sampleOf(samplesOf(index), field.type, { owner: owner.name, field: field.name });
    if (value !== undefined) entries.push([field.name, value]);
    else if (!field.optional && !field.default) return undefined;
  }
  return jsonObject(entries);
}

/** Of a reference: the id that the example of its aggregate has. */
function referredId(index: ModelIndex, type: Type): JsonValue | undefined {
  const resolved = underlyingType(index, type);
  const target = resolved.kind === 'reference' ? index.get(resolved.aggregate) : undefined;
  const id = target?.kind === 'aggregate' ? idFieldOf(target) : undefined;
  const example = target?.kind === 'aggregate' ? aggregateExample(index, target) : undefined;
  return id && example && member(example, id.name);
}

function knownValue(field: Field, known: readonly KnownValues[]): JsonValue | undefined {
  for (const { fields, values } of known) {
    const other = fields.find(({ name }) => name === field.name);
    const value = other && sameType(other.type, field.type) ? member(values, field.name) : undefined;
    if (value !== undefined && value !== null) return value;
  }
  return undefined;
}

function sameType(left: Type, right: Type): boolean {
  return textWithoutOrigins(left) === textWithoutOrigins(right);
}

/** A value of the type as readers see it: its defaults filled in, and what is derived from it beside it. */
export function asAnswered(index: ModelIndex, type: Type, value: JsonValue): JsonValue {
  return changeStructures(index, type, value, (structure, stored) => {
    const whole = withDefaults(index, structure, stored);
    if (!isJsonObject(whole)) return stored;
    const derived = structure.fields.flatMap((field): readonly (readonly [string, JsonValue])[] => {
      const found = field.derivation && jsonOf(field.derivation, { self: whole, index });
      return found === undefined || found === null ? [] : [[field.name, found]];
    });
    return { ...whole, ...jsonObject(derived) };
  });
}

/** A value of the type as it is sent: without the ids that the system makes. */
export function asSent(index: ModelIndex, type: Type, value: JsonValue): JsonValue {
  return changeStructures(index, type, value, (structure, stored) => {
    const made = new Set(structure.fields.filter((field) => field.generated).map(({ name }) => name));
    return jsonObject(Object.entries(stored).filter(([name]) => !made.has(name)));
  });
}

/** A value of the type as it is recorded: with the ids that the system makes where it was sent without. */
export function asRecorded(index: ModelIndex, type: Type, value: JsonValue): JsonValue {
  return changeStructures(index, type, value, (structure, sent) => {
    const missing = structure.fields.flatMap((field): readonly (readonly [string, JsonValue])[] => {
      if (!field.generated || member(sent, field.name) !== undefined) return [];
      const id = sampleOf(samplesOf(index), field.type, { owner: structure.name, field: field.name });
      return id === undefined ? [] : [[field.name, id]];
    });
    return { ...jsonObject(missing), ...sent };
  });
}

/** The object with the values of these fields changed, all others as they are. */
export function changeFields(
  fields: readonly Field[],
  values: JsonObject,
  change: (type: Type, value: JsonValue) => JsonValue,
): JsonObject {
  return jsonObject(
    Object.entries(values).map(([name, value]) => {
      const field = fields.find((one) => one.name === name);
      return [name, field ? change(field.type, value) : value];
    }),
  );
}

/** The value with every structure in it changed, the innermost first. */
function changeStructures(
  index: ModelIndex,
  type: Type,
  value: JsonValue,
  change: (structure: Structure, value: JsonObject) => JsonValue,
): JsonValue {
  const resolved = underlyingType(index, type);
  const inside = (inner: Type, item: JsonValue): JsonValue => changeStructures(index, inner, item, change);
  if (resolved.kind === 'list' && Array.isArray(value)) {
    return value.map((item: JsonValue) => inside(resolved.element, item));
  }
  if (!isJsonObject(value)) return value;
  if (resolved.kind === 'map') {
    return jsonObject(Object.entries(value).map(([key, item]) => [key, inside(resolved.value, item)]));
  }
  const structure = shapeOf(index, resolved, value);
  if (!structure) return value;
  // Derivations read what is stored, so what is inside is changed afterwards.
  const changed = change(structure, value);
  if (!isJsonObject(changed)) return changed;
  return changeFields(structure.fields, changed, inside);
}

/** A row of a projection: of an aggregate, what readers see of its example. Undefined where none was found. */
export function rowExample(index: ModelIndex, projection: Projection): JsonObject | undefined {
  const aggregate = projection.aggregate?.id === undefined ? undefined : index.get(projection.aggregate.id);
  const of = aggregate?.kind === 'aggregate' ? aggregate : undefined;
  const read = of ? aggregateExample(index, of) : storedRow(index, projection);
  if (!read) return undefined;
  const state = of ? withDefaults(index, of, read) : read;
  const seen = of ? asAnswered(index, namedType(of.id, of), read) : read;
  return jsonObject(
    projection.fields.flatMap((field): readonly (readonly [string, JsonValue])[] => {
      const value = field.derivation
        ? jsonOf(field.derivation, { self: state, index })
        : member(isJsonObject(seen) ? seen : {}, field.name);
      if (value === undefined || value === null) return [];
      return [[field.name, asAnswered(index, field.type, value)]];
    }),
  );
}

/** A row of a projection on events, without what is derived. */
function storedRow(index: ModelIndex, projection: Projection): JsonObject | undefined {
  const stored = projection.fields.filter(({ role }) => role !== 'derived');
  return payloadExample(index, projection, stored, []);
}

/** An example of a value of any type as readers see it; undefined where none was found. */
export function answerExample(
  index: ModelIndex,
  owner: Pick<Named, 'name'>,
  type: Type,
): JsonValue | undefined {
  const resolved = underlyingType(index, type);
  if (resolved.kind === 'list' && resolved.size.min < 2) {
    const item = answerExample(index, owner, resolved.element);
    return item === undefined || resolved.size.max === 0 ? undefined : [item];
  }
  const element = resolved.kind === 'named' ? index.get(resolved.id) : undefined;
  if (element?.kind === 'projection') return rowExample(index, element);
  const value =
    element?.kind === 'aggregate'
      ? aggregateExample(index, element)
      : sampleOf(samplesOf(index), type, { owner: owner.name, field: 'value' });
  return value === undefined ? undefined : asAnswered(index, type, value);
}

function namedType(id: ElementId, { nameOrigin }: Named): Type {
  return { kind: 'named', id, origin: nameOrigin };
}
