import { isJsonObject, type JsonObject, member } from '../../pim/json.ts';

/** The marks of `platform openapi for <Context> { … }`. */
export const marksSchema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'OpenAPI',
  description: 'How the aggregates of a context become an HTTP interface.',
  type: 'object',
  properties: {
    title: {
      description: "What the interface is called; made from the context's name unless given.",
      type: 'string',
      minLength: 1,
      maxLength: 200,
    },
    server: {
      description:
        'Where it is served: "https://fabric.githedgehog.com". The server of the document unless given.',
      type: 'string',
      pattern: '^https?://[^\\s/?#{}]+$',
    },
    basePath: {
      description: 'What every path begins with: "/api/v1".',
      type: 'string',
      pattern: '^(/[A-Za-z0-9._~-]+)+$',
    },
    problems: {
      description:
        'What the type of every problem begins with: "https://errors.example.org/fabric/". Below the base path of the server unless given.',
      type: 'string',
      pattern: '^https?://[^\\s?#{}]+/$',
    },
    openIdConnect: {
      description:
        'Where the provider of identities is described: "https://id.example.org/.well-known/openid-configuration". Actors are its scopes then; bearer tokens of which nothing is known are taken unless given.',
      type: 'string',
      pattern: '^https://[^\\s?#{}]+$',
    },
    license: {
      description: 'Under what the description of the interface may be used.',
      type: 'object',
      properties: {
        name: { description: 'Its name.', type: 'string', minLength: 1 },
        identifier: { description: 'Its SPDX identifier: "Apache-2.0".', type: 'string', minLength: 1 },
        url: { description: 'Where it can be read.', type: 'string', pattern: '^https?://\\S+$' },
      },
      required: ['name'],
      dependentSchemas: {
        identifier: { not: { type: 'object', properties: { url: {} }, required: ['url'] } },
      },
      additionalProperties: false,
    },
  },
  additionalProperties: {
    description: 'An aggregate by its name.',
    type: 'object',
    properties: {
      plural: {
        description: "The resource's name in paths; made from the aggregate's name unless given.",
        type: 'string',
        pattern: '^[a-z0-9]+(-[a-z0-9]+)*$',
        maxLength: 63,
      },
    },
    additionalProperties: false,
  },
};

/** The marks of one context; what is absent was not said. */
export interface ContextMarks {
  readonly title?: string;
  readonly server?: string;
  readonly basePath?: string;
  readonly problems?: string;
  readonly openIdConnect?: string;
  readonly license?: JsonObject;
  /** Aggregates by name → the plural given for it, if any. */
  readonly plurals: ReadonlyMap<string, string | undefined>;
}

const contextMarkNames: ReadonlySet<string> = new Set([
  'title',
  'server',
  'basePath',
  'problems',
  'openIdConnect',
  'license',
]);

/** Reads marks that `marksSchema` accepts; what it would refuse is as good as not said. */
export function readMarks(marks: JsonObject): ContextMarks {
  const license = member(marks, 'license');
  return {
    ...textMember(marks, 'title'),
    ...textMember(marks, 'server'),
    ...textMember(marks, 'basePath'),
    ...textMember(marks, 'problems'),
    ...textMember(marks, 'openIdConnect'),
    ...(isJsonObject(license) ? { license } : {}),
    plurals: new Map(
      Object.entries(marks).flatMap(([name, value]): readonly [string, string | undefined][] =>
        isJsonObject(value) && !contextMarkNames.has(name)
          ? [[name, textMember(value, 'plural')['plural']]]
          : [],
      ),
    ),
  };
}

function textMember<Name extends string>(marks: JsonObject, name: Name): { readonly [Key in Name]?: string } {
  const value = member(marks, name);
  const found: { [Key in Name]?: string } = {};
  if (typeof value === 'string') found[name] = value;
  return found;
}
