import { type Limit, limitsOf, limitWords } from '../../pim/limits.ts';
import type { Rule } from '../../pim/model.ts';
import { type ModelIndex, rulesOf } from '../../pim/model-index.ts';
import { type Enforcement, exact, notEnforceable, type Target } from './target.ts';

/** What each target makes of a rule or limit, by the target's id. */
export type Answers = ReadonlyMap<string, Enforcement>;

export interface Coverage {
  readonly targets: readonly string[];
  readonly rules: readonly { readonly rule: Rule; readonly answers: Answers }[];
  readonly limits: readonly { readonly limit: Limit; readonly answers: Answers }[];
}

/** Every rule and limit of a model × every target that gives verdicts: the word of the targets themselves. */
export function coverageOf(index: ModelIndex, targets: readonly Target[]): Coverage {
  const judging = targets.filter(({ judges }) => judges !== false);
  const unheld = new Map(
    judging.map((target) => [
      target.id,
      new Map((target.unheldLimits?.(index) ?? []).map((one) => [keyOf(one), one.reason])),
    ]),
  );
  const ofRule = (rule: Rule): Answers =>
    new Map(judging.map((target) => [target.id, target.enforce(rule, index)]));
  const ofLimit = (limit: Limit): Answers =>
    new Map(
      judging.map(({ id }) => {
        const reason = unheld.get(id)?.get(keyOf(limit));
        return [id, reason === undefined ? exact : notEnforceable(reason)];
      }),
    );
  return {
    targets: judging.map(({ id }) => id),
    rules: rulesOf(index.model).map((rule) => ({ rule, answers: ofRule(rule) })),
    limits: limitsOf(index).map((limit) => ({ limit, answers: ofLimit(limit) })),
  };
}

function keyOf(limit: Limit): string {
  return `${limit.element} ${limitWords(limit)}`;
}
