import type { Severity } from '../pim/diagnostic.ts';

/** A code that reading a model can report; the doc comment above it is its page. */
export interface ReadingProblem {
  readonly code: string;
  readonly severity: Severity;
}

/**
 * The text is not in the language.
 *
 * The message says what was expected where, and what was found. What comes after the place is read
 * as well as it can be, so later messages may be the first one's echo: mend from the top.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Address { city String(1..100) }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Address { city: String(1..100) }
 * }
 * ```
 */
export const syntaxError: ReadingProblem = { code: 'syntax-error', severity: 'error' };

/**
 * An expression nests more than 100 levels deep, or joins more than 500 operators.
 *
 * Nobody follows such a rule, and neither do the stacks of the tools that would have to evaluate it.
 * Split the rule, or give its parts names as `derived` fields. One hundred and one brackets in one
 * another, or a hundred and one times `not`, are too many.
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Parcel {
 *     weight: Integer(1..1000)
 *     express: Boolean
 *     derived heavy: Boolean = weight > 500
 *     rule LightExpress: express implies not heavy
 *   }
 * }
 * ```
 */
export const tooDeep: ReadingProblem = { code: 'too-deep', severity: 'error' };

/**
 * A type is given limits that it cannot have.
 *
 * Integers and Numbers have a range, Strings a range of lengths and a pattern. The other types have
 * their limits by themselves, and so have the types that a model declares: for other limits, declare
 * another type.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Address { email: Email(1..50) }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Address { email: Email }
 * }
 * ```
 */
export const misplacedLimit: ReadingProblem = { code: 'misplaced-limit', severity: 'error' };

/**
 * Two files of one model say different versions.
 *
 * Files that begin with the same `model Name` are one model, and a model has one version: whoever
 * reads what is generated must know which. Say the same in every file.
 */
export const versionClash: ReadingProblem = { code: 'version-clash', severity: 'error' };

/**
 * An `import` names no file of this model.
 *
 * `import "./prices.domain"` is a path from the file it stands in, to another file that begins with the
 * same `model Name`. A file sees what it declares, and what the files that it imports declare, and
 * those that they import. A model none of whose files imports anything needs no imports: all of its
 * files see each other.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * import "./prices.domain"
 * context Sales {
 *   value Address { city: String(1..100) }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Address { city: String(1..100) }
 * }
 * ```
 */
export const unknownImport: ReadingProblem = { code: 'unknown-import', severity: 'error' };

/**
 * A `pimento-ignore` comment ignores nothing, or does not say why.
 *
 * A warning that a human has thought about is ignored by a comment on the line before it, with the warning's
 * code and the reason: `// pimento-ignore missing-undo: it only records what was seen`. Errors leave a model
 * without a meaning, and cannot be ignored. A comment that is not needed any more goes, so that what is said of
 * the model stays true.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   // pimento-ignore missing-bound: nobody knows how long a city can be
 *   value Address { city: String(1..100) }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   // pimento-ignore missing-bound: nobody knows how long a city can be
 *   value Address { city: String }
 * }
 * ```
 */
export const badIgnore: ReadingProblem = { code: 'bad-ignore', severity: 'warning' };
