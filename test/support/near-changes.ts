import * as fc from 'fast-check';
import { exampleOf, waysBrokenBy, waysHeldBy } from '../../analysis/examples.ts';
import { judge } from '../../pim/conformance.ts';
import { isJsonObject, type JsonValue, jsonObject, member } from '../../pim/json.ts';
import type { Aggregate } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { nearInstances } from './near-instances.ts';

/** An instance that comes into being or, with `old`, out of another that is accepted. */
export interface NearChange {
  readonly instance: JsonValue;
  readonly old?: JsonValue;
}

/**
 * Instances of an aggregate, and changes between some: what its rules are held and broken by, what lies near every
 * edge, and each of the former with a part of the latter. The same for the same seed.
 */
export function nearChanges(
  index: ModelIndex,
  aggregate: Aggregate,
  count: number,
  seed: number,
): readonly NearChange[] {
  const { id, rules } = aggregate;
  const examples = (['minimal', 'full'] as const).flatMap((extent) => {
    const found = exampleOf(index, id, extent);
    return found.found ? [found] : [];
  });
  const ofRules = rules.flatMap((rule) => [
    ...waysHeldBy(index, id, rule.id),
    ...waysBrokenBy(index, id, rule.id),
  ]);
  const bases = [...examples, ...ofRules].map(({ instance }) => instance);
  const near = fc.oneof(nearInstances(index, id, 1000), nearInstances(index, id, 20));
  const mixed = bases.length === 0 ? near : fc.tuple(fc.constantFrom(...bases), near, fc.nat()).map(mix);
  const instances = [
    ...bases,
    ...fc.sample(mixed, { numRuns: count, seed }),
    ...fc.sample(near, { numRuns: Math.ceil(count / 3), seed }),
  ];
  const good = instances.filter((instance) => judge(index, id, instance).length === 0);
  const partly = good.slice(1).map((other, position) => {
    const old = good[position] ?? other;
    return { instance: mix([old, other, position]), old };
  });
  return [
    ...instances.map((instance) => ({ instance })),
    ...ofRules.flatMap(({ instance, old }) => (old === undefined ? [] : [{ instance, old }])),
    ...partly,
  ];
}

/** A value with one member or item, anywhere, as the other has it; `choice` says which. */
function mix([base, other, choice]: readonly [JsonValue, JsonValue, number]): JsonValue {
  if (isJsonObject(base) && isJsonObject(other)) {
    const names = Object.keys(other);
    const name = names[choice % names.length];
    const rest = Math.floor(choice / Math.max(names.length, 1));
    const taken = name === undefined ? undefined : member(other, name);
    if (name === undefined || taken === undefined) return base;
    const own = member(base, name);
    const part = own === undefined || rest % 2 === 0 ? taken : mix([own, taken, Math.floor(rest / 2)]);
    return jsonObject([...Object.entries(base).filter(([key]) => key !== name), [name, part]]);
  }
  if (Array.isArray(base) && Array.isArray(other) && base.length > 0 && other.length > 0) {
    const items: readonly JsonValue[] = base;
    const place = choice % items.length;
    const taken = (other as readonly JsonValue[])[choice % other.length] ?? null;
    return items.map((item, position) =>
      position === place ? mix([item, taken, Math.floor(choice / 7)]) : item,
    );
  }
  return other;
}
