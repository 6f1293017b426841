import type { JsonObject } from '../../pim/json.ts';
import type { Context, ElementId } from '../../pim/model.ts';
import { generatedNotice } from '../core/notice.ts';
import { annotations } from '../core/schema/annotations.ts';
import { type DeclarationSchema, declarationSchema } from '../core/schema/declaration-schema.ts';
import { payloadSchema } from '../core/schema/payload-schema.ts';
import type { SchemaContext } from '../core/schema/type-schema.ts';
import { type Variant, variantOf } from '../core/schema/variants.ts';
import type { TransformInput } from '../core/target.ts';
import type { JsonSchemaFile, JsonSchemaPsm } from './psm.ts';
import { locationsOf, type Subject, sentDeclarations, subjectsOf } from './subjects.ts';

export function transform({ index, marks }: TransformInput): JsonSchemaPsm {
  const given = (context: ElementId): string | undefined => {
    const base = marks.get(context)?.['baseUri'];
    return typeof base === 'string' ? base : undefined;
  };
  // All or none: from an absolute `$id`, a relative one cannot be reached.
  const common = index.model.contexts.map((context) => given(context.id)).find((base) => base !== undefined);
  const baseOf = (context: ElementId): string | undefined => given(context) ?? common;
  const sent = sentDeclarations(index);
  const all = index.model.contexts.map((context) => ({
    context,
    subjects: subjectsOf(context, sent, index),
  }));
  const locations = locationsOf(all.flatMap(({ subjects }) => subjects));
  const locationOf = (id: ElementId, variant: Variant): string => {
    const location = locations(id, variant);
    if (location === undefined) throw new Error(`\`${id}\` has no schema to refer to`);
    return location;
  };
  return {
    files: all.flatMap(({ context, subjects }) =>
      subjects.map((subject) =>
        schemaFile(subject, context, baseOf, {
          index,
          reference: (id) =>
            reference(subject.location, context, locationOf(id, subject.variant), index.context(id), baseOf),
        }),
      ),
    ),
  };
}

type BaseOf = (context: ElementId) => string | undefined;

function schemaFile(
  subject: Subject,
  context: Context,
  baseOf: BaseOf,
  schemas: SchemaContext,
): JsonSchemaFile {
  const { element, location } = subject;
  const { schema, trace } = contentOf(subject, schemas);
  const { $comment, description, ...rest } = schema;
  const notice = generatedNotice(element.origin);
  const example = subject.example();
  return {
    path: `json-schema/${location}`,
    element: element.id,
    name: element.name,
    nameOrigin: element.nameOrigin,
    isVariant: subject.kind === 'declaration' && subject.variant !== 'state',
    document: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: identifier(location, context, baseOf),
      $comment: typeof $comment === 'string' ? `${notice} ${$comment}` : notice,
      title: subject.title,
      ...(description === undefined ? {} : { description }),
      ...rest,
      ...(example === undefined ? {} : { examples: [example] }),
    },
    trace: { '': element.id, ...trace },
  };
}

function contentOf(
  subject: Subject,
  schemas: SchemaContext,
): Omit<DeclarationSchema, 'schema'> & { readonly schema: JsonObject } {
  if (subject.kind === 'declaration') {
    return declarationSchema(variantOf(subject.declaration, subject.variant, schemas.index), schemas);
  }
  const { schema, trace } = payloadSchema(subject.fields, schemas);
  return { schema: { ...annotations(subject.element), ...schema }, trace };
}

/**
 * Without a base, a file's own path as seen from its folder: resolved against wherever the file is
 * it gives that place again, and a validator that knows no place finds the siblings all the same.
 */
function identifier(location: string, context: Context, baseOf: BaseOf): string {
  const base = baseOf(context.id);
  return base === undefined ? `../${location}` : base + location;
}

/** Relative where both files share a base, so that the folder can be moved as a whole. */
function reference(from: string, home: Context, to: string, context: Context, baseOf: BaseOf): string {
  if (baseOf(context.id) !== baseOf(home.id)) return identifier(to, context, baseOf);
  const shares = from.slice(0, from.indexOf('/') + 1);
  return to.startsWith(shares) ? to.slice(shares.length) : `../${to}`;
}
