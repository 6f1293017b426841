import { type Constraint, judge } from '../pim/conformance.ts';
import type { Expression } from '../pim/expression.ts';
import type { JsonValue } from '../pim/json.ts';
import type { ElementId, Field } from '../pim/model.ts';
import type { ModelIndex } from '../pim/model-index.ts';
import { mended } from './examples.ts';
import { isList, type Path, pointerOfPath } from './instance-place.ts';
import type { TextSubject } from './readable-text.ts';

/** How a broken value differs from a good one. Limits are those of the model. */
export type Fault =
  | {
      readonly kind:
        | 'absent'
        | 'null'
        | 'wrongType'
        | 'fraction'
        | 'inexact'
        | 'unheardOf'
        | 'nullItem'
        | 'repeated';
    }
  | { readonly kind: 'malformed'; readonly description: string }
  | { readonly kind: 'unmatched'; readonly pattern: string }
  | { readonly kind: 'below' | 'above' | 'shorter' | 'longer' | 'fewer' | 'more'; readonly limit: number }
  | { readonly kind: 'rule'; readonly rule: ElementId; readonly message: string }
  /** The fault of something deeper inside, which the nested structure's own cases tell. */
  | { readonly kind: 'inside'; readonly fault: Fault; readonly path: Path };

/** An instance that violates exactly one constraint, at one place. */
export interface RefusedCase {
  /** The field that it is about; absent for a type or enum itself. */
  readonly field?: Field;
  readonly fault: Fault;
  readonly path: Path;
  readonly constraint: Constraint;
  readonly rule?: ElementId;
  readonly instance: JsonValue;
}

/** Which limit an accepted value just reaches. */
export type Edge =
  | { readonly kind: 'null' }
  | {
      readonly kind: 'minimum' | 'maximum' | 'shortest' | 'longest' | 'fewest' | 'most';
      readonly limit: number;
    };

/** An instance at the edge of what is accepted. */
export interface AcceptedCase {
  readonly field?: Field;
  readonly edge: Edge;
  readonly path: Path;
  readonly instance: JsonValue;
}

/** A constraint or an edge for which no instance was found. */
export interface MissingCase {
  readonly field?: Field;
  readonly about: Fault | Edge;
  /** True if it is certain that there is none, as the type leaves no room for it, or none that anybody would read. */
  readonly impossible: boolean;
  readonly reason: string;
}

export interface ConstraintCases {
  readonly refused: readonly RefusedCase[];
  readonly accepted: readonly AcceptedCase[];
  readonly missing: readonly MissingCase[];
}

/** Instances with longer lists are taken as they are, or not at all. */
const mostMended = 100;

/** Where a probed value stands, and how an instance with another value there is made. */
export interface Slot {
  readonly field?: Field;
  readonly path: Path;
  readonly subject: TextSubject;
  readonly set: (value: JsonValue) => JsonValue;
  /** False where a named type has its own cases, so that its edges need not be repeated. */
  readonly isOwn: boolean;
}

/** Takes the cases that the judge sees as they were meant, and keeps account of the others. */
export class CaseList implements ConstraintCases {
  readonly refused: RefusedCase[] = [];
  readonly accepted: AcceptedCase[] = [];
  readonly missing: MissingCase[] = [];
  readonly index: ModelIndex;
  private readonly subject: ElementId;

  constructor(index: ModelIndex, subject: ElementId) {
    this.index = index;
    this.subject = subject;
  }

  /** Keeps the first value with which the instance violates exactly this constraint, at the slot's path. */
  refuse(slot: Slot, fault: Fault, constraint: Constraint, values: Iterable<JsonValue | undefined>): void {
    for (const value of values) {
      if (value === undefined) continue;
      if (this.refuseInstance(slot, fault, constraint, slot.set(value))) return;
    }
    this.lack(slot, fault, 'no value breaks this and nothing else');
  }

  refuseInstance(slot: Slot, fault: Fault, constraint: Constraint, instance: JsonValue): boolean {
    const violations = judge(this.index, this.subject, instance);
    const [violation] = violations;
    if (!violation || violations.length > 1) return false;
    if (violation.path !== pointerOfPath(slot.path) || violation.constraint !== constraint) return false;
    if (fault.kind === 'rule' && violation.rule !== fault.rule) return false;
    this.refused.push({
      ...about(slot),
      fault,
      path: slot.path,
      constraint,
      ...(violation.rule === undefined ? {} : { rule: violation.rule }),
      instance,
    });
    return true;
  }

  /** Keeps the first value that is accepted, the rest of the instance changed as little as rules ask. */
  accept(slot: Slot, edge: Edge, values: readonly (JsonValue | undefined)[], condition?: Expression): void {
    const kept = condition ? { condition } : { path: slot.path };
    let reason = 'no value lies there';
    for (const value of values) {
      if (value === undefined) continue;
      if (condition && isList(value) && value.length > mostMended) {
        // Large instances take long to mend, and would be long to read.
        if (this.acceptInstance(slot, edge, slot.set(value))) return;
        reason = 'the rules refuse it as it stands, and it is too large to be mended';
        continue;
      }
      const found = mended(this.index, this.subject, slot.set(value), kept);
      if (found.found) {
        this.accepted.push({ ...about(slot), edge, path: slot.path, instance: found.instance });
        return;
      }
      reason = found.reason;
    }
    this.lack(slot, edge, reason);
  }

  private acceptInstance(slot: Slot, edge: Edge, instance: JsonValue): boolean {
    if (judge(this.index, this.subject, instance).length > 0) return false;
    this.accepted.push({ ...about(slot), edge, path: slot.path, instance });
    return true;
  }

  lack(slot: Slot, what: Fault | Edge, reason: string, impossible = false): void {
    this.missing.push({ ...about(slot), about: what, impossible, reason });
  }
}

function about(slot: Slot): { readonly field?: Field } {
  return slot.field ? { field: slot.field } : {};
}
