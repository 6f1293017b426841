import type { Command, Scenario, ScenarioStep } from './behaviour.ts';
import { defaultOf, withDefaults } from './conformance.ts';
import { type Decision, decide } from './decide.ts';
import { type EventRecord, evolve, withEmptyCollections } from './evolve.ts';
import type { FieldValue } from './expression.ts';
import { jsonOf, type Outside, type Scope } from './interpreter.ts';
import { isJsonObject, type JsonObject, type JsonValue, jsonObject, member } from './json.ts';
import type { Aggregate, ElementId } from './model.ts';
import { fieldOf, type ModelIndex, underlyingType } from './model-index.ts';

/** What running a scenario showed. */
export type ScenarioResult =
  | { readonly kind: 'as told' }
  /** It went another way; what happened, in the user's words. */
  | { readonly kind: 'otherwise'; readonly happened: string }
  /** The model does not say enough: something in it is written by hand. */
  | { readonly kind: 'not run'; readonly reason: string };

/** What every scenario runs with: nothing in it may depend on the day it is run. */
export const scenarioMoment = '2024-01-01T00:00:00.000Z';
export const scenarioCaller = 'somebody';

/** Runs given, when, then on the interpreter. The aggregate is the command's; its references must resolve. */
export function runScenario(index: ModelIndex, scenario: Scenario): ScenarioResult {
  return new ScenarioRun(index).run(scenario);
}

/** What a scenario begins with, as the interpreter sees it. */
export interface ScenarioStart {
  readonly command: Command;
  /** None for a creation, or where nothing has made one. */
  readonly state?: JsonObject;
  readonly input: JsonObject;
}

/** The state that a scenario's `given` leaves, and what its `when` sends; undefined if it sends no command. */
export function scenarioStart(index: ModelIndex, scenario: Scenario): ScenarioStart | undefined {
  return new ScenarioRun(index).start(scenario);
}

class ScenarioRun {
  private readonly index: ModelIndex;
  private ids = 0;
  private byHand: string | undefined;

  constructor(index: ModelIndex) {
    this.index = index;
  }

  run(scenario: Scenario): ScenarioResult {
    const command = this.index.get(scenario.when.element.id ?? '');
    const aggregate = command && this.index.parent(command.id);
    if (command?.kind !== 'command' || aggregate?.kind !== 'aggregate')
      throw new Error(`the scenario \`${scenario.id}\` sends no command: only checked models are run`);
    if (command.byHand) return { kind: 'not run', reason: `\`${command.name}\` is written by hand` };
    const state = this.given(scenario.given, aggregate);
    if (!command.creation && !state)
      return {
        kind: 'otherwise',
        happened: `there is no ${aggregate.name} that \`${command.name}\` could change`,
      };
    const decision = decide(this.index, aggregate, {
      command: command.id,
      input: this.inputOf(command, scenario.when.values),
      ...(state && !command.creation ? { state } : {}),
      now: scenarioMoment,
      caller: scenarioCaller,
      generate: (field) => this.newId(field),
      call: (callee) => this.missing(callee),
    });
    if (this.byHand !== undefined)
      return { kind: 'not run', reason: `\`${this.byHand}\` is written by hand` };
    return this.compare(scenario, decision);
  }

  start({ given, when }: Scenario): ScenarioStart | undefined {
    const command = this.index.get(when.element.id ?? '');
    const aggregate = command && this.index.parent(command.id);
    if (command?.kind !== 'command' || aggregate?.kind !== 'aggregate') return undefined;
    const state = this.given(given, aggregate);
    return {
      command,
      input: this.inputOf(command, when.values),
      ...(state && !command.creation ? { state } : {}),
    };
  }

  /** Deterministic: the nth id of a scenario is always the same. */
  private newId(field: ElementId | undefined): JsonValue {
    this.ids += 1;
    const isNumber =
      field !== undefined && underlyingType(this.index, fieldOf(this.index, field).type).kind === 'integer';
    return isNumber ? this.ids : `00000000-0000-4000-8000-${String(this.ids).padStart(12, '0')}`;
  }

  private missing(callee: ElementId): undefined {
    this.byHand ??= this.index.get(callee)?.name ?? callee;
    return undefined;
  }

  private scope(): Scope {
    const outside: Outside = {
      ambient: { now: scenarioMoment, caller: scenarioCaller },
      generate: (field) => this.newId(field),
      call: (callee) => this.missing(callee),
    };
    return { self: null, index: this.index, outside };
  }

  private given(steps: readonly ScenarioStep[], aggregate: Aggregate): JsonObject | undefined {
    let state: JsonObject | undefined;
    for (const step of steps) {
      const element = this.index.get(step.element.id ?? '');
      if (element?.kind === 'example') {
        const value = jsonOf(element.value, this.scope());
        const whole = value === undefined ? undefined : withDefaults(this.index, aggregate, value);
        state = isJsonObject(whole) ? withEmptyCollections(aggregate, whole, this.index) : undefined;
      } else if (element?.kind === 'event') {
        const record: EventRecord = {
          event: element.id,
          values: jsonObject([
            ...this.valuesOf(step.values),
            ...element.fields
              .filter((field) => field.generated && !step.values.some((one) => one.name === field.name))
              .map((field): readonly [string, JsonValue] => [field.name, this.newId(field.id)]),
          ]),
          now: scenarioMoment,
          caller: scenarioCaller,
          id: String(this.newId(undefined)),
        };
        state = evolve(this.index, aggregate, state, record);
      }
    }
    return state;
  }

  private valuesOf(values: readonly FieldValue[]): readonly (readonly [string, JsonValue])[] {
    return values.flatMap(({ name, value }): readonly (readonly [string, JsonValue])[] => {
      const json = jsonOf(value, this.scope());
      return json === undefined || json === null ? [] : [[name, json]];
    });
  }

  private inputOf(command: Command, values: readonly FieldValue[]): JsonObject {
    const given = this.valuesOf(values);
    const defaults = command.fields.flatMap((field): readonly (readonly [string, JsonValue])[] => {
      const value = given.some(([name]) => name === field.name) ? undefined : defaultOf(this.index, field);
      return value === undefined ? [] : [[field.name, value]];
    });
    return jsonObject([...given, ...defaults]);
  }

  private compare({ outcome }: Scenario, decision: Decision): ScenarioResult {
    if (outcome.kind === 'refused') {
      const { refusal } = outcome;
      const refusals = refusalsOf(decision);
      return refusal.id !== undefined && refusals.includes(refusal.id)
        ? { kind: 'as told' }
        : { kind: 'otherwise', happened: this.describe(decision) };
    }
    if (decision.kind !== 'accepted') return { kind: 'otherwise', happened: this.describe(decision) };
    const isSame =
      decision.events.length === outcome.events.length &&
      outcome.events.every((step, position) => {
        const record = decision.events[position];
        return (
          record !== undefined &&
          record.event === step.element.id &&
          this.valuesOf(step.values).every(([name, value]) => sameJson(member(record.values, name), value))
        );
      });
    return isSame ? { kind: 'as told' } : { kind: 'otherwise', happened: this.describe(decision) };
  }

  private describe(decision: Decision): string {
    const nameOf = (id: ElementId | undefined): string =>
      id === undefined ? 'nowhere' : (this.index.get(id)?.name ?? id);
    switch (decision.kind) {
      case 'refused':
        return `it was refused: \`${decision.refusal.name}\` (${decision.refusal.message})`;
      case 'illegal move':
        return `it was refused: \`${nameOf(decision.event)}\` cannot happen in \`${nameOf(decision.from)}\``;
      case 'broken':
        return `it was refused: ${decision.violations.map((one) => (one.rule === undefined ? `${one.path || 'the whole'}: ${one.message}` : `\`${nameOf(one.rule)}\` (${one.message})`)).join('; ')}`;
      case 'accepted':
        return decision.events.length === 0
          ? 'nothing happened'
          : `what happened is ${decision.events.map((one) => `\`${nameOf(one.event)}\` ${JSON.stringify(one.values)}`).join(', ')}`;
    }
  }
}

/** Ids of what a decision was refused for: a refusal, a lifecycle, or every rule that would break. */
function refusalsOf(decision: Decision): readonly ElementId[] {
  switch (decision.kind) {
    case 'refused':
      return [decision.refusal.id];
    case 'illegal move':
      return [decision.lifecycle];
    case 'broken':
      return decision.violations.flatMap((one) => one.rule ?? []);
    case 'accepted':
      return [];
  }
}

function sameJson(left: JsonValue | undefined, right: JsonValue): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
