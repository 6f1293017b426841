import { type Answers, coverageOf, judgesOf } from '../generators/core/coverage.ts';
import type { Diagnostic } from '../pim/diagnostic.ts';
import { limitWords } from '../pim/limits.ts';
import type { Origin } from '../pim/origin.ts';
import { notEnforced } from './diagnostic-pages.ts';
import type { Project } from './project.ts';
import type { CheckedModel } from './read-models.ts';

/** What the configuration wants to be held everywhere, and is not held somewhere. */
export function enforcementGaps(
  models: readonly CheckedModel[],
  { targets, enforced }: Project,
): readonly Diagnostic[] {
  if (enforced.size === 0) return [];
  const asked = targets.flatMap(judgesOf).filter(({ id }) => enforced.has(id));
  return models
    .filter(({ sound }) => sound)
    .flatMap((model) => {
      const { rules, limits } = coverageOf(model.index, asked);
      return [
        ...rules.flatMap(({ rule, answers }) =>
          gapsOf(`The rule \`${rule.name}\``, rule.nameOrigin, answers, model),
        ),
        ...limits.flatMap(({ limit, answers }) => {
          const element = model.index.get(limit.element);
          if (!element) throw new Error(`there is no \`${limit.element}\``);
          const what = `The limit \`${limitWords(limit)}\` of \`${element.name}\``;
          return gapsOf(what, element.nameOrigin, answers, model);
        }),
      ];
    });
}

function gapsOf(
  what: string,
  origin: Origin,
  answers: Answers,
  { sources }: CheckedModel,
): readonly Diagnostic[] {
  const place = { ...origin, file: sources.get(origin.file)?.shown ?? origin.file };
  return [...answers].flatMap(([judge, answer]) =>
    answer.verdict === 'exact'
      ? []
      : [
          {
            ...notEnforced,
            message: `${what} is not held by \`${judge}\`: ${answer.reason}.`,
            origin: place,
            related: [],
          },
        ],
  );
}
