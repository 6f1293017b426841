import {
  type Answers,
  type Coverage,
  coverageOf,
  type Judge,
  judgesOf,
} from '../generators/core/coverage.ts';
import type { Target } from '../generators/core/target.ts';
import type { JsonObject } from '../pim/json.ts';
import { limitWords } from '../pim/limits.ts';
import type { ModelIndex } from '../pim/model-index.ts';
import { printable } from './printable.ts';
import type { CheckedModel } from './read-models.ts';
import { placeJson } from './reports/json.ts';

/** What is printed for exact, and for not enforceable. */
const [held, gap] = ['exact', '–'];

/** Rules × what targets make for people, then the limits that one does not hold, then why. */
export function printCoverage(models: readonly CheckedModel[], judges: readonly Judge[]): string {
  return models.map(({ index }) => printModel(index, coverageOf(index, judges))).join('\n');
}

function printModel(index: ModelIndex, { judges, rules, limits }: Coverage): string {
  const shorter = (id: string): string => printable(id.slice(index.model.name.length + 1));
  const gaps = limits.filter(({ answers }) =>
    [...answers.values()].some(({ verdict }) => verdict !== 'exact'),
  );
  const rows = [
    ...rules.map(({ rule, answers }) => row(shorter(rule.id), judges, answers)),
    ...gaps.map(({ limit, answers }) =>
      row(`${shorter(limit.element)}: ${limitWords(limit)}`, judges, answers),
    ),
  ];
  const head = [`${printable(index.model.name)}: ${rules.length} rules, ${limits.length} limits`, ...judges];
  const totals = [
    'exact',
    ...judges.map((judge) => {
      const all = [...rules, ...limits];
      return `${all.filter(({ answers }) => answers.get(judge)?.verdict === 'exact').length} of ${all.length}`;
    }),
  ];
  return `${table([head, ...rows, totals])}${reasons(index, { judges, rules, limits })}`;
}

function row(name: string, judges: readonly string[], answers: Answers): readonly string[] {
  return [name, ...judges.map((judge) => (answers.get(judge)?.verdict === 'exact' ? held : gap))];
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((cells) => cells[column]?.length ?? 0)),
  );
  return rows
    .map(
      (cells) =>
        `${cells
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

/** Each reason once, with what it is the reason for. */
function reasons(index: ModelIndex, { judges, rules, limits }: Coverage): string {
  const told = judges.flatMap((judge) => {
    const all = [
      ...rules.map(({ rule, answers }) => ({ name: rule.id, answer: answers.get(judge) })),
      ...limits.map(({ limit, answers }) => ({
        name: `${limit.element}: ${limitWords(limit)}`,
        answer: answers.get(judge),
      })),
    ];
    return all.flatMap(({ name, answer }) =>
      answer?.verdict === 'not enforceable'
        ? [{ judge, reason: answer.reason, name: name.slice(index.model.name.length + 1) }]
        : [],
    );
  });
  const groups = Map.groupBy(told, ({ judge, reason }) => `${judge}: ${reason}`);
  return [...groups]
    .map(
      ([reason, all]) =>
        `\n${printable(reason)}\n${all.map(({ name }) => `  ${printable(name)}\n`).join('')}`,
    )
    .join('');
}

/** As `schemas/coverage.schema.json` has it. */
export function coverageJson(models: readonly CheckedModel[], judges: readonly Judge[]): string {
  const all = models.map(({ index, sources }) => {
    const coverage = coverageOf(index, judges);
    return {
      model: index.model.name,
      targets: coverage.judges,
      rules: coverage.rules.map(({ rule, answers }) => ({
        id: rule.id,
        message: rule.message,
        ...placeJson({ ...rule.origin, file: sources.get(rule.origin.file)?.shown ?? rule.origin.file }),
        answers: Object.fromEntries(answers),
      })),
      limits: coverage.limits.map(({ limit, answers }) => ({
        ...limit,
        answers: Object.fromEntries(answers),
      })),
    };
  });
  return `${JSON.stringify(all, null, 2)}\n`;
}

/** What stands beside a target's PSM: every rule, and the limits that are not held, for each of its judges. */
export function coverageJsonOf(index: ModelIndex, target: Target): JsonObject {
  return Object.fromEntries(
    judgesOf(target).map((judge) => {
      const { rules } = coverageOf(index, [judge]);
      const answers = rules.map(({ rule, answers: of }) => [rule.id, { ...of.get(judge.id) }] as const);
      const unheldLimits = (judge.unheldLimits?.(index) ?? []).map((one) => ({ ...one }));
      return [judge.id, { rules: Object.fromEntries(answers), unheldLimits }];
    }),
  );
}
