import * as fc from 'fast-check';
import { exampleOf } from '../../analysis/examples.ts';
import type { Command, Translation } from '../../pim/behaviour.ts';
import { withDefaults } from '../../pim/conformance.ts';
import { isJsonObject, type JsonObject, type JsonValue, jsonObject, member } from '../../pim/json.ts';
import type { Aggregate, ElementId, Field } from '../../pim/model.ts';
import {
  isStructure,
  type ModelIndex,
  storedFieldsOf,
  structureOfType,
  underlyingType,
} from '../../pim/model-index.ts';
import { textWithoutOrigins } from '../../pim/origin.ts';
import { payloadIndex } from '../../pim/payload-index.ts';
import type { Type } from '../../pim/type.ts';
import { nearInstances } from './near-instances.ts';

/** A command to send: which of the aggregate's, with what, and how much of that is taken from its state. */
export interface Sent {
  readonly command: Command;
  readonly payload: JsonValue;
  readonly salt: number;
}

/** Sequences of commands to one aggregate, the first of them a creation. */
export function commandSequences(
  index: ModelIndex,
  aggregate: Aggregate,
): fc.Arbitrary<readonly Sent[]> | undefined {
  const commands = aggregate.commands.filter(({ byHand }) => !byHand);
  const creations = commands.filter(({ creation }) => creation);
  if (creations.length === 0) return undefined;
  const sent = (command: Command): fc.Arbitrary<Sent> =>
    fc.record({
      command: fc.constant(command),
      payload: payloads(index, command),
      salt: fc.integer({ min: 0, max: 2 ** 30 }),
    });
  return fc
    .tuple(fc.oneof(...creations.map(sent)), fc.array(fc.oneof(...commands.map(sent)), { maxLength: 14 }))
    .map(([first, others]) => [first, ...others].map(printable));
}

/** As a counterexample shows it. */
function printable(sent: Sent): Sent {
  const { command, payload, salt } = sent;
  return Object.assign(
    { ...sent },
    {
      [fc.toStringMethod]: () => `${command.name} ${JSON.stringify(payload)} (${salt})`,
    },
  );
}

/** Near instances, and as often what certainly keeps all limits. */
function payloads(index: ModelIndex, command: Command): fc.Arbitrary<JsonValue> {
  const own = payloadIndex(index, command);
  const near = nearInstances(own, command.id, 400);
  const examples = (['minimal', 'full'] as const).flatMap((extent) => {
    const example = exampleOf(own, command.id, extent);
    return example.found ? [example.instance] : [];
  });
  if (examples.length === 0) return near;
  const certain = fc.constantFrom(...examples);
  const mixed = fc.tuple(certain, near, fc.integer({ min: 0, max: 2 ** 20 })).map(([base, other, salt]) => {
    if (!isJsonObject(base) || !isJsonObject(other)) return base;
    const some = Object.entries(other).filter((_, position) => ((salt >> position) & 3) === 0);
    return jsonObject([...Object.entries(base), ...some]);
  });
  return fc.oneof(near, mixed, mixed);
}

/** The payload with about every second value replaced by one of the same type that the state holds. */
export function aimed(index: ModelIndex, { command, payload, salt }: Sent, state: JsonValue): JsonValue {
  const aggregate = index.parent(command.id);
  if (!isJsonObject(payload) || !isJsonObject(state) || !isStructure(aggregate)) return payload;
  const pool = new Map<string, JsonValue[]>();
  gather(index, { kind: 'named', id: aggregate.id, origin: aggregate.origin }, state, pool);
  const changes = command.fields.flatMap((field, position): readonly (readonly [string, JsonValue])[] => {
    const found = pool.get(typeKey(index, field.type)) ?? [];
    const chance = salt >> (position * 3);
    const chosen = found[(chance >> 1) % Math.max(1, found.length)];
    return chance % 2 === 0 && chosen !== undefined ? [[field.name, chosen]] : [];
  });
  return jsonObject([...Object.entries(payload), ...changes]);
}

function gather(index: ModelIndex, type: Type, value: JsonValue, pool: Map<string, JsonValue[]>): void {
  const key = typeKey(index, type);
  pool.set(key, [...(pool.get(key) ?? []), value]);
  const resolved = underlyingType(index, type);
  if (resolved.kind === 'list' && Array.isArray(value)) {
    for (const item of value as readonly JsonValue[]) gather(index, resolved.element, item, pool);
  }
  const structure = structureOfType(index, resolved);
  if (!structure || !isJsonObject(value)) return;
  for (const field of storedFieldsOf(structure)) {
    const found = member(value, field.name);
    if (found !== undefined && found !== null) gather(index, field.type, found, pool);
  }
}

function typeKey(index: ModelIndex, type: Type): string {
  if (type.kind === 'reference') {
    const aggregate = index.get(type.aggregate);
    const id = isStructure(aggregate) ? aggregate.fields.find(({ role }) => role === 'id') : undefined;
    return id ? typeKey(index, id.type) : '';
  }
  return textWithoutOrigins(type);
}

/** Ids as they come, the same in each run. */
export function idSequence(): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`;
  };
}

/** What a calculation or a translation by hand gives: one of a few results, by what it is called with. */
export function byHandResult(index: ModelIndex, callee: ElementId, input: JsonObject): JsonValue {
  const calculation = index.get(callee);
  if (calculation?.kind === 'translation') return literalByHand(index, calculation, input);
  if (calculation?.kind !== 'calculation') throw new Error(`\`${callee}\` is no calculation`);
  const field: Field = {
    ...calculation,
    kind: 'field',
    role: 'data',
    type: calculation.result.type,
    optional: false,
    generated: false,
  };
  const wrapper = payloadIndex(index, { ...calculation, fields: [field] });
  const results = (['minimal', 'full'] as const).flatMap((extent) => {
    const example = exampleOf(wrapper, callee, extent);
    if (!example.found) return [];
    const value = isJsonObject(example.instance) ? member(example.instance, field.name) : undefined;
    return value === undefined ? [] : [value];
  });
  const { kind } = underlyingType(index, calculation.result.type);
  const all = kind === 'boolean' ? [true, false] : results;
  const chosen = all[JSON.stringify(sorted(input)).length % Math.max(1, all.length)] ?? null;
  const structure = structureOfType(index, underlyingType(index, calculation.result.type));
  return structure ? withDefaults(index, structure, chosen) : chosen;
}

/** One of the literals that a translation by hand between enums may give, by the literal that it is given. */
function literalByHand(index: ModelIndex, { id, target }: Translation, input: JsonObject): JsonValue {
  const element = target.id === undefined ? undefined : index.get(target.id);
  if (element?.kind !== 'enum') throw new Error(`\`${id}\` gives no literal of an enum`);
  const text = JSON.stringify(input);
  return element.literals[(text.codePointAt(text.length - 3) ?? 0) % element.literals.length]?.wire ?? null;
}

/** With its members in order, absent ones left out: both engines call alike. */
function sorted(value: JsonValue | undefined): JsonValue {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value ?? null;
  const entries = Object.entries(value).filter(([, one]) => one !== undefined && one !== null);
  return jsonObject(
    entries.toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([name, one]) => [name, sorted(one)]),
  );
}
