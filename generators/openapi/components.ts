import { type JsonObject, jsonObject } from '../../pim/json.ts';
import type { Context, Declaration, ElementId, Entity, Field } from '../../pim/model.ts';
import { aggregatesOf, isStructure, type ModelIndex } from '../../pim/model-index.ts';
import { type PointerTrace, pointer } from '../core/document.ts';
import { declarationSchema } from '../core/schema/declaration-schema.ts';
import { nullable } from '../core/schema/schema.ts';
import { fieldSchema, type SchemaContext, typeSchema } from '../core/schema/type-schema.ts';
import { usedDeclarations } from '../core/schema/used-declarations.ts';
import type { Claim } from './psm.ts';
import { type SchemaNames, schemaPointer } from './schema-names.ts';

/** The schemas of one document that come from declarations, in the order of the source. */
export interface Components {
  readonly schemas: readonly (readonly [string, JsonObject])[];
  readonly trace: PointerTrace;
  readonly claims: readonly Claim[];
}

/** The schemas of everything that the aggregates of a context are made of. */
export function componentsOf(context: Context, index: ModelIndex, names: SchemaNames): Components {
  const schemas: (readonly [string, JsonObject])[] = [];
  const claims: Claim[] = [];
  const trace: Record<string, ElementId> = {};
  const state: SchemaContext = { index, reference: (id) => schemaPointer(names.state(id)) };
  const view: SchemaContext = { index, reference: (id) => schemaPointer(names.view(id)) };
  const add = (claimed: string, declaration: Declaration | Entity, schema: JsonObject): void => {
    const { id: element, name, nameOrigin } = declaration;
    schemas.push([claimed, schema]);
    claims.push({ claimed, element, name, nameOrigin });
    trace[pointer('components', 'schemas', claimed)] = element;
  };
  for (const declaration of inSourceOrder(usedDeclarations(aggregatesOf(context), index), context, index)) {
    const name = names.state(declaration.id);
    const { schema, trace: inner } = declarationSchema(declaration, state);
    add(name, declaration, schema);
    for (const [at, id] of Object.entries(inner)) trace[pointer('components', 'schemas', name) + at] = id;
    const nameOfView = names.view(declaration.id);
    if (!isStructure(declaration) || nameOfView === name) continue;
    const fields = declaration.fields.filter((field) => names.saysMore(field));
    add(nameOfView, declaration, viewSchema(name, fields, view));
    for (const field of fields) {
      trace[pointer('components', 'schemas', nameOfView, 'allOf', 1, 'properties', field.name)] = field.id;
    }
  }
  return { schemas, trace, claims };
}

/** The state, and beside it whatever is derived from it or in it. */
function viewSchema(state: string, fields: readonly Field[], context: SchemaContext): JsonObject {
  const derived = fields.filter((field) => field.role === 'derived' && !field.optional);
  return {
    description: `\`${state}\` with what is derived from it.`,
    allOf: [
      { $ref: schemaPointer(state) },
      {
        type: 'object',
        properties: jsonObject(fields.map((field) => [field.name, readFieldSchema(field, context)])),
        ...(derived.length === 0 ? {} : { required: derived.map((field) => field.name) }),
      },
    ],
  };
}

function readFieldSchema(field: Field, context: SchemaContext): JsonObject {
  if (field.role === 'derived') {
    const schema = fieldSchema(field, context);
    return { ...(typeof schema === 'object' ? schema : {}), readOnly: true };
  }
  const plain = typeSchema(field.type, context);
  const schema = field.optional ? nullable(plain) : plain;
  return typeof schema === 'object' ? schema : {};
}

/** The context's own declarations first. */
function inSourceOrder(
  used: ReadonlySet<Declaration | Entity>,
  context: Context,
  index: ModelIndex,
): readonly (Declaration | Entity)[] {
  const contexts = [context, ...index.model.contexts.filter((other) => other.id !== context.id)];
  return contexts
    .flatMap(({ declarations }) => declarations)
    .flatMap((declaration): readonly (Declaration | Entity)[] =>
      declaration.kind === 'aggregate' ? [declaration, ...declaration.entities] : [declaration],
    )
    .filter((declaration) => used.has(declaration));
}
