import type { JsonObject } from '../../pim/json.ts';
import type { Aggregate, Context, Field } from '../../pim/model.ts';
import { aggregatesOf, type ModelIndex } from '../../pim/model-index.ts';
import { pointer } from '../core/document.ts';
import type { TransformInput } from '../core/target.ts';
import { placeAggregateRules } from './aggregate-rules.ts';
import { type AggregateMarks, type ContextMarks, noAggregateMarks, readMarks } from './marks.ts';
import { refusedName } from './object-name.ts';
import { type Placement, placeFields } from './placement.ts';
import { printerColumns } from './printer-columns.ts';
import type { CrdDocument, CrdProblem, KubernetesPsm, SchemaNode, ValidationRule } from './psm.ts';
import { crdPath, resourceNames } from './resource-names.ts';
import { fieldSchema, fieldsSchema, type SchemaBuild, schemaPointer } from './structural-schema.ts';

/** A definition for every aggregate of every context that has marks. */
export function transform({ index, marks }: Pick<TransformInput, 'index' | 'marks'>): KubernetesPsm {
  const documents = index.model.contexts.flatMap((context) => {
    const own = marks.get(context.id);
    return own ? contextDocuments(context, own, index) : [];
  });
  return { documents };
}

function contextDocuments(
  context: Context,
  plainMarks: JsonObject,
  index: ModelIndex,
): readonly CrdDocument[] {
  const marks = readMarks(plainMarks);
  const aggregates = aggregatesOf(context);
  const names = aggregates.map((aggregate) => aggregate.name);
  const unknown = [...marks.aggregates.keys()].filter((name) => !names.includes(name));
  const contextProblems = unknown.map(
    (name): CrdProblem => ({ kind: 'unknown aggregate', name, candidates: names }),
  );
  // What is wrong with the context's marks is said once, with its first document.
  return aggregates.map((aggregate, position) =>
    crdDocument(context, aggregate, marks, index, position === 0 ? contextProblems : []),
  );
}

function crdDocument(
  context: Context,
  aggregate: Aggregate,
  marks: ContextMarks,
  index: ModelIndex,
  contextProblems: readonly CrdProblem[],
): CrdDocument {
  const own = marks.aggregates.get(aggregate.name) ?? noAggregateMarks;
  const placement = placeFields(aggregate, own.status, index);
  const build: SchemaBuild = {
    index,
    minimumServer: marks.minimumServer,
    trace: new Map([['', aggregate.id]]),
    rules: [],
    problems: [...contextProblems, ...placementProblems(aggregate, own, placement, index)],
  };
  const names = resourceNames(aggregate.name, own, marks.categories);
  const columns = printerColumns(own.columns, placement, index, build.problems);
  const openAPIV3Schema = rootSchema(build, placement);
  return {
    path: crdPath(context.name, aggregate.name),
    aggregate: aggregate.id,
    origin: aggregate.nameOrigin,
    context: { id: context.id, name: context.name, origin: context.nameOrigin },
    minimumServer: marks.minimumServer,
    document: {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `${names.plural}.${marks.group}` },
      spec: {
        group: marks.group,
        names,
        scope: own.scope ?? marks.scope,
        versions: [
          {
            name: marks.version,
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
    rules: build.rules,
    problems: build.problems,
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
  const scratch: SchemaBuild = { ...build, rules: [], trace: new Map() };
  const { minLength, maxLength, pattern } = fieldSchema(scratch, id, { at, multiplicity: 1, inside: [] });
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
      multiplicity: 1,
      inside: [placement.aggregate],
    }),
  };
}
