import * as fc from 'fast-check';
import { constraintCases } from '../../analysis/constraint-cases.ts';
import { exampleOf, waysBrokenBy, waysHeldBy } from '../../analysis/examples.ts';
import { packageTemplates } from '../../cli/package-templates.ts';
import { compare, wordFor } from '../../engines/compare.ts';
import type { Engine } from '../../engines/engine.ts';
import { referenceViolations } from '../../engines/interpreter.ts';
import { outputMaker } from '../../engines/make-output.ts';
import type { SqlMap } from '../../engines/sql-rows.ts';
import { marksOf } from '../../generators/core/marks.ts';
import type { OutputFile } from '../../generators/core/output.ts';
import { createRender } from '../../generators/core/render.ts';
import { sql } from '../../generators/sql/index.ts';
import type { Engine as Dialect } from '../../generators/sql/psm.ts';
import type { Aggregate } from '../../pim/model.ts';
import { aggregatesOf, type ModelIndex, rulesOf } from '../../pim/model-index.ts';
import { nearInstances } from './near-instances.ts';
import { recordedEngine } from './recorded-engine.ts';
import { referenceExpectation, type Trial } from './reference-expectation.ts';

/** One context's schema, as it is generated. */
export interface ContextFiles {
  readonly map: SqlMap;
  readonly scripts: Readonly<Record<Dialect, string>>;
}

export const makeSql = outputMaker([sql], packageTemplates);

export function filesOf(index: ModelIndex): readonly OutputFile[] {
  const marks = marksOf(index.model, sql.id);
  return sql.emit(
    sql.transform({ index, marks, symbolsOf: () => new Map() }),
    createRender(packageTemplates),
  );
}

export function contextsOf(index: ModelIndex): readonly ContextFiles[] {
  const files = new Map(filesOf(index).map(({ path, content }) => [path, content]));
  const content = (path: string): string => files.get(path) ?? '';
  return [...files.keys()]
    .filter((path) => path.endsWith('.map.json'))
    .map((path) => {
      const base = path.slice(0, -'.map.json'.length);
      return {
        map: JSON.parse(content(path)) as SqlMap,
        scripts: { postgresql: content(`${base}.postgresql.sql`), sqlite: content(`${base}.sqlite.sql`) },
      };
    });
}

/** What an engine came to. */
export interface Agreement {
  /** In words, what it says otherwise than the reference. */
  readonly wrong: readonly string[];
  readonly accepted: number;
  readonly refused: number;
  /** Refused in the name of a rule that the reference refuses for as well. */
  readonly named: number;
}

/** Holds an engine to the reference; a refusal must be in the name of what is broken. */
export async function agreementOf(
  engine: Engine,
  index: ModelIndex,
  trialsFor: (aggregate: Aggregate) => readonly Trial[],
): Promise<Agreement> {
  const asked = index.model.contexts
    .flatMap(aggregatesOf)
    .flatMap((aggregate) =>
      trialsFor(aggregate).map((trial) => referenceExpectation(index, aggregate, trial)),
    );
  const recorded = recordedEngine(engine);
  const outcomes = await compare(recorded.engine, wordFor(engine, [sql]), asked);
  const constraints = contextsOf(index).flatMap(({ map }) =>
    map.constraints.flatMap(({ name, message = name }) => [name, message]),
  );
  const wrong: string[] = [];
  let [accepted, refused, named] = [0, 0, 0];
  for (const [at, one] of asked.entries()) {
    const [outcome, verdict] = [outcomes[at], recorded.verdicts[at]];
    if (!outcome || !verdict) throw new Error('fewer answers than questions');
    const told = JSON.stringify({ ...one, index: undefined, outcome, verdict });
    if (outcome.kind === 'disagreed' || outcome.kind === 'not run') wrong.push(told);
    if (verdict.kind === 'accepted') accepted += 1;
    if (verdict.kind !== 'rejected' || outcome.kind !== 'agreed') continue;
    refused += 1;
    const violations = referenceViolations(one);
    const [{ rule, message = '' } = {}] = verdict.reasons;
    const isDeclared =
      message === 'no row could hold it' ||
      constraints.some((words) => message.includes(words)) ||
      declared.some((pattern) => pattern.test(message));
    if (rule === undefined && !isDeclared) wrong.push(`refused by nothing that is declared: ${told}`);
    // An illegal move is no violation of the reference's.
    if (violations.length === 0 || violations.some(({ constraint }) => constraint !== 'rule')) continue;
    if (violations.some((violation) => violation.rule === rule)) named += 1;
    else if (rule !== undefined) wrong.push(`not in the name of what is broken: ${told}`);
  }
  return { wrong, accepted, refused, named };
}

/** What engines say of columns, their types and primary keys, which have no name in the map. */
const declared: readonly RegExp[] = [
  /^(?:NOT NULL|UNIQUE) constraint failed: /,
  /violates not-null constraint$/,
  /^duplicate key value violates unique constraint "[a-z0-9_]+_pkey"$/,
  /^invalid input syntax for type (?:uuid|date|timestamp with time zone|numeric): /,
  /^date\/time field value out of range: /,
];

/** From the model: each rule held and broken, each limit at its edge and beyond. */
export function toldTrials(index: ModelIndex, { id }: Aggregate): readonly Trial[] {
  const examples = (['minimal', 'full'] as const).flatMap((extent) => {
    const example = exampleOf(index, id, extent);
    return example.found ? [example] : [];
  });
  const ways = rulesOf(index.model).flatMap((rule) =>
    rule.id.startsWith(`${id}.`)
      ? [...waysBrokenBy(index, id, rule.id), ...waysHeldBy(index, id, rule.id)]
      : [],
  );
  const cases = constraintCases(index, id);
  return [...examples, ...ways, ...cases.accepted, ...cases.refused].map((one) => ({
    instance: one.instance,
    ...('old' in one && one.old !== undefined ? { old: one.old } : {}),
  }));
}

/** Instances at and beside every edge, with something wrong now and then. */
export function nearTrials(index: ModelIndex, { id }: Aggregate, count: number): readonly Trial[] {
  const instances = fc.oneof(nearInstances(index, id, 1000), nearInstances(index, id, 30));
  return fc.sample(instances, { seed: 21, numRuns: count }).map((instance) => ({ instance }));
}
