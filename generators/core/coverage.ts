import { type Limit, limitsOf, limitWords } from '../../pim/limits.ts';
import type { Rule } from '../../pim/model.ts';
import { type ModelIndex, rulesOf } from '../../pim/model-index.ts';
import { type Enforcement, exact, notEnforceable, type Target, type UnheldLimit } from './target.ts';

/** What a target says of its output, or of its output in one dialect. */
export interface Judge {
  /** `python`; `sql/sqlite`, if the target has dialects. */
  readonly id: string;
  enforce(rule: Rule, index: ModelIndex): Enforcement;
  unheldLimits?(index: ModelIndex): readonly UnheldLimit[];
}

/** Each of what a target makes that gives verdicts. */
export function judgesOf(target: Target): readonly Judge[] {
  if (target.judges === false) return [];
  const judge = (id: string, dialect?: string): Judge => ({
    id,
    enforce: (rule, index) => target.enforce(rule, index, dialect),
    unheldLimits: (index) => target.unheldLimits?.(index, dialect) ?? [],
  });
  return target.dialects?.map((dialect) => judge(`${target.id}/${dialect}`, dialect)) ?? [judge(target.id)];
}

/** What each judge makes of a rule or limit, by its id. */
export type Answers = ReadonlyMap<string, Enforcement>;

export interface Coverage {
  readonly judges: readonly string[];
  readonly rules: readonly { readonly rule: Rule; readonly answers: Answers }[];
  readonly limits: readonly { readonly limit: Limit; readonly answers: Answers }[];
}

/** Every rule and limit of a model × everything that gives verdicts: the word of the targets themselves. */
export function coverageOf(index: ModelIndex, judges: readonly Judge[]): Coverage {
  const limits = limitsOf(index);
  const known = new Set(limits.map(keyOf));
  const unheld = new Map(
    judges.map((judge) => {
      const own = new Map((judge.unheldLimits?.(index) ?? []).map((one) => [keyOf(one), one.reason]));
      const unknown = [...own.keys()].find((key) => !known.has(key));
      if (unknown !== undefined)
        throw new Error(`\`${judge.id}\` does not hold \`${unknown}\`, which is no limit of the model`);
      return [judge.id, own] as const;
    }),
  );
  const ofRule = (rule: Rule): Answers =>
    new Map(judges.map((judge) => [judge.id, judge.enforce(rule, index)]));
  const ofLimit = (limit: Limit): Answers =>
    new Map(
      judges.map(({ id }) => {
        const reason = unheld.get(id)?.get(keyOf(limit));
        return [id, reason === undefined ? exact : notEnforceable(reason)];
      }),
    );
  return {
    judges: judges.map(({ id }) => id),
    rules: rulesOf(index.model).map((rule) => ({ rule, answers: ofRule(rule) })),
    limits: limits.map((limit) => ({ limit, answers: ofLimit(limit) })),
  };
}

function keyOf(limit: Limit): string {
  return `${limit.element} ${limitWords(limit)}`;
}
