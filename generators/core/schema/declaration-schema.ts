import { assertNever } from '../../../pim/assert-never.ts';
import { foreignFields } from '../../../pim/conformance.ts';
import { isJsonObject, type JsonObject, type JsonValue, jsonObject } from '../../../pim/json.ts';
import type {
  Alternative,
  ConstrainedType,
  ElementId,
  Enum,
  Rule,
  Structure,
  Union,
} from '../../../pim/model.ts';
import { storedFieldsOf, type TypeDeclaration, unionOf } from '../../../pim/model-index.ts';
import { type PointerTrace, pointer } from '../document.ts';
import { annotations, descriptionOf } from './annotations.ts';
import { depthSchema } from './depth-schema.ts';
import { payloadSchema } from './payload-schema.ts';
import { ruleSchema } from './rule-schema.ts';
import type { Schema } from './schema.ts';
import { type SchemaContext, typeSchema } from './type-schema.ts';

/** The schema of one declaration, and what leads from its parts to the model. */
export interface DeclarationSchema {
  /** A whole schema but for `$schema`, `$id` and `title`. */
  readonly schema: JsonObject;
  /** Pointers from the schema's root. */
  readonly trace: PointerTrace;
}

/**
 * What an instance of the declaration is: its shape, and under `allOf` each rule that JSON Schema
 * can hold, with the rule's id as `$comment` and its message as `description`. Derived fields are
 * not stored, and unknown members are accepted.
 */
export function declarationSchema(declaration: TypeDeclaration, context: SchemaContext): DeclarationSchema {
  switch (declaration.kind) {
    case 'type':
      return constrainedTypeSchema(declaration, context);
    case 'enum':
      return enumSchema(declaration);
    case 'union':
      return unionSchema(declaration, context);
    case 'alternative':
      return alternativeSchema(unionOf(context.index, declaration), declaration, context);
    case 'value':
    case 'entity':
    case 'aggregate':
      return structureSchema(declaration, context);
    default:
      return assertNever(declaration);
  }
}

function constrainedTypeSchema(type: ConstrainedType, context: SchemaContext): DeclarationSchema {
  const { $comment, allOf, ...base } = typeSchema(type.base, context);
  const before = Array.isArray(allOf) ? allOf : [];
  const rules = schemasOfRules(type.constraint ? [type.constraint] : [], context, before);
  return {
    schema: {
      ...comment([...(typeof $comment === 'string' ? [$comment] : []), ...rules.comment]),
      ...annotations(type),
      ...base,
      ...rules.members,
    },
    trace: rules.trace,
  };
}

function enumSchema(declaration: Enum): DeclarationSchema {
  const trace: Record<string, ElementId> = {};
  for (const [position, literal] of declaration.literals.entries()) {
    trace[pointer('enum', position)] = literal.id;
  }
  const documented = declaration.literals.flatMap((literal) => {
    const description = descriptionOf(literal);
    return description === undefined
      ? []
      : [`- \`${literal.name}\`: ${description.replaceAll(/\n+/g, '\n  ')}`];
  });
  return {
    schema: {
      ...annotations(declaration, documented.length === 0 ? [] : [documented.join('\n')]),
      type: 'string',
      enum: declaration.literals.map((literal) => literal.wire),
    },
    trace,
  };
}

function structureSchema(structure: Structure, context: SchemaContext): DeclarationSchema {
  const depth = depthOf(structure, context);
  const rules = schemasOfRules(structure.rules, context, depth.allOf);
  const payload = payloadSchema(storedFieldsOf(structure), context);
  return {
    schema: {
      ...comment([...depth.comment, ...rules.comment]),
      ...annotations(structure),
      ...payload.schema,
      ...rules.members,
    },
    trace: { ...rules.trace, ...payload.trace },
  };
}

/** How many levels of itself a value may hold, as a schema or, where none can say it, in words. */
function depthOf(
  structure: Structure,
  { index }: SchemaContext,
): { readonly allOf: readonly JsonValue[]; readonly comment: readonly string[] } {
  if (structure.kind !== 'value' || structure.depth === undefined) return { allOf: [], comment: [] };
  const levels = levelsOf(structure.depth);
  const schema = depthSchema(structure, index);
  if (schema === undefined)
    return { allOf: [], comment: [`Not enforced by this schema: it holds itself at most ${levels} deep.`] };
  if (schema === true) return { allOf: [], comment: [] };
  return {
    allOf: [{ description: `Holds itself at most ${levels} deep`, ...asObject(schema) }],
    comment: [],
  };
}

/** `1 level`, `3 levels`. */
export function levelsOf(depth: number): string {
  return depth === 1 ? '1 level' : `${depth} levels`;
}

/** Exactly one of the alternatives: each wants another value in the discriminator. */
function unionSchema(union: Union, context: SchemaContext): DeclarationSchema {
  const parts = union.alternatives.map((alternative) => alternativeSchema(union, alternative, context));
  const trace: Record<string, ElementId> = {};
  for (const [position, part] of parts.entries()) {
    const at = pointer('oneOf', position);
    const alternative = union.alternatives[position];
    if (alternative) trace[at] = alternative.id;
    for (const [inner, id] of Object.entries(part.trace)) trace[at + inner] = id;
  }
  return {
    schema: {
      ...annotations(union),
      type: 'object',
      required: [union.discriminator],
      oneOf: parts.map(({ schema }) => schema),
    },
    trace,
  };
}

/** The fields of one shape and the name that says so; what only other shapes have must be absent. */
function alternativeSchema(
  union: Union,
  alternative: Alternative,
  context: SchemaContext,
): DeclarationSchema {
  const { schema, trace } = structureSchema(alternative, context);
  const { properties, required, ...others } = schema;
  const foreign = foreignFields(union, alternative).map((name) => [name, { type: 'null' }] as const);
  return {
    schema: {
      title: alternative.name,
      ...others,
      properties: jsonObject([
        [union.discriminator, { const: alternative.wire }],
        ...(isJsonObject(properties) ? Object.entries(properties) : []),
        ...foreign,
      ]),
      required: [union.discriminator, ...(Array.isArray(required) ? required : [])],
    },
    trace,
  };
}

interface RuleSchemas {
  readonly members: { readonly allOf?: readonly JsonValue[] };
  readonly trace: PointerTrace;
  /** Names the rules that are not in the schema, if any. */
  readonly comment: readonly string[];
}

function schemasOfRules(
  rules: readonly Rule[],
  context: SchemaContext,
  before: readonly JsonValue[],
): RuleSchemas {
  const allOf = [...before];
  const trace: Record<string, ElementId> = {};
  const notEnforced: string[] = [];
  for (const rule of rules) {
    const result = ruleSchema(rule, context.index);
    if ('schema' in result) {
      trace[pointer('allOf', allOf.length)] = rule.id;
      allOf.push({ $comment: rule.id, description: rule.message, ...asObject(result.schema) });
    } else notEnforced.push(`${rule.name} (${result.reason})`);
  }
  const list = notEnforced.join(', ');
  const sentences = list === '' ? [] : [`Not enforced by this schema: ${list}.`];
  return { members: allOf.length === 0 ? {} : { allOf }, trace, comment: sentences };
}

function asObject(schema: Schema): JsonObject {
  if (typeof schema === 'object') return schema;
  return schema ? {} : { not: {} };
}

function comment(sentences: readonly string[]): JsonObject {
  return sentences.length === 0 ? {} : { $comment: sentences.join(' ') };
}
