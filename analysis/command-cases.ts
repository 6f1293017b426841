import type { Command, Lifecycle, Scenario } from '../pim/behaviour.ts';
import { judge, withDefaults } from '../pim/conformance.ts';
import { type Decision, decide } from '../pim/decide.ts';
import { stateOf, withEmptyCollections } from '../pim/evolve.ts';
import type { Expression } from '../pim/expression.ts';
import { jsonOf } from '../pim/interpreter.ts';
import { isJsonObject, type JsonObject, type JsonValue, member } from '../pim/json.ts';
import type { Aggregate, ElementId, EnumLiteral, Field } from '../pim/model.ts';
import { enumOfType, fieldOf, type ModelIndex } from '../pim/model-index.ts';
import { scenarioCaller, scenarioMoment, scenarioStart } from '../pim/run-scenario.ts';
import type { Type } from '../pim/type.ts';
import { guardsOf } from './bound-condition.ts';
import { eventsOf } from './command-effects.ts';
import { commandInputs, inputsLike } from './command-inputs.ts';
import { exampleOf, mended, samplesOf, satisfying, waysHeldBy } from './examples.ts';
import { sampleOf } from './sample-value.ts';

/** A command sent to a state, and what the reference judge says comes of it. */
export interface CommandCase {
  readonly command: Command;
  /** None for a creation. */
  readonly state?: JsonObject;
  readonly input: JsonObject;
  readonly decision: Decision;
  /** The scenario of the model that tells it. */
  readonly scenario?: Scenario;
}

/** Something that a command could come to, for which neither state nor input was found. */
export interface MissingOutcome {
  readonly command: Command;
  readonly about:
    | { readonly kind: 'accepted' }
    | { readonly kind: 'refused'; readonly name: string }
    | { readonly kind: 'move'; readonly event: string; readonly from: string }
    | { readonly kind: 'illegal'; readonly event: string; readonly from: string }
    | { readonly kind: 'byHand'; readonly name: string };
}

export interface CommandCases {
  /** By command in the order of the source, each coming to something else; the happy path first. */
  readonly cases: readonly CommandCase[];
  readonly missing: readonly MissingOutcome[];
  /** What stands for the aggregate's states: those of the model's examples have a name. */
  readonly named: readonly { readonly name: string; readonly state: JsonObject }[];
}

/** How many states are looked at, and how many times a command is sent in search of all that it can come to. */
const mostStates = 80;
const mostSent = 3000;
/** How often what commands have made is looked at again. */
const rounds = 8;
/** How many states of one kind of outcome are gone on from. */
const mostMade = 3;
/** How many states are taken for shapes of payloads. */
const mostShapes = 24;

/** For each command of an aggregate something to send for each thing that it can come to. Deterministic. */
export function commandCases(index: ModelIndex, aggregate: Aggregate): CommandCases {
  return new CommandExplorer(index, aggregate).explore();
}

class CommandExplorer {
  private readonly index: ModelIndex;
  private readonly aggregate: Aggregate;
  private readonly states: JsonObject[] = [];
  private readonly known = new Set<string>();
  /** By command, by what it came to. */
  private readonly found = new Map<ElementId, Map<string, CommandCase>>();
  private readonly sent = new Map<ElementId, number>();
  private readonly lived = new Set<string>();
  private readonly made = new Map<string, number>();
  /** Optional fields of payloads that some accepted case has. */
  private readonly told = new Set<ElementId>();
  /** Commands with the states of lifecycles in which one of their own refusals comes first. */
  private readonly refusedIn = new Set<string>();
  /** Commands that the model does not say everything of, and what is written by hand in them. */
  private readonly byHand = new Map<ElementId, string>();

  constructor(index: ModelIndex, aggregate: Aggregate) {
    this.index = index;
    this.aggregate = aggregate;
  }

  explore(): CommandCases {
    const { aggregate } = this;
    const named = this.toldStates();
    for (const { state } of named) this.add(state);
    const scenarios = this.scenarios();
    for (const { state } of scenarios) if (state) this.add(state);
    for (const state of this.madeStates()) this.add(state);
    const commands = aggregate.commands.filter((command) => !this.isByHand(command));
    for (const one of scenarios) this.send(one.command, one.state, one.input, one.scenario);
    let seen = 0;
    for (let round = 0; round < rounds && (round === 0 || seen < this.states.length); round += 1) {
      const fresh = this.states.slice(seen);
      seen = this.states.length;
      for (const command of commands) this.sendToAll(command, fresh, round === 0);
    }
    for (const command of commands) this.sendLike(command);
    for (const command of commands) this.aim(command);
    return {
      cases: aggregate.commands.flatMap((command) => this.casesOf(command)),
      missing: aggregate.commands.flatMap((command) => this.missingOf(command)),
      named,
    };
  }

  private isByHand(command: Command): boolean {
    if (command.byHand) this.byHand.set(command.id, command.name);
    return command.byHand !== undefined;
  }

  private toldStates(): readonly { readonly name: string; readonly state: JsonObject }[] {
    const { index, aggregate } = this;
    const examples = [...aggregate.examples, ...index.context(aggregate.id).examples];
    return examples.flatMap(({ name, value, breaks }) => {
      if (breaks.length > 0 || value.kind !== 'construction' || value.structure !== aggregate.id) return [];
      const state = this.whole(jsonOf(value, { self: null, index }));
      return state ? [{ name, state }] : [];
    });
  }

  /** As it is held: with its defaults, if every rule holds. */
  private whole(value: JsonValue | undefined): JsonObject | undefined {
    const { index, aggregate } = this;
    if (!isJsonObject(value)) return undefined;
    const state = withEmptyCollections(aggregate, this.filled(value), index);
    return judge(index, aggregate.id, state).length === 0 ? state : undefined;
  }

  /** With the defaults of whatever stands in it too, as code holds it. */
  private filled(state: JsonObject): JsonObject {
    const filled = withDefaults(this.index, this.aggregate, state);
    return isJsonObject(filled) ? filled : state;
  }

  private scenarios(): readonly (Omit<CommandCase, 'decision'> & { readonly scenario: Scenario })[] {
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

  /** What the aggregate needs, all that it can hold, each of them in each state of a lifecycle, and what each rule is about. */
  private *madeStates(): Iterable<JsonObject> {
    const { index, aggregate } = this;
    const bases = (['full', 'minimal'] as const).flatMap((extent) => {
      const example = exampleOf(index, aggregate.id, extent);
      const state = example.found ? this.whole(example.instance) : undefined;
      return state ? [state] : [];
    });
    yield* bases;
    for (const lifecycle of aggregate.lifecycles)
      yield* this.inEachState(lifecycle, [...this.states, ...bases]);
    for (const rule of aggregate.rules.filter((one) => !one.transition)) {
      for (const { instance } of waysHeldBy(index, aggregate.id, rule.id).slice(0, 3)) {
        const state = this.whole(instance);
        if (state) yield state;
      }
    }
  }

  private *inEachState(lifecycle: Lifecycle, bases: readonly JsonObject[]): Iterable<JsonObject> {
    const { index, aggregate } = this;
    const field = lifecycle.field.id === undefined ? undefined : fieldOf(index, lifecycle.field.id);
    if (!field) return;
    for (const literal of enumOfType(index, field.type)?.literals ?? []) {
      const states = bases.slice(0, 3).flatMap((base) => {
        const there = { ...base, [field.name]: literal.wire };
        const one = mended(index, aggregate.id, there, { path: [field.name] });
        const state = one.found ? this.whole(one.instance) : undefined;
        return state ? [state] : [];
      });
      yield* states;
      if (states.length > 0) continue;
      const one = satisfying(index, aggregate.id, isIn(aggregate, field, literal), bases.slice(0, 3));
      const state = one.found ? this.whole(one.instance) : undefined;
      if (state) yield state;
    }
  }

  private add(state: JsonObject): void {
    const key = JSON.stringify(state);
    if (this.known.has(key) || this.states.length >= mostStates) return;
    this.known.add(key);
    this.states.push(state);
  }

  private sendToAll(command: Command, states: readonly JsonObject[], isFirst: boolean): void {
    if (command.creation) {
      if (!isFirst) return;
      for (const input of commandInputs(this.index, this.aggregate, command, undefined))
        this.send(command, undefined, input);
      return;
    }
    const inputs = states.map((state) => ({
      state,
      inputs: commandInputs(this.index, this.aggregate, command, state),
    }));
    // The plainest input to every state first: the cases stay as plain as they can.
    const most = Math.max(0, ...inputs.map((one) => one.inputs.length));
    for (let position = 0; position < most; position += 1) {
      for (const one of inputs) {
        const input = one.inputs[position];
        if (input) this.send(command, one.state, input);
      }
    }
  }

  /** What other states hold makes payloads that belong together: one of several shapes, say. */
  private sendLike(command: Command): void {
    const { index, aggregate, states } = this;
    if (!command.fields.some(({ optional }) => optional)) return;
    const [base] = commandInputs(index, aggregate, command, command.creation ? undefined : states[0]);
    const inputs = inputsLike(index, command, base ?? {}, states.slice(0, mostShapes));
    const begins = command.creation ? [undefined] : states.slice(0, mostShapes);
    for (const input of inputs) for (const state of begins) this.send(command, state, input);
  }

  private send(
    command: Command,
    state: JsonObject | undefined,
    input: JsonObject,
    scenario?: Scenario,
  ): void {
    const times = this.sent.get(command.id) ?? 0;
    if ((!scenario && times >= mostSent) || this.byHand.has(command.id)) return;
    this.sent.set(command.id, times + 1);
    const decision = this.judged(command, state, input);
    if (!decision) return;
    if (decision.kind === 'refused' && state) {
      for (const lifecycle of this.aggregate.lifecycles)
        this.refusedIn.add(`${command.id} ${stateOf(lifecycle, state, this.index) ?? ''}`);
    }
    const key = scenario ? `scenario ${scenario.id}` : this.keyOf(decision, state);
    if (key === undefined) return;
    const cases = this.found.get(command.id) ?? new Map<string, CommandCase>();
    this.found.set(command.id, cases);
    const fresh = decision.kind === 'accepted' ? this.freshFields(command, input) : '';
    if (decision.kind === 'accepted' && decision.state) this.addMade(key, state, decision.state);
    if (cases.has(key) && fresh === '') return;
    cases.set(cases.has(key) ? `${key} with ${fresh}` : key, {
      command,
      ...(state ? { state } : {}),
      input,
      decision,
      ...(scenario ? { scenario } : {}),
    });
    // What a scenario tells need not be told again.
    const plain = scenario && this.keyOf(decision, state);
    if (plain !== undefined && !cases.has(plain)) cases.set(plain, { command, input, decision });
  }

  /** A few of what each case leaves behind: one alone may be in the way of what is asked next. */
  private addMade(outcome: string, before: JsonObject | undefined, after: JsonObject): void {
    // What commands alone have made holds together better than what was made up.
    const isLived = before === undefined || this.lived.has(JSON.stringify(before));
    const key = `${outcome} ${isLived}`;
    const times = this.made.get(key) ?? 0;
    if (times >= mostMade) return;
    this.made.set(key, times + 1);
    if (isLived) this.lived.add(JSON.stringify(after));
    this.add(after);
  }

  /** The optional parts of an accepted payload that none before it had. */
  private freshFields(command: Command, input: JsonObject): string {
    const fresh = command.fields.filter(
      ({ id, name, optional }) => optional && member(input, name) !== undefined && !this.told.has(id),
    );
    for (const { id } of fresh) this.told.add(id);
    return fresh.map(({ name }) => name).join(' ');
  }

  private judged(command: Command, state: JsonObject | undefined, input: JsonObject): Decision | undefined {
    const { index, aggregate } = this;
    let hand: string | undefined;
    let ids = 0;
    const decision = decide(index, aggregate, {
      command: command.id,
      input,
      ...(state ? { state } : {}),
      now: scenarioMoment,
      caller: scenarioCaller,
      generate: () => {
        ids += 1;
        return newId(ids);
      },
      call: (callee) => {
        const calculation = index.get(callee);
        hand = calculation?.name ?? callee;
        if (calculation?.kind !== 'calculation') return undefined;
        // Something to go on with: what comes of it is no case.
        return sampleOf(samplesOf(index), calculation.result.type, {
          owner: calculation.name,
          field: 'result',
        });
      },
    });
    if (hand !== undefined) this.byHand.set(command.id, hand);
    if (hand !== undefined) return undefined;
    if (decision.kind !== 'accepted' || !decision.state) return decision;
    return { ...decision, state: this.filled(decision.state) };
  }

  /** What tells one outcome from another; undefined for one that is no case of the command's own. */
  private keyOf(decision: Decision, state: JsonObject | undefined): string | undefined {
    switch (decision.kind) {
      case 'accepted': {
        const events = decision.events.map(({ event }) => event);
        const counts = [...new Set(events)].map(
          (id) => `${id}${events.filter((one) => one === id).length > 1 ? '+' : ''}`,
        );
        return `accepted ${counts.join(' ')} ${this.movedFrom(events, state)}`;
      }
      case 'refused':
        return `refused ${decision.refusal.id}`;
      case 'illegal move':
        return `illegal ${decision.event} ${decision.from ?? ''}`;
      case 'broken': {
        const [first, ...others] = decision.violations;
        return first?.rule !== undefined && others.length === 0 ? `rule ${first.rule}` : undefined;
      }
    }
  }

  /** Where the lifecycles stand that the events move: each move is a case of its own. */
  private movedFrom(events: readonly ElementId[], state: JsonObject | undefined): string {
    if (!state) return '';
    return this.aggregate.lifecycles
      .filter(({ moves }) =>
        moves.some((move) => move.events.some(({ id }) => id !== undefined && events.includes(id))),
      )
      .map((lifecycle) => stateOf(lifecycle, state, this.index) ?? '')
      .join(' ');
  }

  /** Goes for what a command has not come to yet: states in which its guards hold, or all but one. */
  private aim(command: Command): void {
    if (command.creation) return;
    const cases = this.found.get(command.id);
    const isFound = (key: string): boolean => cases?.has(key) ?? false;
    const accepted = [...(cases?.values() ?? [])].some(
      ({ decision }) => decision.kind === 'accepted' && decision.events.length > 0,
    );
    const refusals = new Set(
      refusalsOf(command)
        .filter(({ id }) => !isFound(`refused ${id}`))
        .map(({ id }) => id),
    );
    if (accepted && refusals.size === 0) return;
    const starts = this.states.slice(0, 4);
    const [first] = starts;
    if (!first) return;
    for (const input of commandInputs(this.index, this.aggregate, command, first).slice(0, 3)) {
      const outside = { ambient: { now: scenarioMoment, caller: scenarioCaller } };
      const guards = guardsOf(command, { index: this.index, input, outside });
      const wishes = guards.flatMap(({ condition, refusal }, position) =>
        refusal && refusals.has(refusal.id)
          ? [allOf([...guards.slice(0, position).map((one) => one.condition), not(condition)])]
          : [],
      );
      if (!accepted) wishes.unshift(allOf(guards.map(({ condition }) => condition)));
      for (const wish of wishes) {
        const one = wish && satisfying(this.index, this.aggregate.id, wish, starts);
        const state = one?.found ? this.whole(one.instance) : undefined;
        if (!state) continue;
        this.send(command, state, input);
        for (const other of commandInputs(this.index, this.aggregate, command, state))
          this.send(command, state, other);
      }
    }
  }

  private casesOf(command: Command): readonly CommandCase[] {
    const cases = [...(this.found.get(command.id)?.entries() ?? [])];
    const told = new Set(
      cases.flatMap(([, one]) => (one.scenario ? [this.keyOf(one.decision, one.state)] : [])),
    );
    const order = ['accepted', 'refused', 'illegal', 'rule', 'scenario'];
    const rank = (key: string, { decision }: CommandCase): number =>
      decision.kind === 'accepted' ? 0 : order.indexOf(key.split(' ')[0] ?? '');
    const happened = cases.some(
      ([, { decision }]) => decision.kind === 'accepted' && decision.events.length > 0,
    );
    return cases
      .filter(([key, { decision }]) => {
        if (told.has(key)) return false;
        // That nothing happens is worth a test only beside something that does.
        return happened || decision.kind !== 'accepted';
      })
      .toSorted(([left, one], [right, other]) => rank(left, one) - rank(right, other))
      .map(([, one]) => one);
  }

  private missingOf(command: Command): readonly MissingOutcome[] {
    const hand = this.byHand.get(command.id);
    if (hand !== undefined) return [{ command, about: { kind: 'byHand', name: hand } }];
    const cases = this.found.get(command.id) ?? new Map<string, CommandCase>();
    const happened = [...cases.values()].some(
      ({ decision }) => decision.kind === 'accepted' && decision.events.length > 0,
    );
    return [
      ...(happened ? [] : [{ command, about: { kind: 'accepted' } } as const]),
      ...refusalsOf(command)
        .filter(({ id }) => !cases.has(`refused ${id}`))
        .map(({ name }): MissingOutcome => ({ command, about: { kind: 'refused', name } })),
      ...(command.creation ? [] : this.missingMoves(command, [...cases.keys()])),
    ];
  }

  private missingMoves(command: Command, keys: readonly string[]): readonly MissingOutcome[] {
    const { index, aggregate } = this;
    return eventsOf(command, index).flatMap((event) =>
      aggregate.lifecycles.flatMap((lifecycle): readonly MissingOutcome[] => {
        const moves = lifecycle.moves.filter((move) => move.events.some(({ id }) => id === event.id));
        if (moves.length === 0) return [];
        const field = lifecycle.field.id === undefined ? undefined : fieldOf(index, lifecycle.field.id);
        const literals = (field && enumOfType(index, field.type)?.literals) ?? [];
        return literals.flatMap(({ id, name }): readonly MissingOutcome[] => {
          const isLegal = moves.some((move) => move.from.some((one) => one.id === id));
          const isThere = isLegal
            ? keys.some((key) => key.startsWith('accepted') && key.includes(event.id) && key.includes(id))
            : keys.includes(`illegal ${event.id} ${id}`);
          const isRefused = !isLegal && this.refusedIn.has(`${command.id} ${id}`);
          return isThere || isRefused
            ? []
            : [{ command, about: { kind: isLegal ? 'move' : 'illegal', event: event.name, from: name } }];
        });
      }),
    );
  }
}

/** The nth id that is made while a command is decided. */
export function newId(count: number): string {
  return `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`;
}

function refusalsOf(command: Command): readonly { readonly id: ElementId; readonly name: string }[] {
  return command.clauses.flatMap((clause) =>
    clause.kind !== 'emits' && clause.refusal ? [clause.refusal] : [],
  );
}

/** `status == PAID` */
function isIn(aggregate: Aggregate, field: Field, literal: EnumLiteral): Expression {
  const { type, origin } = field;
  const owner: Type = { kind: 'named', id: aggregate.id, origin };
  const self: Expression = { kind: 'self', type: owner, optional: false, origin };
  const left: Expression = {
    kind: 'fieldAccess',
    receiver: self,
    field: field.id,
    name: field.name,
    type,
    optional: field.optional,
    origin,
  };
  const right: Expression = { kind: 'enumReference', literal: literal.id, type, optional: false, origin };
  return { kind: 'binary', operator: '==', left, right, type: { kind: 'boolean' }, optional: false, origin };
}

function allOf(conditions: readonly Expression[]): Expression | undefined {
  return conditions.reduce<Expression | undefined>(
    (left, right) =>
      left
        ? {
            kind: 'binary',
            operator: 'and',
            left,
            right,
            type: { kind: 'boolean' },
            optional: false,
            origin: right.origin,
          }
        : right,
    undefined,
  );
}

function not(operand: Expression): Expression {
  return { kind: 'not', operand, type: { kind: 'boolean' }, optional: false, origin: operand.origin };
}
