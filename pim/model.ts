import type {
  Actor,
  BehaviourElement,
  Calculation,
  Command,
  ContextRelation,
  Event,
  EventVersion,
  Example,
  Key,
  Lifecycle,
  Operation,
  Policy,
  Port,
  Projection,
  Query,
  Reference,
  Repository,
  Scenario,
  Service,
  Trait,
  Translation,
} from './behaviour.ts';
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
  readonly evolution?: Evolution;
}

/** How an element came to be what it is, over a model's versions. */
export interface Evolution {
  /** Earlier names, the newest first: `was OldName`. */
  readonly formerNames: readonly string[];
  /** The model's version that brought it. */
  readonly since?: number;
  /** Why it will go, empty without a reason; undefined if it stays. */
  readonly deprecated?: string;
}

export interface Model extends Named {
  readonly kind: 'model';
  readonly version: number;
  readonly contexts: readonly Context[];
  /** How contexts relate, in the order of the source. */
  readonly relations: readonly ContextRelation[];
  readonly marks: readonly PlatformMarks[];
}

/**
 * A bounded context: its names mean what they mean only inside it. Types written outside of every
 * context stand in one called `Common`, which every other sees.
 */
export interface Context extends Named {
  readonly kind: 'context';
  /** A system that we talk to and do not own: nothing is generated for it but its types. */
  readonly external: boolean;
  /** What can be the type of something, in the order of the source. */
  readonly declarations: readonly Declaration[];
  readonly actors: readonly Actor[];
  /** Events of no aggregate: a service raises them, or they come from an external context. */
  readonly events: readonly Event[];
  readonly calculations: readonly Calculation[];
  readonly repositories: readonly Repository[];
  readonly projections: readonly Projection[];
  readonly queries: readonly Query[];
  readonly ports: readonly Port[];
  readonly services: readonly Service[];
  readonly policies: readonly Policy[];
  readonly translations: readonly Translation[];
  readonly examples: readonly Example[];
  readonly scenarios: readonly Scenario[];
  readonly traits: readonly Trait[];
}

export type Declaration = ConstrainedType | Enum | Value | Union | Aggregate;

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
  /** How many levels of itself it may hold; only a value that holds itself has one. */
  readonly depth?: number;
  readonly fields: readonly Field[];
  readonly rules: readonly Rule[];
}

/** `value Change is one of { … }`: exactly one of several shapes. */
export interface Union extends Named {
  readonly kind: 'union';
  /** The member of its JSON object that tells which shape it has. */
  readonly discriminator: string;
  readonly alternatives: readonly Alternative[];
}

/** One shape of a union. */
export interface Alternative extends Named {
  readonly kind: 'alternative';
  /** What stands in the discriminator: the name unless `= "…"` says otherwise. */
  readonly wire: string;
  readonly fields: readonly Field[];
  readonly rules: readonly Rule[];
}

/**
 * The unit of consistency: its fields, the entities inside it, the rules that hold over all, and
 * what can happen to it. The members of its traits are its own, with ids below its own.
 */
export interface Aggregate extends Named {
  readonly kind: 'aggregate';
  readonly fields: readonly Field[];
  readonly entities: readonly Entity[];
  readonly rules: readonly Rule[];
  readonly traits: readonly Reference[];
  readonly keys: readonly Key[];
  readonly lifecycles: readonly Lifecycle[];
  readonly events: readonly Event[];
  readonly commands: readonly Command[];
  /** Who somebody is to this aggregate: `actor Oneself: caller == subject`. */
  readonly actors: readonly Actor[];
  readonly examples: readonly Example[];
  readonly scenarios: readonly Scenario[];
}

/** An entity inside an aggregate: found by its id, reached only through the root. */
export interface Entity extends Named {
  readonly kind: 'entity';
  readonly fields: readonly Field[];
  readonly rules: readonly Rule[];
}

/** Whatever has fields and rules. */
export type Structure = Value | Aggregate | Entity | Alternative;

/** What comes in from outside with fields of its own; expressions read it as `input`. */
export type Payload = Event | EventVersion | Command | Query | Calculation | Service | Operation | Projection;

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

export type Element =
  | Model
  | Context
  | Declaration
  | EnumLiteral
  | Entity
  | Alternative
  | Field
  | Rule
  | BehaviourElement;
