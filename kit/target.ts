/**
 * `pimento/target`: everything that a target is written with, built-in or not. What the built-in ones
 * import from outside of their own folder is exported here, which a test holds.
 */

// Instances that satisfy a type, or break just one of its rules.
export * from '../analysis/case-list.ts';
export * from '../analysis/command-cases.ts';
export * from '../analysis/command-effects.ts';
export * from '../analysis/command-outcomes.ts';
export * from '../analysis/constraint-cases.ts';
export * from '../analysis/examples.ts';
export * from '../analysis/function-cases.ts';
export * from '../analysis/hand-results.ts';
export * from '../analysis/instance-place.ts';
export * from '../analysis/payload-examples.ts';
export * from '../analysis/sample-value.ts';
export * from '../analysis/service-cases.ts';
// The language has examples of its own.
export type { Example as FoundInstance, Extent, NoExample, Synthesis } from '../analysis/workbench.ts';
// Printing.
export * from '../generators/core/document.ts';
export * from '../generators/core/invisible.ts';
export * from '../generators/core/lifecycle-rule.ts';
export { type MarksByContext, marksOf } from '../generators/core/marks.ts';
export * from '../generators/core/naming.ts';
export * from '../generators/core/notice.ts';
export * from '../generators/core/output.ts';
export { documentation, type Render } from '../generators/core/render.ts';
export * from '../generators/core/reserved-words.ts';
export * from '../generators/core/scaffold/scaffold.ts';
// JSON Schema of what a model declares, for documents that embed it.
export * from '../generators/core/schema/annotations.ts';
export * from '../generators/core/schema/declaration-schema.ts';
export * from '../generators/core/schema/payload-schema.ts';
export * from '../generators/core/schema/rule-schema.ts';
export * from '../generators/core/schema/schema.ts';
export * from '../generators/core/schema/type-schema.ts';
export * from '../generators/core/schema/unheld-limits.ts';
export * from '../generators/core/schema/used-declarations.ts';
// Two modules have a `heldBy`: an instance that holds a rule keeps the name.
export {
  answeredField,
  heldBy as variantsHeldBy,
  namedIn,
  type Variant,
  type Variants,
  variantOf,
  variantsOf,
} from '../generators/core/schema/variants.ts';
// The contract.
export {
  contractVersion,
  defineTarget,
  type Enforcement,
  exact,
  notEnforceable,
  type SymbolRef,
  type Symbols,
  type Target,
  type TargetDefinition,
  type TransformInput,
  type UnheldLimit,
} from '../generators/core/target.ts';
export { extractTrace, traceEnd, traceStart } from '../generators/core/trace.ts';
// The platform-independent model, its rules and the reference that judges them.
export * from '../pim/assert-never.ts';
export * from '../pim/behaviour.ts';
export * from '../pim/calendar.ts';
export * from '../pim/conformance.ts';
export * from '../pim/date-patterns.ts';
export * from '../pim/decide.ts';
export * from '../pim/decimal.ts';
export * from '../pim/decimal-pattern.ts';
export * from '../pim/diagnostic.ts';
export * from '../pim/expression.ts';
export * from '../pim/expression-tools.ts';
export * from '../pim/fields-read.ts';
export * from '../pim/formats.ts';
export * from '../pim/interpreter.ts';
export * from '../pim/interval.ts';
export * from '../pim/json.ts';
export * from '../pim/limits.ts';
export * from '../pim/line-map.ts';
export * from '../pim/model.ts';
export * from '../pim/model-index.ts';
export * from '../pim/moment.ts';
export * from '../pim/near-miss.ts';
export * from '../pim/needs.ts';
export * from '../pim/network.ts';
export * from '../pim/origin.ts';
export * from '../pim/pattern.ts';
export * from '../pim/payload-index.ts';
export * from '../pim/project.ts';
export * from '../pim/run-scenario.ts';
export * from '../pim/run-service.ts';
export * from '../pim/text.ts';
export * from '../pim/type.ts';
export * from '../pim/upgrade.ts';
