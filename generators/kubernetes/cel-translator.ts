import type { Expression, Parameter } from '../../pim/expression.ts';
import type { Field } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import type { Bounds } from './bounds.ts';
import type { Measure } from './cel-cost.ts';
import type { Form } from './cel-form.ts';
import type { Piece } from './cel-piece.ts';

/** Where a rule stands: what `self` is there, and where fields of the structure are found. */
export interface CelScope {
  readonly index: ModelIndex;
  /** Other bounds than those of the model, to see what they would cost. */
  readonly bounds?: Bounds | undefined;
  /** The minor of the oldest server, 30 for 1.30. */
  readonly minimumServer: number;
  /** CEL for the value that the rule is about. */
  readonly self: string;
  /** Of an aggregate only: its fields lie in different parts of the object. */
  readonly place?: (field: Field) => FieldPlace;
}

export interface FieldPlace {
  /** Property names from `self` on, `['spec', 'capacity']`. */
  readonly path: readonly string[];
  /** True if the part that holds the field may be missing: a status that nobody has written yet. */
  readonly partMayBeMissing: boolean;
}

/** What is known where an expression stands. */
export interface Surroundings {
  /** What stands for the parameters in scope, by binding. */
  readonly variables: ReadonlyMap<number, Piece>;
  /** The names that CEL's variables have there. */
  readonly names: ReadonlySet<string>;
  /** Tests that hold here, so that they need not be asked again. */
  readonly present: ReadonlySet<string>;
}

export const nothingKnown: Surroundings = { variables: new Map(), names: new Set(), present: new Set() };

/** A variable of a macro, and what is known where the macro's body stands. */
export interface Bound {
  readonly item: Piece;
  readonly inside: Surroundings;
}

/** How the parts of an expression are translated: what the translations of single nodes are given. */
export interface CelTranslator {
  readonly scope: CelScope;
  readonly index: ModelIndex;
  /** The expression, in the form that it has by itself or in another (`cel-form.ts`). */
  piece(expression: Expression, around: Surroundings, form?: Form): Piece;
  /** A list, map or text, unless the API server hides it from rules. */
  readable(expression: Expression, around: Surroundings): Piece;
  /** The tests that together tell whether an expression has a value, without those known to hold. */
  presence(expression: Expression, around: Surroundings): readonly Piece[];
  /** What else is known where a condition is known to be true, or false. */
  knowing(condition: Expression, truth: boolean, around: Surroundings): Surroundings;
  /** A variable of this name, or of one like it that nothing has; it stands for the parameter, if there is one. */
  bind(
    wanted: string,
    length: Measure,
    around: Surroundings,
    parameter?: Parameter,
    list?: Pick<Piece, 'unmeasuredItems'>,
  ): Bound;
}
