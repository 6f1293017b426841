import type { Expression, FieldValue, Parameter } from './expression.ts';
import type { ElementId, Field, Named } from './model.ts';
import type { Origin } from './origin.ts';
import type { ExpressionType, Type } from './type.ts';

/** A name that leads to an element; `id` is missing if it leads nowhere, which a check reports. */
export interface Reference {
  readonly name: string;
  readonly id?: ElementId;
  /** The file that declares the name, if the file it is written in does not import that one. */
  readonly hiddenIn?: string;
  /** What the name may mean, if it may mean several things: qualified names. */
  readonly ambiguous?: readonly string[];
  readonly origin: Origin;
}

/** Who may do something: `actor Administrator is Operator`. */
export interface Actor extends Named {
  readonly kind: 'actor';
  /** Whoever is this actor may do what the parent may. */
  readonly parent?: Reference;
  /** In an aggregate: when the caller is this actor to it; `self` is the aggregate. */
  readonly condition?: Expression;
}

/** No two aggregates of the kind share the values at these paths. */
export interface Key extends Named {
  readonly kind: 'key';
  /** Field accesses on `self`. */
  readonly paths: readonly Expression[];
}

/** The only moves that an enum field makes. */
export interface Lifecycle extends Named {
  readonly kind: 'lifecycle';
  readonly field: Reference;
  /** In the order of the source; a chain is a move for each step. */
  readonly moves: readonly Move[];
  /** States stated to be the end of it. Empty if the model leaves it to the moves. */
  readonly final: readonly Reference[];
  /** What every move changes besides the field. */
  readonly everyMove: readonly Effect[];
}

/** From any of `from` to `to` when one of `events` happens. */
export interface Move {
  /** Literals; for `any` all of the enum's but the target and those that are called final. */
  readonly from: readonly Reference[];
  /** True for `any -> …`. */
  readonly fromAny: boolean;
  readonly to: Reference;
  readonly events: readonly Reference[];
  readonly origin: Origin;
}

/** Something that happened, and what it changes. Nothing else changes an aggregate. */
export interface Event extends Named {
  readonly kind: 'event';
  readonly version: number;
  /** Its payload. */
  readonly fields: readonly Field[];
  /** In the order of the source. `creates` is followed by a `sets` for each field taken from the payload. */
  readonly effects: readonly Effect[];
  /** How events of earlier versions become this one, newest first. */
  readonly previous: readonly EventVersion[];
}

/** `was 1 { sha } becomes { commitSha: sha }` */
export interface EventVersion extends Named {
  readonly kind: 'eventVersion';
  readonly version: number;
  readonly fields: readonly Field[];
  /** The fields of the next version up; `input` is the payload of this one. */
  readonly becomes: readonly FieldValue[];
}

/**
 * One change. A `target` is a place in the aggregate (or a projection's row): field accesses and
 * lookups from `self`. In its expressions `input` is the event, `self` and `old` the state before it.
 */
export type Effect =
  | { readonly kind: 'creates'; readonly origin: Origin }
  | { readonly kind: 'deletes'; readonly origin: Origin }
  | {
      readonly kind: 'sets';
      readonly target: Expression;
      readonly value: Expression;
      readonly origin: Origin;
    }
  /** An item to a list (the oldest go beyond `keeping`), all items of a list, or an amount to a number. */
  | {
      readonly kind: 'adds';
      readonly target: Expression;
      readonly value: Expression;
      readonly keeping?: number;
      readonly origin: Origin;
    }
  /** The item with this id or value from a list, or an amount from a number. */
  | {
      readonly kind: 'removes';
      readonly target: Expression;
      readonly value: Expression;
      readonly origin: Origin;
    }
  /** An optional becomes absent; a list, a map empty. */
  | { readonly kind: 'clears'; readonly target: Expression; readonly origin: Origin };

/** Why a command, a service or a query is refused: an error that callers can tell apart by its name. */
export interface Refusal extends Named {
  readonly kind: 'refusal';
  readonly message: string;
}

/** Decides which events happen. Pure: `now`, `caller` and generated ids come in with it. */
export interface Command extends Named {
  readonly kind: 'command';
  /** `create`: there is no aggregate yet, and `self` cannot be read. */
  readonly creation: boolean;
  readonly fields: readonly Field[];
  /** Actors that may send it; empty if only services and policies do. */
  readonly allows: readonly Reference[];
  readonly clauses: readonly CommandClause[];
  /** Written by hand behind a generated interface; what it may emit. */
  readonly byHand?: { readonly mayEmit: readonly Reference[]; readonly origin: Origin };
}

export type CommandClause = LetClause | RequiresClause | EmitsClause;

export interface LetClause {
  readonly kind: 'let';
  readonly parameter: Parameter;
  /** If it is optional and there is a `refusal`, the name is never absent after it. */
  readonly value: Expression;
  readonly refusal?: Refusal;
  readonly origin: Origin;
}

export interface RequiresClause {
  readonly kind: 'requires';
  readonly condition: Expression;
  /** Without a name if the model names none, which a check reports. */
  readonly refusal: Refusal;
  readonly origin: Origin;
}

export interface EmitsClause {
  readonly kind: 'emits';
  readonly emissions: readonly Emission[];
  readonly origin: Origin;
}

/** An event that happens. In its expressions `self` is what the events before it left behind, `old` the state before the command. */
export interface Emission {
  readonly event: Reference;
  /** A value for each field that is given or found by name; a generated id is left out. */
  readonly values: readonly FieldValue[];
  readonly each?: EachClause;
  readonly condition?: Expression;
  readonly origin: Origin;
}

/** `for each r in list`; also over the literals of an enum and, in policies, over all aggregates of a kind. */
export interface EachClause {
  readonly parameter: Parameter;
  readonly source:
    | { readonly kind: 'list'; readonly list: Expression }
    | { readonly kind: 'enum'; readonly enum: ElementId }
    | { readonly kind: 'aggregate'; readonly aggregate: ElementId };
}

/** What a call gives back. */
export interface Result extends ExpressionType {
  readonly origin: Origin;
}

/** A pure function: `= expression`, or by hand. */
export interface Calculation extends Named {
  readonly kind: 'calculation';
  readonly fields: readonly Field[];
  readonly result: Result;
  /** Missing: by hand. */
  readonly value?: Expression;
}

export interface SortKey {
  /** Of the result's items: field accesses on `self`. */
  readonly path: Expression;
  readonly descending: boolean;
}

/** Where aggregates of a kind are kept. */
export interface Repository extends Named {
  readonly kind: 'repository';
  readonly aggregate: Reference;
  readonly finders: readonly Finder[];
}

export interface Finder {
  readonly many: boolean;
  readonly by: readonly Expression[];
  readonly order: readonly SortKey[];
  readonly origin: Origin;
}

/** What readers see: of one aggregate's state, or a table of its own that events fill. */
export interface Projection extends Named {
  readonly kind: 'projection';
  readonly aggregate?: Reference;
  readonly fields: readonly Field[];
  readonly handlers: readonly ProjectionHandler[];
}

export interface ProjectionHandler {
  readonly event: Reference;
  /** The row's id; without it the row of the event's aggregate. */
  readonly key: readonly FieldValue[];
  /** On the row as `self`; a row that is not there yet begins with its defaults. */
  readonly effects: readonly Effect[];
  readonly origin: Origin;
}

export interface Query extends Named {
  readonly kind: 'query';
  /** What is asked with; for `by status?` the filters. */
  readonly fields: readonly Field[];
  /** `by` paths on an item as `self`, equal to the field of the same position. Empty without `by`. */
  readonly filters: readonly Expression[];
  readonly result: Result;
  readonly list: boolean;
  readonly allows: readonly Reference[];
  /** `self` is an item. */
  readonly where?: Expression;
  /** `= expression`: computed, not looked up. */
  readonly value?: Expression;
  readonly refusal?: Refusal;
  /** The caller chooses one; the first without a choice. */
  readonly order: readonly SortKey[];
  readonly page?: { readonly size: number; readonly max: number };
}

/** An interface to the outside that an adapter implements. */
export interface Port extends Named {
  readonly kind: 'port';
  readonly operations: readonly Operation[];
}

export interface Operation extends Named {
  readonly kind: 'operation';
  readonly fields: readonly Field[];
  readonly result?: Result;
  readonly failures: readonly Failure[];
}

export interface Failure extends Named {
  readonly kind: 'failure';
}

/** A saga: steps in order, undone in reverse when one fails. */
export interface Service extends Named {
  readonly kind: 'service';
  readonly fields: readonly Field[];
  readonly result?: Result;
  readonly allows: readonly Reference[];
  readonly steps: readonly ServiceStep[];
  readonly returns?: Expression;
  readonly onFailure?: {
    readonly emissions: readonly Emission[];
    readonly call?: Invocation;
    readonly origin: Origin;
  };
}

export type ServiceStep = LetClause | RequiresClause | EmitsClause | Step | ForEachBlock;

export interface Step {
  readonly kind: 'step';
  /** What its result is called. */
  readonly parameter?: Parameter;
  readonly call: Invocation;
  readonly retry?: { readonly times: number; readonly backoffMillis: number };
  readonly timeoutMillis?: number;
  readonly condition?: Expression;
  readonly undo?: Invocation;
  readonly origin: Origin;
}

export interface ForEachBlock {
  readonly kind: 'forEach';
  readonly each: EachClause;
  readonly condition?: Expression;
  readonly steps: readonly ServiceStep[];
  /** Steps inside whose results are lists behind the block: the inner binding, and the list's. */
  readonly collects: readonly { readonly inner: Parameter; readonly list: Parameter }[];
  readonly origin: Origin;
}

/** A command sent, a port's operation or another service called. */
export interface Invocation {
  /** A command, an operation or a service; its `id` is missing if the name leads nowhere. */
  readonly target: Reference;
  /** Of a command: the reference to its aggregate; none for `create`. */
  readonly receiver?: Expression;
  /** Of the receiver `Vpc[key]`: what the key is by itself, which is a reference as the receiver. */
  readonly keyType?: Type;
  readonly values: readonly FieldValue[];
  readonly origin: Origin;
}

/** What happens by itself. */
export interface Policy extends Named {
  readonly kind: 'policy';
  readonly trigger:
    | { readonly kind: 'event'; readonly event: Reference; readonly origin: Origin }
    | { readonly kind: 'schedule'; readonly everyMillis: number; readonly origin: Origin }
    | {
        readonly kind: 'delay';
        readonly afterMillis: number;
        readonly event: Reference;
        /** Tells one wait of an aggregate from another: a path on `input`. */
        readonly per?: Expression;
        readonly unless: readonly Reference[];
        readonly origin: Origin;
      };
  readonly each?: EachClause;
  readonly condition?: Expression;
  readonly call: Invocation;
}

/** What words of one context mean in another's. */
export interface Translation extends Named {
  readonly kind: 'translation';
  readonly source: Reference;
  /** A type, an event or a command. */
  readonly target: Reference;
  readonly byHand: boolean;
  /** Between enums. */
  readonly cases: readonly TranslationCase[];
  /** Between structures; `input` is the source. */
  readonly values: readonly FieldValue[];
  /** It applies only then. */
  readonly condition?: Expression;
}

export interface TranslationCase {
  /** Literals of the source; empty for `else`. */
  readonly sources: readonly Reference[];
  readonly target: Reference;
  readonly origin: Origin;
}

/** An instance, accepted unless it says which rules it breaks. */
export interface Example extends Named {
  readonly kind: 'example';
  readonly value: Expression;
  readonly breaks: readonly Reference[];
}

/** Given, when, then: run against the interpreter, and a test of every target that has behaviour. */
export interface Scenario extends Named {
  readonly kind: 'scenario';
  /** What has happened; an example stands for the events that would make it. */
  readonly given: readonly ScenarioStep[];
  readonly when: ScenarioStep;
  readonly outcome:
    | { readonly kind: 'refused'; readonly refusal: Reference; readonly origin: Origin }
    | { readonly kind: 'events'; readonly events: readonly ScenarioStep[]; readonly origin: Origin };
}

/** An event or a command with its values, or an example. */
export interface ScenarioStep {
  readonly element: Reference;
  readonly values: readonly FieldValue[];
  readonly origin: Origin;
}

/** What several aggregates have in common; its members are found in each aggregate that has it. */
export interface Trait extends Named {
  readonly kind: 'trait';
}

/** The roles of DDD's context maps. */
export type ContextRole =
  | 'openHostService'
  | 'publishedLanguage'
  | 'conformist'
  | 'anticorruptionLayer'
  | 'supplier'
  | 'customer'
  | 'sharedKernel'
  | 'partnership'
  | 'separateWays';

/** How two contexts relate; what flows goes from `upstream`. */
export interface ContextRelation {
  readonly kind: 'relation';
  /** Of a mutual relation: the one written first. */
  readonly upstream: Reference;
  readonly downstream: Reference;
  readonly mutual: boolean;
  readonly upstreamRoles: readonly RoleMark[];
  readonly downstreamRoles: readonly RoleMark[];
  /** Events that cross. */
  readonly via: readonly Reference[];
  /** Types of a shared kernel. */
  readonly sharing: readonly Reference[];
  readonly origin: Origin;
}

export interface RoleMark {
  /** As written: `OHS`. */
  readonly name: string;
  /** Missing for a word that is no role. */
  readonly role?: ContextRole;
  readonly origin: Origin;
}

export type BehaviourElement =
  | Actor
  | Key
  | Lifecycle
  | Event
  | EventVersion
  | Refusal
  | Command
  | Calculation
  | Repository
  | Projection
  | Query
  | Port
  | Operation
  | Failure
  | Service
  | Policy
  | Translation
  | Example
  | Scenario
  | Trait;
