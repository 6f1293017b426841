import { eventsOf } from '../../analysis/command-effects.ts';
import { knownOf, payloadExample } from '../../analysis/payload-examples.ts';
import type { Command } from '../../pim/behaviour.ts';
import type { Aggregate, Field } from '../../pim/model.ts';
import { idFieldOf } from '../../pim/model-index.ts';
import { pointer } from '../core/document.ts';
import { camelCase, kebabCase, sentenceWords } from '../core/naming.ts';
import { annotations } from '../core/schema/annotations.ts';
import { payloadSchema } from '../core/schema/payload-schema.ts';
import { commandAnswer, sentExample } from './command-answer.ts';
import {
  type Draft,
  distinctProblems,
  idReference,
  type PlannedOperation,
  placeOf,
  under,
  wordsOf,
} from './draft.ts';
import {
  alreadyExists,
  invalidState,
  keyProblem,
  lifecycleProblem,
  type Problem,
  refusalProblem,
  ruleProblem,
} from './problem.ts';
import type { MediaType, Operation } from './psm.ts';
import { refusalsOf } from './refusals.ts';
import { eTag, ifMatch } from './version.ts';

/** The operation of a command that somebody outside may send. `path` is its own. */
export function commandOperation(
  command: Command,
  aggregate: Aggregate,
  id: Field,
  path: string,
  draft: Draft,
): PlannedOperation {
  const { problems, security, index, names } = draft;
  const requirements = security.requirements(command.allows);
  const sent = requestBody(command, aggregate, draft);
  const found = commandProblems(command, aggregate, draft);
  const refused =
    found.length === 0
      ? undefined
      : problems.answer(
          `The ${sentenceWords(aggregate.name)} does not allow it; the problem's type tells why.`,
          found,
        );
  const events = eventsOf(command, index).map((event) => `\`${names.event(event, aggregate)}\``);
  const operation: Operation = {
    operationId: camelCase(names.command(command, aggregate)),
    tags: [aggregate.name],
    ...wordsOf(command, [
      ...(events.length === 0 ? [] : [`Can lead to ${events.join(', ')}.`]),
      ...security.relations(command.allows),
    ]),
    ...(requirements ? { security: requirements } : {}),
    ...(command.creation ? {} : { parameters: [ifMatch] }),
    ...(sent ? { requestBody: { required: true, content: { 'application/json': sent } } } : {}),
    responses: {
      ...success(command, aggregate, id, draft),
      '400': problems.shared('BadRequest'),
      ...(requirements
        ? { '401': problems.shared('Unauthorized'), '403': problems.shared('Forbidden') }
        : {}),
      ...(command.creation ? {} : { '404': problems.shared('NotFound') }),
      ...(refused ? { '409': refused.response } : {}),
      ...(command.creation ? {} : { '412': problems.shared('PreconditionFailed') }),
      ...(sent ? { '422': problems.shared('UnprocessableContent') } : {}),
    },
  };
  return {
    path,
    method: 'post',
    operation,
    element: command,
    trace: refused ? under(pointer('responses', '409'), refused.trace) : {},
    ...(command.creation
      ? {}
      : { parameters: { list: [idReference(aggregate, id)], trace: { [pointer(0)]: id.id } } }),
  };
}

/**
 * `/fabrics` for the first `create`, `/fabrics/import-fabric` for another, and
 * `/fabrics/{name}/activate-fabric` for a command.
 */
export function commandPath(command: Command, isFirst: boolean, id: Field, collection: string): string {
  const segment = kebabCase(command.name) || command.name;
  if (!command.creation) return `${collection}/{${id.name}}/${segment}`;
  return isFirst ? collection : `${collection}/${segment}`;
}

/** Everything of the model that can be in the way of a command. */
export function commandProblems(command: Command, aggregate: Aggregate, draft: Draft): readonly Problem[] {
  const { clauses, rules, lifecycles, keys, computes } = refusalsOf(command, aggregate, draft.index);
  const nameOf = draft.names.problem;
  const isGiven = command.creation && idFieldOf(aggregate)?.generated === false;
  return distinctProblems([
    ...clauses.map((refusal) => refusalProblem(refusal, nameOf(refusal.id))),
    ...lifecycles.map((lifecycle) => lifecycleProblem(lifecycle, aggregate, nameOf(lifecycle.id))),
    ...rules.map((rule) => ruleProblem(rule, nameOf(rule.id))),
    ...keys.map((key) => keyProblem(key, aggregate, nameOf(key.id))),
    ...(isGiven ? [alreadyExists] : []),
    ...(computes ? [invalidState] : []),
  ]);
}

/** The payload, if there is any. What comes from outside in other ways is not sent. */
function requestBody(command: Command, aggregate: Aggregate, draft: Draft): MediaType | undefined {
  const { schemas, names, index } = draft;
  const fields = command.fields.filter(({ generated }) => !generated);
  if (fields.length === 0) return undefined;
  const { schema, trace } = payloadSchema(fields, schemas.context.request);
  const example = payloadExample(index, aggregate, fields, knownOf(index, aggregate, command));
  const name = names.command(command, aggregate);
  return {
    schema: { $ref: schemas.add(name, placeOf(command), { ...annotations(command), ...schema }, trace) },
    ...(example ? { example: sentExample(index, fields, example) } : {}),
  };
}

function success(command: Command, aggregate: Aggregate, id: Field, draft: Draft): Operation['responses'] {
  const words = sentenceWords(aggregate.name);
  if (eventsOf(command, draft.index).length === 0) {
    return { '204': { description: 'It was taken, and nothing happened.' } };
  }
  const before = knownOf(draft.index, aggregate, command);
  const sent = payloadExample(draft.index, aggregate, command.fields, before);
  const known = sent ? [{ fields: command.fields, values: sent }, ...before] : before;
  const content = { 'application/json': commandAnswer(command, aggregate, id, known, draft) };
  if (!command.creation) return { '200': { description: 'It happened.', headers: { ETag: eTag }, content } };
  const location = {
    description: `The path of the ${words}: its commands lie below it.`,
    schema: { type: 'string' },
  };
  const headers = { Location: location, ETag: eTag };
  return { '201': { description: `There is a new ${words}.`, headers, content } };
}
