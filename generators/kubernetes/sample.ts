import { exampleOf } from '../../analysis/examples.ts';
import { aggregateExample } from '../../analysis/payload-examples.ts';
import { judge } from '../../pim/conformance.ts';
import { isJsonObject, type JsonObject, jsonObject } from '../../pim/json.ts';
import type { Aggregate, Field } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { pointer } from '../core/document.ts';
import { kebabCase } from '../core/naming.ts';
import type { Placement } from './placement.ts';
import type { CrdDocument, ObjectDocument } from './psm.ts';

/**
 * An object that the definition accepts as soon as it is applied, without the status that a controller
 * writes. Undefined where no example of the aggregate was found that holds without it.
 */
export function sampleOf(
  crd: CrdDocument,
  placement: Placement,
  index: ModelIndex,
): ObjectDocument | undefined {
  const { aggregate } = placement;
  const instance = appliedExample(aggregate, placement, index);
  if (!instance) return undefined;
  const { group, names, versions } = crd.document.spec;
  const id = aggregate.fields.find((field) => placement.partOf(field) === 'metadata');
  const name = id ? instance[id.name] : undefined;
  const spec = fieldsIn(placement.spec, instance);
  const document: JsonObject = {
    apiVersion: `${group}/${versions[0]?.name ?? ''}`,
    kind: names.kind,
    metadata: { name: typeof name === 'string' ? name : `${kebabCase(aggregate.name)}-sample` },
    ...(placement.spec.length === 0 ? {} : { spec }),
  };
  return {
    path: crd.path.replace(/\.crd\.yaml$/, '.sample.yaml'),
    element: aggregate.id,
    origin: crd.origin,
    comments: placement.status.length === 0 ? [] : ['A controller writes the status.'],
    document,
    trace: {
      '': aggregate.id,
      ...(id ? { [pointer('metadata', 'name')]: id.id } : {}),
      ...Object.fromEntries(
        placement.spec
          .filter((field) => Object.hasOwn(spec, field.name))
          .map((field) => [pointer('spec', field.name), field.id]),
      ),
    },
  };
}

/** Rules about the status are judged by its defaults until there is one, so it must hold by them. */
function appliedExample(
  aggregate: Aggregate,
  placement: Placement,
  index: ModelIndex,
): JsonObject | undefined {
  const minimal = exampleOf(index, aggregate.id, 'minimal');
  const candidates = [aggregateExample(index, aggregate), minimal.found ? minimal.instance : undefined];
  for (const candidate of candidates) {
    if (!isJsonObject(candidate)) continue;
    if (!placement.statusMayBeEmpty) return candidate;
    const applied = withoutStatus(aggregate, placement, candidate);
    if (judge(index, aggregate.id, applied).length === 0) return applied;
  }
  return undefined;
}

function withoutStatus(aggregate: Aggregate, placement: Placement, instance: JsonObject): JsonObject {
  return fieldsIn(
    aggregate.fields.filter((field) => placement.partOf(field) !== 'status'),
    instance,
  );
}

function fieldsIn(fields: readonly Field[], instance: JsonObject): JsonObject {
  return jsonObject(
    fields.flatMap(({ name }) => {
      const value = Object.hasOwn(instance, name) ? instance[name] : undefined;
      return value === undefined || value === null ? [] : [[name, value] as const];
    }),
  );
}
