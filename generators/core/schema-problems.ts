import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { isJsonObject, type JsonObject, pointerSteps } from '../../pim/json.ts';
import { didYouMean } from '../../pim/near-miss.ts';
import type { Origin } from '../../pim/origin.ts';
import { type LocatedObject, originAt, plainObject } from './located-value.ts';

/** What is wrong with a located object, in the words of whoever reads it. */
export interface SchemaProblem {
  readonly message: string;
  readonly origin: Origin;
}

/** How the members of an object are called where its problems are told. */
export interface SchemaWords {
  /** ``The target `kubernetes` knows no mark``: what goes before the name of one that is unknown. */
  readonly knowsNo: string;
  /** ``The target `kubernetes` needs the mark``: what goes before the name of one that is missing. */
  readonly needs: string;
  /** `mark`: what one of them is called. */
  readonly member: string;
  /** ``The mark `kubernetes` ``: what the object as a whole is called. */
  readonly whole: string;
  /** Where something is missing from the object as a whole. */
  readonly origin: Origin;
}

/** Compiling takes longer than most checks of a model. */
const compiled = new WeakMap<JsonObject, ValidateFunction>();

/** Compiles a JSON Schema (2020-12); throws if it is none, or says something that has no effect. */
export function compileSchema(schema: JsonObject): ValidateFunction {
  const known = compiled.get(schema);
  if (known) return known;
  const options = {
    allErrors: true,
    strict: true,
    allowUnionTypes: true,
    ownProperties: true,
    verbose: true,
  };
  const validate = new Ajv2020(options).compile(schema);
  compiled.set(schema, validate);
  return validate;
}

/** Everything in which an object differs from its schema, each at its place. */
export function schemaProblems(
  object: LocatedObject,
  validate: ValidateFunction,
  words: SchemaWords,
): readonly SchemaProblem[] {
  if (validate(plainObject(object))) return [];
  return withoutEchoes(validate.errors ?? []).map((error) => problem(error, object, validate.schema, words));
}

/** Keywords that only say that something inside them failed. */
const summaries: ReadonlySet<string> = new Set(['if', 'anyOf', 'oneOf', 'allOf']);

function withoutEchoes(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const causes = errors.filter((error) => !summaries.has(error.keyword));
  return causes.length > 0 ? causes : errors;
}

function problem(
  error: ErrorObject,
  object: LocatedObject,
  schema: ValidateFunction['schema'],
  words: SchemaWords,
): SchemaProblem {
  const extra: unknown = error.params['additionalProperty'] ?? error.params['unevaluatedProperty'];
  const path = pointerSteps(error.instancePath);
  if (typeof extra === 'string') {
    return {
      message: unknownMember(extra, error.parentSchema?.['properties'], words),
      origin: originAt(object, [...path, extra], 'name'),
    };
  }
  // Where any name may stand for a part, a plain value under an unknown name is a slip.
  const [first] = path;
  if (path.length === 1 && first !== undefined && error.schemaPath.startsWith('#/additionalProperties/')) {
    const known: unknown = typeof schema === 'object' ? schema['properties'] : undefined;
    return { message: unknownMember(first, known, words), origin: originAt(object, path, 'name') };
  }
  const missing: unknown = error.params['missingProperty'];
  if (typeof missing === 'string') {
    const origin = path.length === 0 ? words.origin : originAt(object, path, 'name');
    return { message: `${words.needs} \`${missing}\` here.`, origin };
  }
  return {
    message: `${placeOf(path, words)} ${limitOf(error)}.`,
    origin: originAt(object, path, 'value'),
  };
}

function unknownMember(name: string, known: unknown, { knowsNo }: SchemaWords): string {
  const names = isJsonObject(known) ? Object.keys(known) : [];
  return `${knowsNo} \`${name}\` here.${didYouMean(name, names)}`;
}

function placeOf(path: readonly string[], { member, whole }: SchemaWords): string {
  const [key, list] = path.toReversed();
  if (key === undefined) return whole;
  return list !== undefined && /^\d+$/.test(key)
    ? `Item ${Number(key) + 1} of the ${member} \`${list}\``
    : `The ${member} \`${key}\``;
}

function limitOf(error: ErrorObject): string {
  const allowed: unknown = error.params['allowedValues'];
  if (Array.isArray(allowed))
    return `must be one of ${allowed.map((one) => `\`${String(one)}\``).join(', ')}`;
  if (error.keyword === 'type') return typeLimitOf(error.params['type'], error.data);
  if (error.keyword === 'uniqueItems') return 'names the same twice';
  return error.message ?? 'is not valid';
}

/** What it must be, and how to write that where a small slip is likely. */
function typeLimitOf(wanted: unknown, found: unknown): string {
  if (wanted === 'array') return 'must be a list: write `[…]`';
  if (wanted === 'string' && typeof found === 'number') return 'must be a string: write it in quotes';
  return wanted === 'object' ? 'must be an object' : `must be a ${String(wanted)}`;
}
