import type { Context, ElementId } from '../../pim/model.ts';
import { aggregatesOf, idFieldOf, type ModelIndex } from '../../pim/model-index.ts';
import { pointer } from '../core/document.ts';
import { kebabCase, sentenceWords } from '../core/naming.ts';
import type { TransformInput } from '../core/target.ts';
import { componentsOf } from './components.ts';
import { type ContextMarks, readMarks } from './marks.ts';
import { problemResponses, problemSchemas } from './problem.ts';
import type { Claim, Info, OpenApiDocument, OpenApiFile, OpenApiPsm } from './psm.ts';
import { pagingParameters, type Resource, resourceOf } from './resource.ts';
import { derivedStructures, type SchemaNames, schemaNames } from './schema-names.ts';

export function transform({ index, marks }: TransformInput): OpenApiPsm {
  const derived = derivedStructures(index);
  return {
    documents: index.model.contexts
      .filter((context) => aggregatesOf(context).length > 0)
      .map((context) => {
        const names = schemaNames(context, index, derived);
        return documentOf(context, readMarks(marks.get(context.id) ?? {}), index, names);
      }),
  };
}

function documentOf(
  context: Context,
  marks: ContextMarks,
  index: ModelIndex,
  names: SchemaNames,
): OpenApiFile {
  const aggregates = aggregatesOf(context);
  const resources = aggregates.map((aggregate) =>
    resourceOf(aggregate, context, index, names, marks.plurals.get(aggregate.name)),
  );
  const components = componentsOf(context, index, names);
  const document: OpenApiDocument = {
    openapi: '3.1.1',
    info: infoOf(context, marks, index),
    servers: [{ url: `${marks.server ?? ''}${marks.basePath ?? ''}` || '/' }],
    // Whoever may do what is not in the model, and is not made up here.
    security: [],
    tags: resources.map(({ tag }) => tag),
    paths: Object.fromEntries(resources.flatMap(({ items }) => items)),
    components: {
      schemas: {
        ...Object.fromEntries(components.schemas),
        ...Object.fromEntries(resources.map(({ page }) => [page.name, page.schema])),
        ...problemSchemas,
      },
      parameters: pagingParameters,
      responses: problemResponses,
    },
  };
  const place = { element: context.id, name: context.name, nameOrigin: context.nameOrigin };
  return {
    path: `openapi/${kebabCase(context.name) || context.name}.openapi.yaml`,
    context: place,
    document,
    trace: { ...components.trace, ...traceOfResources(resources) },
    components: [
      ...components.claims,
      ...resources.map((resource) => claim(resource, resource.page.name)),
      ...Object.keys(problemSchemas).map((claimed) => ({ ...place, claimed })),
    ],
    resources: resources.map((resource) => claim(resource, resource.path)),
    unknownAggregates: [...marks.plurals.keys()]
      .filter((name) => !aggregates.some((aggregate) => aggregate.name === name))
      .map((name) => ({ name, candidates: aggregates.map((aggregate) => aggregate.name) })),
  };
}

/** SPDX's word for a licence of which nothing is said. */
const noLicense = { name: 'Not stated', identifier: 'NOASSERTION' };

function infoOf(context: Context, marks: ContextMarks, index: ModelIndex): Info {
  const words = sentenceWords(context.name);
  return {
    title: marks.title ?? (words.charAt(0).toUpperCase() + words.slice(1) || context.name),
    version: `${index.model.version}.0.0`,
    ...(context.doc === undefined ? {} : { description: context.doc }),
    license: marks.license ?? noLicense,
  };
}

function traceOfResources(resources: readonly Resource[]): Record<string, ElementId> {
  const trace: Record<string, ElementId> = {};
  for (const [position, { aggregate, items, page }] of resources.entries()) {
    trace[pointer('tags', position)] = aggregate.id;
    trace[pointer('components', 'schemas', page.name)] = aggregate.id;
    for (const [path] of items) trace[pointer('paths', path)] = aggregate.id;
    const id = idFieldOf(aggregate);
    const [single] = items.slice(1);
    if (id && single) trace[pointer('paths', single[0], 'parameters', 0)] = id.id;
  }
  return trace;
}

function claim({ aggregate }: Resource, claimed: string): Claim {
  return { claimed, element: aggregate.id, name: aggregate.name, nameOrigin: aggregate.nameOrigin };
}
