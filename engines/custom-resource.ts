import { load } from 'js-yaml';
import { isJsonObject, type JsonObject, type JsonValue, partAt, pointerSteps } from '../pim/json.ts';
import type { Aggregate, ElementId, Field } from '../pim/model.ts';
import type { Output } from './make-output.ts';

/** What the target `kubernetes` made of an aggregate: its definition, and where in an object its fields lie. */
export interface CustomResource {
  readonly definition: JsonObject;
  readonly apiVersion: string;
  readonly kind: string;
  /** The field that is the name of the object, if one is. */
  readonly name: string | undefined;
  readonly spec: readonly string[];
  readonly status: readonly string[];
  /** Whether an object that has no status yet lacks what every instance has. */
  readonly needsStatus: boolean;
  readonly validations: readonly Validation[];
}

/** One entry of `x-kubernetes-validations`. */
export interface Validation {
  /** The rule, or what else demands it. */
  readonly element: ElementId;
  readonly message: string;
  /** Where the server says that it is broken: property names from the object on, undefined for any item or key. */
  readonly place: readonly (string | undefined)[];
}

/** Reads it from what the target publishes: its files, and what each part of them is about. */
export function customResource({ files, symbols }: Output, aggregate: Aggregate): CustomResource | undefined {
  const file = files.find(({ path }) => path === symbols.get(aggregate.id)?.from);
  if (!file) return undefined;
  const definition = load(file.content) as JsonValue;
  const parts = file.trace.flatMap(({ element, pointer = '' }) =>
    pointer.startsWith(schemaPointer) ? [{ element, steps: pointerSteps(pointer) }] : [],
  );
  const inPart = (part: string): readonly Field[] => {
    const around = [...schemaSteps, 'properties', part, 'properties'];
    const ids = new Set(
      parts.flatMap(({ element, steps }) =>
        steps.length === around.length + 1 && around.every((step, position) => steps[position] === step)
          ? [element]
          : [],
      ),
    );
    // A derived field can be a part of the status; an instance never has it.
    return aggregate.fields.filter(({ id, role }) => role !== 'derived' && ids.has(id));
  };
  const namesIn = (part: string): readonly string[] => inPart(part).map(({ name }) => name);
  return {
    definition: objectAt(definition, []),
    apiVersion: `${textAt(definition, ['spec', 'group'])}/${textAt(definition, ['spec', 'versions', '0', 'name'])}`,
    kind: textAt(definition, ['spec', 'names', 'kind']),
    name: namesIn('metadata')[0],
    spec: namesIn('spec'),
    status: namesIn('status'),
    needsStatus: inPart('status').some((field) => !field.optional && field.default === undefined),
    validations: parts
      .filter(({ steps }) => steps.at(-2) === 'x-kubernetes-validations')
      .map(({ element, steps }) => validationAt(definition, element, steps)),
  };
}

const schemaSteps = ['spec', 'versions', '0', 'schema', 'openAPIV3Schema'];
const schemaPointer = `/${schemaSteps.join('/')}`;

function validationAt(definition: JsonValue, element: ElementId, steps: readonly string[]): Validation {
  const validation = objectAt(definition, steps);
  const { fieldPath } = validation;
  const inside = typeof fieldPath === 'string' ? fieldPath.split('.').slice(1) : [];
  const node = steps.slice(schemaSteps.length, -2);
  return {
    element,
    message: textAt(validation, ['message']),
    place: [...placeOf(node), ...inside],
  };
}

/** From a node of the schema to what it is about. */
function placeOf([keyword, name, ...rest]: readonly string[]): readonly (string | undefined)[] {
  if (keyword === undefined) return [];
  if (keyword === 'properties') return [name, ...placeOf(rest)];
  return [undefined, ...placeOf(name === undefined ? [] : [name, ...rest])];
}

function objectAt(value: JsonValue, steps: readonly string[]): JsonObject {
  const found = partAt(value, steps);
  if (!isJsonObject(found))
    throw new Error(`a definition that was made has no object at /${steps.join('/')}`);
  return found;
}

function textAt(value: JsonValue, steps: readonly string[]): string {
  const found = partAt(value, steps);
  if (typeof found !== 'string')
    throw new Error(`a definition that was made has no text at /${steps.join('/')}`);
  return found;
}
