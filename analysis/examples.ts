import type { Expression } from '../pim/expression.ts';
import type { JsonValue } from '../pim/json.ts';
import type { ElementId } from '../pim/model.ts';
import type { ModelIndex } from '../pim/model-index.ts';
import type { Samples } from './sample-value.ts';
import { type Example, type Extent, type Kept, nameOf, type Synthesis, workbenchOf } from './workbench.ts';

/** An instance of a type, enum or structure that the judge accepts, with data that reads well. */
export function exampleOf(index: ModelIndex, subject: ElementId, extent: Extent = 'minimal'): Synthesis {
  return workbenchOf(index).example(subject, extent);
}

/** An instance of the subject that breaks this rule and nothing else; for a transition rule, a change. */
export function brokenBy(index: ModelIndex, subject: ElementId, rule: ElementId): Synthesis {
  return first(
    waysBrokenBy(index, subject, rule),
    `no instance was found that breaks \`${nameOf(index, rule)}\` alone`,
  );
}

/**
 * An accepted instance in which the rule matters where that is possible: the left side of its
 * `implies` is true, its list not empty, its limit reached.
 */
export function heldBy(index: ModelIndex, subject: ElementId, rule: ElementId): Synthesis {
  return first(
    waysHeldBy(index, subject, rule),
    `no instance was found in which \`${nameOf(index, rule)}\` holds`,
  );
}

/** Instances that break this rule and nothing else, each in another way, the most telling first. */
export function waysBrokenBy(index: ModelIndex, subject: ElementId, rule: ElementId): readonly Example[] {
  return workbenchOf(index).ways(subject, rule, 'broken');
}

/** Accepted instances that hold the rule, each in another way, the most telling first. */
export function waysHeldBy(index: ModelIndex, subject: ElementId, rule: ElementId): readonly Example[] {
  return workbenchOf(index).ways(subject, rule, 'held');
}

/** An accepted instance that is like this one but for what its rules ask, and keeps what it must. */
export function mended(index: ModelIndex, subject: ElementId, instance: JsonValue, kept: Kept): Synthesis {
  return workbenchOf(index).mended(subject, instance, kept);
}

/** An accepted instance of which the condition is true, as near to one of the starts as was found. */
export function satisfying(
  index: ModelIndex,
  subject: ElementId,
  condition: Expression,
  starts: readonly JsonValue[],
): Synthesis {
  return workbenchOf(index).satisfying(subject, condition, starts);
}

/** Values for the parts of instances. */
export function samplesOf(index: ModelIndex): Samples {
  return workbenchOf(index).samples;
}

function first(ways: readonly Example[], reason: string): Synthesis {
  return ways[0] ?? { found: false, reason };
}
