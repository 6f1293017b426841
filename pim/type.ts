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

/** The type of a field, as the model says it. `named` leads to a declaration. */
export type Type =
  | { readonly kind: 'boolean' }
  | { readonly kind: 'integer'; readonly range: NumberRange }
  | { readonly kind: 'number'; readonly range: NumberRange }
  | { readonly kind: 'string'; readonly length: SizeRange; readonly pattern?: Pattern }
  | { readonly kind: 'format'; readonly format: FormatName }
  | { readonly kind: 'date' }
  | { readonly kind: 'dateTime' }
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
      readonly origin: Origin;
    }
  /** A name that leads nowhere, or an expression that cannot have a type. A check has said why. */
  | UnresolvedType;

export interface UnresolvedType {
  readonly kind: 'unresolved';
  /** As written; empty for an expression whose operands do not fit. */
  readonly name: string;
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
  'String',
  'Date',
  'DateTime',
  'Uuid',
  'Url',
  'Email',
  'Hostname',
  'Ipv4',
  'Json',
  'Secret',
] as const;

export type PrimitiveName = (typeof primitiveNames)[number];
