import type { Constraint } from '../../pim/conformance.ts';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { JsonObject } from '../../pim/json.ts';
import type { ElementId, Rule } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import type { OutputFile } from './output.ts';
import type { Render } from './render.ts';
import type { Scaffold } from './scaffold/scaffold.ts';

/** Where the code that a target makes of an element can be found by another target. */
export interface SymbolRef {
  readonly name: string;
  /** The file that exports it, relative to the model's output folder. */
  readonly from: string;
  /** What else is made of the element, by what it is there for; the target that publishes it says what there is. */
  readonly parts?: Readonly<Record<string, { readonly name: string; readonly from: string }>>;
}

export type Symbols = ReadonlyMap<ElementId, SymbolRef>;

/**
 * What a target makes of a rule: the same verdict as the reference interpreter for every instance,
 * or a reason, in the user's words, why it cannot. Never an approximation.
 */
export type Enforcement =
  | { readonly verdict: 'exact' }
  | { readonly verdict: 'not enforceable'; readonly reason: string };

/** A limit of a type that a target's output does not hold. */
export interface UnheldLimit {
  /** The field, constrained type or structure that has the limit. */
  readonly element: ElementId;
  readonly constraint: Exclude<Constraint, 'rule'>;
  /** If it is `required` of the entries of its maps, or of the items of its lists, that is not held. */
  readonly of?: 'entries' | 'items';
  /** Why not, in the user's words. */
  readonly reason: string;
}

export interface TransformInput {
  readonly index: ModelIndex;
  /** This target's marks by the id of the context they are for, as plain JSON. */
  readonly marks: ReadonlyMap<ElementId, JsonObject>;
  /** The symbols of a target named in `needs`. */
  symbolsOf(target: string): Symbols;
}

/**
 * A platform. Built-in and third-party targets use this contract alike. `transform` never reports,
 * `check` never changes, `emit` never decides; all are pure, and a PSM is plain JSON-serialisable
 * data in which every element keeps its `origin` or element id.
 */
export interface TargetDefinition<Psm> {
  /** Kebab-case; names the output folder, the template folder and the word after `platform`. */
  readonly id: string;
  /** What it makes, in a few words, for help texts and summaries. */
  readonly title: string;
  /** JSON Schema (2020-12) of a `platform <id> for <context> { … }` block. */
  readonly marks: JsonObject;
  /** Ids of targets whose published symbols this one reads. */
  readonly needs: readonly string[];
  /**
   * True if `transform` searches rather than translates, too slow for every keystroke: `check` and
   * the editor leave the target out, and what it reports comes with `generate`.
   */
  readonly deferred?: boolean;
  /** False if nothing that it makes gives a verdict on anybody's data: coverage then leaves it out. */
  readonly judges?: false;
  /** The forms that its output comes in, where these hold different rules: coverage asks about each by its name. */
  readonly dialects?: readonly string[];
  transform(input: TransformInput): Psm;
  symbols(psm: Psm): Symbols;
  /**
   * The only source of coverage. `index` is of the model that the rule stands in; without one of its dialects, a
   * target that has some answers for all of them.
   */
  enforce(rule: Rule, index: ModelIndex, dialect?: string): Enforcement;
  /** The limits of types that its output does not hold; it holds all others exactly. None without it. */
  unheldLimits?(index: ModelIndex, dialect?: string): readonly UnheldLimit[];
  check(psm: Psm): readonly Diagnostic[];
  emit(psm: Psm, render: Render): readonly OutputFile[];
  /** The hand-written code that its files need, as it begins. */
  scaffolds?(psm: Psm, render: Render): readonly Scaffold[];
}

/**
 * The version of this contract. It goes up whenever a target that was written for the last one could
 * no longer be run.
 */
export const contractVersion = 1;

/** A target whose PSM only it knows, and the version of the contract that it was written for. */
export type Target = TargetDefinition<unknown> & { readonly contract: number };

/** Checks a definition's PSM type at compile time, then hides it from everyone else. */
export function defineTarget<Psm>(definition: TargetDefinition<Psm>): Target {
  return { ...definition, contract: contractVersion } as Target;
}

export const exact: Enforcement = { verdict: 'exact' };

export function notEnforceable(reason: string): Enforcement {
  return { verdict: 'not enforceable', reason };
}
