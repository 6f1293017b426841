import type { ElementId } from './model.ts';
import type { Origin } from './origin.ts';
import type { Pattern } from './pattern.ts';

/** Inclusive limits of a length or a count. */
export interface SizeRange {
  readonly min: number;
  readonly max: number;
  /** False where the model says nothing and the language's default applies. */
  readonly stated: boolean;
}

/** Inclusive limits of a number; an absent end is open (an Integer then ends at ±(2^53−1)). */
export interface NumberRange {
  readonly min?: number;
  readonly max?: number;
}

/** Strings whose form is fixed by the language: one regular expression each, in `formats.ts`. */
export type FormatName = 'Uuid' | 'Url' | 'Email' | 'Hostname' | 'Ipv4';

/** What the items of a `unique by name` list must differ in. `field` is missing if the items have no such field. */
export interface UniqueKey {
  readonly name: string;
  readonly field?: ElementId;
  readonly origin: Origin;
}

/** The type of a field, as the model says it. `named` leads to a declaration. */
export type Type =
  | { readonly kind: 'boolean' }
  | { readonly kind: 'integer'; readonly range: NumberRange }
  | { readonly kind: 'number'; readonly range: NumberRange }
  /**
   * Exactly `scale` fraction digits; a JSON string on the wire, a whole number of its smallest unit
   * inside. The range is in that unit: `Decimal(0..1, scale 2)` is 0 to 100.
   */
  | { readonly kind: 'decimal'; readonly range: NumberRange; readonly scale: number }
  /** Whole milliseconds, also on the wire. */
  | { readonly kind: 'duration'; readonly range: NumberRange }
  | { readonly kind: 'string'; readonly length: SizeRange; readonly pattern?: Pattern }
  | { readonly kind: 'format'; readonly format: FormatName }
  | { readonly kind: 'date' }
  | { readonly kind: 'dateTime' }
  /** `10.0.0.0/8`. Without `network` its host bits may be set. */
  | { readonly kind: 'cidr'; readonly network: boolean }
  /** Who sent a command: an opaque text of 1 to 255 characters that the outside vouches for. */
  | { readonly kind: 'caller' }
  /** Any JSON value but `null`. Rules can only ask whether it is present. */
  | { readonly kind: 'json' }
  /** A reference to a secret, `{ name, key }`; the secret itself is never in a model's data. */
  | { readonly kind: 'secret' }
  | { readonly kind: 'named'; readonly id: ElementId; readonly origin: Origin }
  /** `ref Fabric`: another aggregate by its id. */
  | { readonly kind: 'reference'; readonly aggregate: ElementId; readonly origin: Origin }
  | {
      readonly kind: 'list';
      readonly element: Type;
      readonly size: SizeRange;
      readonly unique: boolean;
      readonly uniqueBy?: UniqueKey;
      readonly origin: Origin;
    }
  /** `Map(K, V)[0..64]`: a JSON object; `key` is a text with limits. */
  | {
      readonly kind: 'map';
      readonly key: Type;
      readonly value: Type;
      readonly size: SizeRange;
      readonly origin: Origin;
    }
  /** A name that leads nowhere, or an expression that cannot have a type. A check has said why. */
  | UnresolvedType;

export interface UnresolvedType {
  readonly kind: 'unresolved';
  /** As written; empty for an expression whose operands do not fit. */
  readonly name: string;
  /** The file that declares the name, if the file it is written in does not import that one. */
  readonly hiddenIn?: string;
  /** What the name may mean, if it may mean several things: qualified names. */
  readonly ambiguous?: readonly string[];
  readonly origin: Origin;
}

/** What an expression has: a type, and whether it may be absent. */
export interface ExpressionType {
  readonly type: Type;
  readonly optional: boolean;
}

/** Where a model states no bound for a String, its length is 0 to this. */
export const defaultStringMaximum = 1024;
/** Where a model states no bound for a list, its size is 0 to this. */
export const defaultListMaximum = 100;
/** An Integer without limits is one that every engine holds exactly: ±(2^53−1). */
export const integerLimit = Number.MAX_SAFE_INTEGER;

/** The types that every model knows. */
export const primitiveNames = [
  'Boolean',
  'Integer',
  'Number',
  'Decimal',
  'Duration',
  'String',
  'Date',
  'DateTime',
  'Uuid',
  'Url',
  'Email',
  'Hostname',
  'Ipv4',
  'Ipv4Cidr',
  'Caller',
  'Json',
  'Secret',
  'Map',
] as const;

export type PrimitiveName = (typeof primitiveNames)[number];
