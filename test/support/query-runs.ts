import * as fc from 'fast-check';
import { planNames } from '../../generators/typescript/plan-names.ts';
import type { Projection, Query } from '../../pim/behaviour.ts';
import { evaluate, type Outside } from '../../pim/interpreter.ts';
import { isJsonObject, type JsonObject, type JsonValue, jsonObject, member } from '../../pim/json.ts';
import type { Aggregate, ElementId, Named } from '../../pim/model.ts';
import { idFieldOf } from '../../pim/model-index.ts';
import { areEqual, jsonValueOf } from '../../pim/rule-value.ts';
import type { Result } from '../../runtime/src/result.ts';
import { compiledModels, generatedModels } from './behaviour-project.ts';
import { idSequence } from './command-runs.ts';

// What queries answer of aggregates that refer to each other at random, by the case `references`.

const model = generatedModels.find(({ name }) => name === 'case-references');
if (!model) throw new Error('there is no case of references');
const { index } = model;
const [context] = index.model.contexts;
if (!context) throw new Error('there is no context');
const plan = planNames(index.model);

async function generated(id: ElementId, role: Parameters<typeof plan.symbol>[1]): Promise<unknown> {
  const { from, name } = plan.symbol(id, role);
  return (await compiledModels().project.load(`case-references/${from}`))[name];
}

function named<Kind extends Named>(all: readonly Kind[], name: string): Kind {
  const found = all.find((one) => one.name === name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
}

const [team, job] = ['Team', 'Job'].map((name) => {
  const found = named(context.declarations, name);
  if (found.kind !== 'aggregate') throw new Error(`${name} is no aggregate`);
  return found;
}) as [Aggregate, Aggregate];
const line = named(context.projections, 'JobLine');

// ── what there is ──

/** The states of all aggregates. */
export type World = ReadonlyMap<Aggregate, readonly JsonObject[]>;

const newId = idSequence();
const jobIds = [newId(), newId(), newId(), newId()];
const codes = ['a', 'b'];
const prices = fc.constantFrom('0.50', '1.00', '1.50', '2.50', '10.01', '20.00');
const oneJob = fc.constantFrom(...jobIds);

export const worlds: fc.Arbitrary<World> = fc
  .record({
    teams: fc.tuple(
      ...codes.map((code) =>
        fc.record(
          {
            code: fc.constant(code),
            lead: fc.constant('somebody'),
            size: fc.integer({ min: 0, max: 3 }),
            parts: fc.array(oneJob, { maxLength: 3 }),
          },
          { requiredKeys: ['code', 'size', 'parts'] },
        ),
      ),
    ),
    jobs: fc.tuple(
      ...jobIds.map((id) =>
        fc.record(
          {
            id: fc.constant(id),
            team: fc.constantFrom(...codes),
            other: oneJob,
            price: prices,
            note: fc.constantFrom('', 'n'),
            phase: fc.constantFrom('NEW', 'READY', 'DONE'),
          },
          { requiredKeys: ['id', 'team', 'price', 'phase'] },
        ),
      ),
    ),
  })
  .map(
    ({ teams, jobs }) =>
      new Map<Aggregate, readonly JsonObject[]>([
        [team, teams.map(plainOf) as JsonObject[]],
        [job, jobs.map(plainOf) as JsonObject[]],
      ]),
  );

/** What each field may be asked with. */
const asked: Readonly<Record<string, fc.Arbitrary<JsonValue>>> = {
  job: oneJob,
  other: oneJob,
  team: fc.constantFrom(...codes),
  jobs: fc.array(oneJob, { maxLength: 3 }),
  phases: fc.subarray(['NEW', 'READY', 'DONE']),
  above: prices,
  than: fc.integer({ min: 0, max: 2 }),
};

/** What a query is asked with. */
export function questions({ fields }: Query): fc.Arbitrary<JsonObject> {
  const parts = fields.map(({ name, optional, default: value }) => {
    const given = asked[name] ?? fc.constant(null);
    return optional || value ? fc.option(given, { nil: undefined }) : given;
  });
  return fc
    .tuple(...parts)
    .map((values) =>
      jsonObject(
        fields.flatMap(({ name }, at): readonly (readonly [string, JsonValue])[] =>
          values[at] === undefined ? [] : [[name, values[at]]],
        ),
      ),
    );
}

function plainOf(value: unknown): JsonValue {
  return value === undefined ? null : (JSON.parse(JSON.stringify(value)) as JsonValue);
}

function stateOf(world: World, aggregate: Aggregate, id: JsonValue): JsonObject | undefined {
  const key = idFieldOf(aggregate)?.name ?? '';
  return world.get(aggregate)?.find((state) => member(state, key) === id);
}

// ── the reference ──

function outsideOf(world: World): Outside {
  return {
    resolve: (aggregate, id) => stateOf(world, aggregate === team.id ? team : job, id),
    call: (callee, input) => {
      const query = index.get(callee);
      return query?.kind === 'query' ? expectedAnswer(query, input, world) : undefined;
    },
  };
}

function rowsOf({ fields }: Projection, world: World): readonly JsonObject[] {
  const outside = outsideOf(world);
  return (world.get(job) ?? []).map((state) =>
    jsonObject(
      fields.flatMap(({ name, type, derivation }): readonly (readonly [string, JsonValue])[] => {
        const value = derivation
          ? jsonValueOf(evaluate(derivation, { self: state, index, outside }), type, index)
          : member(state, name);
        return value === undefined ? [] : [[name, value]];
      }),
    ),
  );
}

/** What the reference answers; undefined where it refuses, or finds nothing. */
export function expectedAnswer(query: Query, given: JsonObject, world: World): JsonValue | undefined {
  const input = withAskedDefaults(query, given);
  const scope = { index, input, outside: outsideOf(world) };
  if (query.value)
    return jsonValueOf(evaluate(query.value, { ...scope, self: null }), query.result.type, index);
  const { where } = query;
  const found = rowsOf(line, world).filter(
    (row) => !where || areEqual(evaluate(where, { ...scope, self: row }), true),
  );
  return query.list ? found : found[0];
}

function withAskedDefaults({ fields }: Query, given: JsonObject): JsonObject {
  const defaults = fields.flatMap((field): readonly (readonly [string, JsonValue])[] => {
    if (!field.default || member(given, field.name) !== undefined) return [];
    const value = jsonValueOf(evaluate(field.default, { self: null, index }), field.type, index);
    return value === undefined ? [] : [[field.name, value]];
  });
  return jsonObject([...Object.entries(given), ...defaults]);
}

// ── what is generated ──

type Parse = (input: unknown) => Result<unknown>;
type Answer = (...args: readonly unknown[]) => unknown;

function valueOf(result: Result<unknown>): unknown {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** The queries that are tried. */
export const queries = context.queries;

/** All that is generated of them. */
export async function loadedQueries() {
  const parserOf = async (aggregate: Aggregate): Promise<Parse> => {
    const { from, name } = plan.of(aggregate.id);
    const companion = (await compiledModels().project.load(`case-references/${from}`))[name];
    return (companion as { parse: Parse }).parse;
  };
  const answers = new Map<
    string,
    { readonly answer: Answer; readonly parse: Parse; readonly query: Query }
  >();
  for (const query of queries) {
    const answer = (await generated(query.id, 'answer')) as Answer;
    const { parse } = (await generated(query.id, 'self')) as { parse: Parse };
    answers.set(query.name, { answer, parse, query });
  }
  return {
    answers,
    states: new Map([
      [team, await parserOf(team)],
      [job, await parserOf(job)],
    ]),
    lineOf: (await generated(line.id, 'of')) as (state: unknown) => unknown,
  };
}

type Loaded = Awaited<ReturnType<typeof loadedQueries>>;

/** What is generated answers: the names of the function's parameters tell what it is answered from. */
export function generatedAnswer(all: Loaded, name: string, input: JsonObject, world: World): JsonValue {
  return plainOf(answerOf(all, name, valueOf(ownOf(all, name).parse(input)), world));
}

function answerOf(all: Loaded, name: string, question: unknown, world: World): unknown {
  const { answers, states, lineOf } = all;
  const query = question as Readonly<Record<string, unknown>>;
  const read = (aggregate: Aggregate, id: unknown): unknown => {
    const state = id === undefined ? undefined : stateOf(world, aggregate, plainOf(id));
    return state && valueOf(states.get(aggregate)?.(state) as Result<unknown>);
  };
  const givenMember = (wanted: string): unknown => {
    if (wanted === 'teamBy' || wanted === 'jobBy') {
      return (id: unknown) => read(wanted === 'teamBy' ? team : job, id);
    }
    if (wanted in query) return read(wanted === 'team' ? team : job, query[wanted]);
    const other = [...answers.keys()].find((one) => one.toLowerCase() === wanted.toLowerCase()) ?? wanted;
    return (further: unknown) => answerOf(all, other, further, world);
  };
  const items = (world.get(job) ?? []).map((state) =>
    lineOf(valueOf(states.get(job)?.(state) as Result<unknown>)),
  );
  const given = new Proxy({}, { get: (_, key) => givenMember(String(key)) });
  const parts: Readonly<Record<string, unknown>> = { items, query, _query: query, given, choice: {} };
  const { answer } = ownOf(all, name);
  const parameters = /^function \w+\(([^)]*)\)/.exec(answer.toString())?.[1] ?? '';
  const names = parameters.split(',').map((one) => one.split('=')[0]?.trim() ?? '');
  return itemsOf(answer(...names.map((one) => parts[one])));
}

function ownOf({ answers }: Loaded, name: string): { readonly answer: Answer; readonly parse: Parse } {
  const own = answers.get(name);
  if (!own) throw new Error(`there is no ${name}`);
  return own;
}

function itemsOf(answer: unknown): unknown {
  const isPage = typeof answer === 'object' && answer !== null && 'items' in answer;
  return isPage ? answer.items : answer;
}

/** Rows in the order of their ids, what was found of a result. */
export function comparable(answer: JsonValue | undefined): JsonValue | undefined {
  if (Array.isArray(answer) && answer.every(isJsonObject)) {
    return answer.toSorted((one, other) => (String(one['id']) < String(other['id']) ? -1 : 1));
  }
  if (answer === null) return undefined;
  const isResult = isJsonObject(answer) && typeof answer['ok'] === 'boolean';
  return isResult ? (answer['ok'] === true ? answer['value'] : undefined) : answer;
}
