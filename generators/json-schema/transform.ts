import type { Context, Declaration, Element, ElementId, Entity } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { declarationOf } from '../../pim/model-index.ts';
import { kebabCase } from '../core/naming.ts';
import { generatedNotice } from '../core/notice.ts';
import { declarationSchema } from '../core/schema/declaration-schema.ts';
import type { TransformInput } from '../core/target.ts';
import type { JsonSchemaFile, JsonSchemaPsm } from './psm.ts';

export function transform({ index, marks }: TransformInput): JsonSchemaPsm {
  const given = (context: ElementId): string | undefined => {
    const base = marks.get(context)?.['baseUri'];
    return typeof base === 'string' ? base : undefined;
  };
  // All or none: from an absolute `$id`, a relative one cannot be reached.
  const common = index.model.contexts.map((context) => given(context.id)).find((base) => base !== undefined);
  const baseOf = (context: ElementId): string | undefined => given(context) ?? common;
  return {
    files: index.model.contexts.flatMap((context) =>
      declarationsOf(context).map((declaration) => schemaFile(declaration, index, baseOf)),
    ),
  };
}

type BaseOf = (context: ElementId) => string | undefined;

function schemaFile(declaration: Declaration | Entity, index: ModelIndex, baseOf: BaseOf): JsonSchemaFile {
  const context = index.context(declaration.id);
  const { schema, trace } = declarationSchema(declaration, {
    index,
    reference: (id) => reference(context, declarationOf(index, id), index, baseOf),
  });
  const { $comment, description, ...rest } = schema;
  const notice = generatedNotice(declaration.origin);
  return {
    path: `json-schema/${location(declaration, context)}`,
    element: declaration.id,
    name: declaration.name,
    nameOrigin: declaration.nameOrigin,
    document: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: identifier(declaration, context, baseOf),
      $comment: typeof $comment === 'string' ? `${notice} ${$comment}` : notice,
      title: declaration.name,
      ...(description === undefined ? {} : { description }),
      ...rest,
    },
    trace: { '': declaration.id, ...trace },
  };
}

/**
 * Without a base, a file's own path as seen from its folder: resolved against wherever the file is
 * it gives that place again, and a validator that knows no place finds the siblings all the same.
 */
function identifier(declaration: Named, context: Context, baseOf: BaseOf): string {
  const base = baseOf(context.id);
  return base === undefined ? `../${location(declaration, context)}` : base + location(declaration, context);
}

/** Relative where both files share a base, so that the folder can be moved as a whole. */
function reference(from: Context, target: Named, index: ModelIndex, baseOf: BaseOf): string {
  const context = index.context(target.id);
  if (context.id === from.id) return fileName(target);
  if (baseOf(context.id) === baseOf(from.id)) return `../${location(target, context)}`;
  return identifier(target, context, baseOf);
}

function location(declaration: Named, context: Context): string {
  return `${kebabCase(context.name) || context.name}/${fileName(declaration)}`;
}

function fileName(declaration: Named): string {
  return `${kebabCase(declaration.name) || declaration.name}.schema.json`;
}

type Named = Pick<Element, 'id' | 'name'>;

function declarationsOf(context: Context): readonly (Declaration | Entity)[] {
  return context.declarations.flatMap((declaration): readonly (Declaration | Entity)[] =>
    declaration.kind === 'aggregate' ? [declaration, ...declaration.entities] : [declaration],
  );
}
