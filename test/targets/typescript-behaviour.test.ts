import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { handNames } from '../../generators/typescript/behaviour/by-hand.ts';
import { planNames } from '../../generators/typescript/plan-names.ts';
import { withDefaults } from '../../pim/conformance.ts';
import { type Decision, decide } from '../../pim/decide.ts';
import { isJsonObject, type JsonObject, type JsonValue, jsonObject } from '../../pim/json.ts';
import type { Aggregate } from '../../pim/model.ts';
import { literalOf, type ModelIndex } from '../../pim/model-index.ts';
import type { DomainEvent, Rejection, Result } from '../../runtime/src/index.ts';
import { compiledModels, type GeneratedModel, generatedModels } from '../support/behaviour-project.ts';
import { aimed, byHandResult, commandSequences, idSequence, type Sent } from '../support/command-runs.ts';

/** Commands in any order, to every aggregate that creates itself: generated code against the reference. */

const { project, said } = compiledModels();

it('compiles, hand-written code as it begins included, and Biome finds nothing to format', () => {
  expect(said).toBe('');
  expect(project.format()).toBe('');
});

interface GeneratedAggregate {
  decide(state: unknown, command: unknown, context: unknown): Result<readonly DomainEvent[], Rejection>;
  evolve(state: unknown, event: DomainEvent): unknown;
  parse(type: string, data: unknown): Result<unknown>;
  /** The state, as from a store. */
  read(state: unknown): Result<unknown>;
}

async function generatedOf(
  { name, index }: GeneratedModel,
  aggregate: Aggregate,
): Promise<GeneratedAggregate> {
  const plan = planNames(index.model);
  const load = async (id: string, role: Parameters<typeof plan.symbol>[1]): Promise<unknown> => {
    const symbol = plan.symbol(id, role);
    return (await project.load(`${name}/${symbol.from}`))[symbol.name];
  };
  const commands = new Map(
    await Promise.all(
      aggregate.commands.map(async ({ id, name: type }) => [type, await load(id, 'self')] as const),
    ),
  );
  const state = plan.of(aggregate.id);
  const companion = (await project.load(`${name}/${state.from}`))[state.name];
  return {
    read: (companion as { parse: GeneratedAggregate['read'] }).parse,
    decide: (await load(aggregate.id, 'decide')) as GeneratedAggregate['decide'],
    evolve: (await load(aggregate.id, 'evolve')) as GeneratedAggregate['evolve'],
    parse: (type, data) => (commands.get(type) as { parse(data: unknown): Result<unknown> }).parse(data),
  };
}

const now = '2026-02-03T04:05:06.789Z';
const caller = 'somebody';

/** What is written by hand, for both engines the same. */
function byHandOf(index: ModelIndex, plan: ReturnType<typeof planNames>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    index.model.contexts.flatMap((context) =>
      [...handNames(context, plan)].map(([id, name]) => [
        name,
        (input: unknown = {}) => {
          const plain = plainOf(input);
          return byHandResult(index, id, isJsonObject(plain) ? plain : jsonObject([['value', plain]]));
        },
      ]),
    ),
  );
}

function valueOf(result: Result<unknown>): unknown {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function plainOf(value: unknown): JsonValue {
  return value === undefined ? null : (JSON.parse(JSON.stringify(value)) as JsonValue);
}

/** Kind of outcome, with what tells one from another. */
function referenceOutcome(index: ModelIndex, decision: Decision): unknown {
  switch (decision.kind) {
    case 'accepted':
      return { kind: 'accepted', events: decision.events.map(({ event, values }) => ({ event, values })) };
    case 'refused':
      return { kind: 'refused', id: decision.refusal.id };
    case 'illegal move':
      return {
        kind: 'illegalMove',
        event: decision.event.split('.').at(-1),
        from: decision.from === undefined ? 'undefined' : literalOf(index, decision.from).wire,
      };
    case 'broken':
      return { kind: 'broken', violations: verdict(decision.violations) };
  }
}

function generatedOutcome(aggregate: Aggregate, result: Result<readonly DomainEvent[], Rejection>): unknown {
  if (result.ok) {
    return {
      kind: 'accepted',
      events: result.value.map(({ type, data }) => ({
        event: `${aggregate.id}.${type}`,
        values: plainOf(data),
      })),
    };
  }
  const { error } = result;
  switch (error.kind) {
    case 'refused':
      return { kind: 'refused', id: error.id };
    case 'illegalMove':
      return { kind: 'illegalMove', event: error.event, from: error.from };
    case 'broken':
      return { kind: 'broken', violations: verdict(error.violations) };
    default:
      return error;
  }
}

function verdict(
  violations: readonly { readonly path: string; readonly constraint: string; readonly rule?: string }[],
): readonly string[] {
  return [
    ...new Set(violations.map(({ path, constraint, rule }) => `${path} ${constraint} ${rule ?? ''}`)),
  ].toSorted();
}

const cases = generatedModels.flatMap((model) =>
  model.index.model.contexts
    .flatMap(({ declarations }) => declarations)
    .filter((one): one is Aggregate => one.kind === 'aggregate' && one.commands.length > 0)
    .flatMap((aggregate) => {
      const sequences = commandSequences(model.index, aggregate);
      return sequences ? [{ name: `${model.name} ${aggregate.id}`, model, aggregate, sequences }] : [];
    }),
);

const seen = new Map<string, number>();

describe('a generated aggregate', () => {
  it.each(cases)(
    '$name decides and evolves as the reference does',
    async ({ model, aggregate, sequences }) => {
      const { index } = model;
      const generated = await generatedOf(model, aggregate);
      const byHand = byHandOf(index, planNames(index.model));
      let accepted = 0;
      const runOne = (sent: Sent, state: JsonObject | undefined): JsonObject | undefined => {
        const { command } = sent;
        if (command.creation !== (state === undefined)) return state;
        const parsed = generated.parse(command.name, aimed(index, sent, state ?? null));
        if (!parsed.ok) return state;
        const message = parsed.value as { readonly data: unknown };
        const [referenceIds, generatedIds] = [idSequence(), idSequence()];
        const reference = decide(index, aggregate, {
          command: command.id,
          input: plainOf(message.data) as JsonObject,
          ...(state ? { state } : {}),
          now,
          caller,
          generate: () => referenceIds(),
          call: (callee, input) => byHandResult(index, callee, input),
        });
        const before = state && valueOf(generated.read(state));
        const context = { now, caller, newId: generatedIds, byHand };
        const result = generated.decide(before, message, context);
        const outcome = generatedOutcome(aggregate, result);
        expect(outcome).toEqual(referenceOutcome(index, reference));
        seen.set(reference.kind, (seen.get(reference.kind) ?? 0) + 1);
        if (reference.kind !== 'accepted' || !result.ok) return state;
        accepted += 1;
        const after = result.value.reduce<unknown>(generated.evolve, before);
        const expected = reference.state && withDefaults(index, aggregate, reference.state);
        expect(after === undefined ? undefined : plainOf(after)).toEqual(expected);
        return isJsonObject(expected) ? expected : undefined;
      };
      fc.assert(
        fc.property(sequences, (sequence) => {
          sequence.reduce<JsonObject | undefined>((state, sent) => runOne(sent, state), undefined);
        }),
        { numRuns: 120, seed: 5 },
      );
      expect(accepted).toBeGreaterThan(0);
    },
  );

  it('meets every kind of outcome', () => {
    expect([...seen.keys()].toSorted()).toEqual(['accepted', 'broken', 'illegal move', 'refused']);
  });
});
