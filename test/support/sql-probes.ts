import * as fc from 'fast-check';
import { type Condition } from '../../generators/sql/conditions.ts';
import { type Dialect, NotExpressible } from '../../generators/sql/dialect.ts';
import { quoted } from '../../generators/sql/identifiers.ts';
import { layoutOf } from '../../generators/sql/layout.ts';
import { laidOut } from '../../generators/sql/piece.ts';
import { type EngineWriter, nameConditions, writeCondition } from '../../generators/sql/place-conditions.ts';
import { postgresql } from '../../generators/sql/postgresql.ts';
import { helperDefinitions, helperNames } from '../../generators/sql/postgresql-helpers.ts';
import { immutable } from '../../generators/sql/postgresql-text.ts';
import type { Engine } from '../../generators/sql/psm.ts';
import { sqlite } from '../../generators/sql/sqlite.ts';
import { patternSteps } from '../../generators/sql/sqlite-steps.ts';
import { readModelText } from '../../grammar/read-model.ts';
import { withDefaults } from '../../pim/conformance.ts';
import { isTrue } from '../../pim/interpreter.ts';
import { isJsonObject, type JsonValue } from '../../pim/json.ts';
import type { Rule } from '../../pim/model.ts';
import { indexModel, type ModelIndex } from '../../pim/model-index.ts';
import { checkModel } from '../../validators/check-model.ts';
import { awkwardRules, probeDeclarations, probeFields, probeInstance, randomRule } from './random-rules.ts';
import type { ContextFiles } from './sql-agreement.ts';
import { contextsOf } from './sql-agreement.ts';
import {
  awkwardValueRules,
  schemaValueRules,
  valueDeclarations,
  valueFields,
  valueInstance,
  valueRule,
} from './value-rules.ts';

/** Random rules about one structure, which an aggregate has twice: as columns, and as JSON. */
export interface Probe {
  readonly name: string;
  readonly declarations: string;
  readonly fields: string;
  readonly instance: fc.Arbitrary<JsonValue>;
  readonly rule: fc.Arbitrary<string>;
  readonly awkward: readonly string[];
}

export const probes: readonly Probe[] = [
  {
    name: 'texts, numbers and lists',
    declarations: probeDeclarations,
    fields: probeFields,
    instance: probeInstance,
    rule: randomRule,
    awkward: awkwardRules,
  },
  {
    name: 'decimals, moments, networks, maps and shapes',
    declarations: valueDeclarations,
    fields: valueFields,
    instance: valueInstance,
    rule: valueRule,
    awkward: [...awkwardValueRules, ...schemaValueRules],
  },
];

export interface ProbedRule {
  readonly rule: Rule;
  readonly source: string;
  readonly place: 'columns' | 'JSON';
  /** As a query of one value, or why there is none. */
  readonly query: string | { readonly reason: string };
}

export interface PreparedProbe {
  readonly index: ModelIndex;
  /** The schema without the rules. */
  readonly schema: ContextFiles;
  /** What the queries call. */
  readonly extras: string;
  readonly rules: readonly ProbedRule[];
  readonly instances: readonly JsonValue[];
}

/** Rules written for an engine, and instances to ask them of. */
export function prepareProbe(
  probe: Probe,
  engine: Engine,
  counts: { readonly rules: number; readonly instances: number; readonly seed: number },
): PreparedProbe {
  const { seed } = counts;
  const sampled = [...probe.awkward, ...fc.sample(probe.rule, { seed, numRuns: counts.rules })];
  const index = soundIndex(probe, sampled);
  const [context] = index.model.contexts;
  if (!context) throw new Error('no context');
  const layout = layoutOf(context, 'c', index);
  const patterns = new Map<string, { number: number; last: number }>();
  const inserts: string[] = [];
  const steps: Parameters<typeof sqlite>[0] = (pattern) => {
    const known = patterns.get(pattern.source);
    if (known) return known;
    const made = { number: 1000 + patterns.size, last: patternSteps(pattern).last };
    patterns.set(pattern.source, made);
    for (const { state, low, high, next } of patternSteps(pattern).steps) {
      inserts.push(
        `INSERT INTO pattern_step VALUES (${made.number}, ${state}, ${low ?? 'NULL'}, ${high ?? 'NULL'}, ${next});`,
      );
    }
    return made;
  };
  const dialect = (query: () => void): Dialect =>
    engine === 'postgresql' ? postgresql('c', () => {}, query) : sqlite(steps, query);
  const writer: EngineWriter = {
    engine,
    dialect,
    shapeCall: () => undefined,
    tableName: ({ name }) => quoted(name),
  };
  const rules = nameConditions(layout, index)
    .filter(({ condition }) => condition.kind === 'rule' && condition.element.includes('.Probe.R'))
    .map((named): ProbedRule => {
      const { condition } = named;
      const rule = ruleOf(index, condition);
      const source = sampled[Number(rule.name.slice(1))] ?? '';
      const place = condition.path === '/flat' ? 'columns' : 'JSON';
      try {
        const { text } = writeCondition(named, writer, index, ({ name }) => `probe.${quoted(name)}`);
        return { rule, source, place, query: `(${laidOut(text.text)}) IS TRUE` };
      } catch (error) {
        if (!(error instanceof NotExpressible)) throw error;
        return { rule, source, place, query: { reason: error.message } };
      }
    });
  const [schema] = contextsOf(soundIndex(probe, []));
  if (!schema) throw new Error('no schema');
  return {
    index,
    schema,
    extras:
      engine === 'postgresql'
        ? missingHelpers(schema.scripts.postgresql)
        : [patternTable, ...inserts].join('\n'),
    rules,
    instances: fc.sample(probe.instance, { seed, numRuns: counts.instances }),
  };
}

/** What the reference says of a rule. */
export function holds({ index }: PreparedProbe, { rule }: ProbedRule, instance: JsonValue): boolean {
  const structure = index.get('M.C.Probe');
  if (structure?.kind !== 'value') throw new Error('no probe');
  return isTrue(rule.condition, { self: withDefaults(index, structure, instance), index });
}

/** The aggregate that has an instance twice. */
export function twice(instance: JsonValue): JsonValue {
  if (!isJsonObject(instance)) throw new Error('no instance');
  return { key: 'k', flat: instance, nested: instance };
}

const patternTable = `CREATE TABLE IF NOT EXISTS pattern_step (pattern INTEGER NOT NULL, state INTEGER NOT NULL,
  low INTEGER, high INTEGER, next INTEGER NOT NULL) STRICT;`;

function missingHelpers(script: string): string {
  return helperDefinitions(new Set(helperNames))
    .filter(({ name }) => !script.includes(`CREATE FUNCTION c.${name}(`))
    .map(({ name, definition }) => `CREATE FUNCTION c.${name}${immutable(definition)};`)
    .join('\n');
}

function ruleOf(index: ModelIndex, { element }: Condition): Rule {
  const rule = index.get(element);
  if (rule?.kind !== 'rule') throw new Error(`${element} is no rule`);
  return rule;
}

/** The model with those of the rules that pass its checks. */
function soundIndex({ declarations, fields }: Probe, rules: readonly string[]): ModelIndex {
  const textOf = (skipped: ReadonlySet<number>): string => {
    const lines = rules.map((rule, at) => (skipped.has(at) ? '\n' : `rule R${at}: ${rule}\n`));
    return `model M version 1 context C { ${declarations}
      aggregate Probed { id key: String(1..5), flat: Probe, nested: Probe? }
      value Probe { ${fields}\n${lines.join('')} } }`;
  };
  const whole = readModelText(textOf(new Set()));
  if (!whole.model) throw new Error(whole.diagnostics.map(({ message }) => message).join('\n'));
  const first = textOf(new Set()).slice(0, textOf(new Set()).indexOf('rule R0:')).split('\n').length;
  const bad = checkModel(whole.model)
    .filter(({ severity }) => severity === 'error')
    .map(({ origin }) => origin.start.line - first);
  const { model } = readModelText(textOf(new Set(bad)));
  if (!model) throw new Error('no model');
  return indexModel(model);
}
