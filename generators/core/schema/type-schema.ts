import { assertNever } from '../../../pim/assert-never.ts';
import { datePattern, dateTimePattern } from '../../../pim/date-patterns.ts';
import type { Expression } from '../../../pim/expression.ts';
import { formats } from '../../../pim/formats.ts';
import type { JsonObject, JsonValue } from '../../../pim/json.ts';
import type { ElementId, Field } from '../../../pim/model.ts';
import {
  enumOfType,
  idFieldOf,
  literalOf,
  type ModelIndex,
  structureOfType,
  underlyingType,
} from '../../../pim/model-index.ts';
import { matchesPattern } from '../../../pim/pattern.ts';
import { integerLimit, type Type } from '../../../pim/type.ts';
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
    case 'format': {
      const { pattern, minLength, maxLength } = formats[type.format];
      return stringSchema(minLength, maxLength, printTextPattern(pattern));
    }
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
  const description = field.doc === undefined ? {} : { description: field.doc };
  if (!field.default)
    return Object.keys(description).length === 0 ? schema : withMembers(schema, description);
  return withMembers(schema, { ...description, default: defaultValue(field.default, context.index) });
}

/** The JSON of a field's default, which is a literal. */
export function defaultValue(expression: Expression, index: ModelIndex): boolean | number | string {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'enumReference':
      return literalOf(index, expression.literal).wire;
    case 'negation': {
      const value = defaultValue(expression.operand, index);
      if (typeof value === 'number') return value === 0 ? 0 : -value;
      break;
    }
  }
  throw new Error('a default is not a literal: the model was not checked');
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
    case 'string':
    case 'format':
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
  const part = stringSchema(1, 253, textPattern);
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

function uniqueItems(type: Extract<Type, { kind: 'list' }>, index: ModelIndex): JsonObject {
  if (type.unique && isScalar(type.element, index)) {
    // Beside `items` of type string, Ajv counts with an object, and `__proto__` twice escapes it.
    return holdsProtoText(type.element) ? { allOf: [{ uniqueItems: true }] } : { uniqueItems: true };
  }
  const entity = structureOfType(index, type.element);
  const id = entity?.kind === 'entity' ? idFieldOf(entity) : undefined;
  if (id) return { $comment: `Not enforced by this schema: each item has another \`${id.name}\`.` };
  return type.unique ? { $comment: 'Not enforced by this schema: no two items are equal.' } : {};
}

function holdsProtoText(element: Type): boolean {
  const text: JsonValue = '__proto__';
  if (element.kind !== 'string' || element.length.min > text.length || element.length.max < text.length)
    return false;
  return !element.pattern || matchesPattern(element.pattern, text);
}
