import type { Reference as ActorReference } from '../../pim/behaviour.ts';
import type { Context, ElementId } from '../../pim/model.ts';
import { aggregatesOf, idFieldOf, type ModelIndex } from '../../pim/model-index.ts';
import { type PointerTrace, pointer } from '../core/document.ts';
import { kebabCase, plural, sentenceWords } from '../core/naming.ts';
import { typeSchema } from '../core/schema/type-schema.ts';
import { type Variants, variantsOf } from '../core/schema/variants.ts';
import type { TransformInput } from '../core/target.ts';
import { commandOperation, commandPath } from './command-operation.ts';
import {
  type Draft,
  idParameterName,
  idReference,
  memberNames,
  type PlannedOperation,
  placeOf,
  under,
} from './draft.ts';
import { type ContextMarks, readMarks } from './marks.ts';
import { type AggregateOffer, type Offer, offerOf, offersAnything } from './offer.ts';
import { problemSchemas } from './problem.ts';
import { problemStore } from './problem-store.ts';
import type {
  Claim,
  Components,
  Info,
  MarkProblem,
  OpenApiDocument,
  OpenApiFile,
  OpenApiPsm,
  Parameter,
  PathItem,
  Tag,
} from './psm.ts';
import { queriesTag, queryOperation, tagOf } from './query-operation.ts';
import { resourceOperations } from './resource.ts';
import { schemaNames } from './schema-names.ts';
import { schemaStore } from './schema-store.ts';
import { securityOf } from './security.ts';
import { serviceOperation, servicesTag } from './service-operation.ts';
import { eTag, ifMatch, versionHeader, versionParameter } from './version.ts';

export function transform({ index, marks }: TransformInput): OpenApiPsm {
  const variants = variantsOf(index);
  const contexts = index.model.contexts.map((context) => ({
    context,
    marks: readMarks(marks.get(context.id) ?? {}),
  }));
  return {
    documents: contexts.flatMap((one) => {
      const offer = offerOf(one.context);
      const isDescribed = !one.context.external && offersAnything(offer);
      return isDescribed ? [documentOf(one.context, offer, one.marks, index, variants)] : [];
    }),
    problems: contexts.flatMap((one) => markProblems(one.context, one.marks)),
  };
}

function markProblems(context: Context, marks: ContextMarks): readonly MarkProblem[] {
  const candidates = aggregatesOf(context).map(({ name }) => name);
  return [...marks.plurals.keys()]
    .filter((name) => !candidates.includes(name))
    .map((name) => ({ context: placeOf(context), name, candidates }));
}

function documentOf(
  context: Context,
  offer: Offer,
  marks: ContextMarks,
  index: ModelIndex,
  variants: Variants,
): OpenApiFile {
  const problemBase = marks.problems ?? `${marks.server ?? ''}${marks.basePath ?? ''}/problems/`;
  const draft: Draft = {
    context,
    index,
    marks,
    names: memberNames(context, index),
    schemas: schemaStore(context, index, schemaNames(context, index, variants)),
    problems: problemStore((id) => problemBase + id),
    security: securityOf(context, marks, index),
  };
  const operations = [
    ...offer.aggregates.flatMap((one) => aggregateOperations(one, draft)),
    ...offer.queries.map((query) => queryOperation(query, draft)),
    ...offer.services.map((service) => serviceOperation(service, draft)),
  ];
  const used = referencesOf(operations);
  const shared = sharedParameters(offer, used, draft);
  const problems = draft.problems.finish();
  const schemas = draft.schemas.finish();
  const tags = tagsOf(offer, draft);
  const components: Components = {
    schemas: { ...schemas.schemas, ...problemSchemas },
    ...(Object.keys(shared.parameters).length === 0 ? {} : { parameters: shared.parameters }),
    ...(used.has(eTag.$ref) ? { headers: versionHeader } : {}),
    ...problems.components,
    ...securitySchemes(offer, draft),
  };
  const document: OpenApiDocument = {
    openapi: '3.1.1',
    info: infoOf(context, marks, index),
    servers: [{ url: `${marks.server ?? ''}${marks.basePath ?? ''}` || '/' }],
    // Where the model says nothing of who may, nothing is made up here.
    security: [],
    tags: tags.map(({ tag }) => tag),
    paths: pathsOf(operations),
    components,
  };
  const place = placeOf(context);
  return {
    path: `openapi/${kebabCase(context.name) || context.name}.openapi.yaml`,
    context: place,
    document,
    trace: {
      ...Object.fromEntries(tags.map(({ element }, position) => [pointer('tags', position), element])),
      ...traceOfPaths(operations),
      ...schemas.trace,
      ...shared.trace,
      ...problems.trace,
    },
    components: [...schemas.claims, ...Object.keys(problemSchemas).map((claimed) => ({ ...place, claimed }))],
    paths: pathClaims(offer, operations, draft),
    operations: operations.map(({ operation, element }) => claim(element, operation.operationId)),
    judged: schemas.judged,
  };
}

function aggregateOperations(
  { aggregate, whole, commands }: AggregateOffer,
  draft: Draft,
): readonly PlannedOperation[] {
  const id = idFieldOf(aggregate);
  if (!id) return [];
  const segment = segmentOf(aggregate.name, draft.marks);
  if (whole) return resourceOperations(aggregate, id, segment, draft);
  const first = commands.find(({ creation }) => creation);
  return commands.map((command) =>
    commandOperation(
      command,
      aggregate,
      id,
      commandPath(command, command === first, id, `/${segment}`),
      draft,
    ),
  );
}

function segmentOf(aggregate: string, marks: ContextMarks): string {
  return marks.plurals.get(aggregate) ?? (plural(kebabCase(aggregate)) || aggregate);
}

/** The parameters that operations refer to, and what they are about. */
function sharedParameters(
  { aggregates }: Offer,
  used: ReadonlySet<string>,
  { schemas }: Draft,
): { readonly parameters: NonNullable<Components['parameters']>; readonly trace: PointerTrace } {
  const ids = aggregates.flatMap(({ aggregate }): readonly (readonly [string, ElementId, Parameter])[] => {
    const id = idFieldOf(aggregate);
    if (!id || !used.has(idReference(aggregate, id).$ref)) return [];
    const description = id.doc ?? `The ${sentenceWords(id.name)} of the ${sentenceWords(aggregate.name)}.`;
    const schema = typeSchema(id.type, schemas.context.state);
    const parameter: Parameter = { name: id.name, in: 'path', required: true, description, schema };
    return [[idParameterName(aggregate, id), id.id, parameter]];
  });
  return {
    parameters: {
      ...Object.fromEntries(ids.map(([name, , parameter]) => [name, parameter])),
      ...(used.has(ifMatch.$ref) ? versionParameter : {}),
    },
    trace: Object.fromEntries(ids.map(([name, id]) => [pointer('components', 'parameters', name), id])),
  };
}

/** Every `$ref` of the operations themselves. */
function referencesOf(operations: readonly PlannedOperation[]): ReadonlySet<string> {
  return new Set(
    operations.flatMap(({ operation, parameters }) =>
      [
        ...(operation.parameters ?? []),
        ...(parameters?.list ?? []),
        ...Object.values(operation.responses).flatMap((response) =>
          '$ref' in response ? [] : Object.values(response.headers ?? {}),
        ),
      ].flatMap((one) => ('$ref' in one ? [one.$ref] : [])),
    ),
  );
}

/** Paths in the order in which they are first named; a path's operations side by side. */
function pathsOf(operations: readonly PlannedOperation[]): OpenApiDocument['paths'] {
  const paths = new Map<string, PathItem>();
  for (const { path, method, operation, parameters } of operations) {
    const before = paths.get(path) ?? (parameters ? { parameters: parameters.list } : {});
    paths.set(path, { ...before, [method]: operation });
  }
  return Object.fromEntries(paths);
}

function traceOfPaths(operations: readonly PlannedOperation[]): PointerTrace {
  return Object.assign(
    {},
    ...operations.map(({ path, method, element, trace, parameters }) => ({
      [pointer('paths', path)]: element.id,
      ...(parameters ? under(pointer('paths', path, 'parameters'), parameters.trace) : {}),
      ...under(pointer('paths', path, method), { '': element.id, ...trace }),
    })),
  );
}

function pathClaims(
  { aggregates }: Offer,
  operations: readonly PlannedOperation[],
  { marks }: Draft,
): readonly Claim[] {
  return [
    ...aggregates
      .filter(({ whole, commands }) => whole || commands.length > 0)
      .map(({ aggregate }) => claim(aggregate, `/${segmentOf(aggregate.name, marks)}`)),
    ...operations.map(({ path, method, element }) => claim(element, `${method.toUpperCase()} ${path}`)),
  ];
}

function claim(element: Parameters<typeof placeOf>[0], claimed: string): Claim {
  return { ...placeOf(element), claimed };
}

interface PlannedTag {
  readonly tag: Tag;
  readonly element: ElementId;
}

function tagsOf(
  { aggregates, queries, services }: Offer,
  { context, index, marks }: Draft,
): readonly PlannedTag[] {
  const ofQueries = new Set(queries.map((query) => tagOf(query, index)));
  const tags = aggregates.flatMap(({ aggregate, whole, commands, withheld }): readonly PlannedTag[] => {
    if (!whole && commands.length === 0 && !ofQueries.has(aggregate.name)) return [];
    const about =
      aggregate.doc ??
      `The ${sentenceWords(segmentOf(aggregate.name, marks))} of the ${context.name} context.`;
    const closed = withheld.map(({ name }) => `\`${name}\``).join(', ');
    const description = closed === '' ? about : `${about}\n\nOnly services and policies send ${closed}.`;
    return [{ tag: { name: aggregate.name, description }, element: aggregate.id }];
  });
  const taken = new Set(tags.map(({ tag }) => tag.name));
  const others: readonly Tag[] = [
    ...(ofQueries.has(queriesTag)
      ? [{ name: queriesTag, description: `What can be asked of the ${context.name} context.` }]
      : []),
    ...(services.length === 0
      ? []
      : [
          {
            name: servicesTag,
            description:
              'Work in several steps; if one fails, those before it that can be undone are, in reverse.',
          },
        ]),
  ];
  return [
    ...tags,
    ...others.filter(({ name }) => !taken.has(name)).map((tag) => ({ tag, element: context.id })),
  ];
}

function securitySchemes({ aggregates, queries, services }: Offer, { security }: Draft): Partial<Components> {
  const allows: readonly ActorReference[] = [
    ...aggregates.flatMap(({ commands }) => commands),
    ...queries,
    ...services,
  ].flatMap((one) => one.allows);
  const schemes = security.schemes(allows);
  return Object.keys(schemes).length === 0 ? {} : { securitySchemes: schemes };
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
