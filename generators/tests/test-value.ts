import { isList } from '../../analysis/instance-place.ts';
import { shapeOf } from '../../pim/conformance.ts';
import { isJsonObject, type JsonObject, type JsonValue, member } from '../../pim/json.ts';
import type { ElementId, Field, Structure } from '../../pim/model.ts';
import { type ModelIndex, structureOfType, underlyingType } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import type { TestMember, TestValue, TextPart } from './psm.ts';

/** A value that has a name in the test file, from which others are told by their differences. */
export interface Base {
  readonly name: string;
  readonly value: JsonValue;
}

/** Writes values of a model's types the way a person would: as variations of the fixtures. */
export interface ValueWriter {
  readonly index: ModelIndex;
  /** The fixtures of the entities, by entity. */
  readonly entities: ReadonlyMap<ElementId, Base>;
  /** True for values as code holds them, where a Decimal is more than a text. */
  readonly inHand?: boolean;
}

/** The shortest way to write an instance, given what has a name already. */
export function writeInstance(
  writer: ValueWriter,
  type: Type,
  value: JsonValue,
  bases: readonly Base[],
): TestValue {
  if (!isJsonObject(value)) return write(writer, type, value, undefined);
  const distances = bases.map(({ value: base }) =>
    isJsonObject(base) ? differingNames(value, base).length : Infinity,
  );
  const nearest = bases[distances.indexOf(Math.min(...distances))];
  return write(writer, type, value, nearest);
}

/** The members that one object has otherwise than the other, or that it lacks. */
function differingNames(value: JsonObject, base: JsonObject): readonly string[] {
  const gone = Object.keys(base).filter((name) => member(value, name) === undefined);
  return [
    ...Object.keys(value).filter((name) => !sameJson(member(value, name), member(base, name))),
    ...gone,
  ];
}

function write(writer: ValueWriter, type: Type, value: JsonValue, base: Base | undefined): TestValue {
  const resolved = underlyingType(writer.index, type);
  if (writer.inHand) {
    if (resolved.kind === 'decimal' && typeof value === 'string') return { kind: 'decimal', text: value };
    const shape = isJsonObject(value) ? shapeOf(writer.index, resolved, value) : undefined;
    if (shape && isJsonObject(value)) return writeStructure(writer, shape, value, base);
    if (resolved.kind === 'map' && isJsonObject(value)) return writeMap(writer, resolved.value, value);
  }
  const structure = structureOfType(writer.index, resolved);
  if (structure && isJsonObject(value)) return writeStructure(writer, structure, value, base);
  if (resolved.kind === 'list' && Array.isArray(value)) return writeList(writer, resolved.element, value);
  return writePlain(value);
}

function writeMap(writer: ValueWriter, type: Type, value: JsonObject): TestValue {
  const members = Object.entries(value).map(([name, part]) => ({
    name,
    value: write(writer, type, part, undefined),
  }));
  return { kind: 'object', members };
}

function writeStructure(
  writer: ValueWriter,
  structure: Structure,
  value: JsonObject,
  given: Base | undefined,
): TestValue {
  const base = given ?? writer.entities.get(structure.id);
  const names = Object.keys(value);
  const whole = (): TestValue => ({
    kind: 'object',
    members: names.map((name) => ({
      name,
      value: write(writer, typeOf(structure, name), member(value, name) ?? null, undefined),
    })),
  });
  if (!base || !isJsonObject(base.value)) return whole();
  const changed = differingNames(value, base.value);
  if (changed.length === 0) return { kind: 'name', name: base.name };
  if (changed.length >= names.length) return whole();
  const varied: TestValue = {
    kind: 'object',
    spread: base.name,
    members: changed.map((name) => changedMember(writer, structure, value, name, base)),
  };
  // A few changes are shorter for certain; of many, the whole may be.
  if (changed.length * 2 <= names.length) return varied;
  const written = whole();
  return weight(varied) < weight(written) ? varied : written;
}

function changedMember(
  writer: ValueWriter,
  structure: Structure,
  value: JsonObject,
  name: string,
  base: Base,
): TestMember {
  const part = member(value, name);
  if (part === undefined) return { name, value: { kind: 'absent' } };
  const before = isJsonObject(base.value) ? member(base.value, name) : undefined;
  const nested = isJsonObject(before) ? { name: `${base.name}.${name}`, value: before } : undefined;
  return { name, value: write(writer, typeOf(structure, name), part, nested) };
}

const unknownType: Type = { kind: 'json' };

function typeOf(structure: Structure, name: string): Type {
  return structure.fields.find((field: Field) => field.name === name)?.type ?? unknownType;
}

/** Lists longer than this are written as a series where they are one. */
const longestList = 8;

function writeList(writer: ValueWriter, element: Type, items: readonly JsonValue[]): TestValue {
  const each = (): TestValue => ({
    kind: 'list',
    items: items.map((item) => write(writer, element, item, undefined)),
  });
  if (items.length <= longestList) return each();
  const item = writeSeriesItem(writer, element, items);
  if (item) return { kind: 'series', length: items.length, item };
  // The first one may be unlike the others, such as the one that a sum was evened out with.
  const [first, ...others] = items;
  const other = writeSeriesItem(writer, element, others);
  if (first === undefined || !other) return each();
  const series: TestValue = { kind: 'series', length: others.length, item: other };
  return { kind: 'list', items: [write(writer, element, first, undefined), { kind: 'spread', series }] };
}

/** The element of which all items are instances with `n` put in; undefined if they are not alike. */
function writeSeriesItem(
  writer: ValueWriter,
  element: Type,
  items: readonly JsonValue[],
): TestValue | undefined {
  const [first, second] = items;
  if (first === undefined || second === undefined) return undefined;
  const structure = structureOfType(writer.index, underlyingType(writer.index, element));
  if (!structure || !isJsonObject(first)) {
    if (items.every((item) => sameJson(item, first))) return write(writer, element, first, undefined);
    return seriesOf(items);
  }
  const objects = items.filter(isJsonObject);
  const names = Object.keys(first).filter((name) =>
    objects.some((item) => !sameJson(member(item, name), member(first, name))),
  );
  if (objects.length < items.length) return undefined;
  const written = write(writer, element, first, undefined);
  if (names.length === 0) return written;
  const members: TestMember[] = [];
  for (const name of names) {
    const series = seriesOf(objects.map((item) => member(item, name) ?? null));
    if (!series) return undefined;
    members.push({ name, value: series });
  }
  return withMembers(written, members);
}

function withMembers(written: TestValue, members: readonly TestMember[]): TestValue {
  if (written.kind === 'name') return { kind: 'object', spread: written.name, members };
  if (written.kind !== 'object') return written;
  const others = written.members.filter(({ name }) => members.every((one) => one.name !== name));
  return { ...written, members: [...others, ...members] };
}

/** `n + first`, or a text with such a number in it. */
function seriesOf(values: readonly JsonValue[]): TestValue | undefined {
  const [first] = values;
  if (typeof first === 'number') {
    return values.every((value, n) => value === first + n) ? { kind: 'count', first } : undefined;
  }
  if (typeof first !== 'string') return undefined;
  for (const match of first.matchAll(/[0-9]+/g)) {
    const [digits] = match;
    const before = first.slice(0, match.index);
    const after = first.slice(match.index + digits.length);
    const start = Number(digits);
    const width = digits.startsWith('0') ? digits.length : 0;
    if (!Number.isSafeInteger(start)) continue;
    if (values.every((value, n) => value === before + String(start + n).padStart(width, '0') + after)) {
      return { kind: 'numbered', before, after, width, first: start };
    }
  }
  return undefined;
}

/** JSON of no type. */
export function writePlain(value: JsonValue): TestValue {
  if (typeof value === 'string') return { kind: 'text', parts: textParts(value) };
  if (isList(value)) return { kind: 'list', items: value.map(writePlain) };
  if (isJsonObject(value)) {
    return {
      kind: 'object',
      members: Object.entries(value).map(([name, part]) => ({ name, value: writePlain(part) })),
    };
  }
  return { kind: 'scalar', value };
}

/** Texts longer than this have their repetitions written as such. */
const longestText = 24;
/** The same character more often than this is a repetition. */
const longestRun = 12;

/** A text as runs of one character and what stands between them. */
export function textParts(text: string): readonly TextPart[] {
  const characters = [...text];
  if (characters.length <= longestText) return [{ text, times: 1 }];
  const parts: TextPart[] = [];
  let plain = '';
  for (let at = 0; at < characters.length; ) {
    const character = characters[at] ?? '';
    let times = 1;
    while (characters[at + times] === character) times += 1;
    if (times > longestRun) {
      if (plain !== '') parts.push({ text: plain, times: 1 });
      plain = '';
      parts.push({ text: character, times });
    } else plain += character.repeat(times);
    at += times;
  }
  if (plain !== '') parts.push({ text: plain, times: 1 });
  return parts;
}

export function sameJson(left: JsonValue | undefined, right: JsonValue | undefined): boolean {
  if (left === right) return true;
  return left !== undefined && right !== undefined && JSON.stringify(left) === JSON.stringify(right);
}

/** How much there is to read, about in characters. */
export function weight(value: TestValue): number {
  switch (value.kind) {
    case 'scalar':
      return String(value.value).length;
    case 'text':
      return value.parts.reduce((sum, part) => sum + part.text.length + 6, 0);
    case 'object':
      return value.members.reduce(
        (sum, one) => sum + one.name.length + 4 + weight(one.value),
        (value.spread?.length ?? 0) + 6,
      );
    case 'list':
      return value.items.reduce((sum, item) => sum + weight(item) + 2, 2);
    case 'series':
      return 30 + weight(value.item);
    case 'decimal':
      return value.text.length + 14;
    case 'always':
      return 6 + weight(value.value);
    case 'spread':
      return 3 + weight(value.series);
    case 'count':
    case 'numbered':
    case 'absent':
      return 20;
    case 'name':
      return value.name.length;
  }
}

/** Whether a value is told by this name. */
export function mentions(value: TestValue, name: string): boolean {
  return somePart(
    value,
    (one) =>
      (one.kind === 'object' && one.spread === name) ||
      (one.kind === 'name' && (one.name === name || one.name.startsWith(`${name}.`))),
  );
}

/** Whether some part of a value is of this kind. */
export function holdsKind(value: TestValue, kind: TestValue['kind']): boolean {
  return somePart(value, (one) => one.kind === kind);
}

function somePart(value: TestValue, test: (part: TestValue) => boolean): boolean {
  return test(value) || partsOf(value).some((part) => somePart(part, test));
}

function partsOf(value: TestValue): readonly TestValue[] {
  switch (value.kind) {
    case 'object':
      return value.members.map((one) => one.value);
    case 'list':
      return value.items;
    case 'series':
      return [value.item];
    case 'spread':
      return [value.series];
    case 'always':
      return [value.value];
    default:
      return [];
  }
}
