import { assertNever } from '../../../pim/assert-never.ts';
import { callerLength, defaultOf, secretPartLength } from '../../../pim/conformance.ts';
import { datePattern, dateTimePattern } from '../../../pim/date-patterns.ts';
import { decimalPattern } from '../../../pim/decimal-pattern.ts';
import { formatOf } from '../../../pim/formats.ts';
import type { JsonObject, JsonValue } from '../../../pim/json.ts';
import type { ElementId, Field } from '../../../pim/model.ts';
import {
  enumOfType,
  identityOfItems,
  idFieldOf,
  type ModelIndex,
  underlyingType,
} from '../../../pim/model-index.ts';
import { matchesPattern } from '../../../pim/pattern.ts';
import { integerLimit, type Type } from '../../../pim/type.ts';
import { annotations } from './annotations.ts';
import { anythingButNull, nullable, type Schema } from './schema.ts';
import { printTextPattern, textPattern } from './text-pattern.ts';

/** What a schema is made from: the model, and how one schema refers to that of a declaration. */
export interface SchemaContext {
  readonly index: ModelIndex;
  /** The `$ref` to a declaration's schema. */
  reference(id: ElementId): string;
}

/** The schema of a required value of the type: it refuses `null`. */
export function typeSchema(type: Type, context: SchemaContext): JsonObject {
  switch (type.kind) {
    case 'boolean':
      return { type: 'boolean' };
    case 'integer': {
      const { min = -integerLimit, max = integerLimit } = type.range;
      return { type: 'integer', minimum: min, maximum: max };
    }
    case 'number': {
      const { min, max } = type.range;
      return {
        type: 'number',
        ...(min === undefined ? {} : { minimum: min }),
        ...(max === undefined ? {} : { maximum: max }),
      };
    }
    case 'string': {
      const pattern = type.pattern ? printTextPattern(type.pattern) : textPattern;
      return stringSchema(type.length.min, type.length.max, pattern);
    }
    case 'decimal':
      return { type: 'string', pattern: decimalPattern(type.range, type.scale) };
    case 'duration': {
      const { min = -integerLimit, max = integerLimit } = type.range;
      return { type: 'integer', minimum: min, maximum: max };
    }
    case 'format':
    case 'cidr': {
      const format = formatOf(type);
      if (!format) throw new Error(`\`${type.kind}\` has no form`);
      return stringSchema(format.minLength, format.maxLength, printTextPattern(format.pattern));
    }
    case 'caller':
      return stringSchema(callerLength.min, callerLength.max, textPattern);
    case 'date':
      return { type: 'string', pattern: datePattern };
    case 'dateTime':
      return { type: 'string', pattern: dateTimePattern };
    case 'json':
      return anythingButNull;
    case 'secret':
      return secretSchema();
    case 'named':
      return { $ref: context.reference(type.id) };
    case 'reference':
      return typeSchema(idTypeOf(type.aggregate, context.index), context);
    case 'list':
      return listSchema(type, context);
    case 'map':
      return mapSchema(type, context);
    case 'unresolved':
      throw new Error(`the type \`${type.name}\` was not resolved: the model was not checked`);
    default:
      return assertNever(type);
  }
}

/** The schema of a field's value; one that is optional or has a default takes `null` for absent. */
export function fieldSchema(field: Field, context: SchemaContext): Schema {
  const plain = typeSchema(field.type, context);
  const schema = field.optional || field.default ? nullable(plain) : plain;
  const said = annotations(field);
  const value = defaultOf(context.index, field);
  if (value === undefined) return Object.keys(said).length === 0 ? schema : withMembers(schema, said);
  return withMembers(schema, { ...said, default: value });
}

/** The type that identifies an aggregate. */
export function idTypeOf(aggregate: ElementId, index: ModelIndex): Type {
  const element = index.get(aggregate);
  const field = element?.kind === 'aggregate' ? idFieldOf(element) : undefined;
  if (!field) throw new Error(`\`${aggregate}\` has no id: the model was not checked`);
  return field.type;
}

/** True for what JSON holds as a boolean, number or string: two are equal where their JSON is. */
export function isScalar(type: Type, index: ModelIndex): boolean {
  const underlying = underlyingType(index, type);
  switch (underlying.kind) {
    case 'boolean':
    case 'integer':
    case 'number':
    case 'decimal':
    case 'duration':
    case 'string':
    case 'format':
    case 'cidr':
    case 'caller':
    case 'date':
    case 'dateTime':
    case 'reference':
      return true;
    case 'named':
      return enumOfType(index, underlying) !== undefined;
    default:
      return false;
  }
}

function withMembers(schema: Schema, members: JsonObject): JsonObject {
  if (typeof schema !== 'boolean') return { ...schema, ...members };
  return schema ? members : { not: {}, ...members };
}

function stringSchema(minLength: number, maxLength: number, pattern: string): JsonObject {
  return { type: 'string', ...(minLength > 0 ? { minLength } : {}), maxLength, pattern };
}

function secretSchema(): JsonObject {
  const part = stringSchema(secretPartLength.min, secretPartLength.max, textPattern);
  return { type: 'object', properties: { name: part, key: part }, required: ['name', 'key'] };
}

function listSchema(type: Extract<Type, { kind: 'list' }>, context: SchemaContext): JsonObject {
  const { min, max } = type.size;
  return {
    type: 'array',
    items: typeSchema(type.element, context),
    ...(min > 0 ? { minItems: min } : {}),
    maxItems: max,
    ...uniqueItems(type, context.index),
  };
}

/** Names are checked by `propertyNames`; every value, whatever its name, by `additionalProperties`. */
function mapSchema(type: Extract<Type, { kind: 'map' }>, context: SchemaContext): JsonObject {
  const { min, max } = type.size;
  return {
    type: 'object',
    propertyNames: typeSchema(type.key, context),
    additionalProperties: typeSchema(type.value, context),
    ...(min > 0 ? { minProperties: min } : {}),
    maxProperties: max,
  };
}

function uniqueItems(type: Extract<Type, { kind: 'list' }>, index: ModelIndex): JsonObject {
  const unheld = unheldUniqueness(type, index);
  if (unheld !== undefined) return { $comment: `Not enforced by this schema: ${unheld}.` };
  if (!type.unique) return {};
  // Beside `items` of type string, Ajv counts with an object, and `__proto__` twice escapes it.
  return holdsProtoText(type.element) ? { allOf: [{ uniqueItems: true }] } : { uniqueItems: true };
}

/** In which way the items of a list differ that no schema can say; undefined if there is none. */
export function unheldUniqueness(
  type: Extract<Type, { kind: 'list' }>,
  index: ModelIndex,
): string | undefined {
  if (type.unique && !type.uniqueBy && isScalar(type.element, index)) return undefined;
  const id = identityOfItems(index, type.element);
  const keys = [...(id ? [id.name] : []), ...(type.uniqueBy ? [type.uniqueBy.name] : [])];
  if (keys.length > 0)
    return `each item has another ${keys.map((name) => `\`${name}\``).join(' and another ')}`;
  return type.unique ? 'no two items are equal' : undefined;
}

function holdsProtoText(element: Type): boolean {
  const text: JsonValue = '__proto__';
  if (element.kind !== 'string' || element.length.min > text.length || element.length.max < text.length)
    return false;
  return !element.pattern || matchesPattern(element.pattern, text);
}
