import { answerExample, payloadExample } from '../../analysis/payload-examples.ts';
import type { Failure, Invocation, Service, ServiceStep } from '../../pim/behaviour.ts';
import type { ElementId } from '../../pim/model.ts';
import { type ModelIndex, underlyingType } from '../../pim/model-index.ts';
import { pointer } from '../core/document.ts';
import { camelCase, kebabCase, sentenceWords } from '../core/naming.ts';
import { payloadSchema } from '../core/schema/payload-schema.ts';
import { typeSchema } from '../core/schema/type-schema.ts';
import { sentExample } from './command-answer.ts';
import { commandProblems } from './command-operation.ts';
import { type Draft, distinctProblems, type PlannedOperation, placeOf, under, wordsOf } from './draft.ts';
import { type Problem, refusalProblem, sharedProblem } from './problem.ts';
import type { Content, Operation, Response } from './psm.ts';

export const servicesTag = 'Services';

/** The operation of a service that actors may call: it answers when the last step is done. */
export function serviceOperation(service: Service, draft: Draft): PlannedOperation {
  const { problems, security } = draft;
  const requirements = security.requirements(service.allows);
  const all = distinctProblems(problemsOf(service, draft, new Set()));
  const refused = problems.answer(
    "A step was refused, and what can be undone of those before it is; the problem's type tells why.",
    all.filter(({ status }) => status === 409),
  );
  const failed = problems.answer(
    'Something outside failed, and what can be undone of the steps before it is.',
    [...all.filter(({ status }) => status === 502), sharedProblem('BadGateway')],
  );
  const isOfOne = service.fields.some(({ type }) => underlyingType(draft.index, type).kind === 'reference');
  const isRefused = all.some(({ status }) => status === 409);
  const operation: Operation = {
    operationId: camelCase(service.name),
    tags: [servicesTag],
    ...wordsOf(service, security.relations(service.allows)),
    ...(requirements ? { security: requirements } : {}),
    ...(service.fields.length === 0
      ? {}
      : { requestBody: { required: true, content: requestContent(service, draft) } }),
    responses: {
      ...success(service, draft),
      '400': problems.shared('BadRequest'),
      ...(requirements
        ? { '401': problems.shared('Unauthorized'), '403': problems.shared('Forbidden') }
        : {}),
      ...(isOfOne ? { '404': problems.shared('NotFound') } : {}),
      ...(isRefused ? { '409': refused.response } : {}),
      ...(service.fields.length === 0 ? {} : { '422': problems.shared('UnprocessableContent') }),
      '502': failed.response,
    },
  };
  return {
    path: `/${kebabCase(service.name) || service.name}`,
    method: 'post',
    operation,
    element: service,
    trace: {
      ...(isRefused ? under(pointer('responses', '409'), refused.trace) : {}),
      ...under(pointer('responses', '502'), failed.trace),
    },
  };
}

function requestContent(service: Service, { schemas, index }: Draft): Content {
  const { schema, trace } = payloadSchema(service.fields, schemas.context.request);
  const $ref = schemas.add(service.name, placeOf(service), schema, trace);
  const example = payloadExample(index, service, service.fields, []);
  return {
    'application/json': {
      schema: { $ref },
      ...(example ? { example: sentExample(index, service.fields, example) } : {}),
    },
  };
}

function success(service: Service, { schemas, index }: Draft): { readonly [status: string]: Response } {
  if (!service.result) return { '204': { description: 'Every step is done.' } };
  const schema = typeSchema(service.result.type, schemas.context.view);
  const example = answerExample(index, service, service.result.type);
  const media = { schema, ...(example === undefined ? {} : { example }) };
  return { '200': { description: 'Every step is done.', content: { 'application/json': media } } };
}

/** What can stop a service: its own refusals, and whatever can stop one of its steps. */
function problemsOf(service: Service, draft: Draft, seen: Set<ElementId>): readonly Problem[] {
  if (seen.has(service.id)) return [];
  seen.add(service.id);
  return service.steps.flatMap((step) => stepProblems(step, draft, seen));
}

function stepProblems(step: ServiceStep, draft: Draft, seen: Set<ElementId>): readonly Problem[] {
  switch (step.kind) {
    case 'let':
    case 'requires':
      return step.refusal ? [refusalProblem(step.refusal, draft.names.problem(step.refusal.id))] : [];
    case 'emits':
      return [];
    case 'step':
      return callProblems(step.call, draft, seen);
    case 'forEach':
      return step.steps.flatMap((inner) => stepProblems(inner, draft, seen));
  }
}

function callProblems({ target }: Invocation, draft: Draft, seen: Set<ElementId>): readonly Problem[] {
  const called = target.id === undefined ? undefined : draft.index.get(target.id);
  switch (called?.kind) {
    case 'command': {
      const aggregate = draft.index.parent(called.id);
      return aggregate?.kind === 'aggregate' ? commandProblems(called, aggregate, draft) : [];
    }
    case 'operation':
      return called.failures.map((failure) => failureProblem(failure, draft));
    case 'service':
      return problemsOf(called, draft, seen);
    default:
      return [];
  }
}

function failureProblem(failure: Failure, { names, index }: Draft): Problem {
  return {
    id: failure.id,
    name: names.problem(failure.id),
    element: failure.id,
    status: 502,
    title: `${portWords(failure.id, index)}: ${sentenceWords(failure.name)}`,
  };
}

function portWords(failure: ElementId, index: ModelIndex): string {
  const operation = index.parent(failure);
  const port = operation && index.parent(operation.id);
  const words = sentenceWords(port?.kind === 'port' ? port.name : '');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
