import type { Expression } from './expression.ts';
import type { Origin } from './origin.ts';
import type { Type } from './type.ts';

/**
 * Qualified, stable name of an element: `Hedgehog.FabricManagement.Fabric.status`. Every kind of
 * element of one parent shares one namespace, so an id names exactly one element.
 */
export type ElementId = string;

/** What every named element of a model has. */
export interface Named {
  readonly id: ElementId;
  readonly name: string;
  /** The text of its doc comment, without the comment's marks; paragraphs keep their line ends. */
  readonly doc?: string;
  /** The whole declaration. */
  readonly origin: Origin;
  /** Its name alone: what a diagnostic about the name points at. */
  readonly nameOrigin: Origin;
}

export interface Model extends Named {
  readonly kind: 'model';
  readonly version: number;
  readonly contexts: readonly Context[];
  readonly marks: readonly PlatformMarks[];
}

/** A bounded context: its names mean what they mean only inside it. */
export interface Context extends Named {
  readonly kind: 'context';
  /** In the order of the source. */
  readonly declarations: readonly Declaration[];
}

export type Declaration = ConstrainedType | Enum | Value | Aggregate;

/** `type FabricName = String(1..63) matching /…/ where …`: a primitive with a name and limits. */
export interface ConstrainedType extends Named {
  readonly kind: 'type';
  readonly base: Type;
  /** The `where` condition, named `<type>.where`; `self` in it is the value itself. */
  readonly constraint?: Rule;
}

export interface Enum extends Named {
  readonly kind: 'enum';
  readonly literals: readonly EnumLiteral[];
}

export interface EnumLiteral extends Named {
  readonly kind: 'literal';
  /** What stands in JSON: the name unless `= "…"` says otherwise. */
  readonly wire: string;
  /** Position in the declaration, from 0. */
  readonly rank: number;
}

/** A value object: no identity, never changes, equal by its fields. */
export interface Value extends Named {
  readonly kind: 'value';
  readonly fields: readonly Field[];
  readonly rules: readonly Rule[];
}

/** The unit of consistency: its fields, the entities inside it and the rules that hold over all. */
export interface Aggregate extends Named {
  readonly kind: 'aggregate';
  readonly fields: readonly Field[];
  readonly entities: readonly Entity[];
  readonly rules: readonly Rule[];
}

/** An entity inside an aggregate: found by its id, reached only through the root. */
export interface Entity extends Named {
  readonly kind: 'entity';
  readonly fields: readonly Field[];
  readonly rules: readonly Rule[];
}

/** Whatever has fields and rules. */
export type Structure = Value | Aggregate | Entity;

/**
 * `id`: the identity. `data`: stored. `derived`: computed from the others, never stored and never
 * part of an instance.
 */
export type FieldRole = 'id' | 'data' | 'derived';

export interface Field extends Named {
  readonly kind: 'field';
  readonly role: FieldRole;
  readonly type: Type;
  /** `T?`: absent and `null` are the same. */
  readonly optional: boolean;
  /** An id that the system makes: `id: Uuid generated`. */
  readonly generated: boolean;
  /** Taken when the field is absent. Only on a `data` field that is not optional. */
  readonly default?: Expression;
  /** How a `derived` field is computed. */
  readonly derivation?: Expression;
}

/** A condition that every instance keeps. `condition` sees the instance as `self`. */
export interface Rule extends Named {
  readonly kind: 'rule';
  readonly condition: Expression;
  /** What the user is told when it is broken: the text after `else`, or one made from the name. */
  readonly message: string;
  /** True if it reads `old`: it then runs on a change only. */
  readonly transition: boolean;
}

/** `platform kubernetes for FabricManagement { … }`, checked by the target's own JSON Schema. */
export interface PlatformMarks {
  readonly kind: 'marks';
  readonly target: string;
  readonly targetOrigin: Origin;
  /** The context's name as written. */
  readonly contextName: string;
  readonly contextOrigin: Origin;
  /** The context, unless there is none of that name. */
  readonly context?: ElementId;
  readonly value: MarkObject;
  readonly origin: Origin;
}

export type MarkValue = MarkScalar | MarkList | MarkObject;
export interface MarkScalar {
  readonly kind: 'scalar';
  readonly value: string | number | boolean;
  readonly origin: Origin;
}
export interface MarkList {
  readonly kind: 'list';
  readonly items: readonly MarkValue[];
  readonly origin: Origin;
}
export interface MarkObject {
  readonly kind: 'object';
  /** In the order of the source; a name may stand twice, which a check reports. */
  readonly entries: readonly MarkEntry[];
  readonly origin: Origin;
}
export interface MarkEntry {
  readonly name: string;
  readonly nameOrigin: Origin;
  readonly value: MarkValue;
}

export type Element = Model | Context | Declaration | EnumLiteral | Entity | Field | Rule;
