import { assertNever } from './assert-never.ts';
import type { Effect, Event, Lifecycle, Move } from './behaviour.ts';
import { withDefaults } from './conformance.ts';
import type { Expression } from './expression.ts';
import { jsonOf, type Outside, type Scope } from './interpreter.ts';
import { isJsonObject, type JsonObject, type JsonValue, jsonObject, member } from './json.ts';
import type { Aggregate, ElementId } from './model.ts';
import {
  enumOfType,
  fieldOf,
  idFieldOf,
  literalOf,
  type ModelIndex,
  structureOfType,
  underlyingType,
} from './model-index.ts';
import { areEqual, jsonValueOf, type RuleValue, ruleValueOf } from './rule-value.ts';
import type { Type } from './type.ts';

/** An event that happened, with what came in from outside with its command. */
export interface EventRecord {
  readonly event: ElementId;
  /** Its payload; what is absent is missing. */
  readonly values: JsonObject;
  /** `YYYY-MM-DDTHH:MM:SS.mmmZ` */
  readonly now: string;
  readonly caller: string;
  readonly id: string;
}

/**
 * The state of an aggregate after an event: the reference meaning of effects and lifecycles. Values are
 * read from the state before the event, and put into the new one in the order of the effects. A move that
 * the lifecycle does not have is not made, a place that is not there not changed. Undefined: deleted.
 */
export function evolve(
  index: ModelIndex,
  aggregate: Aggregate,
  state: JsonObject | undefined,
  record: EventRecord,
): JsonObject | undefined {
  const event = aggregate.events.find((one) => one.id === record.event);
  if (!event) throw new Error(`\`${record.event}\` is no event of \`${aggregate.id}\``);
  if (!state && !event.effects.some((effect) => effect.kind === 'creates')) return undefined;
  const scope = scopeOf(index, state ?? null, record, event);
  const changed = applyEffects(event.effects, state, scope, aggregate);
  if (!changed) return undefined;
  return aggregate.lifecycles.reduce(
    (current, lifecycle) => moved(lifecycle, current, event, record, scope),
    changed,
  );
}

function scopeOf(index: ModelIndex, before: JsonObject | null, record: EventRecord, event: Event): Scope {
  const { now, caller, id, values } = record;
  const ambient: Outside['ambient'] = { now, caller, 'event.id': id, 'event.name': event.name };
  return { self: before, ...(before ? { old: before } : {}), index, input: values, outside: { ambient } };
}

function applyEffects(
  effects: readonly Effect[],
  state: JsonObject | undefined,
  scope: Scope,
  aggregate: Aggregate,
): JsonObject | undefined {
  let current = state;
  for (const effect of effects) {
    if (effect.kind === 'creates') current = {};
    else if (effect.kind === 'deletes') return undefined;
    else current = applyEffect(effect, current ?? {}, scope);
  }
  if (!current) return undefined;
  // What an effect builds leaves out what it takes from defaults, at any depth.
  const filled = withDefaults(scope.index, aggregate, current);
  if (!isJsonObject(filled)) return current;
  const created = effects.some((effect) => effect.kind === 'creates');
  return created ? withEmptyCollections(aggregate, filled, scope.index) : filled;
}

/** A list or a map that nothing was said of is empty. */
export function withEmptyCollections(aggregate: Aggregate, state: JsonObject, index: ModelIndex): JsonObject {
  const missing = aggregate.fields.flatMap((field): readonly (readonly [string, JsonValue])[] => {
    if (field.optional || field.role === 'derived' || member(state, field.name) !== undefined) return [];
    const { kind } = underlyingType(index, field.type);
    if (kind === 'list') return [[field.name, []]];
    return kind === 'map' ? [[field.name, {}]] : [];
  });
  return jsonObject([...Object.entries(state), ...missing]);
}

/** What one effect that sets, adds, removes or clears makes of a state or a projection's row. */
export function applyEffect(
  effect: Exclude<Effect, { readonly kind: 'creates' | 'deletes' }>,
  state: JsonObject,
  scope: Scope,
): JsonObject {
  const { target } = effect;
  const { index } = scope;
  switch (effect.kind) {
    case 'sets': {
      const value = jsonOf(effect.value, scope);
      return changePlace(target, state, scope, () => value);
    }
    case 'clears':
      return changePlace(target, state, scope, () => emptyOf(target, index));
    case 'adds':
      return changePlace(target, state, scope, (current) => added(effect, current, scope));
    case 'removes':
      return changePlace(target, state, scope, (current) => removed(effect, current, scope));
    default:
      return assertNever(effect);
  }
}

/** What a place holds that nothing is in. Whether it may lack a value is its field's matter: the way to it may fail. */
function emptyOf(place: Expression, index: ModelIndex): JsonValue | undefined {
  const mayLack = place.kind === 'fieldAccess' ? fieldOf(index, place.field).optional : place.optional;
  if (mayLack) return undefined;
  const { kind } = underlyingType(index, place.type);
  if (kind === 'list') return [];
  return kind === 'map' ? {} : undefined;
}

function added(
  { target, value, keeping }: Extract<Effect, { readonly kind: 'adds' }>,
  current: JsonValue | undefined,
  scope: Scope,
): JsonValue | undefined {
  const { index } = scope;
  if (underlyingType(index, target.type).kind !== 'list')
    return total(target.type, current, value, scope, 1n);
  const item = jsonOf(value, scope);
  const more =
    underlyingType(index, value.type).kind === 'list' && Array.isArray(item) ? item : [item ?? null];
  const all: readonly JsonValue[] = [...itemsOf(current), ...more];
  return keeping === undefined || all.length <= keeping ? all : all.slice(all.length - keeping);
}

function removed(
  { target, value }: Extract<Effect, { readonly kind: 'removes' }>,
  current: JsonValue | undefined,
  scope: Scope,
): JsonValue | undefined {
  const type = underlyingType(scope.index, target.type);
  const wanted = jsonOf(value, scope);
  if (type.kind === 'map')
    return isJsonObject(current) && typeof wanted === 'string'
      ? withMember(current, wanted, undefined)
      : current;
  if (type.kind !== 'list') return total(target.type, current, value, scope, -1n);
  const key = keyOf(type, scope.index);
  // A whole item may be named as well as its key.
  const sought = key && isJsonObject(wanted) ? member(wanted, key) : wanted;
  return itemsOf(current).filter(
    (item) => !sameJson(key && isJsonObject(item) ? member(item, key) : item, sought),
  );
}

function sameJson(left: JsonValue | undefined, right: JsonValue | undefined): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}

/** The name of the field that tells the items of a list apart. */
function keyOf(list: Extract<Type, { readonly kind: 'list' }>, index: ModelIndex): string | undefined {
  if (list.uniqueBy) return list.uniqueBy.name;
  const structure = structureOfType(index, list.element);
  return structure && idFieldOf(structure)?.name;
}

function total(
  type: Type,
  current: JsonValue | undefined,
  value: Expression,
  scope: Scope,
  sign: 1n | -1n,
): JsonValue | undefined {
  const amount = bigintOf(ruleValueOf(jsonOf(value, scope), value.type, scope.index));
  const before = bigintOf(ruleValueOf(current, type, scope.index));
  return jsonValueOf(before + sign * amount, type, scope.index);
}

function bigintOf(value: RuleValue): bigint {
  return typeof value === 'bigint' ? value : 0n;
}

function itemsOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

/** The state with the value at a place replaced; as it is if the place is not there. */
function changePlace(
  place: Expression,
  state: JsonObject,
  scope: Scope,
  change: (current: JsonValue | undefined) => JsonValue | undefined,
): JsonObject {
  if (place.kind === 'lookup') return changeEntry(place, state, scope, change);
  if (place.kind !== 'fieldAccess') throw new Error(`a place that is a ${place.kind} was to be changed`);
  const inObject = (object: JsonObject): JsonObject =>
    withMember(object, place.name, change(member(object, place.name)));
  return changeReceiver(place.receiver, state, scope, inObject);
}

/** `sets subnets[name] = subnet` puts an entry into a map, a new one too; an item of a list is replaced. */
function changeEntry(
  place: Extract<Expression, { readonly kind: 'lookup' }>,
  state: JsonObject,
  scope: Scope,
  change: (current: JsonValue | undefined) => JsonValue | undefined,
): JsonObject {
  if (place.by !== undefined) return changeItem(place, state, scope, (item) => change(item) ?? item);
  const key = jsonOf(place.key, scope);
  return changePlace(place.collection, state, scope, (map) => {
    const entries = isJsonObject(map) ? map : {};
    return typeof key === 'string' ? withMember(entries, key, change(member(entries, key))) : map;
  });
}

function changeReceiver(
  receiver: Expression,
  state: JsonObject,
  scope: Scope,
  change: (object: JsonObject) => JsonObject,
): JsonObject {
  switch (receiver.kind) {
    case 'self':
      return change(state);
    case 'fieldAccess':
      return changePlace(receiver, state, scope, (current) =>
        isJsonObject(current) ? change(current) : current,
      );
    case 'lookup':
      return changeItem(receiver, state, scope, (item) => (isJsonObject(item) ? change(item) : item));
    default:
      throw new Error(`a place in a ${receiver.kind} was to be changed`);
  }
}

function changeItem(
  { collection, key, by }: Extract<Expression, { readonly kind: 'lookup' }>,
  state: JsonObject,
  scope: Scope,
  change: (item: JsonValue) => JsonValue,
): JsonObject {
  const wanted = jsonOf(key, scope);
  return changePlace(collection, state, scope, (current) => {
    if (by === undefined) {
      const item = isJsonObject(current) && typeof wanted === 'string' ? member(current, wanted) : undefined;
      return isJsonObject(current) && typeof wanted === 'string' && item !== undefined
        ? withMember(current, wanted, change(item))
        : current;
    }
    const name = fieldOf(scope.index, by).name;
    return itemsOf(current).map((item) =>
      isJsonObject(item) && sameJson(member(item, name), wanted) ? change(item) : item,
    );
  });
}

function withMember(object: JsonObject, name: string, value: JsonValue | undefined): JsonObject {
  const others = Object.entries(object).filter(([key]) => key !== name);
  if (value === undefined) return jsonObject(others);
  return Object.hasOwn(object, name)
    ? jsonObject(Object.entries(object).map(([key, old]) => [key, key === name ? value : old]))
    : jsonObject([...others, [name, value]]);
}

/** The move that an event makes from a state, if the lifecycle has one. */
export function moveOn(
  lifecycle: Lifecycle,
  event: ElementId,
  state: ElementId | undefined,
): Move | undefined {
  return lifecycle.moves.find(
    (move) => move.events.some((one) => one.id === event) && move.from.some((one) => one.id === state),
  );
}

/** The literal that the lifecycle's field has. */
export function stateOf(lifecycle: Lifecycle, state: JsonObject, index: ModelIndex): ElementId | undefined {
  const field = lifecycle.field.id === undefined ? undefined : fieldOf(index, lifecycle.field.id);
  const wire = field && member(state, field.name);
  return field && enumOfType(index, field.type)?.literals.find((one) => areEqual(one.wire, wire))?.id;
}

function moved(
  lifecycle: Lifecycle,
  state: JsonObject,
  event: Event,
  record: EventRecord,
  before: Scope,
): JsonObject {
  const { index } = before;
  if (event.effects.some((effect) => effect.kind === 'creates') || lifecycle.field.id === undefined)
    return state;
  const from = stateOf(lifecycle, isJsonObject(before.self) ? before.self : state, index);
  const move = moveOn(lifecycle, record.event, from);
  if (!move || move.to.id === undefined || from === undefined) return state;
  const to = literalOf(index, move.to.id).wire;
  const ambient = { ...before.outside?.ambient, from: literalOf(index, from).wire, to };
  const scope: Scope = { ...before, outside: { ambient } };
  const there = withMember(state, fieldOf(index, lifecycle.field.id).name, to);
  return lifecycle.everyMove.reduce(
    (current, effect) =>
      effect.kind === 'creates' || effect.kind === 'deletes' ? current : applyEffect(effect, current, scope),
    there,
  );
}
