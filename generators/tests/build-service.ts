import {
  type ServiceCall,
  type ServiceCases,
  type ServiceRunCase,
  serviceCases,
} from '../../analysis/service-cases.ts';
import type { Service } from '../../pim/behaviour.ts';
import { withDefaults } from '../../pim/conformance.ts';
import type { JsonValue } from '../../pim/json.ts';
import type { Element, ElementId } from '../../pim/model.ts';
import { type ModelIndex, structureOfType, underlyingType } from '../../pim/model-index.ts';
import { payloadIndex } from '../../pim/payload-index.ts';
import { scenarioCaller, scenarioMoment } from '../../pim/run-scenario.ts';
import type { ServiceOutcome } from '../../pim/run-service.ts';
import type { Type } from '../../pim/type.ts';
import { camelCase } from '../core/naming.ts';
import { reservedWords } from '../core/reserved-words.ts';
import type { Symbols } from '../core/target.ts';
import { FileImports } from './file-imports.ts';
import { writeHands, writeInHand } from './hand-values.ts';
import { object, text } from './lay-out.ts';
import type { Fixture, ServiceFailureRow, ServiceFile, TestValue, WorldMember } from './psm.ts';
import { writePlain } from './test-value.ts';

/** The tests of a service; undefined where no world was found in which it comes to its end. */
export function buildService(index: ModelIndex, symbols: Symbols, service: Service): ServiceFile | undefined {
  const parts = symbols.get(service.id)?.parts;
  const cases = parts?.['run'] && parts['world'] && serviceCases(index, service);
  return cases ? new ServiceBuilder(index, symbols, service, cases).build() : undefined;
}

/** Names that the template uses, and the globals. */
const ownNames = [
  'describe',
  'expect',
  'it',
  'input',
  'answers',
  'calls',
  'run',
  'outcome',
  'failing',
  'error',
  'undone',
  'asked',
  'aggregates',
  'world',
  'context',
  'saga',
  'plain',
  'checked',
  'Message',
  'state',
  'name',
  'given',
  'data',
  'id',
  'command',
  'event',
  'message',
  'value',
  'count',
  'n',
  'JSON',
  'String',
  'Error',
  'Array',
  'Readonly',
  'Record',
  'undefined',
];

class ServiceBuilder {
  private readonly index: ModelIndex;
  private readonly symbols: Symbols;
  private readonly service: Service;
  private readonly cases: ServiceCases;
  private readonly imports = new FileImports(ownNames);

  constructor(index: ModelIndex, symbols: Symbols, service: Service, cases: ServiceCases) {
    this.index = index;
    this.symbols = symbols;
    this.service = service;
    this.cases = cases;
  }

  build(): ServiceFile | undefined {
    const { service, cases, index, imports } = this;
    const symbol = this.symbols.get(service.id);
    const [run, world] = [symbol?.parts?.['run'], symbol?.parts?.['world']];
    if (!symbol || !run || !world) return undefined;
    const path = run.from.replace(/^typescript\//, 'tests/').replace(/\.ts$/, '.test.ts');
    for (const name of ['failure', 'runSaga', 'success']) imports.runtime(name);
    const names = { run: imports.value(run), input: imports.type(symbol), world: imports.type(world) };
    const states = this.states();
    const members = this.members(states);
    const checks = members.some(({ kind }) => kind === 'aggregates' || kind === 'publish');
    for (const name of ['CommandContext', ...(checks ? ['Result'] : [])])
      imports.type({ name, from: '@pimento/runtime' });
    // Two that are called alike have other names in the world than these.
    if (new Set(members.map(({ name }) => name)).size < members.length) return undefined;
    const file = {
      element: service.id,
      name: service.name,
      origin: service.nameOrigin,
      path,
      symbols: names,
      moment: scenarioMoment,
      caller: scenarioCaller,
      input: this.inHand(service.id, cases.input, payloadIndex(index, service)),
      states: states.map(({ fixture }) => fixture),
      answers: this.answers(),
      members,
      calls: this.list(cases.whole.calls),
      outcome: this.outcome(cases.whole.outcome),
      failures: cases.failures.flatMap((one) => this.failure(one)),
    };
    return { ...file, imports: imports.list(path) };
  }

  private states(): readonly { readonly id: ElementId; readonly fixture: Fixture }[] {
    return [...this.cases.fakes.states].map(([id, state]) => {
      const name = this.imports.free(camelCase(this.find(id).name) || 'one');
      return {
        id,
        fixture: { element: id, name, type: 'unknown', value: this.inHand(id, state, this.index) },
      };
    });
  }

  private members(states: ReturnType<ServiceBuilder['states']>): readonly WorldMember[] {
    const { fakes, whole, failures } = this.cases;
    const asked = [whole, ...failures].flatMap(({ calls }) => calls.map(({ element }) => element));
    const parents = new Set([
      ...states.map(({ id }) => id),
      ...asked.flatMap(({ id, kind }) => (kind === 'event' ? [] : (this.index.parent(id)?.id ?? []))),
    ]);
    const owners = [...parents].map((id): WorldMember => {
      const owner = this.find(id);
      const name = memberName(owner);
      if (owner.kind === 'port') {
        const own = asked.filter((one) => this.index.parent(one.id)?.id === id).map((one) => one.name);
        return { element: id, kind: 'port', name, operations: [...new Set(own)] };
      }
      const state = states.find((one) => one.id === id)?.fixture.name ?? 'undefined';
      return { element: id, kind: 'aggregates', name, state };
    });
    const queries = [...fakes.answers.keys()].flatMap((id): readonly WorldMember[] => {
      const query = this.find(id);
      return query.kind === 'query'
        ? [{ element: id, kind: 'query', name: memberName(query), query: query.name }]
        : [];
    });
    const element = this.service.id;
    return [
      ...owners,
      ...queries,
      ...(asked.some(({ kind }) => kind === 'event')
        ? [{ element, kind: 'publish', name: 'publish' } as const]
        : []),
      ...(fakes.hand.length > 0
        ? [
            {
              element,
              kind: 'byHand',
              name: 'byHand',
              value: writeHands(this.index, this.symbols, fakes.hand, this.imports),
            } as const,
          ]
        : []),
    ];
  }

  private answers(): TestValue {
    const entries = [...this.cases.fakes.answers].flatMap(([id, value]) => {
      const element = this.find(id);
      const written = this.answer(element, value);
      return written ? [[element.name, written] as const] : [];
    });
    return object(...entries);
  }

  private answer(element: Element, value: JsonValue): TestValue | undefined {
    const { index } = this;
    if (element.kind === 'operation' || element.kind === 'query') {
      return element.result && writeInHand(index, element.result.type, value, this.imports);
    }
    if (element.kind !== 'command') return undefined;
    if (element.creation) return list([object(['subject', writePlain(value)])]);
    const [id] = element.clauses.flatMap((clause) =>
      clause.kind === 'emits' ? clause.emissions.flatMap(({ event }) => event.id ?? []) : [],
    );
    const event = id === undefined ? undefined : this.index.get(id);
    if (event?.kind !== 'event') return undefined;
    return list([
      object(
        ['type', text(event.name)],
        ['source', text(index.parent(event.id)?.id ?? '')],
        ['data', this.inHand(event.id, value, payloadIndex(index, event))],
      ),
    ]);
  }

  private list(calls: readonly ServiceCall[]): TestValue {
    return list(
      calls.map(({ element, receiver, input }) => {
        const takesNothing = element.kind === 'operation' && element.fields.length === 0;
        return list([
          text(element.name),
          ...(receiver === undefined ? [] : [writePlain(receiver)]),
          ...(takesNothing ? [] : [writePlain(input)]),
        ]);
      }),
    );
  }

  private failure({ failing, calls, outcome }: ServiceRunCase): readonly ServiceFailureRow[] {
    if (!failing || outcome.kind !== 'failed') return [];
    const { step, message, notUndone } = outcome;
    const at = calls.findLastIndex(({ element }) => element.name === failing.name);
    return [
      {
        failing: failing.name,
        error: object(
          ['kind', text('failed')],
          ['step', text(step)],
          ['message', text(message)],
          ['notUndone', list(notUndone.map(text))],
        ),
        undone: this.list(calls.slice(at + 1)),
      },
    ];
  }

  private outcome(outcome: ServiceOutcome): TestValue {
    const ok = ['ok', { kind: 'scalar', value: true }] as const;
    if (outcome.kind !== 'done' || outcome.value === undefined) return object(ok);
    const type = this.service.result?.type;
    const structure = type && structureOfType(this.index, underlyingType(this.index, type));
    const whole = structure ? withDefaults(this.index, structure, outcome.value) : outcome.value;
    return object(ok, ['value', writePlain(whole)]);
  }

  private inHand(id: ElementId, value: JsonValue, index: ModelIndex): TestValue {
    const type: Type = { kind: 'named', id, origin: this.find(id).nameOrigin };
    return writeInHand(index, type, value, this.imports);
  }

  private find(id: ElementId): Element {
    const element = this.index.get(id);
    if (!element) throw new Error(`\`${id}\` is not declared`);
    return element;
  }
}

/** As the world of a service calls it. */
function memberName(element: Element): string {
  let name = camelCase(element.name) || element.name;
  while (reservedWords.has(name) || name === 'byHand' || name === 'publish') name += '_';
  return name;
}

function list(items: readonly TestValue[]): TestValue {
  return { kind: 'list', items };
}
