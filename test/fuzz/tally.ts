import type { Outcome } from '../../engines/compare.ts';
import type { Expression } from '../../pim/expression.ts';
import { childExpressions } from '../../pim/expression-tools.ts';
import { type ModelIndex, rulesOf, structuresOf } from '../../pim/model-index.ts';
import { allNodes } from '../../validators/expression-nodes.ts';
import { constructsOf } from '../support/constructs.ts';
import type { EngineAnswers } from './ask.ts';
import type { Batch } from './batch.ts';
import { mainName } from './random-sketch.ts';

/** What a run has come to so far; it grows with every batch. */
export interface Tally {
  batches: number;
  models: number;
  questions: number;
  accepted: number;
  changes: number;
  /** Rules that were asked, and rules that a check refused, by what it said. */
  rules: number;
  readonly refused: Map<string, number>;
  /** How often each kind of node stands in a rule that was asked. */
  readonly nodes: Map<string, number>;
  /** How many rules are so deep. */
  readonly depths: Map<number, number>;
  /** In how many models there is each construct of the language. */
  readonly constructs: Map<string, number>;
  readonly engines: Map<string, EngineTally>;
}

export interface EngineTally {
  readonly run: number;
  /** It said the same as the reference; among them is what it told wrong of its reasons. */
  readonly agreed: number;
  readonly wrong: number;
  /** Wrong in a way that `known.ts` names. */
  readonly known: number;
  readonly exceptions: number;
  readonly notEnforceable: number;
  readonly notRun: number;
}

export function emptyTally(): Tally {
  return {
    batches: 0,
    models: 0,
    questions: 0,
    accepted: 0,
    changes: 0,
    rules: 0,
    refused: new Map(),
    nodes: new Map(),
    depths: new Map(),
    constructs: new Map(),
    engines: new Map(),
  };
}

/** Adds a batch, and what engines said to it. */
export function count(tally: Tally, batch: Batch, answers: readonly EngineAnswers[]): void {
  tally.batches += 1;
  tally.models += batch.models.length;
  tally.questions += batch.questions.length;
  tally.accepted += batch.questions.filter(({ violations }) => violations.length === 0).length;
  tally.changes += batch.questions.filter(({ expectation }) => expectation.old !== undefined).length;
  for (const { code, isRule } of batch.refusals) if (isRule || code === 'given up') add(tally.refused, code);
  for (const { index } of batch.models) {
    for (const one of conditionsOf(index)) {
      tally.rules += 1;
      add(tally.depths, depthOf(one));
      for (const { kind } of allNodes(one)) add(tally.nodes, kind);
    }
    for (const one of constructsOf(index, `${index.model.name}.C.${mainName}`)) add(tally.constructs, one);
  }
  for (const one of answers) countEngine(tally, one);
}

function countEngine({ engines }: Tally, { engine, outcomes, findings, known }: EngineAnswers): void {
  const before = engines.get(engine);
  const of = (kind: Outcome['kind']): number => outcomes.filter((one) => one === kind).length;
  const answered = outcomes.filter((one) => one !== undefined && one !== 'not run').length;
  const wrong = new Set(findings.map(({ question }) => question)).size;
  const [exceptions, notEnforceable] = [of('exception'), of('not enforceable')];
  engines.set(engine, {
    run: (before?.run ?? 0) + answered,
    agreed: (before?.agreed ?? 0) + of('agreed'),
    wrong: (before?.wrong ?? 0) + wrong,
    known: (before?.known ?? 0) + known,
    exceptions: (before?.exceptions ?? 0) + exceptions,
    notEnforceable: (before?.notEnforceable ?? 0) + notEnforceable,
    notRun: (before?.notRun ?? 0) + of('not run'),
  });
}

/** The conditions of rules, and what derived fields are computed from. */
function conditionsOf(index: ModelIndex): readonly Expression[] {
  const derivations = index.model.contexts
    .flatMap(structuresOf)
    .flatMap(({ fields }) => fields.flatMap(({ derivation }) => derivation ?? []));
  return [...rulesOf(index.model).map(({ condition }) => condition), ...derivations];
}

/** Levels of nodes: 1 for a literal, 2 for a field of what the rule is about. */
function depthOf(expression: Expression): number {
  return 1 + Math.max(0, ...childExpressions(expression).map(depthOf));
}

function add<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function total(counts: ReadonlyMap<unknown, number>): number {
  return [...counts.values()].reduce((sum, one) => sum + one, 0);
}

/** Of all questions, those that the reference accepts. */
export function shareAccepted({ accepted, questions }: Tally): number {
  return accepted / Math.max(questions, 1);
}

/** Of all rules that were written, those that a check refused. */
export function shareRefused({ rules, refused }: Tally): number {
  return total(refused) / Math.max(rules + total(refused), 1);
}

export function verdicts({ engines }: Tally): number {
  return [...engines.values()].reduce((sum, { run }) => sum + run, 0);
}

export function wrongVerdicts({ engines }: Tally): number {
  return [...engines.values()].reduce((sum, { wrong }) => sum + wrong, 0);
}

/** What a run came to, in lines. */
export function printTally(tally: Tally, seconds: number): string {
  const columns = ['engine', 'run', 'agreed', 'wrong', 'known', 'exceptions', 'not enforceable', 'not run'];
  const rows = [...tally.engines].map(([id, one]) =>
    [id, one.run, one.agreed, one.wrong, one.known, one.exceptions, one.notEnforceable, one.notRun].map(
      String,
    ),
  );
  const widths = columns.map((name, at) => Math.max(name.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ');
  const counts = (map: ReadonlyMap<unknown, number>): string =>
    [...map]
      .toSorted(([, one], [, other]) => other - one)
      .map(([name, times]) => `${String(name)} ${times}`)
      .join(', ');
  const depths = [...tally.depths].toSorted(([one], [other]) => one - other);
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  return [
    [columns, ...rows].map(line).join('\n'),
    '',
    `nodes in rules: ${counts(tally.nodes)}`,
    `rules by depth: ${depths.map(([depth, times]) => `${depth}: ${times}`).join(', ')}`,
    `constructs: ${tally.constructs.size}`,
    `${tally.models} models, ${tally.rules} rules, ${tally.questions} instances (${tally.changes} after another)`,
    `accepted: ${percent(shareAccepted(tally))}; rules that a check refused: ${percent(shareRefused(tally))} (${counts(tally.refused)})`,
    `${verdicts(tally)} verdicts in ${seconds.toFixed(0)} s: ${(verdicts(tally) / Math.max(seconds, 1e-3)).toFixed(0)} a second`,
    '',
  ].join('\n');
}
