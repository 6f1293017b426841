import { answerExample, payloadExample } from '../../analysis/payload-examples.ts';
import type { Query } from '../../pim/behaviour.ts';
import type { Expression } from '../../pim/expression.ts';
import type { JsonObject } from '../../pim/json.ts';
import type { ElementId, Field } from '../../pim/model.ts';
import { type ModelIndex, underlyingType } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import { type PointerTrace, pointer } from '../core/document.ts';
import { camelCase, kebabCase } from '../core/naming.ts';
import { payloadSchema } from '../core/schema/payload-schema.ts';
import { nullable } from '../core/schema/schema.ts';
import { isScalar, typeSchema } from '../core/schema/type-schema.ts';
import { sentExample } from './command-answer.ts';
import { type Draft, type PlannedOperation, placeOf, under, wordsOf } from './draft.ts';
import { pageParameters, pageSchema } from './paging.ts';
import { refusalProblem } from './problem.ts';
import type { Content, MediaType, Operation, Parameter, Response } from './psm.ts';
import { eTag } from './version.ts';

export const queriesTag = 'Queries';

/**
 * The operation of a query: `GET` where all it is asked with fits into the address, or else `POST`,
 * which changes as little.
 */
export function queryOperation(query: Query, draft: Draft): PlannedOperation {
  const { problems, security } = draft;
  const requirements = security.requirements(query.allows);
  const paging = pagingOf(query);
  const inAddress = fitsAddress(query.fields, paging, draft.index);
  const own = inAddress ? query.fields.map((field) => fieldParameter(field, draft)) : [];
  const parameters = [...own, ...paging];
  const refused = query.refusal
    ? problems.answer("It cannot be answered; the problem's type tells why.", [
        refusalProblem(query.refusal, draft.names.problem(query.refusal.id)),
      ])
    : undefined;
  const isLookup = !query.list && query.value === undefined && !query.result.optional;
  const asksOfOne = query.fields.some(({ type }) => underlyingType(draft.index, type).kind === 'reference');
  const operation: Operation = {
    operationId: camelCase(query.name),
    tags: [tagOf(query, draft.index)],
    ...wordsOf(query, security.relations(query.allows)),
    ...(requirements ? { security: requirements } : {}),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(inAddress ? {} : { requestBody: { required: true, content: requestContent(query, draft) } }),
    responses: {
      '200': answer(query, draft),
      '400': problems.shared('BadRequest'),
      ...(requirements
        ? { '401': problems.shared('Unauthorized'), '403': problems.shared('Forbidden') }
        : {}),
      ...(isLookup || (query.value && asksOfOne) ? { '404': problems.shared('NotFound') } : {}),
      ...(refused ? { '409': refused.response } : {}),
      ...(inAddress ? {} : { '422': problems.shared('UnprocessableContent') }),
    },
  };
  return {
    path: `/${kebabCase(query.name) || query.name}`,
    method: inAddress ? 'get' : 'post',
    operation,
    element: query,
    trace: {
      ...traceOfParameters(own.length, query.fields),
      ...(refused ? under(pointer('responses', '409'), refused.trace) : {}),
    },
  };
}

/** The aggregate whose projection it answers, or a tag for all others. */
export function tagOf(query: Query, index: ModelIndex): string {
  const aggregate = answeredAggregate(query.result.type, index);
  return aggregate && index.context(aggregate.id).id === index.context(query.id).id
    ? aggregate.name
    : queriesTag;
}

function answeredAggregate(type: Type, index: ModelIndex): { id: ElementId; name: string } | undefined {
  if (type.kind === 'list') return answeredAggregate(type.element, index);
  if (type.kind !== 'named') return undefined;
  const element = index.get(type.id);
  if (element?.kind === 'aggregate') return element;
  const aggregate = element?.kind === 'projection' ? element.aggregate?.id : undefined;
  const found = aggregate === undefined ? undefined : index.get(aggregate);
  return found?.kind === 'aggregate' ? found : undefined;
}

/** What comes beside the query's own fields: which page, in which order. */
function pagingOf({ page, order }: Query): readonly Parameter[] {
  return [...(page ? pageParameters(page) : []), ...(order.length > 1 ? [sortParameter(order)] : [])];
}

function sortParameter(order: Query['order']): Parameter {
  const choices = order.map(({ path, descending }) => `${descending ? '-' : ''}${printPath(path)}`);
  return {
    name: 'sort',
    in: 'query',
    description: 'By what the items are ordered; `-` stands for the greatest first.',
    schema: { type: 'string', enum: choices, default: choices[0] ?? '' },
  };
}

function printPath(path: Expression): string {
  if (path.kind !== 'fieldAccess') return '';
  const before = printPath(path.receiver);
  return before === '' ? path.name : `${before}.${path.name}`;
}

/** One name can mean one parameter only, and an address holds plain values only. */
function fitsAddress(fields: readonly Field[], paging: readonly Parameter[], index: ModelIndex): boolean {
  const taken = new Set(paging.map(({ name }) => name));
  return fields.every((field) => isScalar(field.type, index) && !taken.has(field.name));
}

function fieldParameter(field: Field, { schemas }: Draft): Parameter {
  const schema = typeSchema(field.type, schemas.context.request);
  const { description, deprecated } = wordsOf(field);
  return {
    name: field.name,
    in: 'query',
    ...(field.optional || field.default ? {} : { required: true }),
    ...(description === undefined ? {} : { description }),
    ...(deprecated ? { deprecated } : {}),
    schema,
  };
}

function traceOfParameters(count: number, fields: readonly Field[]): PointerTrace {
  return Object.fromEntries(
    fields.slice(0, count).map(({ id }, position) => [pointer('parameters', position), id]),
  );
}

function requestContent(query: Query, { schemas, index }: Draft): Content {
  const { schema, trace } = payloadSchema(query.fields, schemas.context.request);
  const example = payloadExample(index, query, query.fields, []);
  return {
    'application/json': {
      schema: { $ref: schemas.add(query.name, placeOf(query), schema, trace) },
      ...(example ? { example: sentExample(index, query.fields, example) } : {}),
    },
  };
}

function answer(query: Query, draft: Draft): Response {
  return {
    description: `${query.page ? 'A page of what' : 'What'} was asked for${orderWords(query)}.`,
    ...(hasVersion(query, draft.index) ? { headers: { ETag: eTag } } : {}),
    content: {
      'application/json': query.page ? pageAnswer(query, query.page, draft) : plainAnswer(query, draft),
    },
  };
}

function pageAnswer(
  query: Query,
  { size, max }: NonNullable<Query['page']>,
  { schemas, index }: Draft,
): MediaType {
  const item = itemType(query.result.type, index);
  const schema = pageSchema(`\`${query.name}\``, typeSchema(item, schemas.context.view), max);
  const one = answerExample(index, query, item);
  return {
    schema: { $ref: schemas.add(`${query.name}Page`, placeOf(query), schema) },
    ...(one === undefined ? {} : { example: { items: [one], page: 1, size: Math.min(size, max), total: 1 } }),
  };
}

function plainAnswer({ name, list, result }: Query, { schemas, index }: Draft): MediaType {
  const { type, optional } = result;
  const example = answerExample(index, { name }, type);
  const plain = typeSchema(type, schemas.context.view);
  const { maxItems: _, ...unbounded } = plain;
  // A bound that nobody has stated is for what is kept, not for how much of it is found.
  const isOpen = list && type.kind === 'list' && !type.size.stated;
  const schema = isOpen ? unbounded : plain;
  return {
    schema: optional ? asObject(nullable(schema)) : schema,
    ...(example === undefined ? {} : { example }),
  };
}

function itemType(type: Type, index: ModelIndex): Type {
  const resolved = underlyingType(index, type);
  return resolved.kind === 'list' ? resolved.element : type;
}

function asObject(schema: JsonObject | boolean): JsonObject {
  return typeof schema === 'boolean' ? {} : schema;
}

function orderWords({ order }: Query): string {
  const [only] = order;
  if (!only || order.length > 1) return '';
  return `, ordered by \`${printPath(only.path)}\`${only.descending ? ', the greatest first' : ''}`;
}

/** Whether the answer is one aggregate, as readers see it. */
function hasVersion({ list, value, result }: Query, index: ModelIndex): boolean {
  return !list && value === undefined && answeredAggregate(result.type, index) !== undefined;
}
