import type { Command, Lifecycle, Scenario } from '../pim/behaviour.ts';
import { judge, withDefaults } from '../pim/conformance.ts';
import { withEmptyCollections } from '../pim/evolve.ts';
import { someNode } from '../pim/expression-tools.ts';
import { jsonOf } from '../pim/interpreter.ts';
import { isJsonObject, type JsonObject, type JsonValue, jsonObject } from '../pim/json.ts';
import type { Aggregate } from '../pim/model.ts';
import {
  enumOfType,
  fieldOf,
  type ModelIndex,
  storedFieldsOf,
  structureOfType,
  underlyingType,
} from '../pim/model-index.ts';
import { type ScenarioStart, scenarioMoment, scenarioStart } from '../pim/run-scenario.ts';
import type { Type } from '../pim/type.ts';
import { isIn } from './condition.ts';
import { exampleOf, mended, satisfying, waysHeldBy } from './examples.ts';

/** A state that the model itself names. */
export interface NamedState {
  readonly name: string;
  readonly state: JsonObject;
}

/** States of an aggregate as code holds them: with every default, empty collections included. */
export class CommandStates {
  private readonly index: ModelIndex;
  private readonly aggregate: Aggregate;

  constructor(index: ModelIndex, aggregate: Aggregate) {
    this.index = index;
    this.aggregate = aggregate;
  }

  /** Those of the model's examples that break nothing. */
  named(): readonly NamedState[] {
    const { index, aggregate } = this;
    const examples = [...aggregate.examples, ...index.context(aggregate.id).examples];
    return examples.flatMap(({ name, value, breaks }) => {
      if (breaks.length > 0 || value.kind !== 'construction' || value.structure !== aggregate.id) return [];
      const state = this.whole(jsonOf(value, { self: null, index }));
      return state ? [{ name, state }] : [];
    });
  }

  /** What each scenario about the aggregate begins with, unless it is of a command by hand. */
  scenarios(): readonly (ScenarioStart & { readonly scenario: Scenario })[] {
    const { index, aggregate } = this;
    const all = [...aggregate.scenarios, ...index.context(aggregate.id).scenarios];
    return all.flatMap((scenario) => {
      const start = scenarioStart(index, scenario);
      const isOwn = start && aggregate.commands.some(({ id }) => id === start.command.id);
      if (!isOwn || start.command.byHand) return [];
      const { command, input, state } = start;
      return [{ command, input, ...(state ? { state: this.filled(state) } : {}), scenario }];
    });
  }

  /**
   * What the aggregate needs, all that it can hold, each of them and of the others in each state of a
   * lifecycle, what each rule is about and, where commands ask what time it is, each of these at that time.
   */
  made(others: readonly JsonObject[]): readonly JsonObject[] {
    const made = [...this.plain(others)];
    if (!this.aggregate.commands.some(asksForTheTime)) return made;
    return [...made, ...[...others, ...made].flatMap((one) => this.wholes(this.atTheMoment(one)))];
  }

  private *plain(others: readonly JsonObject[]): Iterable<JsonObject> {
    const { index, aggregate } = this;
    const bases = (['full', 'minimal'] as const).flatMap((extent) => {
      const example = exampleOf(index, aggregate.id, extent);
      return example.found ? this.wholes(example.instance) : [];
    });
    yield* bases;
    for (const lifecycle of aggregate.lifecycles) yield* this.inEachState(lifecycle, [...others, ...bases]);
    for (const rule of aggregate.rules.filter((one) => !one.transition)) {
      for (const { instance } of waysHeldBy(index, aggregate.id, rule.id).slice(0, 3)) {
        yield* this.wholes(instance);
      }
    }
  }

  /** As it is held, if every rule holds. */
  whole(value: JsonValue | undefined): JsonObject | undefined {
    const { index, aggregate } = this;
    if (!isJsonObject(value)) return undefined;
    const state = withEmptyCollections(aggregate, this.filled(value), index);
    return judge(index, aggregate.id, state).length === 0 ? state : undefined;
  }

  /** With the defaults of whatever stands in it too. */
  filled(state: JsonObject): JsonObject {
    const filled = withDefaults(this.index, this.aggregate, state);
    return isJsonObject(filled) ? filled : state;
  }

  private wholes(value: JsonValue): readonly JsonObject[] {
    const state = this.whole(value);
    return state ? [state] : [];
  }

  private *inEachState(lifecycle: Lifecycle, bases: readonly JsonObject[]): Iterable<JsonObject> {
    const { index, aggregate } = this;
    const field = lifecycle.field.id === undefined ? undefined : fieldOf(index, lifecycle.field.id);
    if (!field) return;
    for (const literal of enumOfType(index, field.type)?.literals ?? []) {
      const states = bases.slice(0, 3).flatMap((base) => {
        const there = { ...base, [field.name]: literal.wire };
        const one = mended(index, aggregate.id, there, { path: [field.name] });
        return one.found ? this.wholes(one.instance) : [];
      });
      yield* states;
      if (states.length > 0) continue;
      const one = satisfying(index, aggregate.id, isIn(aggregate, field, literal), bases.slice(0, 3));
      if (one.found) yield* this.wholes(one.instance);
    }
  }

  /** The state with every time in it being now: what ends by then has ended. */
  private atTheMoment(state: JsonObject): JsonValue {
    const moved = (type: Type, value: JsonValue): JsonValue => {
      const resolved = underlyingType(this.index, type);
      if (resolved.kind === 'dateTime') return scenarioMoment;
      if (resolved.kind === 'list' && Array.isArray(value))
        return value.map((item: JsonValue) => moved(resolved.element, item));
      const structure = structureOfType(this.index, resolved);
      if (!structure || !isJsonObject(value)) return value;
      const types = new Map(storedFieldsOf(structure).map((field) => [field.name, field.type]));
      return jsonObject(
        Object.entries(value).map(([name, part]) => {
          const own = types.get(name);
          return [name, own ? moved(own, part) : part];
        }),
      );
    };
    const { id, nameOrigin: origin } = this.aggregate;
    return moved({ kind: 'named', id, origin }, state);
  }
}

/** Whether what a command comes to hangs on `now`. */
function asksForTheTime({ clauses }: Command): boolean {
  return clauses.some((clause) => {
    const asked =
      clause.kind === 'emits'
        ? clause.emissions.flatMap(({ condition }) => condition ?? [])
        : [clause.kind === 'let' ? clause.value : clause.condition];
    return asked.some((one) => someNode(one, (node) => node.kind === 'ambient' && node.ambient === 'now'));
  });
}
