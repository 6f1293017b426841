import type { JsonValue } from '../pim/json.ts';
import type { ElementId } from '../pim/model.ts';
import type { ModelIndex } from '../pim/model-index.ts';

/** Whether a type takes an instance; with `old`, as what comes after that state. */
export interface Question {
  readonly index: ModelIndex;
  /** Of a type, enum, value, entity or aggregate. */
  readonly subject: ElementId;
  /** JSON text: how a number is spelled is a part of what engines judge. */
  readonly instance: string;
  /** JSON text of the state before. */
  readonly old?: string;
}

/** One reason of a refusal, as the engine gives it. */
export interface Reason {
  readonly message: string;
  /** JSON pointer (RFC 6901) from the instance, if the engine says where. */
  readonly path?: string;
  /** The id of the rule, if it leads back to one. */
  readonly rule?: ElementId;
}

export type Verdict =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'rejected'; readonly reasons: readonly Reason[] }
  /** The engine was not asked, and why, in words. */
  | { readonly kind: 'not run'; readonly reason: string }
  /** It cannot run what the target made, which is never right, and what it says. */
  | { readonly kind: 'failed'; readonly reason: string };

export const accepted: Verdict = { kind: 'accepted' };

export function rejected(reasons: readonly Reason[]): Verdict {
  return { kind: 'rejected', reasons };
}

export function notRun(reason: string): Verdict {
  return { kind: 'not run', reason };
}

export function failed(reason: string): Verdict {
  return { kind: 'failed', reason };
}

/** The differences between engines that are known and kept: docs/judging.md says why. */
export type Exception = 'integer spelled otherwise' | 'unchanged on update' | 'entities changed one by one';

/** Something that runs rules: the reference itself, or what a target's output runs on. */
export interface Engine {
  readonly id: string;
  /** What it is, in a few words. */
  readonly title: string;
  /** The target whose output it runs, and whose word it is what that output does not hold. */
  readonly target?: string;
  /** Of the target's dialects, the one that it speaks. */
  readonly dialect?: string;
  /** Which of the known differences it has. */
  readonly exceptions?: readonly Exception[];
  /** Answers in the order of the questions; all are asked at once, since starting an engine is what costs. */
  judge(questions: readonly Question[]): Promise<readonly Verdict[]>;
}

/** Parses what is known to be JSON text. */
export function jsonOfText(text: string): JsonValue {
  return JSON.parse(text) as JsonValue;
}
