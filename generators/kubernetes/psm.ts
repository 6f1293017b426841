import type { JsonObject, JsonValue } from '../../pim/json.ts';
import type { Limit } from '../../pim/limits.ts';
import type { ElementId } from '../../pim/model.ts';
import type { Origin } from '../../pim/origin.ts';
import type { PointerTrace } from '../core/document.ts';
import type { Measure } from './cel-cost.ts';
import type { LoweredBound } from './lowered-bounds.ts';

/** Everything the target makes of a model. */
export interface KubernetesPsm {
  /** In the order of the source. */
  readonly documents: readonly CrdDocument[];
  /** What stands beside the definitions: samples, roles, and a list of all for kustomize. */
  readonly objects: readonly ObjectDocument[];
  readonly contextProblems: readonly ContextProblem[];
}

/** One file with one object that is no definition. */
export interface ObjectDocument {
  readonly path: string;
  readonly element: ElementId;
  readonly origin: Origin;
  /** Sentences that stand before it: what its reader should know. */
  readonly comments: readonly string[];
  readonly document: JsonObject;
  readonly trace: PointerTrace;
}

/** The marks of a context name something that is no aggregate of it. */
export interface ContextProblem {
  readonly context: PlacedContext;
  readonly name: string;
  readonly candidates: readonly string[];
}

export interface PlacedContext {
  readonly id: ElementId;
  readonly name: string;
  readonly origin: Origin;
}

/** One file: the CustomResourceDefinition of one aggregate. */
export interface CrdDocument {
  readonly path: string;
  readonly aggregate: ElementId;
  readonly origin: Origin;
  /** The context, whose marks the document follows. */
  readonly context: PlacedContext;
  /** The oldest API server that must take the document: the minor of 1.x. */
  readonly minimumServer: number;
  readonly document: CustomResourceDefinition;
  readonly trace: PointerTrace;
  /** Every rule at every place where it would have to hold, those that Kubernetes cannot hold included. */
  readonly rules: readonly PlacedRule[];
  /** What judging all rules of one object costs, and what the server expects of it, where that is too much. */
  readonly tooMuch: { readonly run?: TooMuch; readonly estimate?: TooMuch };
  /** What transform could not do; `check` reports each. */
  readonly problems: readonly CrdProblem[];
}

/** A cost above what is allowed, and the bounds to lower; none where no bound helps. */
export interface TooMuch {
  readonly cost: number;
  readonly lower: readonly LoweredBound[];
}

/** A rule, or something else that the model demands, at one node of the schema. */
export interface PlacedRule {
  readonly rule: ElementId;
  /** The node, as a pointer into the document. */
  readonly node: string;
  /** Undefined if it is enforced there. */
  readonly reason?: string;
  /** Limits of the model that are not held there, for that reason. */
  readonly limits?: readonly Limit[];
  /** What judging it at every such node of one object can cost at most, in CEL's units. */
  readonly cost: Measure;
}

/** A fact found while the document was made, as the end of a sentence that `check` completes. */
export type CrdProblem =
  | { readonly kind: 'recursion'; readonly cycle: readonly string[]; readonly origin: Origin }
  | {
      readonly kind: 'shapes differ';
      readonly name: string;
      readonly union: string;
      readonly origin: Origin;
      readonly other: Origin;
    }
  | {
      readonly kind: 'unknown field';
      readonly mark: 'status' | 'columns';
      readonly name: string;
      readonly candidates: readonly string[];
    }
  | { readonly kind: 'column type'; readonly name: string; readonly found: string }
  | { readonly kind: 'column not stored'; readonly name: string }
  | { readonly kind: 'id in status'; readonly name: string }
  | { readonly kind: 'id as name'; readonly name: string; readonly refused: string; readonly origin: Origin };

/** apiextensions.k8s.io/v1, the part that the target writes, in the order in which it is written. */
export type CustomResourceDefinition = {
  readonly apiVersion: 'apiextensions.k8s.io/v1';
  readonly kind: 'CustomResourceDefinition';
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly group: string;
    readonly names: CustomResourceNames;
    readonly scope: 'Namespaced' | 'Cluster';
    readonly versions: readonly CustomResourceVersion[];
  };
};

export type CustomResourceNames = {
  readonly kind: string;
  readonly listKind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
};

export type CustomResourceVersion = {
  readonly name: string;
  readonly served: boolean;
  readonly storage: boolean;
  readonly schema: { readonly openAPIV3Schema: SchemaNode };
  readonly subresources?: { readonly status: Readonly<Record<string, never>> };
  readonly additionalPrinterColumns?: readonly PrinterColumn[];
};

export type PrinterColumn = {
  readonly name: string;
  readonly type: ColumnType;
  readonly jsonPath: string;
  readonly description?: string;
};

export type ColumnType = 'integer' | 'number' | 'string' | 'boolean' | 'date';

/** JSONSchemaProps, the structural part of it that the target writes. */
export type SchemaNode = {
  readonly description?: string;
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  readonly format?: 'int64' | 'double';
  readonly default?: JsonValue;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'set' | 'map';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: 'atomic';
  readonly 'x-kubernetes-preserve-unknown-fields'?: true;
  readonly 'x-kubernetes-validations'?: readonly ValidationRule[];
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly required?: readonly string[];
  readonly properties?: { readonly [name: string]: SchemaNode };
  readonly additionalProperties?: SchemaNode;
  readonly items?: SchemaNode;
};

/**
 * An entry of `x-kubernetes-validations`. None has `optionalOldSelf`, with which a rule about a change is judged
 * of what is created as well: a rule of the model that reads `old` is about changes alone, and cannot ask whether
 * there is an `old` (`misplaced-expression`). What begins without a status is judged by its defaults at the root.
 */
export type ValidationRule = {
  readonly rule: string;
  readonly message: string;
  /**
   * The message with what breaks it, where `fieldPath` cannot lead there: a key of a map, an item of a list. The
   * server falls back on the message where this comes to more than a line or 5 KB. A rule of the model has none:
   * its message is what the model says, word for word, and what a refusal is led back to the rule by.
   */
  readonly messageExpression?: string;
  readonly reason: RuleReason;
  /** The one field that a rule reads, where it reads one: an error otherwise names the node that holds the rule. */
  readonly fieldPath?: string;
};

export type RuleReason = 'FieldValueInvalid' | 'FieldValueForbidden' | 'FieldValueRequired';
