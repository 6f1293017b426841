import type { JsonObject } from '../../pim/json.ts';
import { enforceBySchema } from '../core/schema/rule-schema.ts';
import { limitsUnheldBySchema } from '../core/schema/unheld-limits.ts';
import { defineTarget, type Symbols } from '../core/target.ts';
import { check } from './check.ts';
import { emit } from './emit.ts';
import type { JsonSchemaPsm } from './psm.ts';
import { transform } from './transform.ts';

const marks: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: {
    baseUri: {
      type: 'string',
      description:
        'What the `$id` of each schema begins with: an absolute URI ending in `/`. Contexts that give none share the first that is given.',
      pattern: '^[A-Za-z][A-Za-z0-9+.-]*://[^\\s?#]+/$',
    },
  },
  additionalProperties: false,
};

/** A schema's name is its own root; a file's is its path. */
function symbols(psm: JsonSchemaPsm): Symbols {
  return new Map(
    psm.files
      .filter(({ isVariant }) => !isVariant)
      .map(({ element, path }) => [element, { name: '#', from: path }]),
  );
}

export const jsonSchema = defineTarget<JsonSchemaPsm>({
  id: 'json-schema',
  title: 'JSON Schema 2020-12 of every type, event, command, query and row',
  marks,
  needs: [],
  transform,
  symbols,
  enforce: enforceBySchema,
  unheldLimits: limitsUnheldBySchema,
  check,
  emit,
});
