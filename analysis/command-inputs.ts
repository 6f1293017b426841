import type { Command } from '../pim/behaviour.ts';
import { judge, withDefaults } from '../pim/conformance.ts';
import { decimalLimit, decimalText } from '../pim/decimal.ts';
import { isJsonObject, type JsonObject, type JsonValue, jsonObject, member } from '../pim/json.ts';
import type { Aggregate, Field } from '../pim/model.ts';
import {
  enumOfType,
  isStructure,
  type ModelIndex,
  storedFieldsOf,
  structureOfType,
  underlyingType,
} from '../pim/model-index.ts';
import { textWithoutOrigins } from '../pim/origin.ts';
import { payloadIndex, payloadValue } from '../pim/payload-index.ts';
import type { Type } from '../pim/type.ts';
import { samplesOf } from './examples.ts';
import { knownOf, payloadExample } from './payload-examples.ts';
import { differentSamples, numberEnds } from './sample-value.ts';

/** How many values are tried for one field. */
const mostValues = 6;

/** Payloads of one command. */
export interface Payloads {
  /**
   * What it may carry to a state, the plainest first: what reads well, then with one field otherwise, among
   * the values those that the state holds. In code a command carries its items whole: whoever sends it has
   * made their ids.
   */
  to(state: JsonObject | undefined): readonly JsonObject[];
  /** What says what these states hold under the same names, and nothing else where they hold nothing. */
  like(states: readonly JsonObject[]): readonly JsonObject[];
}

/** Each keeps the payload's own limits, and has its defaults. */
export function payloadsOf(index: ModelIndex, aggregate: Aggregate, command: Command): Payloads {
  const own = payloadIndex(index, command);
  const type: Type = { kind: 'named', id: aggregate.id, origin: aggregate.origin };
  const base = payloadExample(index, command, command.fields, knownOf(index, aggregate, command));
  const judged = new Map<string, JsonObject | undefined>();
  /** Most payloads come again with each state. */
  const whole = (input: JsonObject): JsonObject | undefined => {
    const key = JSON.stringify(input);
    if (judged.has(key)) return judged.get(key);
    const filled = withDefaults(own, payloadValue(command), input);
    const accepted = isJsonObject(filled) && judge(own, command.id, input).length === 0 ? filled : undefined;
    judged.set(key, accepted);
    return accepted;
  };
  const accepted = (inputs: readonly JsonObject[]): readonly JsonObject[] => {
    const all = inputs.map(whole).filter((input) => input !== undefined);
    return [...new Map(all.map((input) => [JSON.stringify(input), input])).values()];
  };
  return {
    to(state) {
      if (command.fields.length === 0) return [{}];
      if (!base) return [];
      const held = new Map<string, JsonValue[]>();
      if (state) gather(index, type, state, held);
      return accepted([
        base,
        ...fromState(index, command, base, held),
        ...variations(index, command, base, held),
      ]);
    },
    like: (states) =>
      accepted(
        states.map((state) =>
          jsonObject(
            command.fields.flatMap((field): readonly (readonly [string, JsonValue])[] => {
              const told = member(state, field.name);
              const value = told ?? (field.optional ? undefined : member(base ?? {}, field.name));
              return value === undefined ? [] : [[field.name, value]];
            }),
          ),
        ),
      ),
  };
}

/** All fields taken from what the state holds, as far as it holds something of their types. */
function fromState(
  index: ModelIndex,
  command: Command,
  base: JsonObject,
  held: ReadonlyMap<string, readonly JsonValue[]>,
): readonly JsonObject[] {
  return [0, 1].map((nth) =>
    jsonObject([
      ...Object.entries(base),
      ...command.fields.flatMap((field): readonly (readonly [string, JsonValue])[] => {
        const values = held.get(typeKey(index, field.type)) ?? [];
        const value = values[nth] ?? values[0];
        return value === undefined ? [] : [[field.name, value]];
      }),
    ]),
  );
}

function variations(
  index: ModelIndex,
  command: Command,
  base: JsonObject,
  held: ReadonlyMap<string, readonly JsonValue[]>,
): readonly JsonObject[] {
  return command.fields.flatMap((field) => {
    const ownHeld = held.get(typeKey(index, field.type)) ?? [];
    const values = [...ownHeld.slice(0, mostValues), ...otherValues(index, field, base, held)];
    const others = values.map((value) => jsonObject([...Object.entries(base), [field.name, value]]));
    const without = field.optional
      ? [jsonObject(Object.entries(base).filter(([name]) => name !== field.name))]
      : [];
    return [...others, ...without];
  });
}

function otherValues(
  index: ModelIndex,
  field: Field,
  base: JsonObject,
  held: ReadonlyMap<string, readonly JsonValue[]>,
): readonly JsonValue[] {
  const type = underlyingType(index, field.type);
  const literals = enumOfType(index, field.type)?.literals.map(({ wire }) => wire) ?? [];
  const ends = endsOf(type);
  const current = member(base, field.name);
  const different =
    current === undefined ? [] : [...differentSamples(samplesOf(index), field.type, current, 4)];
  return [...literals, ...ends, ...different, ...inside(index, field.type, current, held)];
}

/** The least and the greatest number of a type. */
function endsOf(type: Type): readonly JsonValue[] {
  if (type.kind === 'integer') return Object.values(numberEnds(type.range));
  if (type.kind !== 'decimal') return [];
  const { min = -decimalLimit, max = decimalLimit } = type.range;
  return [min, max].map((units) => decimalText(units, type.scale));
}

/** A structure with one of its fields as the state has it elsewhere: an item of an id that is there. */
function inside(
  index: ModelIndex,
  type: Type,
  current: JsonValue | undefined,
  held: ReadonlyMap<string, readonly JsonValue[]>,
): readonly JsonValue[] {
  const structure = structureOfType(index, underlyingType(index, type));
  if (!structure || !isJsonObject(current)) return [];
  return storedFieldsOf(structure).flatMap((field) => {
    const values = (held.get(typeKey(index, field.type)) ?? []).slice(0, 3);
    const ends = endsOf(underlyingType(index, field.type));
    const literals = enumOfType(index, field.type)?.literals.map(({ wire }) => wire) ?? [];
    return [...values, ...ends, ...literals].map((value) =>
      jsonObject([...Object.entries(current), [field.name, value]]),
    );
  });
}

/** Every value in a state, by its type. */
function gather(index: ModelIndex, type: Type, value: JsonValue, held: Map<string, JsonValue[]>): void {
  const key = typeKey(index, type);
  const values = held.get(key) ?? [];
  if (!values.some((one) => JSON.stringify(one) === JSON.stringify(value))) held.set(key, [...values, value]);
  const resolved = underlyingType(index, type);
  if (resolved.kind === 'list' && Array.isArray(value)) {
    for (const item of value as readonly JsonValue[]) gather(index, resolved.element, item, held);
    return;
  }
  if (!isJsonObject(value)) return;
  if (resolved.kind === 'map') {
    for (const [name, item] of Object.entries(value)) {
      gather(index, resolved.key, name, held);
      gather(index, resolved.value, item, held);
    }
    return;
  }
  const structure = structureOfType(index, resolved);
  for (const field of structure ? storedFieldsOf(structure) : []) {
    const found = member(value, field.name);
    if (found !== undefined && found !== null) gather(index, field.type, found, held);
  }
}

const typeKeys = new WeakMap<Type, string>();

/** The same for types of the same values. */
function typeKey(index: ModelIndex, type: Type): string {
  const known = typeKeys.get(type);
  if (known !== undefined) return known;
  const key = type.kind === 'reference' ? referredKey(index, type) : textWithoutOrigins(type);
  typeKeys.set(type, key);
  return key;
}

function referredKey(
  index: ModelIndex,
  { aggregate }: Extract<Type, { readonly kind: 'reference' }>,
): string {
  const referred = index.get(aggregate);
  const id = isStructure(referred) ? referred.fields.find(({ role }) => role === 'id') : undefined;
  return id ? typeKey(index, id.type) : '';
}
