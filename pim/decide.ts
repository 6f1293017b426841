import type { Command, EachClause, Emission, Event, Refusal } from './behaviour.ts';
import { judge, type Violation, withDefaults } from './conformance.ts';
import { type EventRecord, evolve, moveOn, stateOf } from './evolve.ts';
import { evaluate, isTrue, jsonOf, type Outside, type Scope, withParameter } from './interpreter.ts';
import { isJsonObject, type JsonObject, type JsonValue, jsonObject } from './json.ts';
import type { Aggregate, ElementId } from './model.ts';
import type { ModelIndex } from './model-index.ts';
import { payloadIndex, payloadValue } from './payload-index.ts';
import { isAbsent } from './rule-value.ts';

/** A command as it comes in. */
export interface CommandRun {
  readonly command: ElementId;
  /** Its payload, of the right shape with its defaults filled in. */
  readonly input: JsonObject;
  /** The aggregate's state; none for a `create`. */
  readonly state?: JsonObject;
  readonly now: string;
  readonly caller: string;
  /** A new id, for generated fields that no value is given for and for events. */
  generate(field: ElementId | undefined): JsonValue;
  /** What the model does not say: a calculation by hand. */
  call?: Outside['call'];
}

/** What a command comes to. */
export type Decision =
  | {
      readonly kind: 'accepted';
      readonly events: readonly EventRecord[];
      /** Undefined if the aggregate is no more. */
      readonly state: JsonObject | undefined;
    }
  /** Refused by the command itself. */
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** The lifecycle has no such move. */
  | {
      readonly kind: 'illegal move';
      readonly lifecycle: ElementId;
      readonly event: ElementId;
      readonly from: ElementId | undefined;
    }
  /** An event, or the state after the events, would break a limit or a rule. */
  | { readonly kind: 'broken'; readonly violations: readonly Violation[] };

/**
 * The reference meaning of a command. Clauses run in order; each emission is judged on the state that the
 * events before it left, and its payload on its own limits; then the new state keeps every limit and every
 * rule, or nothing happens. Not for commands by hand.
 */
export function decide(index: ModelIndex, aggregate: Aggregate, run: CommandRun): Decision {
  const command = aggregate.commands.find((one) => one.id === run.command);
  if (!command) throw new Error(`\`${run.command}\` is no command of \`${aggregate.id}\``);
  if (command.byHand)
    throw new Error(`\`${command.id}\` is written by hand: the model does not say what it does`);
  return new CommandDecision(index, aggregate, run).of(command);
}

class CommandDecision {
  private readonly index: ModelIndex;
  private readonly aggregate: Aggregate;
  private readonly run: CommandRun;
  private readonly events: EventRecord[] = [];
  private state: JsonObject | undefined;
  private parameters: Scope['parameters'] = new Map();

  constructor(index: ModelIndex, aggregate: Aggregate, run: CommandRun) {
    this.index = index;
    this.aggregate = aggregate;
    this.run = run;
    this.state = run.state;
  }

  of(command: Command): Decision {
    for (const clause of command.clauses) {
      switch (clause.kind) {
        case 'let': {
          const value = evaluate(clause.value, this.scope());
          if (isAbsent(value) && clause.refusal) return { kind: 'refused', refusal: clause.refusal };
          this.parameters = withParameter(this.scope(), clause.parameter.binding, value).parameters;
          break;
        }
        case 'requires':
          if (!isTrue(clause.condition, this.scope())) return { kind: 'refused', refusal: clause.refusal };
          break;
        case 'emits': {
          for (const emission of clause.emissions) {
            const problem = this.emit(emission);
            if (problem) return problem;
          }
          break;
        }
      }
    }
    return this.judged();
  }

  private judged(): Decision {
    const { state, events, run } = this;
    if (state && events.length > 0) {
      const violations = judge(this.index, this.aggregate.id, state, run.state);
      if (violations.length > 0) return { kind: 'broken', violations };
    }
    return { kind: 'accepted', events, state };
  }

  private scope(): Scope {
    const { run, index } = this;
    return {
      self: this.state ?? null,
      ...(run.state ? { old: run.state } : {}),
      index,
      input: run.input,
      ...(this.parameters ? { parameters: this.parameters } : {}),
      outside: {
        ambient: { now: run.now, caller: run.caller },
        generate: (field) => run.generate(field),
        ...(run.call ? { call: run.call } : {}),
      },
    };
  }

  /** A refusal, if an event's move is not in the lifecycle. */
  private emit(emission: Emission): Decision | undefined {
    const event = this.aggregate.events.find((one) => one.id === emission.event.id);
    if (!event) throw new Error(`\`${emission.event.name}\` is no event of \`${this.aggregate.id}\``);
    for (const bind of this.rounds(emission)) {
      const scope = bind(this.scope());
      if (emission.condition && !isTrue(emission.condition, scope)) continue;
      const problem = this.happen(event, emission, scope);
      if (problem) return problem;
    }
    return undefined;
  }

  /** Once, or once for each item of the list as it was before the first. */
  private rounds({ each }: Emission): readonly ((scope: Scope) => Scope)[] {
    if (!each) return [(scope) => scope];
    const { source, parameter } = each;
    return this.itemsOf(source).map(
      (item) => (scope: Scope) => withParameter(scope, parameter.binding, item),
    );
  }

  private itemsOf(source: EachClause['source']): readonly JsonValue[] {
    if (source.kind === 'enum') {
      const declaration = this.index.get(source.enum);
      return declaration?.kind === 'enum' ? declaration.literals.map((one) => one.wire) : [];
    }
    if (source.kind === 'aggregate') throw new Error('a command went over all aggregates of a kind');
    const items = evaluate(source.list, this.scope());
    return Array.isArray(items) ? items : [];
  }

  private happen(event: Event, emission: Emission, scope: Scope): Decision | undefined {
    const { run } = this;
    const given = emission.values.flatMap(({ name, value }): readonly (readonly [string, JsonValue])[] => {
      const json = jsonOf(value, scope);
      return json === undefined || json === null ? [] : [[name, json]];
    });
    const made = event.fields
      .filter((field) => field.generated && !given.some(([name]) => name === field.name))
      .map((field): readonly [string, JsonValue] => [field.name, run.generate(field.id)]);
    const id = run.generate(undefined);
    const own = payloadIndex(this.index, event);
    const data = jsonObject([...given, ...made]);
    const violations = judge(own, event.id, data);
    const values = withDefaults(own, payloadValue(event), data);
    const record: EventRecord = {
      event: event.id,
      values: isJsonObject(values) ? values : data,
      now: run.now,
      caller: run.caller,
      id: typeof id === 'string' ? id : String(id),
    };
    const problem = this.illegalMove(event);
    if (problem) return problem;
    if (violations.length > 0) return { kind: 'broken', violations };
    this.events.push(record);
    this.state = evolve(this.index, this.aggregate, this.state, record);
    return undefined;
  }

  private illegalMove(event: Event): Decision | undefined {
    const { state, index } = this;
    if (!isJsonObject(state)) return undefined;
    for (const lifecycle of this.aggregate.lifecycles) {
      if (!lifecycle.moves.some((move) => move.events.some((one) => one.id === event.id))) continue;
      const from = stateOf(lifecycle, state, index);
      if (!moveOn(lifecycle, event.id, from))
        return { kind: 'illegal move', lifecycle: lifecycle.id, event: event.id, from };
    }
    return undefined;
  }
}
