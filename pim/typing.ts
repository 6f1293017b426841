import { assertNever } from './assert-never.ts';
import { isDate, isDateTime } from './calendar.ts';
import type { BinaryOperator, Expression } from './expression.ts';
import { cidrFormat, formatOf, formats } from './formats.ts';
import type { ElementId } from './model.ts';
import { matchesPattern } from './pattern.ts';
import { codePointLength } from './text.ts';
import {
  defaultStringMaximum,
  type ExpressionType,
  type NumberRange,
  type SizeRange,
  type Type,
} from './type.ts';

/** Gives the declaration behind a `named` type; enough of a model to type an expression. */
export interface TypeSource {
  /** What a named type is: the limited type for a constrained type, the kind for the others. */
  named(
    id: ElementId,
  ):
    | { readonly kind: 'type'; readonly base: Type }
    | { readonly kind: 'enum' | 'structure' | 'union' }
    | undefined;
  nameOf(id: ElementId): string;
  /** The `id` field of an aggregate, which a reference to it holds; undefined without one. */
  idOf(aggregate: ElementId): { readonly field: ElementId; readonly type: Type } | undefined;
}

/** A source that knows the types of fields too, which a lookup by one of them is checked against. */
export interface FieldTypeSource extends TypeSource {
  typeOfField(id: ElementId): Type | undefined;
}

/**
 * What operators care about: all strings are one family, whatever their limits; Decimals are one for
 * each scale. `unresolved` takes part in every operation without a complaint, since its own problem is
 * reported already.
 */
export type Family =
  | 'boolean'
  | 'integer'
  | 'number'
  | 'duration'
  | 'string'
  | 'date'
  | 'dateTime'
  | 'ipv4'
  | 'cidr'
  | 'caller'
  | 'json'
  | 'secret'
  | 'list'
  | 'map'
  | 'unresolved'
  | `decimal ${number}`
  | `enum ${ElementId}`
  | `structure ${ElementId}`
  | `union ${ElementId}`
  | `reference ${ElementId}`;

/** Follows constrained types down to the type that they limit. */
export function resolveType(source: TypeSource, type: Type): Type {
  let current = type;
  for (let steps = 0; current.kind === 'named' && steps < 100; steps += 1) {
    const named = source.named(current.id);
    if (named?.kind !== 'type') break;
    current = named.base;
  }
  return current;
}

export function familyOf(source: TypeSource, type: Type): Family {
  const resolved = resolveType(source, type);
  switch (resolved.kind) {
    case 'format':
      return resolved.format === 'Ipv4' ? 'ipv4' : 'string';
    case 'decimal':
      return `decimal ${resolved.scale}`;
    case 'named': {
      const named = source.named(resolved.id);
      if (!named || named.kind === 'type') return 'unresolved';
      return `${named.kind} ${resolved.id}`;
    }
    case 'reference':
      return `reference ${resolved.aggregate}`;
    case 'boolean':
    case 'integer':
    case 'number':
    case 'duration':
    case 'string':
    case 'date':
    case 'dateTime':
    case 'cidr':
    case 'caller':
    case 'json':
    case 'secret':
    case 'list':
    case 'map':
    case 'unresolved':
      return resolved.kind;
    default:
      return assertNever(resolved);
  }
}

/** A type in the user's words, for messages. */
export function describeFamily(source: TypeSource, family: Family): string {
  const [kind, id] = splitFamily(family);
  if (id === undefined) return familyWords[kind] ?? 'something unknown';
  switch (kind) {
    case 'decimal':
      return `a Decimal with ${id === '1' ? '1 fraction digit' : `${id} fraction digits`}`;
    case 'reference':
      return `a reference to \`${source.nameOf(id)}\``;
    case 'structure':
      return `a \`${source.nameOf(id)}\` (a structure)`;
    default:
      return `a \`${source.nameOf(id)}\``;
  }
}

const familyWords: Readonly<Record<string, string>> = {
  boolean: 'a Boolean',
  integer: 'an Integer',
  number: 'a Number',
  duration: 'a Duration',
  string: 'a String',
  date: 'a Date',
  dateTime: 'a DateTime',
  ipv4: 'an Ipv4',
  cidr: 'an Ipv4Cidr',
  caller: 'a Caller',
  json: 'Json',
  secret: 'a Secret',
  list: 'a list',
  map: 'a Map',
};

/** A family's kind, and what tells it from others of the kind: an id, or the scale of a Decimal. */
function splitFamily(family: Family): readonly [string, ElementId | undefined] {
  const space = family.indexOf(' ');
  return space < 0 ? [family, undefined] : [family.slice(0, space), family.slice(space + 1)];
}

function isDecimal(family: Family): boolean {
  return family.startsWith('decimal ');
}

export function describeType(source: TypeSource, type: Type): string {
  return describeFamily(source, familyOf(source, type));
}

/** A type in the user's words, with what a list holds. */
export function describeWhole(source: TypeSource, type: Type): string {
  const described = describeType(source, type);
  const resolved = resolveType(source, type);
  const held =
    resolved.kind === 'list' ? resolved.element : resolved.kind === 'map' ? resolved.value : undefined;
  return held ? `${described} (of ${describeType(source, held).replace(/^an? /, '')})` : described;
}

/** A problem with operands, in the user's words. */
export interface Mismatch {
  readonly problem: string;
}

export function isMismatch(result: ExpressionType | Mismatch): result is Mismatch {
  return 'problem' in result;
}

const boolean: ExpressionType = { type: { kind: 'boolean' }, optional: false };

/** The result of a binary operator, or what is wrong with its operands. */
export function typeOfBinary(
  source: TypeSource,
  operator: BinaryOperator,
  left: Expression,
  right: Expression,
): ExpressionType | Mismatch {
  const leftFamily = familyOf(source, left.type);
  const rightFamily = familyOf(source, right.type);
  switch (operator) {
    case 'and':
    case 'or':
    case 'implies':
      return (
        allAre(source, 'boolean', `\`${operator}\` joins conditions`, leftFamily, rightFamily) ?? boolean
      );
    case '==':
    case '!=':
      return comparable(source, operator, left, right) ?? boolean;
    case '<':
    case '<=':
    case '>':
    case '>=':
      return ordered(source, operator, left, right) ?? boolean;
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return arithmetic(source, operator, left, right);
    case '??': {
      const mismatch = sameFamily(source, '`??` needs the same type on both sides', left, right);
      return mismatch ?? { type: widen(source, left, right), optional: right.optional };
    }
    default:
      return assertNever(operator);
  }
}

/** The type of `if … then left else right`. */
export function typeOfConditional(
  source: TypeSource,
  condition: Expression,
  whenTrue: Expression,
  whenFalse: Expression,
): ExpressionType | Mismatch {
  return (
    allAre(source, 'boolean', '`if` asks a condition', familyOf(source, condition.type)) ??
    sameFamily(source, '`then` and `else` must give the same type', whenTrue, whenFalse) ?? {
      type: widen(source, whenTrue, whenFalse),
      optional: whenTrue.optional || whenFalse.optional,
    }
  );
}

/** Operands that must all be of one family; undefined if they are. */
export function allAre(
  source: TypeSource,
  family: Family,
  meaning: string,
  ...families: readonly Family[]
): Mismatch | undefined {
  const other = families.find((one) => one !== family && one !== 'unresolved');
  return other === undefined
    ? undefined
    : { problem: `${meaning}, and this is ${describeFamily(source, other)}` };
}

export function comparable(
  source: TypeSource,
  operator: string,
  left: Expression,
  right: Expression,
): Mismatch | undefined {
  for (const operand of [left, right]) {
    const family = familyOf(source, operand.type);
    if (!isSingleValue(family)) {
      return {
        problem: `\`${operator}\` compares single values, and this is ${describeFamily(source, family)}`,
      };
    }
  }
  return sameFamily(source, `\`${operator}\` needs the same type on both sides`, left, right);
}

/** True for what can be compared: what is neither made of parts nor opaque. */
function isSingleValue(family: Family): boolean {
  return !/^(?:list|map|json|secret|structure .*|union .*)$/.test(family);
}

function ordered(
  source: TypeSource,
  operator: string,
  left: Expression,
  right: Expression,
): Mismatch | undefined {
  for (const operand of [left, right]) {
    const family = familyOf(source, operand.type);
    if (family.startsWith('enum ')) {
      return { problem: `\`${operator}\` needs an order, and an enum has one only through \`.rank\`` };
    }
    if (family === 'boolean' || family === 'caller' || family.startsWith('reference ')) {
      return { problem: `\`${operator}\` needs an order, and ${describeFamily(source, family)} has none` };
    }
  }
  return comparable(source, operator, left, right);
}

function sameFamily(
  source: TypeSource,
  meaning: string,
  left: Expression,
  right: Expression,
): Mismatch | undefined {
  const leftFamily = familyOf(source, left.type);
  const rightFamily = familyOf(source, right.type);
  const misspelt = misspeltText(left, rightFamily) ?? misspeltText(right, leftFamily);
  if (misspelt !== undefined) return { problem: misspelt };
  if (isFormOf(source, left, rightFamily) || isFormOf(source, right, leftFamily)) return undefined;
  if (areInterchangeable(source, left.type, right.type)) return undefined;
  return {
    problem: `${meaning}, and here are ${describeWhole(source, left.type)} and ${describeWhole(source, right.type)}`,
  };
}

/** Whether what is done to the one can be done to the other: lists and maps hold the same, too. */
function areInterchangeable(source: TypeSource, left: Type, right: Type): boolean {
  const [one, other] = [familyOf(source, left), familyOf(source, right)];
  if (one === 'unresolved' || other === 'unresolved') return true;
  const numeric = (family: Family): boolean => family === 'integer' || family === 'number';
  if (numeric(one) && numeric(other)) return true;
  if (one !== other) return false;
  const [first, second] = [resolveType(source, left), resolveType(source, right)];
  if (first.kind === 'list' && second.kind === 'list')
    return areInterchangeable(source, first.element, second.element);
  if (first.kind === 'map' && second.kind === 'map') {
    return (
      areInterchangeable(source, first.key, second.key) &&
      areInterchangeable(source, first.value, second.value)
    );
  }
  return true;
}

/** Families whose literals are written as texts. */
export const textFamilies = ['date', 'dateTime', 'ipv4', 'cidr'] as const;

type WrittenAsText = (typeof textFamilies)[number];

export function isWrittenAsText(family: Family): family is WrittenAsText {
  return textFamilies.some((one) => one === family);
}

/** What is wrong with a text that is written out where a date or an address is wanted. */
export function misspeltText(expression: Expression, family: Family): string | undefined {
  if (!isWrittenAsText(family) || expression.kind !== 'literal') return undefined;
  if (typeof expression.value !== 'string' || expression.type.kind !== 'string') return undefined;
  const { isOne, example } = textForms[family];
  if (isOne(expression.value)) return undefined;
  return `${JSON.stringify(expression.value)} is no ${(familyWords[family] ?? '').replace(/^an? /, '')}: write one as in \`"${example}"\``;
}

const textForms: Readonly<
  Record<WrittenAsText, { readonly isOne: (text: string) => boolean; readonly example: string }>
> = {
  date: { isOne: isDate, example: '2026-01-31' },
  dateTime: { isOne: isDateTime, example: '2026-01-31T08:15:00.000Z' },
  ipv4: {
    isOne: (text) => matchesPattern(formats.Ipv4.pattern, text),
    example: formats.Ipv4.example,
  },
  cidr: { isOne: (text) => matchesPattern(cidrFormat.pattern, text), example: cidrFormat.example },
};

/** A text written for a date or address, a literal written for the id of another aggregate, or that very id. */
function isFormOf(source: TypeSource, expression: Expression, family: Family): boolean {
  const [kind, aggregate] = splitFamily(family);
  if (isWrittenAsText(family)) return expression.kind === 'literal' && expression.type.kind === 'string';
  const id = kind === 'reference' && aggregate !== undefined ? source.idOf(aggregate) : undefined;
  // An aggregate without a proper id is reported where it is declared.
  if (!id) return kind === 'reference';
  if (expression.kind === 'fieldAccess') return expression.field === id.field;
  return expression.kind === 'literal' && familyOf(source, expression.type) === familyOf(source, id.type);
}

/** The type that both branches fit: its limits are those that hold for either, or none. */
function widen(source: TypeSource, one: Expression, other: Expression): Type {
  if (one.kind === 'absent') return other.type;
  if (other.kind === 'absent') return one.type;
  const [left, right] = [one.type, other.type];
  if (left.kind === 'unresolved') return right;
  if (isFormOf(source, one, familyOf(source, right))) return right;
  if (isFormOf(source, other, familyOf(source, left))) return left;
  const isNumber = [left, right].some((type) => resolveType(source, type).kind === 'number');
  // Limits of what is calculated are not in its type.
  const open = isNumber ? undefined : openType(familyOf(source, left));
  return open && !isSameName(left, right) ? open : widenTypes(source, ownType(one), ownType(other));
}

function isSameName(left: Type, right: Type): boolean {
  return left.kind === 'named' && right.kind === 'named' && left.id === right.id;
}

/** The type of an expression; a text that is written out has its own length. */
function ownType(expression: Expression): Type {
  if (expression.kind !== 'literal' || typeof expression.value !== 'string') return expression.type;
  const length = codePointLength(expression.value);
  return { kind: 'string', length: { min: length, max: length, stated: true } };
}

function widenTypes(source: TypeSource, left: Type, right: Type): Type {
  if (isSameName(left, right)) return left;
  const [one, other] = [resolveType(source, left), resolveType(source, right)];
  if (one.kind === 'number' || other.kind === 'number') return { kind: 'number', range: {} };
  if (one.kind === 'list' && other.kind === 'list') {
    const size = eitherSize(one.size, other.size);
    const element = widenTypes(source, one.element, other.element);
    const unique = one.unique && other.unique;
    const key = one.uniqueBy?.field !== undefined && one.uniqueBy.field === other.uniqueBy?.field;
    return {
      kind: 'list',
      element,
      size,
      unique,
      ...(key ? { uniqueBy: one.uniqueBy } : {}),
      origin: one.origin,
    };
  }
  if (one.kind === 'map' && other.kind === 'map') {
    const size = eitherSize(one.size, other.size);
    const key = widenTypes(source, one.key, other.key);
    return { kind: 'map', key, value: widenTypes(source, one.value, other.value), size, origin: one.origin };
  }
  if (one.kind === 'cidr' && other.kind === 'cidr')
    return { kind: 'cidr', network: one.network && other.network };
  if (familyOf(source, left) === 'string') return widenTexts(one, other);
  return widenQuantities(one, other) ?? left;
}

/** Two whole numbers of one kind, each within its limits. */
function widenQuantities(left: Type, right: Type): Type | undefined {
  switch (left.kind) {
    case 'integer':
    case 'duration':
      return right.kind === left.kind ? { ...left, range: eitherRange(left.range, right.range) } : undefined;
    case 'decimal':
      return right.kind === 'decimal' ? { ...left, range: eitherRange(left.range, right.range) } : undefined;
    default:
      return undefined;
  }
}

/** The limits that hold for either. */
export function eitherRange(left: NumberRange, right: NumberRange): NumberRange {
  const min = left.min === undefined || right.min === undefined ? undefined : Math.min(left.min, right.min);
  const max = left.max === undefined || right.max === undefined ? undefined : Math.max(left.max, right.max);
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

/** The limits that hold for either. */
export function eitherSize(left: SizeRange, right: SizeRange): SizeRange {
  return {
    min: Math.min(left.min, right.min),
    max: Math.max(left.max, right.max),
    stated: left.stated && right.stated,
  };
}

/** Of two texts, one of a form of its own has that form's lengths. */
function widenTexts(left: Type, right: Type): Type {
  if (left.kind === 'format' && right.kind === 'format' && left.format === right.format) return left;
  return { kind: 'string', length: eitherSize(lengthOf(left), lengthOf(right)) };
}

function lengthOf(type: Type): SizeRange {
  if (type.kind === 'string') return type.length;
  const format = formatOf(type);
  return { min: format?.minLength ?? 0, max: format?.maxLength ?? defaultStringMaximum, stated: true };
}

/** The type without limits of what is calculated with; undefined for every other family. */
function openType(family: Family): Type | undefined {
  const [kind, detail] = splitFamily(family);
  switch (kind) {
    case 'integer':
      return { kind: 'integer', range: {} };
    case 'duration':
      return { kind: 'duration', range: {} };
    case 'decimal':
      return { kind: 'decimal', range: {}, scale: Number(detail) };
    default:
      return undefined;
  }
}

type Arithmetic = '+' | '-' | '*' | '/' | '%';

/** The result of a calculation; its limits are not in its type but in `interval.ts`. */
function arithmetic(
  source: TypeSource,
  operator: Arithmetic,
  left: Expression,
  right: Expression,
): ExpressionType | Mismatch {
  const [one, other] = [familyOf(source, left.type), familyOf(source, right.type)];
  const stranger = [one, other].find((family) => !isCounted(family));
  if (stranger !== undefined) return { problem: strangerProblem(source, operator, stranger) };
  if (one === 'unresolved' || other === 'unresolved') {
    const known = one === 'unresolved' ? other : one;
    return { type: openType(known) ?? { kind: 'integer', range: {} }, optional: false };
  }
  const family = arithmeticFamily(operator, one, other);
  const type = family === 'dateTime' ? ({ kind: 'dateTime' } as const) : family && openType(family);
  return type ? { type, optional: false } : { problem: arithmeticProblem(source, operator, one, other) };
}

/** What comes of a calculation; undefined where there is none. */
function arithmeticFamily(operator: Arithmetic, left: Family, right: Family): Family | undefined {
  const isQuantity = (family: Family): boolean => family === 'duration' || isDecimal(family);
  if (left === 'integer' && right === 'integer') return 'integer';
  switch (operator) {
    case '+':
      if (left === right && isQuantity(left)) return left;
      if (left === 'dateTime' && right === 'duration') return 'dateTime';
      return left === 'duration' && right === 'dateTime' ? 'dateTime' : undefined;
    case '-':
      if (left === right && isQuantity(left)) return left;
      if (left === 'dateTime' && right === 'dateTime') return 'duration';
      return left === 'dateTime' && right === 'duration' ? 'dateTime' : undefined;
    case '*':
      if (isQuantity(left) && right === 'integer') return left;
      return left === 'integer' && isQuantity(right) ? right : undefined;
    case '/':
      return isQuantity(left) && right === 'integer' ? left : undefined;
    case '%':
      return undefined;
    default:
      return assertNever(operator);
  }
}

/** What takes part in some calculation. */
function isCounted(family: Family): boolean {
  return ['integer', 'duration', 'dateTime', 'unresolved'].includes(family) || isDecimal(family);
}

function strangerProblem(source: TypeSource, operator: Arithmetic, stranger: Family): string {
  const hint = stranger === 'date' ? ': `.epochDay` counts its days' : '';
  return `\`${operator}\` calculates with Integers, Decimals and Durations, and this is ${describeFamily(source, stranger)}${hint}`;
}

function arithmeticProblem(source: TypeSource, operator: Arithmetic, left: Family, right: Family): string {
  const operands = `here are ${describeFamily(source, left)} and ${describeFamily(source, right)}`;
  const hint =
    isDecimal(left) || isDecimal(right)
      ? '. Decimals are added at one scale, and multiplied and divided by Integers: `ratio(a, b, scale n)` gives one of another scale'
      : '';
  return `\`${operator}\` does not go with these: ${operands}${hint}`;
}

/** The type of a sum of elements of this type, or what is wrong with them. */
export function typeOfSum(source: TypeSource, element: Type): ExpressionType | Mismatch {
  const family = familyOf(source, element);
  if (family === 'unresolved') return { type: { kind: 'integer', range: {} }, optional: false };
  const type = openType(family);
  return type
    ? { type, optional: false }
    : {
        problem: `\`.sum\` adds Integers, Decimals or Durations, and this is ${describeFamily(source, family)}`,
      };
}

/** The operand of an operator that takes one family only: `not`, unary minus, `.rank`, string tests… */
export function operandProblem(source: FieldTypeSource, expression: Expression): string | undefined {
  switch (expression.kind) {
    case 'not':
      return allAre(source, 'boolean', '`not` negates a condition', familyOf(source, expression.operand.type))
        ?.problem;
    case 'negation': {
      const family = familyOf(source, expression.operand.type);
      return family === 'unresolved' || openType(family)
        ? undefined
        : `\`-\` negates an Integer, a Decimal or a Duration, and this is ${describeFamily(source, family)}`;
    }
    case 'binary': {
      const result = typeOfBinary(source, expression.operator, expression.left, expression.right);
      return isMismatch(result) ? result.problem : undefined;
    }
    case 'conditional': {
      const result = typeOfConditional(
        source,
        expression.condition,
        expression.whenTrue,
        expression.whenFalse,
      );
      return isMismatch(result) ? result.problem : undefined;
    }
    case 'membership':
      return membershipProblem(source, expression);
    case 'quantifier':
      return allAre(
        source,
        'boolean',
        `\`.${expression.quantifier}\` asks a condition of each element`,
        familyOf(source, expression.body.type),
      )?.problem;
    case 'filter':
      return allAre(
        source,
        'boolean',
        '`.where` asks a condition of each element',
        familyOf(source, expression.body.type),
      )?.problem;
    case 'sum': {
      const result = typeOfSum(source, summedType(source, expression));
      return isMismatch(result) ? result.problem : undefined;
    }
    case 'unique': {
      const key = expression.body
        ? familyOf(source, expression.body.type)
        : elementFamily(source, expression.list);
      if (isSingleValue(key)) return undefined;
      return `\`.unique\` compares single values, and this is ${describeFamily(source, key)}: give a key, \`.unique(x => x.name)\``;
    }
    case 'stringTest':
      return expression.argument === undefined
        ? undefined
        : allAre(
            source,
            'string',
            `\`.${expression.test}\` compares with a String`,
            familyOf(source, expression.argument.type),
          )?.problem;
    case 'isAlternative': {
      const family = familyOf(source, expression.operand.type);
      return family === 'unresolved' || family.startsWith('union ')
        ? undefined
        : `\`is\` asks for the shape of a \`one of\` value, and this is ${describeFamily(source, family)}`;
    }
    case 'lookup':
    case 'hasKey':
      return keyProblem(source, expression);
    case 'network':
      return networkProblem(source, expression);
    case 'epoch':
      return epochProblem(source, expression);
    case 'ratio':
      return [expression.dividend, expression.divisor]
        .map(({ type }) => familyOf(source, type))
        .filter((family) => family !== 'integer' && family !== 'unresolved' && !isDecimal(family))
        .map(
          (family) =>
            `\`ratio\` divides Integers and Decimals, and this is ${describeFamily(source, family)}`,
        )
        .at(0);
    case 'neighbour': {
      const family = familyOf(source, expression.operand.type);
      return family === 'unresolved' || family.startsWith('enum ')
        ? undefined
        : `\`.${expression.direction}\` goes through the literals of an enum, and this is ${describeFamily(source, family)}`;
    }
    case 'exactlyOne':
      return allAre(
        source,
        'boolean',
        '`exactly one of` counts conditions and what may be absent',
        ...expression.conditions.map(({ type }) => familyOf(source, type)),
      )?.problem;
    case 'translated':
    case 'dereference':
      // Only what has the type of a reference is made into one.
      return undefined;
    case 'literal':
    case 'enumReference':
    case 'self':
    case 'old':
    case 'parameter':
    case 'fieldAccess':
    case 'presence':
    case 'size':
    case 'rank':
    case 'stringTransform':
    case 'match':
    case 'mapEntries':
    case 'mapList':
    case 'listEnd':
    case 'reversed':
    case 'input':
    case 'ambient':
    case 'absent':
    // What is given in these is compared with the fields that it is for, not with each other.
    case 'construction':
    case 'listLiteral':
    case 'objectLiteral':
    case 'call':
    case 'unresolvedName':
      return undefined;
    default:
      return assertNever(expression);
  }
}

/** The key of a lookup, compared with what it is looked for in. */
function keyProblem(
  source: FieldTypeSource,
  expression: Extract<Expression, { kind: 'lookup' | 'hasKey' }>,
): string | undefined {
  const collection = expression.kind === 'lookup' ? expression.collection : expression.map;
  const resolved = resolveType(source, collection.type);
  const by = expression.kind === 'lookup' ? expression.by : undefined;
  const type =
    by === undefined ? (resolved.kind === 'map' ? resolved.key : undefined) : source.typeOfField(by);
  if (!type) return undefined;
  const { key } = expression;
  const wanted: Expression = { ...key, kind: 'self', type, optional: false };
  return sameFamily(source, 'A lookup takes a key of the type that is compared with', wanted, key)?.problem;
}

function networkProblem(
  source: TypeSource,
  { operation, operand, argument }: Extract<Expression, { kind: 'network' }>,
): string | undefined {
  const owner = allAre(source, 'cidr', `\`.${operation}\` asks an Ipv4Cidr`, familyOf(source, operand.type));
  if (owner) return owner.problem;
  if (!argument) return undefined;
  if (argument.kind === 'literal' && argument.type.kind === 'string') {
    const isAddress = operation === 'contains' && misspeltText(argument, 'ipv4') === undefined;
    return isAddress ? undefined : misspeltText(argument, 'cidr');
  }
  const family = familyOf(source, argument.type);
  const fits =
    family === 'cidr' || family === 'unresolved' || (operation === 'contains' && family === 'ipv4');
  const wanted = operation === 'contains' ? 'an Ipv4 or an Ipv4Cidr' : 'an Ipv4Cidr';
  return fits
    ? undefined
    : `\`.${operation}\` takes ${wanted}, and this is ${describeFamily(source, family)}`;
}

function epochProblem(
  source: TypeSource,
  { unit, operand }: Extract<Expression, { kind: 'epoch' }>,
): string | undefined {
  const family = familyOf(source, operand.type);
  const wanted: readonly Family[] = unit === 'day' ? ['date'] : ['dateTime', 'duration'];
  if (family === 'unresolved' || wanted.includes(family)) return undefined;
  const name =
    unit === 'day'
      ? '`.epochDay` counts the days of a Date'
      : '`.millis` counts the milliseconds of a DateTime or a Duration';
  return `${name}, and this is ${describeFamily(source, family)}`;
}

function membershipProblem(
  source: TypeSource,
  expression: Extract<Expression, { kind: 'membership' }>,
): string | undefined {
  if (expression.items) {
    for (const item of expression.items) {
      const mismatch = comparable(source, 'in', expression.operand, item);
      if (mismatch) return mismatch.problem;
    }
    return undefined;
  }
  if (!expression.list) return undefined;
  const family = familyOf(source, expression.list.type);
  if (family !== 'list') {
    return family === 'unresolved'
      ? undefined
      : `\`in\` looks into a list, and this is ${describeFamily(source, family)}`;
  }
  const list = resolveType(source, expression.list.type);
  if (list.kind !== 'list') return undefined;
  return comparable(source, 'in', expression.operand, {
    ...expression.operand,
    kind: 'self',
    type: list.element,
    optional: false,
  })?.problem;
}

function elementFamily(source: TypeSource, list: Expression): Family {
  return familyOf(source, elementType(source, list));
}

function elementType(source: TypeSource, list: Expression): Type {
  const type = resolveType(source, list.type);
  return type.kind === 'list' ? type.element : { kind: 'unresolved', name: '', origin: list.origin };
}

function summedType(source: TypeSource, expression: Extract<Expression, { kind: 'sum' }>): Type {
  return expression.body ? expression.body.type : elementType(source, expression.list);
}
