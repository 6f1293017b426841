import type { ElementId } from './model.ts';
import type { Origin } from './origin.ts';
import type { Pattern } from './pattern.ts';
import type { ExpressionType } from './type.ts';

/**
 * The rule language, resolved and typed (SEMANTICS: total, bounded, the same on every engine).
 * Every node knows its type; a node whose operands do not fit has an `unresolved` type.
 */
export type Expression =
  | Literal
  | EnumReference
  | SelfReference
  | OldReference
  | ParameterReference
  | FieldAccess
  | Not
  | Negation
  | Binary
  | Membership
  | Presence
  | Conditional
  | Size
  | Rank
  | Quantifier
  | Sum
  | Unique
  | StringTest
  | StringTransform
  | Match
  | UnresolvedName;

interface Node extends ExpressionType {
  readonly origin: Origin;
}

/** `true`, `3`, `0.5`, `"text"`. Its type is boolean, integer (its own range), number or string. */
export interface Literal extends Node {
  readonly kind: 'literal';
  readonly value: boolean | number | string;
}

/** A literal of an enum: `ACTIVE`. */
export interface EnumReference extends Node {
  readonly kind: 'enumReference';
  readonly literal: ElementId;
}

/** What the rule is about: the structure, or the value of a constrained type (`it`). */
export interface SelfReference extends Node {
  readonly kind: 'self';
}

/** The aggregate before the change. */
export interface OldReference extends Node {
  readonly kind: 'old';
}

/** A lambda's parameter. `binding` tells parameters of the same name apart: unique in a model. */
export interface ParameterReference extends Node {
  readonly kind: 'parameter';
  readonly name: string;
  readonly binding: number;
}

export interface Parameter {
  readonly name: string;
  readonly binding: number;
  readonly origin: Origin;
}

/** `receiver.field`. A bare field name is an access on `self`. */
export interface FieldAccess extends Node {
  readonly kind: 'fieldAccess';
  readonly receiver: Expression;
  readonly field: ElementId;
  readonly name: string;
}

export interface Not extends Node {
  readonly kind: 'not';
  readonly operand: Expression;
}

/** Unary minus. */
export interface Negation extends Node {
  readonly kind: 'negation';
  readonly operand: Expression;
}

export type LogicalOperator = 'and' | 'or' | 'implies';
export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';
/** `/` truncates toward zero; `%` takes the dividend's sign. */
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';
export type BinaryOperator = LogicalOperator | ComparisonOperator | ArithmeticOperator | '??';

export interface Binary extends Node {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

/** `x in [A, B]` when `items` is given, `x in list` when `list` is. */
export interface Membership extends Node {
  readonly kind: 'membership';
  readonly operand: Expression;
  readonly items?: readonly Expression[];
  readonly list?: Expression;
}

/** `x is present`, `x is absent`. */
export interface Presence extends Node {
  readonly kind: 'presence';
  readonly operand: Expression;
  readonly present: boolean;
}

export interface Conditional extends Node {
  readonly kind: 'conditional';
  readonly condition: Expression;
  readonly whenTrue: Expression;
  readonly whenFalse: Expression;
}

/** `.size`: code points of a string, elements of a list. */
export interface Size extends Node {
  readonly kind: 'size';
  readonly operand: Expression;
}

/** `.rank`: the position of an enum's literal, from 0. */
export interface Rank extends Node {
  readonly kind: 'rank';
  readonly operand: Expression;
}

/** `list.all(x => …)`; on an empty list `all` and `none` are true, `any` false, `count` 0. */
export interface Quantifier extends Node {
  readonly kind: 'quantifier';
  readonly quantifier: 'all' | 'any' | 'none' | 'count';
  readonly list: Expression;
  readonly parameter: Parameter;
  readonly body: Expression;
}

/** `list.sum(x => …)`, or `list.sum` of integers; 0 on an empty list. */
export interface Sum extends Node {
  readonly kind: 'sum';
  readonly list: Expression;
  readonly parameter?: Parameter;
  readonly body?: Expression;
}

/** `list.unique(x => key)`, or `list.unique` of scalars; true on an empty list. */
export interface Unique extends Node {
  readonly kind: 'unique';
  readonly list: Expression;
  readonly parameter?: Parameter;
  readonly body?: Expression;
}

/** By code point, without regard to any locale. */
export interface StringTest extends Node {
  readonly kind: 'stringTest';
  readonly test: 'startsWith' | 'endsWith' | 'contains' | 'isBlank' | 'isTrimmed';
  readonly operand: Expression;
  /** Not with `isBlank` and `isTrimmed`, which know U+0009–U+000D and space alone. */
  readonly argument?: Expression;
}

/** ASCII letters only. */
export interface StringTransform extends Node {
  readonly kind: 'stringTransform';
  readonly transform: 'lowerAscii' | 'upperAscii';
  readonly operand: Expression;
}

/** `.matches(/…/)`: the whole string. */
export interface Match extends Node {
  readonly kind: 'match';
  readonly operand: Expression;
  readonly pattern: Pattern;
}

/** A name that nothing in scope has. `candidates` are the names that would have done. */
export interface UnresolvedName extends Node {
  readonly kind: 'unresolvedName';
  readonly name: string;
  /** Present in `receiver.name`. */
  readonly receiver?: Expression;
  /** True for `receiver.name(…)`. */
  readonly call: boolean;
  /** True if several of the candidates have this very name, and nothing tells which is meant. */
  readonly ambiguous: boolean;
  readonly candidates: readonly string[];
}
