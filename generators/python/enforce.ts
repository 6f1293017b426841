import type { Rule } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { type Enforcement, exact } from '../core/target.ts';
import { ModuleScope } from './module-scope.ts';
import { type NamePlan, planNames } from './plan-names.ts';
import { translate } from './translate-expression.ts';

/** The names of one model: planned once, since every rule is asked about. */
const plans = new WeakMap<ModelIndex, NamePlan>();

/** Python's whole numbers have no end, its texts are code points: whatever the language says can be said. */
export function enforce(rule: Rule, index: ModelIndex): Enforcement {
  let plan = plans.get(index);
  if (!plan) {
    plan = planNames(index);
    plans.set(index, plan);
  }
  translate(rule.condition, new ModuleScope(index, plan, plan.moduleOf(index.context(rule.id))));
  return exact;
}
