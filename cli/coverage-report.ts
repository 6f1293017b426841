import { type Answers, type Coverage, coverageOf } from '../generators/core/coverage.ts';
import type { Target } from '../generators/core/target.ts';
import type { JsonObject } from '../pim/json.ts';
import { limitWords } from '../pim/limits.ts';
import type { ModelIndex } from '../pim/model-index.ts';
import { printable } from './printable.ts';
import type { CheckedModel } from './read-models.ts';
import { placeJson } from './reports/json.ts';

/** What is printed for exact, and for not enforceable. */
const [held, gap] = ['exact', '–'];

/** Rules × targets for people, then the limits that a target does not hold, then why. */
export function printCoverage(models: readonly CheckedModel[], targets: readonly Target[]): string {
  return models.map(({ index }) => printModel(index, coverageOf(index, targets))).join('\n');
}

function printModel(index: ModelIndex, { targets, rules, limits }: Coverage): string {
  const shorter = (id: string): string => printable(id.slice(index.model.name.length + 1));
  const gaps = limits.filter(({ answers }) =>
    [...answers.values()].some(({ verdict }) => verdict !== 'exact'),
  );
  const rows = [
    ...rules.map(({ rule, answers }) => row(shorter(rule.id), targets, answers)),
    ...gaps.map(({ limit, answers }) =>
      row(`${shorter(limit.element)}: ${limitWords(limit)}`, targets, answers),
    ),
  ];
  const head = [`${printable(index.model.name)}: ${rules.length} rules, ${limits.length} limits`, ...targets];
  const totals = [
    'exact',
    ...targets.map((target) => {
      const all = [...rules, ...limits];
      return `${all.filter(({ answers }) => answers.get(target)?.verdict === 'exact').length} of ${all.length}`;
    }),
  ];
  return `${table([head, ...rows, totals])}${reasons(index, { targets, rules, limits })}`;
}

function row(name: string, targets: readonly string[], answers: Answers): readonly string[] {
  return [name, ...targets.map((target) => (answers.get(target)?.verdict === 'exact' ? held : gap))];
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
function reasons(index: ModelIndex, { targets, rules, limits }: Coverage): string {
  const told = targets.flatMap((target) => {
    const all = [
      ...rules.map(({ rule, answers }) => ({ name: rule.id, answer: answers.get(target) })),
      ...limits.map(({ limit, answers }) => ({
        name: `${limit.element}: ${limitWords(limit)}`,
        answer: answers.get(target),
      })),
    ];
    return all.flatMap(({ name, answer }) =>
      answer?.verdict === 'not enforceable'
        ? [{ target, reason: answer.reason, name: name.slice(index.model.name.length + 1) }]
        : [],
    );
  });
  const groups = Map.groupBy(told, ({ target, reason }) => `${target}: ${reason}`);
  return [...groups]
    .map(
      ([reason, all]) =>
        `\n${printable(reason)}\n${all.map(({ name }) => `  ${printable(name)}\n`).join('')}`,
    )
    .join('');
}

/** As `schemas/coverage.schema.json` has it. */
export function coverageJson(models: readonly CheckedModel[], targets: readonly Target[]): string {
  const all = models.map(({ index, sources }) => {
    const coverage = coverageOf(index, targets);
    return {
      model: index.model.name,
      targets: coverage.targets,
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

/** What one target answers, beside its PSM: every rule, and the limits that it does not hold. */
export function coverageJsonOf(index: ModelIndex, target: Target): JsonObject {
  const { rules } = coverageOf(index, [target]);
  const answers = rules.map(({ rule, answers: of }) => [rule.id, { ...of.get(target.id) }] as const);
  const unheldLimits = (target.unheldLimits?.(index) ?? []).map((one) => ({ ...one }));
  return { rules: Object.fromEntries(answers), unheldLimits };
}
