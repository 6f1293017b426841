import { type CommandCase, commandCases } from '../../analysis/command-cases.ts';
import type { MissingOutcome } from '../../analysis/command-outcomes.ts';
import { exampleOf } from '../../analysis/examples.ts';
import type { Command } from '../../pim/behaviour.ts';
import type { Decision } from '../../pim/decide.ts';
import { type JsonObject, member } from '../../pim/json.ts';
import type { Aggregate, Context, ElementId, Field } from '../../pim/model.ts';
import { enumOfType, fieldOf, type ModelIndex } from '../../pim/model-index.ts';
import { payloadIndex, payloadValue } from '../../pim/payload-index.ts';
import { scenarioCaller, scenarioMoment } from '../../pim/run-scenario.ts';
import type { Type } from '../../pim/type.ts';
import { camelCase, kebabCase } from '../core/naming.ts';
import type { SymbolRef, Symbols } from '../core/target.ts';
import { buildSuite } from './build-suite.ts';
import { distinctTitles } from './distinct-titles.ts';
import { FileImports } from './file-imports.ts';
import { writeHands } from './hand-values.ts';
import type {
  BehaviourCase,
  BehaviourFile,
  CommandSuite,
  Fixture,
  IllegalMoves,
  Note,
  PayloadLimits,
  TestMember,
  TestValue,
} from './psm.ts';
import { type Base, mentions, sameJson, type ValueWriter, writeInstance } from './test-value.ts';

/** The tests of what an aggregate does; undefined where it has no commands that can be called. */
export function buildBehaviour(
  index: ModelIndex,
  symbols: Symbols,
  context: Context,
  aggregate: Aggregate,
): BehaviourFile | undefined {
  const root = symbols.get(aggregate.id);
  const [outcome, comesIn] = [root?.parts?.['outcome'], root?.parts?.['context']];
  if (!root || !outcome || !comesIn || aggregate.commands.length === 0) return undefined;
  return new BehaviourBuilder(index, symbols, context, aggregate, {
    root,
    outcome,
    context: comesIn,
  }).build();
}

interface ClassSymbols {
  readonly root: SymbolRef;
  readonly outcome: SymbolRef;
  readonly context: SymbolRef;
}

/** Names in the file that nothing else may take. */
const ownNames = [
  'describe',
  'expect',
  'it',
  'existing',
  'context',
  'told',
  'outcome',
  'before',
  'byHand',
  'from',
  'input',
  'path',
  'constraint',
  'rule',
  'refusal',
  'valid',
  'full',
  'n',
];

class BehaviourBuilder {
  private readonly index: ModelIndex;
  private readonly symbols: Symbols;
  private readonly context: Context;
  private readonly aggregate: Aggregate;
  private readonly made: ClassSymbols;
  private readonly type: Type;
  private readonly writer: ValueWriter;
  private readonly imports: FileImports;

  constructor(
    index: ModelIndex,
    symbols: Symbols,
    context: Context,
    aggregate: Aggregate,
    made: ClassSymbols,
  ) {
    this.index = index;
    this.symbols = symbols;
    this.context = context;
    this.aggregate = aggregate;
    this.made = made;
    this.type = { kind: 'named', id: aggregate.id, origin: aggregate.nameOrigin };
    this.writer = { index, entities: new Map() };
    this.imports = new FileImports([...ownNames, 'JSON', 'String', 'Error', 'Array', 'undefined']);
  }

  build(): BehaviourFile {
    const { aggregate, context, made } = this;
    const { cases, missing, named } = commandCases(this.index, aggregate);
    // Names of classes stay as they are: those of states give way.
    const symbols = {
      root: cases.length > 0 ? this.imports.value(made.root) : '',
      context: cases.length > 0 ? this.imports.type(made.context) : '',
      outcome: cases.length > 0 ? this.imports.type(made.outcome) : '',
    };
    const bases = this.namedStates(cases, named);
    const path = `tests/${kebabCase(context.name) || context.name}/${kebabCase(aggregate.name) || aggregate.name}-commands.test.ts`;
    const commands = aggregate.commands.map((command) => this.suite(command, cases, missing, bases));
    return {
      element: aggregate.id,
      name: aggregate.name,
      origin: aggregate.nameOrigin,
      path,
      imports: this.imports.list(path),
      symbols,
      moment: scenarioMoment,
      caller: scenarioCaller,
      states: bases.map(
        ({ name, value }, position): Fixture => ({
          element: aggregate.id,
          name,
          value: writeInstance(this.writer, this.type, value, bases.slice(0, position)),
        }),
      ),
      commands,
    };
  }

  /** States that several tests begin with, the model's own examples under their names. */
  private namedStates(
    cases: readonly CommandCase[],
    named: readonly { readonly name: string; readonly state: JsonObject }[],
  ): readonly Base[] {
    const uses = new Map<string, { readonly state: JsonObject; count: number }>();
    for (const { state } of cases) {
      if (!state) continue;
      const key = JSON.stringify(state);
      const use = uses.get(key) ?? { state, count: 0 };
      use.count += 1;
      uses.set(key, use);
    }
    const several = [...uses.values()].filter(({ count }) => count > 1);
    return several.map(({ state }) => {
      const told = named.find((one) => sameJson(one.state, state));
      return {
        name: this.imports.free(told ? camelCase(told.name) || 'example' : this.stateName(state)),
        value: state,
      };
    });
  }

  /** `paidOrder` */
  private stateName(state: JsonObject): string {
    const [lifecycle] = this.aggregate.lifecycles;
    const field = lifecycle?.field.id === undefined ? undefined : fieldOf(this.index, lifecycle.field.id);
    const literal = field && this.literalName(field, state);
    return camelCase(`${literal ?? 'any'} ${this.aggregate.name}`) || 'state';
  }

  private literalName(field: Field, state: JsonObject): string | undefined {
    const wire = member(state, field.name);
    return enumOfType(this.index, field.type)
      ?.literals.find((one) => one.wire === wire)
      ?.name.toLowerCase();
  }

  private suite(
    command: Command,
    all: readonly CommandCase[],
    missing: readonly MissingOutcome[],
    bases: readonly Base[],
  ): CommandSuite {
    const cases = all.filter((one) => one.command.id === command.id);
    const accepted = cases.filter(({ decision, scenario }) => decision.kind === 'accepted' && !scenario);
    const tables = this.illegalMoves(cases, bases);
    const inTables = new Set(tables.flatMap(({ of }) => of));
    const others = cases.filter((one) => !inTables.has(one));
    const limits = this.limits(command);
    return {
      element: command.id,
      title: command.name,
      notes: notesOf(missing.filter((one) => one.command.id === command.id)),
      cases: distinctTitles(others.map((one) => this.case(one, bases, accepted.length > 1))),
      illegal: tables.map(({ moves }) => moves),
      ...(limits ? { limits } : {}),
    };
  }

  /** Tables of states in which the same command would make the same event happen, and cannot. */
  private illegalMoves(
    cases: readonly CommandCase[],
    bases: readonly Base[],
  ): readonly { readonly of: readonly CommandCase[]; readonly moves: IllegalMoves }[] {
    const illegal = cases.filter(({ decision, scenario }) => decision.kind === 'illegal move' && !scenario);
    const groups = Map.groupBy(illegal, ({ decision, input, hand }) =>
      JSON.stringify([
        decision.kind === 'illegal move' ? [decision.event, decision.lifecycle] : [],
        input,
        hand,
      ]),
    );
    return [...groups.values()].flatMap((of) => {
      const [first] = of;
      if (!first || of.length < 2 || first.decision.kind !== 'illegal move') return [];
      const field = this.movedField(first.decision.lifecycle);
      const rows = of.flatMap(({ state }) =>
        state
          ? [
              {
                from: String(member(state, field)),
                given: writeInstance(this.writer, this.type, state, bases),
              },
            ]
          : [],
      );
      const moves: IllegalMoves = {
        element: first.command.id,
        field,
        event: this.nameOf(first.decision.event),
        ...this.sent(first),
        rows,
      };
      return [{ of, moves }];
    });
  }

  private movedField(lifecycle: ElementId): string {
    return this.aggregate.lifecycles.find(({ id }) => id === lifecycle)?.field.name ?? '';
  }

  /** What the payload of a command may not be: its limits are judged before anything else is. */
  private limits(command: Command): PayloadLimits | undefined {
    const symbol = this.symbols.get(command.id);
    if (!symbol || command.fields.length === 0) return undefined;
    const index = payloadIndex(this.index, command);
    const writer: ValueWriter = { index, entities: new Map() };
    const names = { symbol: symbol.name, minimal: 'valid', full: 'full' };
    const { refused } = buildSuite(writer, payloadValue(command), names);
    if (refused.length === 0) return undefined;
    const type: Type = { kind: 'named', id: command.id, origin: command.origin };
    const written: Base[] = [];
    const fixtures: Fixture[] = [];
    for (const extent of ['minimal', 'full'] as const) {
      const example = exampleOf(index, command.id, extent);
      const name = names[extent];
      if (!example.found || !refused.some(({ value }) => mentions(value, name))) continue;
      fixtures.push({
        element: command.id,
        name,
        value: writeInstance(writer, type, example.instance, written),
      });
      written.push({ name, value: example.instance });
    }
    return { symbol: this.imports.value(symbol), fixtures, refused };
  }

  private case(one: CommandCase, bases: readonly Base[], isOneOfSeveral: boolean): BehaviourCase {
    const { command, state, decision, scenario } = one;
    return {
      element: scenario?.id ?? command.id,
      title: scenario ? scenario.name : this.title(one, isOneOfSeveral),
      ...(state ? { given: writeInstance(this.writer, this.type, state, bases) } : {}),
      ...this.sent(one),
      outcome: this.outcome(decision, state, bases),
    };
  }

  /** The method that sends the command, with its payload and what stands for what is written by hand. */
  private sent({ command, input, hand }: CommandCase): Pick<BehaviourCase, 'method' | 'input' | 'byHand'> {
    const method = this.symbols.get(command.id)?.parts?.['method']?.name;
    if (method === undefined) throw new Error(`nothing sends \`${command.id}\``);
    return {
      method,
      ...(command.fields.length > 0 ? { input: this.payload(command, input) } : {}),
      ...(hand.length > 0 ? { byHand: writeHands(this.index, this.symbols, hand, this.imports) } : {}),
    };
  }

  private payload(
    owner: { readonly id: ElementId; readonly fields: readonly Field[] } & Command,
    value: JsonObject,
  ): TestValue {
    const writer: ValueWriter = { index: payloadIndex(this.index, owner), entities: new Map() };
    return writeInstance(writer, { kind: 'named', id: owner.id, origin: owner.origin }, value, []);
  }

  private title({ decision, state }: CommandCase, isOneOfSeveral: boolean): string {
    switch (decision.kind) {
      case 'accepted': {
        const names = [...new Set(decision.events.map(({ event }) => this.nameOf(event)))];
        if (names.length === 0) return 'makes nothing happen';
        const where = isOneOfSeveral && state ? this.whereWords(state) : '';
        return `makes ${names.join(' and ')} happen${where}`;
      }
      case 'refused':
        return `is refused as ${decision.refusal.name}: ${decision.refusal.message}`;
      case 'illegal move':
        return `is refused${state ? this.whereWords(state, decision.lifecycle) : ''}`;
      case 'broken':
        return `is refused where it would break ${decision.violations.map(({ rule }) => this.nameOf(rule ?? '')).join(' and ')}`;
    }
  }

  /** ` while status is PAID` */
  private whereWords(state: JsonObject, of?: ElementId): string {
    const lifecycles = this.aggregate.lifecycles.filter(({ id }) => of === undefined || id === of);
    const words = lifecycles.flatMap(({ field }) => {
      const value = member(state, field.name);
      return typeof value === 'string' ? [`${field.name} is ${value}`] : [];
    });
    return words.length > 0 ? ` while ${words.join(' and ')}` : '';
  }

  private nameOf(id: ElementId): string {
    return this.index.get(id)?.name ?? id;
  }

  private outcome(
    decision: Decision,
    before: JsonObject | undefined,
    bases: readonly Base[],
  ): BehaviourCase['outcome'] {
    switch (decision.kind) {
      case 'accepted': {
        const events = decision.events.map(({ event, values }) => {
          const type = this.aggregate.events.find(({ id }) => id === event);
          if (!type) throw new Error(`\`${event}\` is no event of \`${this.aggregate.id}\``);
          const writer: ValueWriter = { index: payloadIndex(this.index, type), entities: new Map() };
          const data = writeInstance(writer, { kind: 'named', id: type.id, origin: type.origin }, values, []);
          return object(['type', text(type.name)], ['data', data]);
        });
        const after = decision.state && writeInstance(this.writer, this.type, decision.state, bases);
        return {
          kind: 'accepted',
          value: object(
            ['events', { kind: 'list', items: events }],
            ...(after ? [['aggregate', after] as const] : []),
          ),
        };
      }
      case 'refused': {
        const { name, id, message } = decision.refusal;
        return rejected(
          ['kind', text('refused')],
          ['name', text(name)],
          ['id', text(id)],
          ['message', text(message)],
        );
      }
      case 'illegal move': {
        const field = this.movedField(decision.lifecycle);
        const from = before && member(before, field);
        return rejected(
          ['kind', text('illegalMove')],
          ['field', text(field)],
          ['from', text(String(from))],
          ['event', text(this.nameOf(decision.event))],
        );
      }
      case 'broken': {
        const violations = decision.violations.map(({ rule, path, constraint }) =>
          rule === undefined
            ? object(['path', text(path)], ['constraint', text(constraint)])
            : object(['rule', text(rule)]),
        );
        return rejected(['kind', text('broken')], ['violations', { kind: 'list', items: violations }]);
      }
    }
  }
}

/** What is missing, likes on one line: moves that are not there, and rules. */
function notesOf(missing: readonly MissingOutcome[]): readonly Note[] {
  const groups = Map.groupBy(missing, ({ about }) => {
    if (about.kind === 'illegal') return `illegal ${about.event}`;
    return about.kind === 'broken' ? 'broken' : JSON.stringify(about);
  });
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { command, about } = first;
    return {
      element: command.id,
      origin: command.nameOrigin,
      text: noteText(command.name, group),
      warns: about.kind === 'accepted' || about.kind === 'refused' || about.kind === 'move',
    };
  });
}

function noteText(name: string, group: readonly MissingOutcome[]): string {
  const [{ about } = { about: { kind: 'accepted' } as const }] = group;
  const none = 'no state and input were found for it';
  switch (about.kind) {
    case 'accepted':
      return `Not tested that \`${name}\` makes anything happen: ${none}`;
    case 'refused':
      return `Not tested that \`${name}\` is refused as ${about.name}: ${none}`;
    case 'move':
      return `Not tested that \`${name}\` makes ${about.event} happen from ${about.from}: ${none}`;
    case 'illegal': {
      const from = group.flatMap((one) => (one.about.kind === 'illegal' ? [one.about.from] : []));
      return `Not tested that \`${name}\` is refused in ${listed(from)}: ${none}`;
    }
    case 'broken': {
      const rules = group.flatMap((one) => (one.about.kind === 'broken' ? [one.about.rule] : []));
      return `No case was found in which \`${name}\` would break ${listed(rules)}`;
    }
    case 'byHand':
      return `Not tested: \`${about.name}\` is written by hand`;
  }
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} or ${last}` : last;
}

function text(value: string): TestValue {
  return { kind: 'text', parts: [{ text: value, times: 1 }] };
}

function object(...members: readonly (readonly [string, TestValue])[]): TestValue {
  return { kind: 'object', members: members.map(([name, value]): TestMember => ({ name, value })) };
}

function rejected(...members: readonly (readonly [string, TestValue])[]): BehaviourCase['outcome'] {
  return { kind: 'rejected', value: object(...members) };
}
