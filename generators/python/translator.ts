import type { Conditional, Expression, FieldAccess, Parameter } from '../../pim/expression.ts';
import type { ElementId } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import type { Code } from './code.ts';
import type { Facts, Places } from './facts.ts';
import type { ModuleScope } from './module-scope.ts';

/** What the parts of an expression are translated with. */
export interface Translator extends Places {
  readonly index: ModelIndex;
  readonly scope: ModuleScope;
  /** `None` where the expression is absent. `wanted` is what a text is written for: a date, an address. */
  code(expression: Expression, facts: Facts, wanted?: Type): Code;
  /** Where the model has proven that the expression is there. */
  required(expression: Expression, facts: Facts, wanted?: Type): Code;
  /** Whether the expression is there. */
  presence(expression: Expression, facts: Facts): Code;
  /** `receiver.field` of a receiver that is there. */
  memberOf(expression: FieldAccess, facts: Facts): Code;
  /** Each branch translated under what its condition says. */
  conditional(
    expression: Conditional,
    facts: Facts,
    branch: (expression: Expression, facts: Facts) => Code,
  ): Code;
  /** Whether it is known that the expression is not there. */
  isAbsent(expression: Expression, facts: Facts): boolean;
  mayBeAbsent(expression: Expression, facts: Facts): boolean;
  /** The name of a variable for a parameter, while `use` translates what it is seen by. */
  binding(parameters: readonly (Parameter | undefined)[], use: (names: readonly string[]) => Code): Code;
  className(id: ElementId): string;
}
