import type { Expression, Parameter } from '../../pim/expression.ts';
import type { ElementId } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import type { Code } from './code.ts';
import type { Facts, Places } from './facts.ts';
import type { TranslationScope } from './translate-expression.ts';

/** How the parts of an expression are translated: what the translations of single nodes are given. */
export interface Translator extends Places {
  readonly scope: TranslationScope;
  readonly index: ModelIndex;
  /** The expression; where it may be absent, TypeScript sees `undefined` in its type. */
  code(expression: Expression, facts: Facts): Code;
  /** The expression where `undefined` cannot stand; the model's checks have proven that it is there. */
  required(expression: Expression, facts: Facts): Code;
  /** A condition; where no instance gets to, TypeScript may refuse what it says, and any answer will do. */
  condition(expression: Expression, facts: Facts): Code;
  /** The opposite of a condition. */
  negated(expression: Expression, facts: Facts): Code;
  /** True if TypeScript gives the code of this expression a type with `undefined`. */
  mayBeUndefined(expression: Expression, facts: Facts): boolean;
  /** A map's key as a literal; undefined for one that must be looked up. */
  mapKeyOf(key: Expression): string | undefined;
  /** True where TypeScript knows that there is nothing: what is not there has no fields either. */
  isAbsent(expression: Expression, facts: Facts): boolean;
  /** `if`, of which each branch is translated by `branch` with what is known in it. */
  conditional(
    expression: Extract<Expression, { kind: 'conditional' }>,
    facts: Facts,
    branch: (expression: Expression, facts: Facts) => Code,
  ): Code;
  /** A function of what the body's parameter stands for. */
  closure(
    parameter: Parameter,
    body: Expression,
    facts: Facts,
    translate: (body: Expression, facts: Facts) => Code,
  ): Code;
  /** The body of a function of several parameters, and how they are called in it. */
  inside(
    parameters: readonly Parameter[],
    body: Expression,
    facts: Facts,
    translate: (body: Expression, facts: Facts) => Code,
  ): { readonly names: readonly string[]; readonly code: Code };
  /** Asks for a constant, if the place was known to be there outside of the closure. */
  hoist(expression: Expression): void;
  /** A name that nothing around has. */
  localName(wanted: string): string;
  /** A binding that no parameter of the model has. */
  newBinding(): number;
  /** The constant that is made for a type: its schema and functions. */
  companion(id: ElementId): Code;
  runtimeCall(name: string, ...args: readonly Code[]): Code;
}
