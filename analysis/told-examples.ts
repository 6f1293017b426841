import type { Example } from '../pim/behaviour.ts';
import { judge } from '../pim/conformance.ts';
import { jsonOf } from '../pim/interpreter.ts';
import type { JsonValue } from '../pim/json.ts';
import type { ElementId } from '../pim/model.ts';
import type { ModelIndex } from '../pim/model-index.ts';

/** An instance that the model itself shows, and exactly the rules that it breaks. */
export interface ToldExample {
  readonly instance: JsonValue;
  readonly breaks: readonly ElementId[];
}

/**
 * The `example`s of one element, as the judge sees them: an author knows what an instance looks like where
 * a search finds none. Those that the judge sees otherwise are left out; a check reports them.
 */
export function toldExamples(index: ModelIndex, subject: ElementId): readonly ToldExample[] {
  return (examplesOf(index).get(subject) ?? []).flatMap(({ value, breaks }): readonly ToldExample[] => {
    const instance = jsonOf(value, { self: null, index });
    if (instance === undefined) return [];
    const told = breaks.flatMap(({ id }) => id ?? []);
    const violations = judge(index, subject, instance);
    const found = new Set(violations.flatMap(({ rule }) => rule ?? []));
    const isAsTold =
      violations.every(({ rule }) => rule !== undefined) &&
      found.size === told.length &&
      told.every((id) => found.has(id));
    return isAsTold ? [{ instance, breaks: told }] : [];
  });
}

const examplesByIndex = new WeakMap<ModelIndex, ReadonlyMap<ElementId, readonly Example[]>>();

/** Every example by what it is of; found once for a model, as each of its elements asks. */
function examplesOf(index: ModelIndex): ReadonlyMap<ElementId, readonly Example[]> {
  const known = examplesByIndex.get(index);
  if (known) return known;
  const all = index.model.contexts.flatMap((context) => [
    ...context.examples,
    ...context.declarations.flatMap((one) => (one.kind === 'aggregate' ? one.examples : [])),
  ]);
  const found = Map.groupBy(all, ({ value }) => (value.kind === 'construction' ? value.structure : ''));
  examplesByIndex.set(index, found);
  return found;
}
