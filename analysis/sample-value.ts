import { assertNever } from '../pim/assert-never.ts';
import { callerLength, judge, shapeOf } from '../pim/conformance.ts';
import { decimalLimit, decimalText, parseDecimal } from '../pim/decimal.ts';
import { cidrFormat } from '../pim/formats.ts';
import { isJsonObject, type JsonObject, type JsonValue, jsonObject, member } from '../pim/json.ts';
import type { ElementId, Field, Structure } from '../pim/model.ts';
import {
  constrainedTypesOf,
  declarationOf,
  idFieldOf,
  isStructure,
  type ModelIndex,
  storedFieldsOf,
  underlyingType,
} from '../pim/model-index.ts';
import { addressText, parseCidr } from '../pim/network.ts';
import { integerLimit, type NumberRange, type Type } from '../pim/type.ts';
import { differentTexts, mostVariants, readableText, type TextSubject, textLimits } from './readable-text.ts';

/** Gives a valid example of a declaration or entity, or undefined where none was found. */
export interface Samples {
  readonly index: ModelIndex;
  example(id: ElementId): JsonValue | undefined;
}

/**
 * A readable value of a type: it has the right shape, and keeps the `where`s of the types and the
 * rules of the structures inside. Undefined where none is known.
 */
export function sampleOf(samples: Samples, type: Type, subject: TextSubject): JsonValue | undefined {
  switch (type.kind) {
    case 'boolean':
      return true;
    case 'integer':
      return typicalInteger(type.range);
    case 'number':
      return typicalNumber(type.range);
    case 'decimal':
      return decimalText(typicalUnits(type), type.scale);
    case 'duration':
      return typicalDuration(type.range);
    case 'string':
    case 'format':
      return readableText(type, subject);
    case 'cidr':
      return cidrFormat.example;
    case 'caller':
      return 'somebody';
    case 'date':
      return '2026-03-14';
    case 'dateTime':
      return '2026-03-14T09:30:00.000Z';
    case 'json':
      return { note: 'anything' };
    case 'secret':
      return { name: 'credentials', key: subject.field };
    case 'named':
      return namedSample(samples, type, subject);
    case 'reference':
      return referenceSample(samples, type.aggregate);
    case 'list':
      return sampleList(samples, type, type.size.min, subject);
    case 'map':
      return sampleMap(samples, type, type.size.min, subject);
    case 'unresolved':
      return undefined;
    default:
      return assertNever(type);
  }
}

function namedSample(
  samples: Samples,
  type: Extract<Type, { kind: 'named' }>,
  subject: TextSubject,
): JsonValue | undefined {
  const declaration = declarationOf(samples.index, type.id);
  switch (declaration.kind) {
    case 'type': {
      const named = sampleOf(samples, underlyingType(samples.index, type), subject);
      return named !== undefined && isValid(samples.index, type, named) ? named : samples.example(type.id);
    }
    case 'enum':
      return declaration.literals[0]?.wire;
    case 'value':
    case 'union':
    case 'alternative':
    case 'entity':
    case 'aggregate':
      return samples.example(declaration.id);
    default:
      return assertNever(declaration);
  }
}

function referenceSample(samples: Samples, aggregate: ElementId): JsonValue | undefined {
  const target = declarationOf(samples.index, aggregate);
  const id = isStructure(target) ? idFieldOf(target) : undefined;
  return id && sampleOf(samples, id.type, { owner: target.name, field: id.name });
}

/** Whether a value alone is fine by a named type. */
function isValid(index: ModelIndex, type: Type, value: JsonValue): boolean {
  return type.kind !== 'named' || judge(index, type.id, value).length === 0;
}

/** A list of exactly `count` elements, different where they must be; undefined if there is none. */
export function sampleList(
  samples: Samples,
  type: Extract<Type, { kind: 'list' }>,
  count: number,
  subject: TextSubject,
): readonly JsonValue[] | undefined {
  const first = sampleOf(samples, type.element, { ...subject, field: singular(subject.field) });
  if (first === undefined) return count === 0 ? [] : undefined;
  return extendList(samples, type, [], first, count);
}

/** A map of exactly `count` entries with the same value; undefined if there are not as many keys. */
export function sampleMap(
  samples: Samples,
  type: Extract<Type, { kind: 'map' }>,
  count: number,
  subject: TextSubject,
): JsonObject | undefined {
  if (count === 0) return {};
  const one = { ...subject, field: singular(subject.field) };
  const [key, value] = [sampleOf(samples, type.key, one), sampleOf(samples, type.value, one)];
  if (key === undefined || value === undefined) return undefined;
  const keys = [...differentSamples(samples, type.key, key, count)].filter(
    (name) => typeof name === 'string',
  );
  return keys.length === count ? jsonObject(keys.map((name) => [name, value])) : undefined;
}

/** `tags` → `tag`, `entries` → `entry`: what one element of a list is called. */
export function singular(name: string): string {
  if (/[^aeiou]ies$/.test(name)) return `${name.slice(0, -3)}y`;
  if (/(?:ss|x|z|ch|sh)es$/.test(name)) return name.slice(0, -2);
  return /[^s]s$/.test(name) ? name.slice(0, -1) : name;
}

/** The same list with copies of `pattern` added, made different where they must be, until it has `count`. */
export function extendList(
  samples: Samples,
  type: Extract<Type, { kind: 'list' }>,
  items: readonly JsonValue[],
  pattern: JsonValue,
  count: number,
): readonly JsonValue[] | undefined {
  if (count <= items.length) return items.slice(0, count);
  const id = identityOf(samples.index, type);
  if (!id && !type.unique) return [...items, ...Array<JsonValue>(count - items.length).fill(pattern)];
  const keyOf = (item: JsonValue): string =>
    JSON.stringify(id && isJsonObject(item) ? (member(item, id.name) ?? null) : item);
  const keys = new Set(items.map(keyOf));
  const extended = [...items];
  for (const candidate of differentSamples(samples, type.element, pattern, count + keys.size)) {
    if (extended.length >= count) break;
    const key = keyOf(candidate);
    if (keys.has(key)) continue;
    keys.add(key);
    extended.push(candidate);
  }
  return extended.length === count ? extended : undefined;
}

/** The id by which the elements of a list of entities differ. */
export function identityOf(index: ModelIndex, type: Extract<Type, { kind: 'list' }>): Field | undefined {
  const element = underlyingType(index, type.element);
  if (element.kind !== 'named') return undefined;
  const declaration = declarationOf(index, element.id);
  return declaration.kind === 'entity' ? idFieldOf(declaration) : undefined;
}

/** Values of the type that differ from each other, this one first; at most `most`. */
export function* differentSamples(
  samples: Samples,
  type: Type,
  value: JsonValue,
  most = mostVariants,
): Generator<JsonValue> {
  const { index } = samples;
  const base = underlyingType(index, type);
  const limits = constrainedTypesOf(index, type).some((one) => one.constraint) ? type : undefined;
  let given = 0;
  for (const candidate of variants(samples, base, value, most)) {
    if (given >= most) return;
    if (limits && !isValid(index, limits, candidate)) continue;
    given += 1;
    yield candidate;
  }
}

function* variants(samples: Samples, type: Type, value: JsonValue, most: number): Generator<JsonValue> {
  switch (type.kind) {
    case 'boolean':
      yield value;
      yield value !== true;
      return;
    case 'integer':
      if (typeof value === 'number') yield* numbersFrom(type.range, value, most);
      return;
    case 'number':
      if (typeof value === 'number') {
        yield* numbersFrom(type.range, value, most);
        yield* fractionsOf(type.range, value);
      }
      return;
    case 'decimal':
      yield* decimalsFrom(type, value, most);
      return;
    case 'duration':
      if (typeof value === 'number') yield* numbersFrom(type.range, value, most);
      return;
    case 'string':
    case 'format':
      if (typeof value === 'string') yield* differentTexts(textLimits(type), value, most);
      return;
    case 'caller':
      if (typeof value === 'string') yield* differentTexts(callerLength, value, most);
      return;
    case 'cidr':
      if (typeof value === 'string') yield* cidrsFrom(value, most);
      return;
    case 'date':
    case 'dateTime':
      if (typeof value === 'string') {
        for (let days = 0; days < most; days += 1) {
          const later = addDays(value, days);
          if (later !== undefined) yield later;
        }
      }
      return;
    case 'reference': {
      const target = declarationOf(samples.index, type.aggregate);
      const id = isStructure(target) ? idFieldOf(target) : undefined;
      if (id) yield* differentSamples(samples, id.type, value, most);
      return;
    }
    case 'named': {
      const declaration = declarationOf(samples.index, type.id);
      if (declaration.kind === 'enum') {
        yield value;
        yield* declaration.literals.map(({ wire }) => wire).filter((wire) => wire !== value);
        return;
      }
      const shape = shapeOf(samples.index, type, value);
      if (shape && isJsonObject(value)) yield* structureVariants(samples, shape, value, most);
      else yield value;
      return;
    }
    case 'json':
    case 'secret':
    case 'list':
    case 'map':
    case 'unresolved':
      yield value;
      return;
    default:
      assertNever(type);
  }
}

/** Varies the id, or else the first field that has other values. */
function* structureVariants(
  samples: Samples,
  structure: Structure,
  value: JsonObject,
  most: number,
): Generator<JsonValue> {
  const id = idFieldOf(structure);
  yield value;
  for (const field of id ? [id] : storedFieldsOf(structure)) {
    const current =
      member(value, field.name) ??
      sampleOf(samples, field.type, { owner: structure.name, field: field.name });
    if (current === undefined) continue;
    for (const other of differentSamples(samples, field.type, current, most)) {
      if (other !== member(value, field.name)) yield withMember(value, field.name, other);
    }
  }
}

/** In steps of whole numbers where the range has room for them, else of the smallest unit. */
function* decimalsFrom(
  { range, scale }: Extract<Type, { kind: 'decimal' }>,
  value: JsonValue,
  most: number,
): Generator<JsonValue> {
  const units = typeof value === 'string' ? parseDecimal(value, scale) : undefined;
  if (units === undefined) return;
  const { min = -decimalLimit, max = decimalLimit } = range;
  const one = 10 ** scale;
  const step = max - min > most * one ? one : 1;
  const steps = {
    min: Math.ceil((min - Number(units)) / step),
    max: Math.floor((max - Number(units)) / step),
  };
  for (const count of numbersFrom(steps, 0, most)) yield decimalText(Number(units) + count * step, scale);
}

/** The networks of the same size that follow, as far as there are any. */
function* cidrsFrom(value: string, most: number): Generator<string> {
  const { address, prefixLength } = parseCidr(value);
  const size = 2 ** (32 - prefixLength);
  for (let step = 0; step < most; step += 1) {
    yield `${addressText((address + step * size) % 2 ** 32)}/${prefixLength}`;
  }
}

function* numbersFrom(range: NumberRange, value: number, most: number): Generator<number> {
  const { min, max } = numberEnds(range);
  for (let step = 0; step < most && value + step <= max; step += 1) yield value + step;
  for (let step = 1; step < most && value - step >= min; step += 1) yield value - step;
}

/** Between a number and the ends of its range, where whole steps leave it. */
function* fractionsOf(range: NumberRange, value: number): Generator<number> {
  const { min, max } = numberEnds(range);
  if (max - min > 2) return;
  for (const part of [0.5, 0.25, 0.125]) yield* [value + (max - value) * part, value - (value - min) * part];
}

/** The ends of an integer's or number's range, the language's where the model is silent. */
export function numberEnds(range: NumberRange): { readonly min: number; readonly max: number } {
  return { min: range.min ?? -integerLimit, max: range.max ?? integerLimit };
}

/** Well inside the range, so that it is not mistaken for one of its ends. */
function typicalInteger(range: NumberRange): number {
  const { min, max } = numberEnds(range);
  const plain = [10, 5, 3, 2, 1, 0].find((number) => number > min && number < max);
  if (plain !== undefined) return plain;
  return range.min !== undefined && range.max !== undefined
    ? Math.floor(range.min + (range.max - range.min) / 2)
    : (range.min ?? range.max ?? 0);
}

function typicalUnits({ range, scale }: Extract<Type, { kind: 'decimal' }>): number {
  const { min = -decimalLimit, max = decimalLimit } = range;
  const plain = [10, 5, 3, 2, 1, 0]
    .map((one) => one * 10 ** scale)
    .find((units) => units > min && units < max);
  return plain ?? Math.floor(min + (max - min) / 2);
}

/** An hour, a minute, a second where they fit. */
function typicalDuration(range: NumberRange): number {
  const { min, max } = numberEnds(range);
  return [3_600_000, 60_000, 1000].find((millis) => millis > min && millis < max) ?? typicalInteger(range);
}

function typicalNumber(range: NumberRange): number {
  const { min, max } = numberEnds(range);
  return [1.5, 0.5, 0.25].find((number) => number > min && number < max) ?? min + (max - min) / 2;
}

/** A date or time so many days later, in the same form; undefined outside the years 0001 to 9999. */
export function addDays(text: string, days: number): string | undefined {
  return addMilliseconds(text, days * 86_400_000);
}

export function addMilliseconds(text: string, milliseconds: number): string | undefined {
  const isDate = text.length === 10;
  const moment = new Date(Date.parse(isDate ? `${text}T00:00:00.000Z` : text) + milliseconds);
  if (Number.isNaN(moment.getTime()) || moment.getUTCFullYear() < 1 || moment.getUTCFullYear() > 9999)
    return undefined;
  const printed = moment.toISOString();
  return isDate ? printed.slice(0, 10) : printed;
}

/** The object with one member set, in its old place if it had one. */
export function withMember(object: JsonObject, name: string, value: JsonValue): JsonObject {
  return { ...object, [name]: value };
}

export function withoutMember(object: JsonObject, name: string): JsonObject {
  return jsonObject(Object.entries(object).filter(([key]) => key !== name));
}
