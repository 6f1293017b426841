import { inlineDerived } from '../../../pim/expression-tools.ts';
import type { Rule } from '../../../pim/model.ts';
import type { ModelIndex } from '../../../pim/model-index.ts';
import { type Enforcement, exact, notEnforceable } from '../target.ts';
import { conditionSchema } from './condition-schema.ts';
import { type Reason, reasons } from './reason.ts';
import type { Schema } from './schema.ts';

/** A rule as a schema of what it is about, or why JSON Schema cannot hold it. */
export type RuleSchema = { readonly schema: Schema } | { readonly reason: Reason };

/**
 * The schema accepts exactly the instances that keep the rule, among those whose shape is right:
 * it stands beside the shape's schema, never alone.
 */
export function ruleSchema(rule: Rule, index: ModelIndex): RuleSchema {
  if (rule.transition) return { reason: reasons.old };
  return conditionSchema(inlineDerived(rule.condition, index), index);
}

/** What every target that emits `ruleSchema` says of a rule. */
export function enforceBySchema(rule: Rule, index: ModelIndex): Enforcement {
  const result = ruleSchema(rule, index);
  return 'schema' in result ? exact : notEnforceable(result.reason);
}
