/** What kind of limit was broken. `rule` is a rule of the model, named by `Violation.rule`. */
export type Constraint =
  | 'required'
  | 'type'
  | 'enum'
  | 'minimum'
  | 'maximum'
  | 'minLength'
  | 'maxLength'
  | 'pattern'
  | 'format'
  | 'minItems'
  | 'maxItems'
  | 'unique'
  /** A field of a shape that the value does not have. */
  | 'forbidden'
  /** A value that holds itself too many levels deep. */
  | 'depth'
  | 'rule';

/** One reason why a value was refused. */
export interface Violation {
  /** Where, as a JSON pointer (RFC 6901) from the value that was checked; empty for the whole. */
  readonly path: string;
  readonly constraint: Constraint;
  /** The rule's id in the model, with `constraint: 'rule'`. */
  readonly rule?: string;
  /** For a person: a whole sentence without a full stop. */
  readonly message: string;
}
