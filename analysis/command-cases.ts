import type { Command, Scenario } from '../pim/behaviour.ts';
import { type Decision, decide } from '../pim/decide.ts';
import type { Expression } from '../pim/expression.ts';
import { type JsonObject, type JsonValue, member } from '../pim/json.ts';
import type { Aggregate, ElementId } from '../pim/model.ts';
import type { ModelIndex } from '../pim/model-index.ts';
import { scenarioCaller, scenarioMoment } from '../pim/run-scenario.ts';
import { type Payloads, payloadsOf } from './command-inputs.ts';
import { CommandOutcomes, type MissingOutcome } from './command-outcomes.ts';
import { CommandStates, type NamedState } from './command-states.ts';
import { wishesFor } from './command-wishes.ts';
import { satisfying } from './examples.ts';
import { type HandResult, handResults } from './hand-results.ts';

/** A command sent to a state, and what the reference judge says comes of it. */
export interface CommandCase {
  readonly command: Command;
  /** None for a creation. */
  readonly state?: JsonObject;
  readonly input: JsonObject;
  readonly decision: Decision;
  /** What was given for the calculations by hand that were asked. */
  readonly hand: readonly HandResult[];
  /** The scenario of the model that tells it. */
  readonly scenario?: Scenario;
}

export interface CommandCases {
  /** By command in the order of the source, each coming to something else; the happy path first. */
  readonly cases: readonly CommandCase[];
  readonly missing: readonly MissingOutcome[];
  /** What stands for the aggregate's states: those of the model's examples have a name. */
  readonly named: readonly NamedState[];
}

/** How many states are looked at, and how many times a command is sent in search of all that it can come to. */
const mostStates = 80;
const mostSent = 3000;
/** How often a command is sent in vain once nothing is known to be missing, and once only moves are that may not be reached. */
const patience = { whole: 250, moves: 500 };
/** How often what commands have made is looked at again. */
const rounds = 8;
/** How many states of one kind of outcome are gone on from. */
const mostMade = 3;
/** How many states are taken for shapes of payloads. */
const mostShapes = 24;
/** How many states, and how many payloads, a wish is tried with. */
const mostStarts = 4;
const mostWished = 8;

/** For each command of an aggregate something to send for each thing that it can come to. Deterministic. */
export function commandCases(index: ModelIndex, aggregate: Aggregate): CommandCases {
  return new CommandExplorer(index, aggregate).explore();
}

/** What is known of one command so far. */
interface Search {
  readonly command: Command;
  readonly payloads: Payloads;
  readonly cases: CommandCase[];
  readonly outcomes: Set<string>;
  /** Where lifecycles stand when it is refused for another reason, or when an event does not happen. */
  readonly quiet: Set<string>;
  /** Optional fields of payloads that some accepted case has. */
  readonly told: Set<ElementId>;
  sent: number;
  sentInVain: number;
}

class CommandExplorer {
  private readonly index: ModelIndex;
  private readonly aggregate: Aggregate;
  private readonly outcomes: CommandOutcomes;
  private readonly starts: CommandStates;
  private readonly searches: readonly Search[];
  private readonly states: JsonObject[] = [];
  private readonly known = new Map<string, JsonObject>();
  private readonly lived = new Set<JsonObject>();
  private readonly made = new Map<string, number>();

  constructor(index: ModelIndex, aggregate: Aggregate) {
    this.index = index;
    this.aggregate = aggregate;
    this.outcomes = new CommandOutcomes(index, aggregate);
    this.starts = new CommandStates(index, aggregate);
    this.searches = aggregate.commands
      .filter(({ byHand }) => !byHand)
      .map((command) => ({
        command,
        payloads: payloadsOf(index, aggregate, command),
        cases: [],
        outcomes: new Set(),
        quiet: new Set(),
        told: new Set(),
        sent: 0,
        sentInVain: 0,
      }));
  }

  explore(): CommandCases {
    const { searches } = this;
    const named = this.starts.named();
    const scenarios = this.starts.scenarios();
    for (const { state } of [...named, ...scenarios]) if (state) this.add(state);
    for (const state of this.starts.made([...this.states])) this.add(state);
    for (const { command, state, input, scenario } of scenarios) {
      const search = searches.find((one) => one.command.id === command.id);
      if (search) this.send(search, state, input, scenario);
    }
    let seen = 0;
    for (let round = 0; round < rounds && (round === 0 || seen < this.states.length); round += 1) {
      const fresh = this.states.slice(seen);
      seen = this.states.length;
      for (const search of searches) this.sendToAll(search, fresh, round === 0);
    }
    for (const search of searches) this.sendLike(search);
    for (const search of searches) this.aim(search);
    return {
      cases: searches.flatMap(casesOf),
      missing: this.aggregate.commands.flatMap((command) => this.missingOf(command)),
      named,
    };
  }

  private missingOf(command: Command): readonly MissingOutcome[] {
    const search = this.searches.find((one) => one.command.id === command.id);
    if (!search) return [{ command, about: { kind: 'byHand', name: command.name } }];
    return [...this.missing(search), ...this.outcomes.unbroken(command, search.outcomes)];
  }

  private missing({ command, outcomes, quiet }: Search): readonly MissingOutcome[] {
    return this.outcomes.missing(command, outcomes, quiet);
  }

  /** The one of that kind that is known, if there is one. */
  private add(state: JsonObject): JsonObject {
    const key = JSON.stringify(state);
    const known = this.known.get(key);
    if (known || this.states.length >= mostStates) return known ?? state;
    this.known.set(key, state);
    this.states.push(state);
    return state;
  }

  private isDone(search: Search): boolean {
    if (search.sent >= mostSent) return true;
    if (search.sentInVain < patience.whole) return false;
    const missing = this.missing(search);
    if (missing.length === 0) return true;
    return search.sentInVain >= patience.moves && missing.every(({ about }) => about.kind === 'illegal');
  }

  private sendToAll(search: Search, states: readonly JsonObject[], isFirst: boolean): void {
    const { command, payloads } = search;
    if (command.creation) {
      if (isFirst) for (const input of payloads.to(undefined)) this.send(search, undefined, input);
      return;
    }
    if (this.isDone(search)) return;
    const inputs = states.map((state) => ({ state, inputs: payloads.to(state) }));
    // The plainest input to every state first: the cases stay as plain as they can.
    const most = Math.max(0, ...inputs.map((one) => one.inputs.length));
    for (let position = 0; position < most && !this.isDone(search); position += 1) {
      for (const one of inputs) {
        const input = one.inputs[position];
        if (input) this.send(search, one.state, input);
      }
    }
  }

  /** What other states hold makes payloads that belong together: one of several shapes, say. */
  private sendLike(search: Search): void {
    const { command, payloads } = search;
    if (!command.fields.some(({ optional }) => optional)) return;
    const states = this.states.slice(0, mostShapes);
    const begins = command.creation ? [undefined] : states;
    for (const input of payloads.like(states)) for (const state of begins) this.send(search, state, input);
  }

  /** Sends a command and, where it asks what is written by hand, once for each answer to that. */
  private send(search: Search, state: JsonObject | undefined, input: JsonObject, scenario?: Scenario): void {
    if (!scenario && search.sent >= mostSent) return;
    search.sent += 1;
    search.sentInVain += 1;
    for (let turn = 0, turns = 1; turn < turns; turn += 1) {
      const hand = handResults(this.index, turn);
      const decision = this.judged(search.command, state, input, hand.call);
      turns = hand.turns();
      this.keep(search, decision, {
        command: search.command,
        ...(state ? { state } : {}),
        input,
        decision,
        hand: hand.given(),
        // What the model tells, it tells without what is written by hand.
        ...(scenario && turns === 1 ? { scenario } : {}),
      });
    }
  }

  private keep(search: Search, decision: Decision, found: CommandCase): void {
    const { command, outcomes, quiet } = search;
    const { state, input, scenario } = found;
    if (state) for (const one of this.outcomes.quietOn(command, decision, state)) quiet.add(one);
    const key = this.outcomes.keyOf(decision, state);
    const isAccepted = decision.kind === 'accepted';
    if (isAccepted && decision.state) this.addMade(`${command.id} ${key}`, state, decision.state);
    const isFresh = isAccepted && freshFields(search, input);
    const isNew = key !== undefined && !outcomes.has(key);
    if (!scenario && !isNew && !isFresh) return;
    if (key !== undefined) outcomes.add(key);
    search.sentInVain = 0;
    search.cases.push(found);
  }

  /** A few of what each case leaves behind: one alone may be in the way of what is asked next. */
  private addMade(outcome: string, before: JsonObject | undefined, after: JsonObject): void {
    // What commands alone have made holds together better than what was made up.
    const isLived = before === undefined || this.lived.has(before);
    const key = `${outcome} ${isLived}`;
    const times = this.made.get(key) ?? 0;
    if (times >= mostMade) return;
    this.made.set(key, times + 1);
    const state = this.add(after);
    if (isLived) this.lived.add(state);
  }

  private judged(
    command: Command,
    state: JsonObject | undefined,
    input: JsonObject,
    call: (callee: ElementId) => JsonValue | undefined,
  ): Decision {
    let ids = 0;
    const decision = decide(this.index, this.aggregate, {
      command: command.id,
      input,
      ...(state ? { state } : {}),
      now: scenarioMoment,
      caller: scenarioCaller,
      generate: () => {
        ids += 1;
        return newId(ids);
      },
      call,
    });
    if (decision.kind !== 'accepted' || !decision.state) return decision;
    return { ...decision, state: this.starts.filled(decision.state) };
  }

  /** Goes for what a command has not come to yet: states in which its guards hold, or all but one. */
  private aim(search: Search): void {
    const { command, payloads } = search;
    if (command.creation || this.missing(search).every(({ about }) => about.kind === 'illegal')) return;
    // Where it is accepted, little is missing for it to be accepted elsewhere.
    const accepted = search.cases.filter(({ decision }) => decision.kind === 'accepted');
    const changed = accepted.map(({ state }) => state).filter((state) => state !== undefined);
    const starts = [...changed, ...this.states].slice(0, mostStarts);
    const [first] = starts;
    if (!first) return;
    // What is aimed at is sent, however often something else was.
    search.sent = 0;
    const likely = accepted.slice(0, 1).map(({ input }) => input);
    for (const input of [...likely, ...payloads.to(first).slice(0, mostWished)]) {
      for (const wish of wishesFor(this.index, this.aggregate, command, input, this.missing(search))) {
        const state = this.wished(wish, starts);
        if (!state) continue;
        this.send(search, state, input);
        for (const other of payloads.to(state)) this.send(search, state, other);
      }
    }
  }

  /** From all starts at once, or else from each with all the effort that a search may take. */
  private wished(wish: Expression, starts: readonly JsonObject[]): JsonObject | undefined {
    for (const from of [starts, ...starts.map((one) => [one])]) {
      const one = satisfying(this.index, this.aggregate.id, wish, from);
      const state = one.found ? this.starts.whole(one.instance) : undefined;
      if (state) return state;
    }
    return undefined;
  }
}

/** True if an accepted payload has optional parts that none before it had. */
function freshFields({ command, told }: Search, input: JsonObject): boolean {
  const fresh = command.fields.filter(
    ({ id, name, optional }) => optional && member(input, name) !== undefined && !told.has(id),
  );
  for (const { id } of fresh) told.add(id);
  return fresh.length > 0;
}

/** The nth id that is made while a command is decided. */
export function newId(count: number): string {
  return `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`;
}

function casesOf({ cases }: Search): readonly CommandCase[] {
  const order: readonly Decision['kind'][] = ['accepted', 'refused', 'illegal move', 'broken'];
  const rank = ({ decision, scenario }: CommandCase): number =>
    scenario && decision.kind !== 'accepted' ? order.length : order.indexOf(decision.kind);
  const happens = ({ decision }: CommandCase): boolean =>
    decision.kind === 'accepted' && decision.events.length > 0;
  return (
    cases
      // That nothing happens is worth a test only beside something that does.
      .filter((one) => one.decision.kind !== 'accepted' || cases.some(happens))
      .toSorted((left, right) => rank(left) - rank(right))
  );
}
