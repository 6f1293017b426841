import type { JsonObject } from '../../pim/json.ts';
import type { Content, Reference, Response } from './psm.ts';

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
        description: 'Everything that is wrong with what was sent.',
        type: 'array',
        items: { $ref: '#/components/schemas/Violation' },
      },
    },
    required: ['title', 'status'],
  },
  Violation: {
    description: 'One reason why what was sent is refused.',
    type: 'object',
    properties: {
      path: {
        description: 'Where: a JSON pointer (RFC 6901) into what was sent; empty for the whole.',
        type: 'string',
      },
      constraint: {
        description: 'What kind of limit was broken; `rule` is a rule of the model.',
        type: 'string',
        enum: [
          'required',
          'type',
          'enum',
          'minimum',
          'maximum',
          'minLength',
          'maxLength',
          'pattern',
          'format',
          'minItems',
          'maxItems',
          'unique',
          'rule',
        ],
      },
      rule: { description: "With `rule` as constraint: the rule's name in the model.", type: 'string' },
      message: { description: 'What is wrong, for a person.', type: 'string' },
    },
    required: ['path', 'constraint', 'message'],
  },
};

/** The shared responses, by name. */
export const problemResponses: { readonly [name: string]: Response } = {
  BadRequest: problem('The request cannot be read: a parameter is wrong, or the body is not JSON.'),
  NotFound: problem('There is no such resource.'),
  UnprocessableContent: problem('What was sent breaks its schema or a rule; the violations say where.'),
};

export function problemResponse(name: 'BadRequest' | 'NotFound' | 'UnprocessableContent'): Reference {
  return { $ref: `#/components/responses/${name}` };
}

function problem(description: string): Response {
  const content: Content = {
    'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemDetails' } },
  };
  return { description, content };
}
