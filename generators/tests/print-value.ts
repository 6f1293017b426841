import { assertNever } from '../../pim/assert-never.ts';
import { ecmaScriptEscape, escapeInvisible } from '../core/invisible.ts';
import type { TestMember, TestValue, TextPart } from './psm.ts';

/** Columns of a line. */
export const lineWidth = 110;

/** Where a value stands: spaces before its lines, columns taken before it and needed after it. */
export interface PrintPlace {
  readonly depth: number;
  readonly before: number;
  readonly after: number;
}

/** The value as TypeScript, laid out as Biome does: on one line if it fits, else one part per line. */
export function printValue(value: TestValue, place: PrintPlace): string {
  const flat = flatText(value);
  const fits = !mustBreak(value) && place.depth + place.before + textWidth(flat) + place.after <= lineWidth;
  if (fits) return flat;
  switch (value.kind) {
    case 'object':
      if (value.members.length === 0 && value.spread === undefined) return flat;
      return printObject(value, place);
    case 'list':
      if (value.items.length === 0) return flat;
      return value.items.length > 1 && value.items.every(isNumber)
        ? printNumbers(value.items, place)
        : printList(value.items, place);
    case 'series':
      return printSeries(value, place);
    case 'always':
      return printAlways(value.value, place);
    case 'spread':
      return `...${printValue(value.series, { ...place, before: place.before + 3 })}`;
    case 'scalar':
    case 'text':
    case 'decimal':
    case 'count':
    case 'numbered':
    case 'name':
    case 'absent':
      return flat;
    default:
      return assertNever(value);
  }
}

function printAlways(value: TestValue, place: PrintPlace): string {
  const head = '() => ';
  if (value.kind === 'object') return `${head}(${printObject(value, place)})`;
  return `${head}${printValue(value, { ...place, before: place.before + head.length })}`;
}

function printList(items: readonly TestValue[], place: PrintPlace): string {
  return broken(
    '[',
    items.map((item) => printValue(item, within(place))),
    ']',
    place,
  );
}

function isNumber(value: TestValue): boolean {
  return value.kind === 'scalar' && typeof value.value === 'number';
}

/** Numbers fill each line before the next. */
function printNumbers(items: readonly TestValue[], { depth }: PrintPlace): string {
  const indent = ' '.repeat(depth + 2);
  const lines: string[] = [];
  for (const item of items) {
    const last = lines.at(-1);
    const longer = last === undefined ? undefined : `${last} ${flatText(item)},`;
    if (longer !== undefined && longer.length <= lineWidth) lines[lines.length - 1] = longer;
    else lines.push(`${indent}${flatText(item)},`);
  }
  return `[\n${lines.map((line) => `${line}\n`).join('')}${' '.repeat(depth)}]`;
}

/** A list over several lines, whatever its size: the rows of a table. */
export function printRows(rows: readonly TestValue[], depth: number): readonly string[] {
  return rows.map((row) => `${' '.repeat(depth)}${printValue(row, { depth, before: 0, after: 1 })},`);
}

function within(place: PrintPlace): PrintPlace {
  return { depth: place.depth + 2, before: 0, after: 1 };
}

function broken(open: string, parts: readonly string[], close: string, { depth }: PrintPlace): string {
  const indent = ' '.repeat(depth + 2);
  return `${open}\n${parts.map((part) => `${indent}${part},\n`).join('')}${' '.repeat(depth)}${close}`;
}

function printObject({ spread, members }: Extract<TestValue, { kind: 'object' }>, place: PrintPlace): string {
  const parts = members.map((one) => printMember(one, within(place)));
  return broken('{', spread === undefined ? parts : [`...${spread}`, ...parts], '}', place);
}

/** A text that does not fit beside a long name goes to a line of its own. */
function printMember(member: TestMember, place: PrintPlace): string {
  const { name, value } = member;
  if (isShorthand(member)) return name;
  const key = printKey(name);
  const before = key.length + 2;
  const text = printValue(value, { ...place, before });
  const overflows = place.depth + before + textWidth(text) + place.after > lineWidth;
  const canMove = key.length > 4 && value.kind === 'text' && isPlainText(value.parts);
  return overflows && canMove ? `${key}:\n${' '.repeat(place.depth + 2)}${text}` : `${key}: ${text}`;
}

/** `{ path }` for `{ path: path }`. */
function isShorthand({ name, value }: TestMember): boolean {
  return value.kind === 'name' && value.name === name;
}

function printSeries({ length, item }: Extract<TestValue, { kind: 'series' }>, place: PrintPlace): string {
  const head = seriesHead(length, item);
  if (item.kind !== 'object') {
    const indent = ' '.repeat(place.depth + 2);
    return `Array.from(\n${indent}{ length: ${length} },\n${indent}${seriesArrow(item)} ${flatText(item)},\n${' '.repeat(place.depth)})`;
  }
  return `${head}(${printObject(item, place)}))`;
}

function seriesHead(length: number, item: TestValue): string {
  return `Array.from({ length: ${length} }, ${seriesArrow(item)} `;
}

function seriesArrow(item: TestValue): string {
  return usesCount(item) ? '(_, n) =>' : '() =>';
}

function usesCount(value: TestValue): boolean {
  if (value.kind === 'object') return value.members.some((one) => usesCount(one.value));
  if (value.kind === 'list') return value.items.some(usesCount);
  return value.kind === 'count' || value.kind === 'numbered';
}

/** Lists of several objects, or of several lists, with more than one part each never share a line. */
function mustBreak(value: TestValue): boolean {
  switch (value.kind) {
    case 'object':
      return value.members.some((one) => mustBreak(one.value));
    case 'list': {
      const { items } = value;
      if (items.some(mustBreak)) return true;
      if (items.length < 2) return false;
      const sizes = (kind: 'object' | 'list'): boolean =>
        items.every((item) => item.kind === kind && partCount(item) > 1);
      return sizes('object') || sizes('list');
    }
    case 'series':
      return mustBreak(value.item);
    case 'always':
      return mustBreak(value.value);
    case 'spread':
      return mustBreak(value.series);
    default:
      return false;
  }
}

function partCount(value: TestValue): number {
  if (value.kind === 'object') return value.members.length + (value.spread === undefined ? 0 : 1);
  return value.kind === 'list' ? value.items.length : 0;
}

function flatText(value: TestValue): string {
  switch (value.kind) {
    case 'scalar':
      return printScalar(value.value);
    case 'text':
      return printText(value.parts);
    case 'object': {
      const members = value.members.map((one) =>
        isShorthand(one) ? one.name : `${printKey(one.name)}: ${flatText(one.value)}`,
      );
      const parts = value.spread === undefined ? members : [`...${value.spread}`, ...members];
      return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
    }
    case 'list':
      return `[${value.items.map(flatText).join(', ')}]`;
    case 'series': {
      const body = flatText(value.item);
      return `${seriesHead(value.length, value.item)}${value.item.kind === 'object' ? `(${body})` : body})`;
    }
    case 'decimal':
      return `Decimal.of(${quote(value.text)})`;
    case 'always':
      return `() => ${value.value.kind === 'object' ? `(${flatText(value.value)})` : flatText(value.value)}`;
    case 'spread':
      return `...${flatText(value.series)}`;
    case 'count':
      return value.first === 0 ? 'n' : `n + ${value.first}`;
    case 'numbered': {
      const number = value.first === 0 ? 'n' : `n + ${value.first}`;
      const digits = value.width > 0 ? `String(${number}).padStart(${value.width}, '0')` : number;
      return `\`${templateText(value.before)}\${${digits}}${templateText(value.after)}\``;
    }
    case 'name':
      return value.name;
    case 'absent':
      return 'undefined';
    default:
      return assertNever(value);
  }
}

function printScalar(value: null | boolean | number): string {
  // Biome writes exponents without their `+`.
  return String(value).replace('e+', 'e');
}

// What East Asian typography sets wide; marks that combine take no column at all.
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u4dbf\u4e00-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18cff}\u{1aff0}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const narrowest = /\p{Mn}|\p{Me}/u;

/** Columns that a text takes, as Biome counts them. */
export function textWidth(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += narrowest.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return width;
}

function isPlainText(parts: readonly TextPart[]): boolean {
  return parts.every(({ times }) => times === 1);
}

function printText(parts: readonly TextPart[]): string {
  if (isPlainText(parts)) return quote(parts.map(({ text }) => text).join(''));
  const [only] = parts;
  if (parts.length === 1 && only) return `${quote(only.text)}.repeat(${only.times})`;
  const printed = parts.map(({ text, times }) =>
    times === 1 ? templateText(text) : `\${${quote(text)}.repeat(${times})}`,
  );
  return `\`${printed.join('')}\``;
}

/** The key of a member, quoted where it must be. */
export function printKey(name: string): string {
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name) ? name : quote(name);
}

/** A string literal of exactly this text; what an editor would not show as it is, is escaped. */
export function quote(text: string): string {
  const mark = text.split("'").length > text.split('"').length ? '"' : "'";
  return `${mark}${escapeText(text).replaceAll(mark, `\\${mark}`)}${mark}`;
}

function templateText(text: string): string {
  return escapeText(text).replaceAll('`', '\\`').replaceAll('${', '\\${');
}

function escapeText(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return escapeInvisible(escaped, ecmaScriptEscape);
}

/** A text on one line of a comment: nothing in it ends the line or hides. */
export function commentText(text: string): string {
  return escapeInvisible(text.replace(/\s+/g, ' '), () => '\u{fffd}');
}
