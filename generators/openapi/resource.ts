import { aggregateExample, answerExample } from '../../analysis/payload-examples.ts';
import type { JsonObject, JsonValue } from '../../pim/json.ts';
import type { Aggregate, Field } from '../../pim/model.ts';
import { pointer } from '../core/document.ts';
import { pascalCase, sentenceWords } from '../core/naming.ts';
import { type Draft, idReference, type PlannedOperation, placeOf } from './draft.ts';
import { pageParameters, pageSchema } from './paging.ts';
import type { Content } from './psm.ts';
import { eTag, ifMatch } from './version.ts';

/** Without a word in the model, a page of resources holds so many. */
const pageOfResources = { size: 20, max: 100 };

/**
 * An aggregate without commands as a resource: it is read page by page or by its id, and its whole
 * state replaced. Only commands could say more of how it changes.
 */
export function resourceOperations(
  aggregate: Aggregate,
  id: Field,
  segment: string,
  draft: Draft,
): readonly PlannedOperation[] {
  return [listOperation(aggregate, segment, draft), ...singleOperations(aggregate, id, segment, draft)];
}

function listOperation(aggregate: Aggregate, segment: string, draft: Draft): PlannedOperation {
  const { schemas, problems } = draft;
  const manyWords = sentenceWords(segment);
  const item = { $ref: schemas.context.view.reference(aggregate.id) };
  const example = answeredExample(aggregate, draft);
  const page = schemas.add(
    `${aggregate.name}Page`,
    placeOf(aggregate),
    pageSchema(manyWords, item, pageOfResources.max),
  );
  return {
    path: `/${segment}`,
    method: 'get',
    element: aggregate,
    operation: {
      operationId: `list${pascalCase(segment)}`,
      tags: [aggregate.name],
      summary: `List ${manyWords}`,
      parameters: pageParameters(pageOfResources),
      responses: {
        '200': { description: `A page of ${manyWords}.`, content: json(page, example && pageOf(example)) },
        '400': problems.shared('BadRequest'),
      },
    },
    trace: {},
  };
}

function singleOperations(
  aggregate: Aggregate,
  id: Field,
  segment: string,
  draft: Draft,
): readonly PlannedOperation[] {
  const { schemas, problems, index } = draft;
  const words = sentenceWords(aggregate.name);
  const state = schemas.context.state.reference(aggregate.id);
  const view = schemas.context.view.reference(aggregate.id);
  const answer = json(view, answeredExample(aggregate, draft));
  const isMade = id.generated;
  const headers = { ETag: eTag };
  const path = {
    path: `/${segment}/{${id.name}}`,
    element: aggregate,
    parameters: {
      list: [idReference(aggregate, id)],
      trace: { [pointer(0)]: id.id },
    },
    trace: {},
  };
  return [
    {
      ...path,
      method: 'get',
      operation: {
        operationId: `get${aggregate.name}`,
        tags: [aggregate.name],
        summary: `Get one ${words}`,
        responses: {
          '200': { description: `The ${words}.`, headers, content: answer },
          '400': problems.shared('BadRequest'),
          '404': problems.shared('NotFound'),
        },
      },
    },
    {
      ...path,
      method: 'put',
      operation: {
        operationId: `put${aggregate.name}`,
        tags: [aggregate.name],
        summary: isMade ? `Replace one ${words}` : `Create or replace one ${words}`,
        description: `The body is the whole state. Its \`${id.name}\` must be that of the path.`,
        parameters: [ifMatch],
        requestBody: { required: true, content: json(state, aggregateExample(index, aggregate)) },
        responses: {
          '200': { description: `The ${words}, replaced.`, headers, content: answer },
          // An id that the system makes cannot come with a request: such a resource must exist.
          ...(isMade ? {} : { '201': { description: `The ${words}, created.`, headers, content: answer } }),
          '400': problems.shared('BadRequest'),
          ...(isMade ? { '404': problems.shared('NotFound') } : {}),
          '412': problems.shared('PreconditionFailed'),
          '422': problems.shared('UnprocessableContent'),
        },
      },
    },
  ];
}

function answeredExample(aggregate: Aggregate, { index }: Draft): JsonValue | undefined {
  const { id, nameOrigin: origin } = aggregate;
  return answerExample(index, aggregate, { kind: 'named', id, origin });
}

function pageOf(item: JsonValue): JsonObject {
  return { items: [item], page: 1, size: pageOfResources.size, total: 1 };
}

function json($ref: string, example: JsonValue | undefined): Content {
  return { 'application/json': { schema: { $ref }, ...(example === undefined ? {} : { example }) } };
}
