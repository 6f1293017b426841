import { type Rule, ruleViolation } from './rule.ts';
import { type Checks, createSchema, type Schema } from './schema.ts';

/** A schema under a name of its own, with a rule of its own if there is one. */
export function constrained<Output, Input>(
  base: Schema<unknown, Input>,
  rule?: Rule<Output>,
): Schema<Output, Input> {
  // What `base` lets through is by definition an `Output` once the rule holds.
  const checks = base['~checks'] as Checks<Output>;
  if (!rule) return createSchema<Output, Input>(checks);
  return createSchema<Output, Input>({
    ...checks,
    judge(value, violations) {
      checks.judge?.(value, violations);
      if (!rule.holds(value)) violations.push(ruleViolation(rule));
    },
  });
}
