import type { Key, Lifecycle, Refusal } from '../../pim/behaviour.ts';
import { constraints } from '../../pim/conformance.ts';
import type { Expression } from '../../pim/expression.ts';
import type { JsonObject } from '../../pim/json.ts';
import type { Aggregate, ElementId, Named, Rule } from '../../pim/model.ts';
import { sentenceWords } from '../core/naming.ts';
import type { Example, Reference, Response } from './psm.ts';

/** A kind of problem (RFC 9457): what its `type` names. */
export interface Problem {
  /** Ends its `type`: an element's id, or a word of our own, which no id is, as ids have dots. */
  readonly id: string;
  /** What it is called in the document. */
  readonly name: string;
  readonly element?: ElementId;
  readonly status: number;
  readonly title: string;
  readonly violations?: readonly JsonObject[];
}

/** Turns a problem's id into its `type`. */
export type ProblemType = (id: string) => string;

/** What any interface can answer, by the name of the shared response. */
const shared = {
  BadRequest: {
    description: 'The request cannot be read: a parameter is wrong, or the body is not JSON.',
    problem: { id: 'bad-request', name: 'bad-request', status: 400, title: 'The request cannot be read' },
  },
  Unauthorized: {
    description: 'Nobody knows who is asking.',
    problem: { id: 'unauthorized', name: 'unauthorized', status: 401, title: 'Say who you are' },
  },
  Forbidden: {
    description: 'Whoever is asking is none of the actors who may.',
    problem: { id: 'forbidden', name: 'forbidden', status: 403, title: 'You are not allowed to do this' },
  },
  NotFound: {
    description: 'There is no such thing.',
    problem: { id: 'not-found', name: 'not-found', status: 404, title: 'There is no such thing' },
  },
  PreconditionFailed: {
    description: 'It has changed since: its version is no longer that of `If-Match`. Nothing happened.',
    problem: {
      id: 'version-conflict',
      name: 'version-conflict',
      status: 412,
      title: 'It has changed since you read it',
    },
  },
  UnprocessableContent: {
    description: 'What was sent breaks its schema or a rule; the violations say where.',
    problem: {
      id: 'validation',
      name: 'validation',
      status: 422,
      title: 'What was sent is not valid',
      violations: [{ path: '', constraint: 'type', message: 'Must be an object' }],
    },
  },
  BadGateway: {
    description: 'Something outside did not do its part; what can be undone of what was done before is.',
    problem: {
      id: 'failed',
      name: 'failed',
      status: 502,
      title: 'Something outside did not do its part',
    },
  },
} as const satisfies { readonly [name: string]: { description: string; problem: Problem } };

export type SharedResponse = keyof typeof shared;

export function sharedResponse(name: SharedResponse): Reference {
  return { $ref: `#/components/responses/${name}` };
}

/** The shared responses of these names, in an order of their own. */
export function sharedResponses(
  names: ReadonlySet<SharedResponse>,
  typeOf: ProblemType,
): { readonly [name: string]: Response } {
  return Object.fromEntries(
    Object.entries(shared)
      .filter(([name]) => names.has(name as SharedResponse))
      .map(([name, { description, problem }]) => [name, problemResponse(description, [problem], typeOf)]),
  );
}

export function sharedProblem(name: SharedResponse): Problem {
  return shared[name].problem;
}

/** An aggregate would be left in a state that its types refuse. */
export const invalidState: Problem = {
  id: 'invalid-state',
  name: 'invalid-state',
  status: 409,
  title: 'It would lead to a state that the types do not allow',
  violations: [{ path: '', constraint: 'maxItems', message: 'Must have fewer items' }],
};

export const alreadyExists: Problem = {
  id: 'already-exists',
  name: 'already-exists',
  status: 409,
  title: 'There is one with this id',
};

export function refusalProblem(refusal: Refusal, name: string): Problem {
  return { ...about(refusal, name), title: refusal.message || 'Not possible as it is now' };
}

export function ruleProblem(rule: Rule, name: string): Problem {
  const violation = { path: '', constraint: 'rule', rule: rule.id, message: rule.message };
  return { ...about(rule, name), title: rule.message, violations: [violation] };
}

export function lifecycleProblem(lifecycle: Lifecycle, aggregate: Aggregate, name: string): Problem {
  const [field, words] = [sentenceWords(lifecycle.field.name), sentenceWords(aggregate.name)];
  return { ...about(lifecycle, name), title: `Not possible in the ${field} that the ${words} has` };
}

export function keyProblem(key: Key, aggregate: Aggregate, name: string): Problem {
  const paths = key.paths.map((path) => `\`${printPath(path)}\``).join(', ');
  return { ...about(key, name), title: `Another ${sentenceWords(aggregate.name)} has this ${paths}` };
}

function about({ id }: Named, name: string): Pick<Problem, 'id' | 'name' | 'element' | 'status'> {
  return { id, name, element: id, status: 409 };
}

function printPath(path: Expression): string {
  if (path.kind !== 'fieldAccess') return '';
  const before = printPath(path.receiver);
  return before === '' ? path.name : `${before}.${path.name}`;
}

/** An answer with one of these problems. */
export function problemResponse(
  description: string,
  problems: readonly Problem[],
  typeOf: ProblemType,
): Response {
  const types = problems.map(({ id }) => typeOf(id));
  const schema: JsonObject = {
    allOf: [
      { $ref: '#/components/schemas/ProblemDetails' },
      { type: 'object', properties: { type: { type: 'string', enum: types } } },
    ],
  };
  const examples = Object.fromEntries(
    problems.map(({ name }) => [name, { $ref: `#/components/examples/${name}` }]),
  );
  return { description, content: { 'application/problem+json': { schema, examples } } };
}

export function problemExample({ id, status, title, violations }: Problem, typeOf: ProblemType): Example {
  return {
    summary: title,
    value: { type: typeOf(id), title, status, ...(violations ? { violations } : {}) },
  };
}

/** The schemas of refusals, by name: RFC 9457, with what was broken as an extension. */
export const problemSchemas: { readonly [name: string]: JsonObject } = {
  ProblemDetails: {
    description: 'Why a request was refused (RFC 9457).',
    type: 'object',
    properties: {
      type: {
        description: 'A URI reference that names the kind of problem.',
        type: 'string',
        default: 'about:blank',
      },
      title: { description: 'The kind of problem in a few words.', type: 'string' },
      status: {
        description: 'The status code of the answer.',
        type: 'integer',
        minimum: 400,
        maximum: 599,
      },
      detail: { description: 'What is wrong with this request.', type: 'string' },
      instance: { description: 'A URI reference that names this occurrence.', type: 'string' },
      violations: {
        description: 'Everything that is wrong with what was sent, or with what it would have led to.',
        type: 'array',
        items: { $ref: '#/components/schemas/Violation' },
      },
    },
    required: ['title', 'status'],
  },
  Violation: {
    description: 'One reason why something is refused.',
    type: 'object',
    properties: {
      path: {
        description: 'Where: a JSON pointer (RFC 6901) into what is wrong; empty for the whole.',
        type: 'string',
      },
      constraint: {
        description: 'What kind of limit was broken; `rule` is a rule of the model.',
        type: 'string',
        enum: constraints,
      },
      rule: { description: "With `rule` as constraint: the rule's id in the model.", type: 'string' },
      message: { description: 'What is wrong, for a person.', type: 'string' },
    },
    required: ['path', 'constraint', 'message'],
  },
};
