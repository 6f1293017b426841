import * as fc from 'fast-check';
import { constraintCases } from '../../analysis/constraint-cases.ts';
import { exampleOf, waysBrokenBy, waysHeldBy } from '../../analysis/examples.ts';
import { packageTemplates } from '../../cli/package-templates.ts';
import { lifecycleRule } from '../../generators/core/lifecycle-rule.ts';
import { marksOf } from '../../generators/core/marks.ts';
import type { OutputFile } from '../../generators/core/output.ts';
import { createRender } from '../../generators/core/render.ts';
import { sitesOf } from '../../generators/sql/enforce.ts';
import { sql } from '../../generators/sql/index.ts';
import type { Engine } from '../../generators/sql/psm.ts';
import { judge, type Violation, withDefaults } from '../../pim/conformance.ts';
import { isTrue } from '../../pim/interpreter.ts';
import type { JsonValue } from '../../pim/json.ts';
import type { Aggregate, ElementId } from '../../pim/model.ts';
import { aggregatesOf, declarationOf, isStructure, type ModelIndex, rulesOf } from '../../pim/model-index.ts';
import { nearInstances } from './near-instances.ts';
import { mapDocument, type SqlEngine, type SqlVerdict, undecodable } from './sql-engines.ts';
import type { SqlMapDocument } from './sql-rows.ts';

/** One context's schema, as it is generated. */
export interface ContextFiles {
  readonly map: SqlMapDocument;
  readonly scripts: Readonly<Record<Engine, string>>;
}

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
        map: mapDocument(content(path)),
        scripts: { postgresql: content(`${base}.postgresql.sql`), sqlite: content(`${base}.sqlite.sql`) },
      };
    });
}

/** Something that is tried, and who is to be named where it is refused for one rule. */
export interface Trial {
  readonly aggregate: ElementId;
  readonly instance: JsonValue;
  readonly old?: JsonValue;
}

/** Instances from the model: each rule held and broken, each limit at its edge and beyond. */
export function trialsOf(index: ModelIndex, context: ElementId): readonly Trial[] {
  const element = index.get(context);
  if (element?.kind !== 'context') throw new Error(`${context} is no context`);
  return aggregatesOf(element).flatMap((aggregate) => trialsOfAggregate(index, aggregate));
}

function trialsOfAggregate(index: ModelIndex, aggregate: Aggregate): readonly Trial[] {
  const { id } = aggregate;
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
    aggregate: id,
    instance: one.instance,
    ...('old' in one && one.old !== undefined ? { old: one.old } : {}),
  }));
}

/** Instances at and beside every edge, with something wrong now and then. */
export function nearTrials(index: ModelIndex, context: ElementId, count: number): readonly Trial[] {
  const element = index.get(context);
  if (element?.kind !== 'context') throw new Error(`${context} is no context`);
  return aggregatesOf(element).flatMap(({ id }) => {
    const instances = fc.oneof(nearInstances(index, id, 1000), nearInstances(index, id, 30));
    return fc
      .sample(instances, { seed: 21, numRuns: count })
      .map((instance) => ({ aggregate: id, instance }));
  });
}

export interface Tally {
  accepted: number;
  refused: number;
  /** Refused in the name of a rule that the reference refuses for as well. */
  named: number;
}

/** What an engine says otherwise than the reference, in words; counts what it was asked. */
export async function disagreement(
  engine: SqlEngine,
  kind: Engine,
  map: SqlMapDocument,
  index: ModelIndex,
  { aggregate, instance, old }: Trial,
  tally: Tally,
): Promise<string | undefined> {
  const whole = (value: JsonValue): JsonValue => {
    const structure = declarationOf(index, aggregate);
    return isStructure(structure) ? withDefaults(index, structure, value) : value;
  };
  const judged = judge(index, aggregate, instance, old);
  // The reference tells a lifecycle's moves by their events; who sees states only sees moves all the same.
  const moves =
    old === undefined || judged.some(({ constraint }) => constraint !== 'rule')
      ? []
      : wrongMoves(index, aggregate, whole(instance), whole(old));
  const violations = [...judged, ...moves];
  const held = violations.filter((one) => !isUnheld(one, kind, index));
  // An update sets every column: what the reference fills in is filled in before.
  const verdict =
    old === undefined || violations.some(({ constraint }) => constraint !== 'rule')
      ? await engine.judge(aggregate, instance)
      : await engine.judge(aggregate, whole(instance), whole(old));
  if (verdict.accepted !== (held.length === 0)) {
    if (kind === 'postgresql' && verdict.accepted && held.every((one) => isNative(one, map)))
      return undefined;
    return JSON.stringify({ aggregate, instance, old, violations, verdict });
  }
  // What no row can hold no engine was asked.
  if (verdict === undecodable) return undefined;
  if (verdict.accepted) tally.accepted += 1;
  else tally.refused += 1;
  return misnamed(verdict, held, map, tally);
}

/** What engines say of columns, their types and primary keys, which have no name in the map. */
const declared: readonly RegExp[] = [
  /^(?:NOT NULL|UNIQUE) constraint failed: /,
  /violates not-null constraint$/,
  /^duplicate key value violates unique constraint "[a-z0-9_]+_pkey"$/,
  /^invalid input syntax for type (?:uuid|date|timestamp with time zone|numeric): /,
  /^date\/time field value out of range: /,
];

function wrongMoves(
  index: ModelIndex,
  aggregate: ElementId,
  self: JsonValue,
  old: JsonValue,
): readonly Violation[] {
  const structure = declarationOf(index, aggregate);
  if (structure.kind !== 'aggregate') return [];
  return structure.lifecycles.flatMap((lifecycle): readonly Violation[] => {
    const rule = lifecycleRule(lifecycle, structure, index);
    if (!rule || isTrue(rule.condition, { self, old, index })) return [];
    return [{ path: '', constraint: 'rule', rule: rule.id, message: rule.message }];
  });
}

function isUnheld({ rule }: Violation, kind: Engine, index: ModelIndex): boolean {
  const found = rulesOf(index.model).find(({ id }) => id === rule);
  return (
    found !== undefined &&
    sitesOf(found, index).some((site) => site.engine === kind && site.reason !== undefined)
  );
}

const nativeTypes: ReadonlySet<string> = new Set(['uuid', 'date', 'timestamptz', 'numeric']);

/** PostgreSQL takes other spellings of what it has types for, and rewrites them. */
function isNative({ path, constraint }: Violation, map: SqlMapDocument): boolean {
  if (constraint !== 'format') return false;
  const pattern = path.replaceAll(/\/[0-9]+(?=\/|$)/g, '/*');
  return map.tables.some(({ columns }) =>
    columns.some((column) => column.path === pattern && nativeTypes.has(column.postgresql)),
  );
}

/** A refusal for rules alone is in the name of one of them; every other is in the name of something that is declared. */
function misnamed(
  verdict: SqlVerdict,
  held: readonly Violation[],
  map: SqlMapDocument,
  tally: Tally,
): string | undefined {
  if (verdict.accepted) return undefined;
  const element = map.constraints.find(({ name }) => name === verdict.constraint)?.element;
  if (held.some(({ constraint }) => constraint !== 'rule')) {
    if (element !== undefined || declared.some((one) => one.test(verdict.message))) return undefined;
    return `refused by nothing that is declared: ${verdict.constraint}: ${verdict.message}`;
  }
  if (held.some(({ rule }) => rule === element)) {
    tally.named += 1;
    return undefined;
  }
  return `${verdict.constraint} (${element}): ${verdict.message}, and not ${held.map(({ rule }) => rule).join()}`;
}
