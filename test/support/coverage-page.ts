import type { EngineReport } from '../../cli/judging/engine-report.ts';
import { coverageOf, judgesOf } from '../../generators/core/coverage.ts';
import { targets } from '../../generators/targets.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import type { ConformanceCase } from './conformance.ts';

/** The page that `npm run coverage-page` writes, below the root. */
export const coveragePagePath = 'docs/coverage.md';

/** What holds what: what the engines said to the conformance cases, and what the targets say of the models. */
export function coveragePage(
  cases: readonly ConformanceCase[],
  reports: readonly EngineReport[],
  models: readonly ModelIndex[],
): string {
  return `# What holds what

Written by \`npm run coverage-page\`; \`npm run test:oracles\` holds it to what the engines say.

## The conformance cases

${cases.length} instances of ${new Set(cases.map(({ topic }) => topic)).size} topics, written by hand in
[\`test/conformance\`](../test/conformance); ${percentage(cases)} % of them are to be refused. A number is of cases in
which an engine says what the case says: all that it was asked, where there is one number. The others are told below.
No engine says anything else.

${table([
  ['', ...reports.map(({ engine }) => engine.id)],
  ...topicsOf(cases).map(([topic, ids]) => [topic, ...reports.map((report) => agreedOf(report, ids))]),
  ['**all**', ...reports.map((report) => agreedOf(report, new Set(cases.map(({ id }) => id))))],
])}

${reports
  .map((report) => others(report))
  .filter((text) => text !== '')
  .join('\n\n')}

## The models of this repository

How many of the rules, and of the rules and limits of types, each output holds exactly. \`pimento check --coverage\` tells
which, and why not.

${models.map((index) => modelTable(index)).join('\n\n')}

## What is left to others, and why

Rules of these models, by the reason that a target gives.

${reasonTable(models)}
`;
}

function percentage(cases: readonly ConformanceCase[]): number {
  const rejects = cases.filter(({ expectation }) => expectation.expected === 'reject').length;
  return Math.round((100 * rejects) / cases.length);
}

function topicsOf(cases: readonly ConformanceCase[]): readonly (readonly [string, ReadonlySet<string>])[] {
  return [...Map.groupBy(cases, ({ topic }) => topic)].map(([topic, all]) => [
    topic,
    new Set(all.map(({ id }) => id)),
  ]);
}

function agreedOf(
  { exceptions, notEnforceable, notRun, disagreed }: EngineReport,
  ids: ReadonlySet<string>,
): string {
  const count = (all: readonly { readonly id: string }[]): number =>
    all.filter(({ id }) => ids.has(id)).length;
  const asked = ids.size - count(notRun);
  const agreed = asked - count(exceptions) - count(notEnforceable) - count(disagreed);
  return agreed === ids.size ? `${agreed}` : `${agreed} of ${ids.size}`;
}

/** What an engine did not agree to, by what it is and why. */
function others({ engine, exceptions, notEnforceable, notRun }: EngineReport): string {
  const told = [
    ...exceptions.map(({ exception }) => ['known difference', exception] as const),
    ...notEnforceable.map(({ reason }) => ['not enforceable', reason] as const),
    ...notRun.map(({ reason }) => ['not asked', reason] as const),
  ];
  if (told.length === 0) return '';
  const groups = Map.groupBy(told, ([kind, reason]) => `${kind}|${generalised(reason)}`);
  const rows = [...groups].map(([key, all]) => {
    const [kind = '', reason = ''] = key.split('|');
    return [kind, reason, `${all.length}`];
  });
  return `### ${engine.id}: ${engine.title}\n\n${table([['', 'because', 'cases'], ...rows])}`;
}

function modelTable(index: ModelIndex): string {
  const { judges, rules, limits } = coverageOf(index, targets.flatMap(judgesOf));
  const count = (
    all: readonly { readonly answers: ReadonlyMap<string, { readonly verdict: string }> }[],
    judge: string,
  ): number => all.filter(({ answers }) => answers.get(judge)?.verdict === 'exact').length;
  return table([
    [index.model.name, ...judges],
    [`${rules.length} rules`, ...judges.map((judge) => `${count(rules, judge)}`)],
    [
      `${rules.length + limits.length} with limits`,
      ...judges.map((judge) => `${count([...rules, ...limits], judge)}`),
    ],
  ]);
}

function reasonTable(models: readonly ModelIndex[]): string {
  const told = models.flatMap((index) => {
    const { rules } = coverageOf(index, targets.flatMap(judgesOf));
    return rules.flatMap(({ answers }) =>
      [...answers].flatMap(([judge, answer]) =>
        answer.verdict === 'exact' ? [] : [`${judge}|${generalised(answer.reason)}`],
      ),
    );
  });
  const groups = [...Map.groupBy(told, (key) => key)].toSorted(([left], [right]) => (left < right ? -1 : 1));
  return table([
    ['', 'because', 'rules'],
    ...groups.map(([key, all]) => [...key.split('|'), `${all.length}`]),
  ]);
}

/** Names and numbers are the model's. */
function generalised(reason: string): string {
  return reason.replaceAll(/`[^`]+`/g, '`…`').replaceAll(/\b\d{3,}\b/g, '…');
}

function table(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...body.map(line)].join('\n');
}
