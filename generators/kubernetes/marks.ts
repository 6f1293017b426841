import { isJsonObject, type JsonObject, member } from '../../pim/json.ts';

/** The oldest server that has everything a definition of ours uses (reason and fieldPath came with 1.28). */
export const oldestServer = 28;
/** What is assumed where the marks say nothing. */
export const defaultServer = 30;

const label = { type: 'string', pattern: '^[a-z]([-a-z0-9]*[a-z0-9])?$', maxLength: 63 };
const groupName = {
  type: 'string',
  pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+$',
  maxLength: 253,
};
const scope = {
  description: 'Whether objects live in a namespace (the default) or belong to the whole cluster.',
  enum: ['Namespaced', 'Cluster'],
};
const fieldNames = { type: 'array', items: { type: 'string' }, uniqueItems: true };

/** The marks of `platform kubernetes for <Context> { … }`. */
export const marksSchema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Kubernetes',
  description: 'How the aggregates of a context become custom resources.',
  type: 'object',
  required: ['group'],
  properties: {
    group: {
      description:
        'The API group, a domain name of yours: "fabric.example.com". It can never change afterwards.',
      ...groupName,
    },
    version: {
      description: 'The version that is served and stored, such as v1 (the default), v1beta1 or v2.',
      ...label,
    },
    minimumServer: {
      description:
        'The oldest Kubernetes that must take the definitions: "1.30" unless said otherwise. Newer ones know more functions in rules.',
      type: 'string',
      pattern: '^1\\.(2[89]|[3-9][0-9])$',
    },
    scope,
    categories: {
      description:
        'Names under which `kubectl get` lists these resources together with others, such as "all".',
      type: 'array',
      items: label,
      uniqueItems: true,
    },
  },
  additionalProperties: {
    description: 'An aggregate by its name: how its resource is called and shown.',
    type: 'object',
    properties: {
      group: {
        description: "Its API group, where it is not the context's.",
        ...groupName,
      },
      version: { description: "Its version, where it is not the context's.", ...label },
      plural: {
        description: "The resource's name in URLs; made from the aggregate's name unless given.",
        ...label,
      },
      singular: { description: 'The name for one object on the command line.', ...label },
      shortNames: {
        description: 'Abbreviations for the command line: ["fab"].',
        type: 'array',
        items: label,
        uniqueItems: true,
      },
      columns: {
        description: 'Fields that `kubectl get` shows, in this order; `git.branch` reaches into a value.',
        ...fieldNames,
      },
      status: {
        description:
          'Fields that a controller writes, through the status subresource. All others are the spec, but for the id, which is the name. A derived field can stand here too.',
        ...fieldNames,
      },
      scope,
    },
    additionalProperties: false,
  },
};

/** The marks of one context, defaults filled in. */
export interface ContextMarks {
  /** Empty without one. */
  readonly group: string;
  readonly version: string;
  /** The minor of 1.x. */
  readonly minimumServer: number;
  readonly scope: Scope;
  readonly categories: readonly string[];
  /** By the aggregate's name. */
  readonly aggregates: ReadonlyMap<string, AggregateMarks>;
}

export interface AggregateMarks {
  readonly group?: string;
  readonly version?: string;
  readonly plural?: string;
  readonly singular?: string;
  readonly shortNames: readonly string[];
  readonly columns: readonly string[];
  readonly status: readonly string[];
  readonly scope?: Scope;
}

export type Scope = 'Namespaced' | 'Cluster';

export const noAggregateMarks: AggregateMarks = { shortNames: [], columns: [], status: [] };

const contextMarkNames: ReadonlySet<string> = new Set([
  'group',
  'version',
  'minimumServer',
  'scope',
  'categories',
]);

/** Reads marks that `marksSchema` accepts; what it would refuse is as good as not said. */
export function readMarks(marks: JsonObject): ContextMarks {
  const contextScope = scopeOf(marks);
  return {
    group: text(marks, 'group') ?? '',
    version: text(marks, 'version') ?? 'v1',
    minimumServer: minorOf(text(marks, 'minimumServer')),
    scope: contextScope ?? 'Namespaced',
    categories: texts(marks, 'categories'),
    aggregates: new Map(
      Object.entries(marks).flatMap(([name, value]): readonly [string, AggregateMarks][] =>
        isJsonObject(value) && !contextMarkNames.has(name) ? [[name, readAggregateMarks(value)]] : [],
      ),
    ),
  };
}

function readAggregateMarks(marks: JsonObject): AggregateMarks {
  const group = text(marks, 'group');
  const version = text(marks, 'version');
  const plural = text(marks, 'plural');
  const singular = text(marks, 'singular');
  const aggregateScope = scopeOf(marks);
  return {
    ...(group === undefined ? {} : { group }),
    ...(version === undefined ? {} : { version }),
    ...(plural === undefined ? {} : { plural }),
    ...(singular === undefined ? {} : { singular }),
    shortNames: texts(marks, 'shortNames'),
    columns: texts(marks, 'columns'),
    status: texts(marks, 'status'),
    ...(aggregateScope === undefined ? {} : { scope: aggregateScope }),
  };
}

function text(marks: JsonObject, name: string): string | undefined {
  const value = member(marks, name);
  return typeof value === 'string' ? value : undefined;
}

function texts(marks: JsonObject, name: string): readonly string[] {
  const value = member(marks, name);
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function scopeOf(marks: JsonObject): Scope | undefined {
  const value = member(marks, 'scope');
  return value === 'Namespaced' || value === 'Cluster' ? value : undefined;
}

function minorOf(version: string | undefined): number {
  const minor = Number(version?.match(/^1\.([0-9]{1,3})$/)?.[1] ?? defaultServer);
  return Math.max(minor, oldestServer);
}
