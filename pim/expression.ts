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
  | ExactlyOne
  | IsAlternative
  | Lookup
  | HasKey
  | MapEntries
  | NetworkOperation
  | Epoch
  | Ratio
  | Absent
  | BehaviourExpression
  | UnresolvedName;

/**
 * What only commands, calculations, queries, projections, services and policies may use: generated
 * code evaluates them, and no rule engine ever sees them. A check keeps them out of rules.
 */
export type BehaviourExpression =
  | Input
  | Ambient
  | Construction
  | ListLiteral
  | ObjectLiteral
  | Call
  | Translated
  | Dereference
  | Filter
  | MapList
  | ListEnd
  | Reversed
  | Neighbour;

interface Node extends ExpressionType {
  readonly origin: Origin;
}

/**
 * `true`, `3`, `0.5`, `"text"`, `15min`. Its type is boolean, integer (its own range), number, string
 * or duration (in milliseconds). Where a Decimal is wanted it is one, its value in the decimal's unit.
 */
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

/** A name bound nearby: by a lambda, `let`, `step` or `for each`. `binding` tells parameters of the same name apart: unique in a model. */
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
  /** A list, or a map if there is a `key`. */
  readonly list: Expression;
  /** `.all((key, value) => …)` of a map: binds the key; `parameter` is then the value. */
  readonly key?: Parameter;
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

/** `exactly one of unbundled, bundled`: one condition holds, and no other. An optional's is that it is present. */
export interface ExactlyOne extends Node {
  readonly kind: 'exactlyOne';
  readonly conditions: readonly Expression[];
}

/** `change is Altered`: which shape of a `one of` value it has. */
export interface IsAlternative extends Node {
  readonly kind: 'isAlternative';
  readonly operand: Expression;
  readonly alternative: ElementId;
}

/** `resources[uid]` by entity id or `unique by` key, `labels["app"]` of a map: optional. */
export interface Lookup extends Node {
  readonly kind: 'lookup';
  /** A list of entities, a `unique by` list, or a map. */
  readonly collection: Expression;
  readonly key: Expression;
  /** The field that the key is compared with; missing for a map. */
  readonly by?: ElementId;
}

/** `labels.has("app")` */
export interface HasKey extends Node {
  readonly kind: 'hasKey';
  readonly map: Expression;
  readonly key: Expression;
}

/** `map.keys`, `map.values` as lists, in the order of their keys by code point. */
export interface MapEntries extends Node {
  readonly kind: 'mapEntries';
  readonly map: Expression;
  readonly part: 'keys' | 'values';
}

/** On an Ipv4Cidr: `.contains(ip or cidr)`, `.overlaps(cidr)`, `.prefixLength`, `.network` (its first address). */
export interface NetworkOperation extends Node {
  readonly kind: 'network';
  readonly operation: 'contains' | 'overlaps' | 'prefixLength' | 'network';
  readonly operand: Expression;
  readonly argument?: Expression;
}

/** `date.epochDay`, `dateTime.millis`, `duration.millis`: an Integer. */
export interface Epoch extends Node {
  readonly kind: 'epoch';
  readonly unit: 'day' | 'millis';
  readonly operand: Expression;
}

/** `ratio(a, b, scale n)`: a ÷ b as a Decimal cut (toward zero) to n fraction digits. */
export interface Ratio extends Node {
  readonly kind: 'ratio';
  readonly dividend: Expression;
  readonly divisor: Expression;
  readonly scale: number;
}

/**
 * What came in from outside: the payload of a command, an event, a query, a calculation, a service;
 * the source of a translation. Its type names that element, whose fields can be read.
 */
export interface Input extends Node {
  readonly kind: 'input';
}

/**
 * `now` and `caller` (recorded with the command's events), `event.name` and `event.id`, the states `from`
 * and `to` of a lifecycle's move, `failure.step` and `failure.message` of a service.
 */
export interface Ambient extends Node {
  readonly kind: 'ambient';
  readonly ambient:
    | 'now'
    | 'caller'
    | 'event.name'
    | 'event.id'
    /** The aggregate whose event this is, as a reference; written as its name in lower case: `fabric`. */
    | 'aggregate'
    | 'from'
    | 'to'
    | 'failure.step'
    | 'failure.message';
}

/** `absent` as a value: of an optional derived field, or anything optional in behaviour. */
export interface Absent extends Node {
  readonly kind: 'absent';
}

/** `field: value` in a construction, a call or an emission. */
export interface FieldValue {
  readonly field: ElementId;
  readonly name: string;
  readonly value: Expression;
  readonly origin: Origin;
}

/**
 * `DataPoint { value, at: now }`, or braces alone where the type is known: a value, an entity, an
 * aggregate (examples only) or an alternative of a `one of`. What is not given is absent or a default;
 * a generated id comes from outside.
 */
export interface Construction extends Node {
  readonly kind: 'construction';
  readonly structure: ElementId;
  readonly values: readonly FieldValue[];
}

export interface ListLiteral extends Node {
  readonly kind: 'listLiteral';
  readonly items: readonly Expression[];
}

/** `{ app: "web" }` where a Map or Json is wanted. */
export interface ObjectLiteral extends Node {
  readonly kind: 'objectLiteral';
  readonly entries: readonly { readonly key: string; readonly value: Expression; readonly origin: Origin }[];
}

/** `differs { desired, actual }`: a calculation, or (in a service) a query. */
export interface Call extends Node {
  readonly kind: 'call';
  readonly callee: ElementId;
  readonly values: readonly FieldValue[];
}

/**
 * A value of one context where a type of another is wanted, and a translation leads from the one to the
 * other. `each` for a list, whose items are translated.
 */
export interface Translated extends Node {
  readonly kind: 'translated';
  readonly translation: ElementId;
  readonly each: boolean;
  readonly operand: Expression;
}

/** The aggregate that a reference leads to, read by a service, a policy or a query. */
export interface Dereference extends Node {
  readonly kind: 'dereference';
  readonly reference: Expression;
}

/** `list.where(x => …)` */
export interface Filter extends Node {
  readonly kind: 'filter';
  readonly list: Expression;
  readonly parameter: Parameter;
  readonly body: Expression;
}

/** `list.map(x => …)` */
export interface MapList extends Node {
  readonly kind: 'mapList';
  readonly list: Expression;
  readonly parameter: Parameter;
  readonly body: Expression;
}

/** `list.first`, `list.last`: optional. */
export interface ListEnd extends Node {
  readonly kind: 'listEnd';
  readonly end: 'first' | 'last';
  readonly list: Expression;
}

export interface Reversed extends Node {
  readonly kind: 'reversed';
  readonly list: Expression;
}

/** `phase.next`, `phase.previous` of an enum: optional. */
export interface Neighbour extends Node {
  readonly kind: 'neighbour';
  readonly direction: 'next' | 'previous';
  readonly operand: Expression;
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
  /** The file that declares the name, if the file it is written in does not import that one. */
  readonly hiddenIn?: string;
}
