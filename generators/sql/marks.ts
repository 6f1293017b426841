import type { JsonObject } from '../../pim/json.ts';

/** The `platform sql for <Context> { … }` block. */
export const marksSchema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: {
    schema: {
      type: 'string',
      description: 'The PostgreSQL schema of the context. The context’s name, unless it is given.',
      pattern: '^(?!pg_|information_schema$)[a-z_][a-z0-9_]{0,62}$',
    },
  },
  additionalProperties: false,
};
