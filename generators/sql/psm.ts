import type { JsonObject } from '../../pim/json.ts';
import type { ElementId } from '../../pim/model.ts';
import type { Origin } from '../../pim/origin.ts';
import type { PointerTrace } from '../core/document.ts';

/** What the target makes: for each context with aggregates a schema for either engine, and what leads back. */
export interface SqlPsm {
  readonly scripts: readonly SqlScript[];
  readonly maps: readonly SqlMap[];
  /** Every rule at every place where it would have to hold. */
  readonly rules: readonly PlacedRule[];
  readonly problems: readonly SqlProblem[];
  /** Values that would take more SQL than anybody reads: their contexts are left out. */
  readonly tooDeep: readonly {
    readonly name: string;
    readonly depth: number | undefined;
    readonly origin: Origin;
  }[];
  /** The table of each aggregate and entity, by the element's id. */
  readonly tables: readonly { readonly element: ElementId; readonly name: string; readonly path: string }[];
}

export const engines = ['postgresql', 'sqlite'] as const;
export type Engine = (typeof engines)[number];

/** One file of statements. */
export interface SqlScript {
  readonly path: string;
  readonly engine: Engine;
  readonly context: ElementId;
  /** What the file begins with: comments, by line. */
  readonly heading: readonly string[];
  readonly statements: readonly Statement[];
}

export interface Statement {
  readonly element: ElementId;
  readonly lines: readonly StatementLine[];
}

/** Text that is about one element; it may have line ends of its own. */
export interface StatementLine {
  readonly element: ElementId;
  readonly text: string;
}

/** One file that says where everything lies, and what each constraint means. */
export interface SqlMap {
  readonly path: string;
  readonly context: ElementId;
  readonly document: JsonObject;
  readonly trace: PointerTrace;
}

export interface PlacedRule {
  readonly rule: ElementId;
  readonly engine: Engine;
  /** Undefined if it is enforced there. */
  readonly reason?: string;
}

/** Two contexts would be one schema. */
export interface SqlProblem {
  readonly kind: 'schema clash';
  readonly schema: string;
  readonly context: string;
  readonly origin: Origin;
  readonly other: { readonly context: string; readonly origin: Origin };
}
