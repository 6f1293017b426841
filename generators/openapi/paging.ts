import type { JsonObject } from '../../pim/json.ts';
import type { Parameter } from './psm.ts';

/** The parameters with which a list is asked for page by page. */
export function pageParameters({
  size,
  max,
}: {
  readonly size: number;
  readonly max: number;
}): readonly Parameter[] {
  return [
    {
      name: 'page',
      in: 'query',
      description: 'Which page, counted from 1.',
      schema: { type: 'integer', minimum: 1, maximum: 1_000_000, default: 1 },
    },
    {
      name: 'size',
      in: 'query',
      description: 'How many items a page holds at most.',
      schema: { type: 'integer', minimum: 1, maximum: max, default: Math.min(size, max) },
    },
  ];
}

/** A page of a list. */
export function pageSchema(what: string, item: JsonObject, max: number): JsonObject {
  return {
    description: `A page of ${what}.`,
    type: 'object',
    properties: {
      items: { type: 'array', items: item, maxItems: max },
      page: { description: 'Which page it is, counted from 1.', type: 'integer', minimum: 1 },
      size: {
        description: 'How many items a page holds at most.',
        type: 'integer',
        minimum: 1,
        maximum: max,
      },
      total: { description: 'How many items all pages hold together.', type: 'integer', minimum: 0 },
    },
    required: ['items', 'page', 'size', 'total'],
  };
}
