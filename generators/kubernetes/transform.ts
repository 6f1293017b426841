import type { Aggregate, Context, Field } from '../../pim/model.ts';
import { aggregatesOf, type ModelIndex } from '../../pim/model-index.ts';
import { pointer } from '../core/document.ts';
import type { TransformInput } from '../core/target.ts';
import { placeAggregateRules } from './aggregate-rules.ts';
import { type Bounds, boundsWithin } from './bounds.ts';
import { budget, type Measure, nothing, sum } from './cel-cost.ts';
import { kustomizationOf } from './kustomization.ts';
import { type LoweredBound, loweredBounds } from './lowered-bounds.ts';
import { type AggregateMarks, type ContextMarks, noAggregateMarks, readMarks } from './marks.ts';
import { refusedName } from './object-name.ts';
import { type Placement, placeFields } from './placement.ts';
import { printerColumns } from './printer-columns.ts';
import type {
  CrdDocument,
  CrdProblem,
  KubernetesPsm,
  PlacedContext,
  SchemaNode,
  ValidationRule,
} from './psm.ts';
import { crdPath, resourceNames } from './resource-names.ts';
import { rolesOf } from './roles.ts';
import { sampleOf } from './sample.ts';
import { fieldSchema, fieldsSchema, type SchemaBuild, schemaPointer } from './structural-schema.ts';
import { unheldOf } from './unheld.ts';

/** A definition for every aggregate of every context that has marks, and what goes with them. */
export function transform({ index, marks }: Pick<TransformInput, 'index' | 'marks'>): KubernetesPsm {
  const contexts = index.model.contexts.flatMap((context) => {
    const own = marks.get(context.id);
    return own ? [contextObjects(context, readMarks(own), index)] : [];
  });
  return {
    documents: contexts.flatMap(({ documents }) => documents),
    objects: contexts.flatMap(({ objects }) => objects),
    contextProblems: contexts.flatMap(({ contextProblems }) => contextProblems),
  };
}

function contextObjects(context: Context, marks: ContextMarks, index: ModelIndex): KubernetesPsm {
  const aggregates = aggregatesOf(context);
  const candidates = aggregates.map(({ name }) => name);
  const made = aggregates.map((aggregate) => {
    const own = marks.aggregates.get(aggregate.name) ?? noAggregateMarks;
    const placement = placeFields(aggregate, own.status, index);
    const crd = crdDocument(context, own, marks, placement, index);
    return { crd, placement, sample: sampleOf(crd, placement, index) };
  });
  const documents = made.map(({ crd }) => crd);
  const roles = rolesOf(context, made, index);
  return {
    documents,
    objects: [
      ...made.flatMap(({ sample }) => (sample ? [sample] : [])),
      ...roles,
      ...kustomizationOf(context, documents, roles),
    ],
    contextProblems: [...marks.aggregates.keys()]
      .filter((name) => !candidates.includes(name))
      .map((name) => ({ context: placed(context), name, candidates })),
  };
}

function placed({ id, name, nameOrigin: origin }: Context): PlacedContext {
  return { id, name, origin };
}

function crdDocument(
  context: Context,
  own: AggregateMarks,
  marks: ContextMarks,
  placement: Placement,
  index: ModelIndex,
): CrdDocument {
  const { aggregate } = placement;
  const group = own.group ?? marks.group;
  const build: SchemaBuild = {
    index,
    minimumServer: marks.minimumServer,
    trace: new Map([['', aggregate.id]]),
    rules: [],
    costings: [],
    candidates: once(() => boundsWithin(aggregate.id, index)),
    problems: [...placementProblems(aggregate, own, placement, index)],
  };
  const names = resourceNames(aggregate.name, own, marks.categories);
  const columns = printerColumns(own.columns, placement, index, build.problems);
  const openAPIV3Schema = rootSchema(build, placement);
  return {
    path: crdPath(context.name, aggregate.name),
    aggregate: aggregate.id,
    origin: aggregate.nameOrigin,
    context: placed(context),
    minimumServer: marks.minimumServer,
    document: {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `${names.plural}.${group}` },
      spec: {
        group,
        names,
        scope: own.scope ?? marks.scope,
        versions: [
          {
            name: own.version ?? marks.version,
            served: true,
            storage: true,
            schema: { openAPIV3Schema },
            ...(placement.status.length === 0 ? {} : { subresources: { status: {} } }),
            ...(columns.length === 0 ? {} : { additionalPrinterColumns: columns }),
          },
        ],
      },
    },
    trace: Object.fromEntries(build.trace),
    rules: [...build.rules, ...unheldOf(aggregate)],
    tooMuch: tooMuchTogether(build),
    problems: build.problems,
  };
}

/** What all rules of an object cost together, where that is too much, and the bounds to lower. */
function tooMuchTogether({ costings, candidates }: SchemaBuild): CrdDocument['tooMuch'] {
  const total = (bounds?: Bounds): Measure => sum(nothing, ...costings.map((costing) => costing(bounds)));
  const { run, estimate } = total();
  const lower = (fits: (cost: Measure) => boolean): readonly LoweredBound[] =>
    loweredBounds(candidates(), (bounds) => fits(total(bounds)));
  return {
    ...(run > budget.perObject
      ? { run: { cost: run, lower: lower((cost) => cost.run <= budget.perObject) } }
      : {}),
    ...(estimate > budget.perDefinition
      ? { estimate: { cost: estimate, lower: lower((cost) => cost.estimate <= budget.perDefinition) } }
      : {}),
  };
}

/** The value, made when it is first asked for. */
function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function placementProblems(
  aggregate: Aggregate,
  marks: AggregateMarks,
  placement: Placement,
  index: ModelIndex,
): readonly CrdProblem[] {
  const candidates = aggregate.fields.filter((field) => field.role !== 'id').map((field) => field.name);
  const statusProblems = marks.status.flatMap((name): readonly CrdProblem[] => {
    const field = aggregate.fields.find((one) => one.name === name);
    if (!field) return [{ kind: 'unknown field', mark: 'status', name, candidates }];
    return field.role === 'id' ? [{ kind: 'id in status', name }] : [];
  });
  const id = aggregate.fields.find((field) => placement.partOf(field) === 'metadata');
  const refused = id && refusedName(id.type, index);
  if (!id || refused === undefined) return statusProblems;
  return [...statusProblems, { kind: 'id as name', name: id.name, refused, origin: id.origin }];
}

function rootSchema(build: SchemaBuild, placement: Placement): SchemaNode {
  const { aggregate } = placement;
  const rules = placeAggregateRules(build, placement);
  const id = aggregate.fields.find((field) => placement.partOf(field) === 'metadata');
  const spec = partSchema(build, placement, 'spec', placement.spec, rules.spec);
  const status = partSchema(build, placement, 'status', placement.status, rules.status);
  return {
    ...(aggregate.doc === undefined ? {} : { description: aggregate.doc }),
    type: 'object',
    ...(rules.root.length === 0 ? {} : { 'x-kubernetes-validations': rules.root }),
    ...(placement.spec.length === 0 ? {} : { required: ['spec'] }),
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { type: 'object', ...(id ? { properties: { name: nameSchema(build, id) } } : {}) },
      ...(spec ? { spec } : {}),
      ...(status ? { status } : {}),
    },
  };
}

/** The API server lets a schema limit the name by its length and pattern; rules about it stand at the root. */
function nameSchema(build: SchemaBuild, id: Field): SchemaNode {
  const at = schemaPointer + pointer('properties', 'metadata', 'properties', 'name');
  const scratch: SchemaBuild = { ...build, rules: [], costings: [], trace: new Map() };
  const { minLength, maxLength, pattern } = fieldSchema(scratch, id, { at, within: [], inside: [] });
  build.trace.set(at, id.id);
  return {
    type: 'string',
    ...(minLength === undefined || minLength < 2 ? {} : { minLength }),
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(pattern === undefined ? {} : { pattern }),
  };
}

function partSchema(
  build: SchemaBuild,
  placement: Placement,
  part: 'spec' | 'status',
  fields: readonly Field[],
  validations: readonly ValidationRule[],
): SchemaNode | undefined {
  if (fields.length === 0) return undefined;
  return {
    type: 'object',
    ...(validations.length === 0 ? {} : { 'x-kubernetes-validations': validations }),
    ...fieldsSchema(build, fields, {
      at: schemaPointer + pointer('properties', part),
      within: [],
      inside: [placement.aggregate],
    }),
  };
}
