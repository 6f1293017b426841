import type { Expectation } from '../../engines/compare.ts';
import { lifecycleRule } from '../../generators/core/lifecycle-rule.ts';
import { judge, withDefaults } from '../../pim/conformance.ts';
import { isTrue } from '../../pim/interpreter.ts';
import type { JsonValue } from '../../pim/json.ts';
import type { Aggregate } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';

/** An instance, or a change of one. */
export interface Trial {
  readonly instance: JsonValue;
  readonly old?: JsonValue;
}

/**
 * What the reference says of an aggregate to engines that see states alone: a move that no event makes is refused
 * too, which the reference leaves to commands.
 */
export function referenceExpectation(
  index: ModelIndex,
  aggregate: Aggregate,
  { instance, old }: Trial,
): Expectation {
  const { id: subject } = aggregate;
  const isRefused =
    judge(index, subject, instance, old).length > 0 ||
    (old !== undefined && isIllegalMove(index, aggregate, instance, old));
  return {
    index,
    subject,
    instance: JSON.stringify(instance),
    ...(old === undefined ? {} : { old: JSON.stringify(old) }),
    expected: isRefused ? 'reject' : 'accept',
  };
}

function isIllegalMove(
  index: ModelIndex,
  aggregate: Aggregate,
  instance: JsonValue,
  old: JsonValue,
): boolean {
  const [self, before] = [withDefaults(index, aggregate, instance), withDefaults(index, aggregate, old)];
  return aggregate.lifecycles.some((lifecycle) => {
    const rule = lifecycleRule(lifecycle, aggregate, index);
    return rule !== undefined && !isTrue(rule.condition, { self, old: before, index });
  });
}
