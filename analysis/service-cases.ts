import type { Query, Service, ServiceStep } from '../pim/behaviour.ts';
import { judge, withDefaults } from '../pim/conformance.ts';
import { isJsonObject, type JsonObject, type JsonValue, member } from '../pim/json.ts';
import type { Aggregate, Element, ElementId } from '../pim/model.ts';
import { idFieldOf, type ModelIndex } from '../pim/model-index.ts';
import { payloadIndex, payloadValue } from '../pim/payload-index.ts';
import { viewOf } from '../pim/project.ts';
import { scenarioCaller, scenarioMoment } from '../pim/run-scenario.ts';
import { runService, type ServiceOutcome, type ServiceWorld } from '../pim/run-service.ts';
import { newId } from './command-cases.ts';
import { eventsOf } from './command-effects.ts';
import { CommandStates } from './command-states.ts';
import { exampleOf, samplesOf } from './examples.ts';
import { instancesOf } from './function-cases.ts';
import { type HandResult, handResults } from './hand-results.ts';
import { aggregateExample, answerExample, payloadExample } from './payload-examples.ts';
import { sampleOf } from './sample-value.ts';

/** What a service asks of something outside: its name, and what with. */
export interface ServiceCall {
  readonly element: Element;
  /** Of a command to an aggregate: its id. */
  readonly receiver?: JsonValue;
  readonly input: JsonObject;
}

/** What stands for something outside. */
export interface ServiceFakes {
  /** The one state of each aggregate that is read. */
  readonly states: ReadonlyMap<ElementId, JsonObject>;
  /** What operations and queries give, and what the event of a command holds, by their ids. */
  readonly answers: ReadonlyMap<ElementId, JsonValue>;
  readonly hand: readonly HandResult[];
}

export interface ServiceRunCase {
  /** The command, operation or event that fails each time. */
  readonly failing?: Element;
  readonly calls: readonly ServiceCall[];
  readonly outcome: ServiceOutcome;
}

/** What a service does in one world: to its end, and with each thing failing that it asks. */
export interface ServiceCases {
  readonly input: JsonObject;
  readonly fakes: ServiceFakes;
  readonly whole: ServiceRunCase;
  readonly failures: readonly ServiceRunCase[];
}

/** Undefined where no input and states were found with which the service comes to its end. */
export function serviceCases(index: ModelIndex, service: Service): ServiceCases | undefined {
  const inputs = inputsOf(index, service);
  const runs = inputs.flatMap((input) =>
    turns.flatMap((turn) => {
      const world = new FakeWorld(index, turn);
      const outcome = runService(index, service, input, world);
      return outcome.kind === 'done' && !world.isBroken ? [{ input, turn, world, outcome }] : [];
    }),
  );
  // The one that does most, the plainest of them first.
  const most = Math.max(0, ...runs.map(({ world }) => world.calls.length));
  const best = runs.find(({ world }) => world.calls.length === most && most > 0);
  if (!best) return undefined;
  const { input, turn, world, outcome } = best;
  const worlds = [world];
  const asked = [...new Map(world.calls.map(({ element }) => [nameOf(element), element])).values()];
  const failures = asked.flatMap((failing): readonly ServiceRunCase[] => {
    const failed = new FakeWorld(index, turn, nameOf(failing));
    const result = runService(index, service, input, failed);
    worlds.push(failed);
    return result.kind === 'failed' && !failed.isBroken
      ? [{ failing, calls: failed.calls, outcome: result }]
      : [];
  });
  return {
    input,
    fakes: together(index, worlds, readTargets(index, service)),
    whole: { calls: world.calls, outcome },
    failures,
  };
}

/** What stands for the outside in several runs of one turn, in which the same stands for the same. */
function together(
  index: ModelIndex,
  worlds: readonly FakeWorld[],
  read: ReadonlySet<ElementId>,
): ServiceFakes {
  const all = worlds.map((world) => world.fakes());
  // A query is asked for its answer alone.
  const isQuery = (id: ElementId): boolean => index.get(id)?.kind === 'query';
  return {
    states: new Map(all.flatMap(({ states }) => [...states])),
    answers: new Map(
      all.flatMap(({ answers }) => [...answers].filter(([id]) => read.has(id) || isQuery(id))),
    ),
    hand: [...new Map(all.flatMap(({ hand }) => hand).map((one) => [one.callee, one])).values()],
  };
}

/** Which states and answers are tried together. */
const turns = [0, 1, 2, 3, 4, 5, 6, 7];
/** How long an input may be, about in characters. */
const longestInput = 1500;

function inputsOf(index: ModelIndex, service: Service): readonly JsonObject[] {
  const own = payloadIndex(index, service);
  const plain = payloadExample(index, service, service.fields, []);
  const examples = (['full', 'minimal'] as const).flatMap((extent) => {
    const example = exampleOf(own, service.id, extent);
    return example.found ? [example.instance] : [];
  });
  return [plain, ...examples]
    .filter(isJsonObject)
    .filter((one) => judge(own, service.id, one).length === 0)
    .map((one) => withDefaults(own, payloadValue(service), one))
    .filter(isJsonObject)
    .filter((one) => JSON.stringify(one).length <= longestInput);
}

/** Keeps what it is asked. Every aggregate of a kind has the same state, whatever is sent. */
class FakeWorld implements ServiceWorld {
  readonly now = scenarioMoment;
  readonly caller = scenarioCaller;
  readonly calls: ServiceCall[] = [];
  /** True once something was asked with what it cannot be asked with. */
  isBroken = false;
  private readonly index: ModelIndex;
  private readonly turn: number;
  private readonly failing: string | undefined;
  private readonly states = new Map<ElementId, JsonObject>();
  private readonly answers = new Map<ElementId, JsonValue>();
  private readonly hands;
  private ids = 0;

  constructor(index: ModelIndex, turn: number, failing?: string) {
    this.index = index;
    this.turn = turn;
    this.failing = failing;
    this.hands = handResults(index, turn);
  }

  fakes(): ServiceFakes {
    return { states: this.states, answers: this.answers, hand: this.hands.given() };
  }

  readonly resolve: ServiceWorld['resolve'] = (aggregate) => this.stateOf(aggregate);

  readonly call: ServiceWorld['call'] = (callee) =>
    this.index.get(callee)?.kind === 'query' ? this.answerOf(callee) : this.hands.call(callee);

  readonly generate: ServiceWorld['generate'] = () => {
    this.ids += 1;
    return newId(this.ids);
  };

  all(aggregate: ElementId): readonly JsonObject[] {
    const state = this.stateOf(aggregate);
    return state ? [state] : [];
  }

  ask(element: Element, given: JsonObject, receiver: JsonValue | undefined) {
    const input = this.checked(element, given);
    this.calls.push({ element, input, ...(receiver === undefined ? {} : { receiver }) });
    const name = nameOf(element);
    if (name === this.failing) return { ok: false, message: `${name} failed` } as const;
    return { ok: true, value: this.answerOf(element.id) } as const;
  }

  private checked(element: Element, given: JsonObject): JsonObject {
    if (element.kind !== 'command' && element.kind !== 'event' && element.kind !== 'operation') return given;
    const own = payloadIndex(this.index, element);
    if (judge(own, element.id, given).length > 0) this.isBroken = true;
    const whole = withDefaults(own, payloadValue(element), given);
    return isJsonObject(whole) ? whole : given;
  }

  private stateOf(id: ElementId): JsonObject | undefined {
    const aggregate = this.index.get(id);
    if (aggregate?.kind !== 'aggregate') return undefined;
    const known = this.states.get(id);
    if (known) return known;
    const all = statesOf(this.index, aggregate);
    const state = all[this.turn % Math.max(1, all.length)];
    if (state) this.states.set(id, state);
    return state;
  }

  /** Of a projection, what readers see of the aggregate's state. */
  private queryAnswer(query: Query): JsonValue | undefined {
    const { index } = this;
    const { type } = query.result;
    const item = type.kind === 'list' ? type.element : type;
    const projection = item.kind === 'named' ? index.get(item.id) : undefined;
    const aggregate = projection?.kind === 'projection' ? projection.aggregate?.id : undefined;
    if (projection?.kind !== 'projection' || aggregate === undefined)
      return answerExample(index, query, type);
    const state = this.stateOf(aggregate);
    const row = state && viewOf(index, projection, state);
    return type.kind === 'list' && row ? [row] : row;
  }

  private answerOf(id: ElementId): JsonValue | undefined {
    const known = this.answers.get(id);
    if (known !== undefined) return known;
    const answer = this.madeAnswer(id);
    if (answer !== undefined) this.answers.set(id, answer);
    return answer;
  }

  /** What an operation or a query gives; of a command its event, or the id of what it makes. */
  private madeAnswer(id: ElementId): JsonValue | undefined {
    const { index } = this;
    const element = index.get(id);
    if (element?.kind === 'query') return this.queryAnswer(element);
    if (element?.kind === 'operation') {
      if (!element.result) return undefined;
      const { type } = element.result;
      if (type.kind === 'named') {
        const all = instancesOf(index, type.id);
        // All that it can hold, before what is needed.
        return all[(this.turn + 1) % Math.max(1, Math.min(all.length, 2))];
      }
      return sampleOf(samplesOf(index), type, { owner: element.name, field: 'result' });
    }
    if (element?.kind !== 'command') return undefined;
    const aggregate = index.parent(id);
    if (element.creation && aggregate?.kind === 'aggregate') {
      const own = idFieldOf(aggregate);
      const state = this.stateOf(aggregate.id);
      return own && state && member(state, own.name);
    }
    const [event] = eventsOf(element, index);
    return event && payloadExample(index, event, event.fields, []);
  }
}

/** Steps whose results have names, those of services inside included: what others come to, nobody reads. */
function readTargets(
  index: ModelIndex,
  { steps }: Service,
  seen = new Set<ElementId>(),
): ReadonlySet<ElementId> {
  const visit = (all: readonly ServiceStep[]): void => {
    for (const step of all) {
      if (step.kind === 'forEach') visit(step.steps);
      if (step.kind !== 'step') continue;
      const target = index.get(step.call.target.id ?? '');
      if (target && step.parameter) seen.add(target.id);
      if (target?.kind === 'service') readTargets(index, target, seen);
    }
  };
  visit(steps);
  return seen;
}

const statesByIndex = new WeakMap<ModelIndex, Map<ElementId, readonly JsonObject[]>>();

/** States as code holds them: the model's examples, and some that were made. */
function statesOf(index: ModelIndex, aggregate: Aggregate): readonly JsonObject[] {
  const known = statesByIndex.get(index) ?? new Map<ElementId, readonly JsonObject[]>();
  statesByIndex.set(index, known);
  const found = known.get(aggregate.id);
  if (found) return found;
  const states = new CommandStates(index, aggregate);
  const example = states.whole(aggregateExample(index, aggregate));
  const named = states.named().map(({ state }) => state);
  const made = states.made(named);
  const all = [...(example ? [example] : []), ...named, ...made];
  const distinct = [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
  const few = distinct.filter((one) => JSON.stringify(one).length <= longestInput).slice(0, turns.length);
  known.set(aggregate.id, few);
  return few;
}

function nameOf(element: Element): string {
  return element.name;
}
