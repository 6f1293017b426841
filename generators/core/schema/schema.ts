import type { JsonObject, JsonValue } from '../../../pim/json.ts';
import { isJsonObject } from '../../../pim/json.ts';

/**
 * A JSON Schema (2020-12). Every keyword that belongs to one type stands beside that `type`, so that
 * Ajv's strict mode is content and a value of any other type, `null` included, is refused.
 */
export type Schema = boolean | JsonObject;

const nullSchema: JsonObject = { type: 'null' };

/** All of them; says no more than it must. */
export function allOf(schemas: readonly Schema[]): Schema {
  const parts = distinct(
    schemas.flatMap((schema): readonly Schema[] => {
      if (schema === true) return [];
      return onlyMember(schema, 'allOf') ?? [schema];
    }),
  );
  if (parts.includes(false)) return false;
  const merged = mergePresence(parts);
  const [first] = merged;
  if (first === undefined) return true;
  return merged.length === 1 ? first : { allOf: merged };
}

/** Each schema once: to say it twice is to say no more. */
function distinct(schemas: readonly Schema[]): readonly Schema[] {
  return [...new Map(schemas.map((schema) => [JSON.stringify(schema), schema])).values()];
}

/** That a property is there and not `null`. */
export function isPresent(name: string): JsonObject {
  return { properties: { [name]: anythingButNull }, required: [name] };
}

/**
 * Takes "is present" into a question about the same optional property, which refuses `null` as it is.
 * No two parts are the same.
 */
function mergePresence(parts: readonly Schema[]): readonly Schema[] {
  const merged = [...parts];
  for (const part of parts) {
    const name = onlyProperty(part);
    if (name === undefined || JSON.stringify(part) !== JSON.stringify(isPresent(name))) continue;
    const other = merged.findIndex((one) => one !== part && onlyProperty(one) === name);
    const question = merged[other];
    if (typeof question !== 'object') continue;
    merged[other] = { ...question, required: [name] };
    merged.splice(merged.indexOf(part), 1);
  }
  return merged;
}

/** The name, if the schema says nothing but what one property is and that it is required. */
function onlyProperty(schema: Schema): string | undefined {
  if (typeof schema === 'boolean' || !isJsonObject(schema['properties'])) return undefined;
  const names = Object.keys(schema['properties']);
  const known = Object.keys(schema).every((keyword) => keyword === 'properties' || keyword === 'required');
  return known && names.length === 1 ? names[0] : undefined;
}

/** At least one of them. */
export function anyOf(schemas: readonly Schema[]): Schema {
  const parts = distinct(
    schemas.flatMap((schema): readonly Schema[] => {
      if (schema === false) return [];
      return onlyMember(schema, 'anyOf') ?? [schema];
    }),
  );
  if (parts.includes(true)) return true;
  const [first] = parts;
  if (first === undefined) return false;
  return parts.length === 1 ? first : { anyOf: parts };
}

/** One of them, and no other: to say one twice is to say something else. */
export function oneOf(schemas: readonly Schema[]): Schema {
  return { oneOf: schemas };
}

export function not(schema: Schema): Schema {
  if (typeof schema === 'boolean') return !schema;
  const keys = Object.keys(schema);
  const inner = schema['not'];
  if (keys.length === 1 && isJsonObject(inner)) return inner;
  return { not: schema };
}

/**
 * `whenTrue` where the condition holds, `whenFalse` where it does not. Not by `if`, which many tools for
 * OpenAPI pass over, or take for a part of the shape.
 */
export function ifThenElse(condition: Schema, whenTrue: Schema, whenFalse: Schema): Schema {
  if (typeof condition === 'boolean') return condition ? whenTrue : whenFalse;
  if (whenTrue === whenFalse) return whenTrue;
  if (whenTrue === false) return allOf([not(condition), whenFalse]);
  if (whenFalse === false) return allOf([condition, whenTrue]);
  return allOf([anyOf([not(condition), whenTrue]), anyOf([condition, whenFalse])]);
}

/** What the schema accepts, and `null`. The schema itself refuses `null`. */
export function nullable(schema: Schema): Schema {
  if (schema === true) return true;
  if (schema === false) return nullSchema;
  const { type, ...rest } = schema;
  const keywords = Object.keys(rest);
  if (typeof type === 'string' && !keywords.some(judgesEveryType)) return { ...schema, type: [type, 'null'] };
  if (keywords.length === 1 && type === undefined) {
    if (schema['const'] !== undefined) return { enum: [schema['const'], null] };
    if (Array.isArray(schema['enum'])) return { enum: [...schema['enum'], null] };
    if (schema['not'] !== undefined && isNullSchema(schema['not'])) return true;
  }
  return { anyOf: [schema, nullSchema] };
}

/** What every value but `null` fits. */
export const anythingButNull: JsonObject = { not: nullSchema };

// Keywords that would judge a `null` which the type has just let in.
function judgesEveryType(keyword: string): boolean {
  return ['const', 'enum', 'not', 'if', 'anyOf', 'oneOf', '$ref'].includes(keyword);
}

function isNullSchema(value: JsonValue): boolean {
  return isJsonObject(value) && Object.keys(value).length === 1 && value['type'] === 'null';
}

function onlyMember(schema: Schema, keyword: string): readonly Schema[] | undefined {
  if (typeof schema === 'boolean' || Object.keys(schema).length !== 1) return undefined;
  const parts = schema[keyword];
  if (!Array.isArray(parts)) return undefined;
  return parts.filter((part: JsonValue) => typeof part === 'boolean' || isJsonObject(part));
}
