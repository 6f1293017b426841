import type { JsonObject } from '../../pim/json.ts';
import type { Aggregate, Context, Field } from '../../pim/model.ts';
import { idFieldOf, type ModelIndex } from '../../pim/model-index.ts';
import { kebabCase, pascalCase, plural, sentenceWords } from '../core/naming.ts';
import { typeSchema } from '../core/schema/type-schema.ts';
import { problemResponse } from './problem.ts';
import type { Content, Operation, Parameter, PathItem } from './psm.ts';
import { type SchemaNames, schemaPointer } from './schema-names.ts';

/**
 * An aggregate as a resource: it is read page by page or by its id, and its whole state replaced.
 * Only commands could say more of how it changes.
 */
export interface Resource {
  readonly aggregate: Aggregate;
  /** `/fabrics`. */
  readonly path: string;
  readonly page: { readonly name: string; readonly schema: JsonObject };
  readonly tag: { readonly name: string; readonly description: string };
  readonly items: readonly (readonly [string, PathItem])[];
}

/** The parameters that every list takes, by name. */
export const pagingParameters: { readonly [name: string]: Parameter } = {
  limit: {
    name: 'limit',
    in: 'query',
    description: 'How many resources a page holds at most.',
    schema: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
  },
  cursor: {
    name: 'cursor',
    in: 'query',
    description: 'Where to go on: `next` of the page before. Without it the first page is meant.',
    schema: { type: 'string', minLength: 1, maxLength: 1024 },
  },
};

/** `pluralMark` is the segment of the path, if the marks give one. */
export function resourceOf(
  aggregate: Aggregate,
  context: Context,
  index: ModelIndex,
  names: SchemaNames,
  pluralMark: string | undefined,
): Resource {
  const segment = pluralMark ?? (plural(kebabCase(aggregate.name)) || aggregate.name);
  const path = `/${segment}`;
  const manyWords = sentenceWords(segment);
  const page = `${aggregate.name}Page`;
  const view = schemaPointer(names.view(aggregate.id));
  const list: Operation = {
    operationId: `list${pascalCase(segment)}`,
    tags: [aggregate.name],
    summary: `List ${manyWords}`,
    parameters: [{ $ref: '#/components/parameters/limit' }, { $ref: '#/components/parameters/cursor' }],
    responses: {
      '200': { description: `A page of ${manyWords}.`, content: json(schemaPointer(page)) },
      '400': problemResponse('BadRequest'),
    },
  };
  const idField = idFieldOf(aggregate);
  return {
    aggregate,
    path,
    page: { name: page, schema: pageSchema(manyWords, view) },
    tag: {
      name: aggregate.name,
      description: aggregate.doc ?? `The ${manyWords} of the ${context.name} context.`,
    },
    items: [
      [path, { get: list }],
      ...(idField
        ? [[`${path}/{${idField.name}}`, singleItem(aggregate, idField, index, names)] as const]
        : []),
    ],
  };
}

function singleItem(aggregate: Aggregate, idField: Field, index: ModelIndex, names: SchemaNames): PathItem {
  const words = sentenceWords(aggregate.name);
  const state = schemaPointer(names.state(aggregate.id));
  const view = schemaPointer(names.view(aggregate.id));
  const isMade = idField.generated;
  return {
    parameters: [
      {
        name: idField.name,
        in: 'path',
        required: true,
        description: idField.doc ?? `The ${sentenceWords(idField.name)} of the ${words}.`,
        schema: typeSchema(idField.type, {
          index,
          reference: (id) => schemaPointer(names.state(id)),
        }),
      },
    ],
    get: {
      operationId: `get${aggregate.name}`,
      tags: [aggregate.name],
      summary: `Get one ${words}`,
      responses: {
        '200': { description: `The ${words}.`, content: json(view) },
        '400': problemResponse('BadRequest'),
        '404': problemResponse('NotFound'),
      },
    },
    put: {
      operationId: `put${aggregate.name}`,
      tags: [aggregate.name],
      summary: isMade ? `Replace one ${words}` : `Create or replace one ${words}`,
      description: `The body is the whole state. Its \`${idField.name}\` must be that of the path.`,
      requestBody: { required: true, content: json(state) },
      responses: {
        '200': { description: `The ${words}, replaced.`, content: json(view) },
        // An id that the system makes cannot come with a request: such a resource must exist.
        ...(isMade ? {} : { '201': { description: `The ${words}, created.`, content: json(view) } }),
        '400': problemResponse('BadRequest'),
        ...(isMade ? { '404': problemResponse('NotFound') } : {}),
        '422': problemResponse('UnprocessableContent'),
      },
    },
  };
}

function pageSchema(manyWords: string, view: string): JsonObject {
  return {
    description: `A page of ${manyWords}.`,
    type: 'object',
    properties: {
      items: { type: 'array', items: { $ref: view } },
      next: {
        description: 'The `cursor` of the page after this one; absent or null on the last.',
        type: ['string', 'null'],
      },
    },
    required: ['items'],
  };
}

function json($ref: string): Content {
  return { 'application/json': { schema: { $ref } } };
}
