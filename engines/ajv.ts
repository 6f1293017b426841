import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { pointer } from '../generators/core/document.ts';
import { isJsonObject, type JsonObject, type JsonValue, partAt, pointerSteps } from '../pim/json.ts';
import type { Rule } from '../pim/model.ts';
import type { ModelIndex } from '../pim/model-index.ts';
import {
  accepted,
  type Engine,
  jsonOfText,
  notRun,
  type Question,
  type Reason,
  rejected,
  type Verdict,
} from './engine.ts';
import type { MakeOutput } from './make-output.ts';

interface Compiled {
  validatorOf(subject: string): ValidateFunction | undefined;
  /** The rule that a schema is a part of. */
  readonly rules: ReadonlyMap<object, PartOfRule>;
  /** The shape of a `one of` value that a schema is a part of. */
  readonly shapes: ReadonlyMap<object, ShapeSchema>;
}

interface ShapeSchema {
  /** The schema of what it is called. */
  readonly tag: JsonValue | undefined;
}

interface PartOfRule {
  readonly rule: Rule;
  /** How many steps its instance lies inside of what the rule is about. */
  readonly depth: number;
}

/** Ajv with the schemas of the target `json-schema`. */
export function ajvEngine(make: MakeOutput): Engine {
  const compiled = new WeakMap<ModelIndex, Compiled>();
  const answer = ({ index, subject, instance }: Question): Verdict => {
    const schemas = compiled.get(index) ?? compile(index, make);
    compiled.set(index, schemas);
    const validate = schemas.validatorOf(subject);
    if (!validate) return notRun('there is no schema of this type');
    return validate(jsonOfText(instance)) === true
      ? accepted
      : rejected(reasonsOf(validate.errors ?? [], schemas));
  };
  return {
    id: 'ajv',
    title: 'Ajv, with the JSON Schemas',
    target: 'json-schema',
    judge: async (questions) => questions.map(answer),
  };
}

function compile(index: ModelIndex, make: MakeOutput): Compiled {
  const ajv = new Ajv2020({
    strict: true,
    strictRequired: true,
    ownProperties: true,
    allErrors: true,
    verbose: true,
  });
  const { files, symbols } = make(index, 'json-schema');
  const ids = new Map<string, string>();
  const rules = new Map<object, PartOfRule>();
  const shapes = new Map<object, ShapeSchema>();
  for (const { path, content } of files) {
    const schema = schemaOf(content);
    ids.set(path, String(schema['$id']));
    ajv.addSchema(schema);
    addRules(schema, undefined, index, rules);
    addShapes(schema, undefined, shapes);
  }
  return {
    validatorOf: (subject) => ajv.getSchema(ids.get(symbols.get(subject)?.from ?? '') ?? ''),
    rules,
    shapes,
  };
}

function schemaOf(content: string): JsonObject {
  const schema = jsonOfText(content);
  if (!isJsonObject(schema)) throw new Error('a schema that was made is no object');
  return schema;
}

/** A rule's schema names it in `$comment`: everything in it is a part of the rule. */
function addRules(
  schema: JsonValue,
  around: PartOfRule | undefined,
  index: ModelIndex,
  rules: Map<object, PartOfRule>,
): void {
  if (Array.isArray(schema)) for (const one of schema) addRules(one, around, index, rules);
  if (!isJsonObject(schema)) return;
  const { $comment: comment } = schema;
  const named = typeof comment === 'string' ? index.get(comment) : undefined;
  const own = named?.kind === 'rule' ? { rule: named, depth: 0 } : around;
  if (own) rules.set(schema, own);
  const inside = own && { ...own, depth: own.depth + 1 };
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === 'properties' && isJsonObject(value))
      for (const property of Object.values(value)) addRules(property, inside, index, rules);
    else if (insideKeywords.has(keyword)) addRules(value, inside, index, rules);
    else if (!dataKeywords.has(keyword)) addRules(value, own, index, rules);
  }
}

function addShapes(
  schema: JsonValue,
  around: ShapeSchema | undefined,
  shapes: Map<object, ShapeSchema>,
): void {
  if (Array.isArray(schema)) for (const one of schema) addShapes(one, around, shapes);
  if (!isJsonObject(schema)) return;
  if (around) shapes.set(schema, around);
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === 'oneOf' && Array.isArray(value))
      for (const one of value) addShapes(one, { tag: tagOf(one, value) }, shapes);
    else if (!dataKeywords.has(keyword)) addShapes(value, around, shapes);
  }
}

/** Of the member that is another constant in each of the alternatives. */
function tagOf(one: JsonValue, all: readonly JsonValue[]): JsonValue | undefined {
  const constantOf = (schema: JsonValue, name: string): JsonValue | undefined =>
    partAt(schema, ['properties', name, 'const']);
  const properties = partAt(one, ['properties']);
  const names = isJsonObject(properties) ? Object.keys(properties) : [];
  const name = names.find((wanted) => all.every((schema) => constantOf(schema, wanted) !== undefined));
  return name === undefined ? undefined : partAt(one, ['properties', name]);
}

/** What they hold is about a member or an item. */
const insideKeywords: ReadonlySet<string> = new Set(['items', 'contains', 'additionalProperties']);
/** What they hold is no schema. */
const dataKeywords: ReadonlySet<string> = new Set(['const', 'default', 'enum', 'examples', 'required']);

/** What breaks inside of a rule is told as the rule, once; what has a wrong shape, before any rule. */
function reasonsOf(all: readonly ErrorObject[], { rules, shapes }: Compiled): readonly Reason[] {
  const errors = withoutOtherShapes(all, shapes);
  const reasons = errors.map((error): Reason => {
    const { parentSchema, message = 'is refused' } = error;
    const part = parentSchema && rules.get(parentSchema);
    if (!part) return { path: placeOf(error), message };
    const steps = pointerSteps(error.instancePath);
    const { rule, depth } = part;
    return { path: pointer(...steps.slice(0, steps.length - depth)), rule: rule.id, message: rule.message };
  });
  const ofRules = reasons.filter(({ rule }) => rule !== undefined);
  // What another alternative would have wanted is no reason where the right one has its own.
  const choices = errors
    .filter((error) => error.keyword === 'anyOf' || error.keyword === 'oneOf')
    .map(({ instancePath }) => instancePath)
    .filter((place) => ofRules.some(({ path }) => isWithin(path, place)));
  const ofShape = reasons.filter(
    ({ rule, path }) => rule === undefined && !choices.some((place) => isWithin(path, place)),
  );
  const told = ofShape.length > 0 ? ofShape : ofRules.length > 0 ? ofRules : reasons;
  return [...new Map(told.map((one) => [JSON.stringify(one), one])).values()];
}

/** The errors but for those of shapes that a value does not say that it has. */
function withoutOtherShapes(
  errors: readonly ErrorObject[],
  shapes: ReadonlyMap<object, ShapeSchema>,
): readonly ErrorObject[] {
  const shapeOf = ({ parentSchema }: ErrorObject): ShapeSchema | undefined =>
    parentSchema && shapes.get(parentSchema);
  const others = errors.flatMap((error) => {
    const shape = shapeOf(error);
    if (error.keyword !== 'const' || !shape || shape.tag !== error.parentSchema) return [];
    return [{ shape, place: pointer(...pointerSteps(error.instancePath).slice(0, -1)) }];
  });
  const kept = errors.filter(
    (error) =>
      !others.some(({ shape, place }) => shape === shapeOf(error) && isWithin(error.instancePath, place)),
  );
  // That it is none of them is told by the choice itself.
  return kept.length > 0 ? kept : errors;
}

/** What is missing is missed where it should be. */
function placeOf({ keyword, instancePath, params }: ErrorObject): string {
  return keyword === 'required' ? instancePath + pointer(String(params['missingProperty'])) : instancePath;
}

function isWithin(path: string | undefined, place: string): boolean {
  return path !== undefined && (path === place || path.startsWith(`${place}/`));
}
