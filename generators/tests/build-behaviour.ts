import { type CommandCase, commandCases, type MissingOutcome } from '../../analysis/command-cases.ts';
import type { Command } from '../../pim/behaviour.ts';
import type { Decision } from '../../pim/decide.ts';
import { type JsonObject, member } from '../../pim/json.ts';
import type { Aggregate, Context, ElementId, Field } from '../../pim/model.ts';
import { enumOfType, fieldOf, type ModelIndex } from '../../pim/model-index.ts';
import { payloadIndex } from '../../pim/payload-index.ts';
import { scenarioCaller, scenarioMoment } from '../../pim/run-scenario.ts';
import type { Type } from '../../pim/type.ts';
import { camelCase, importPath, kebabCase } from '../core/naming.ts';
import type { SymbolRef, Symbols } from '../core/target.ts';
import { distinctTitles } from './distinct-titles.ts';
import type {
  BehaviourCase,
  BehaviourFile,
  CommandSuite,
  Fixture,
  Note,
  TestImport,
  TestMember,
  TestValue,
} from './psm.ts';
import { type Base, sameJson, type ValueWriter, writeInstance } from './test-value.ts';

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
const ownNames = ['describe', 'expect', 'it', 'existing', 'context', 'told', 'outcome', 'before', 'n'];

class BehaviourBuilder {
  private readonly index: ModelIndex;
  private readonly symbols: Symbols;
  private readonly context: Context;
  private readonly aggregate: Aggregate;
  private readonly made: ClassSymbols;
  private readonly type: Type;
  private readonly writer: ValueWriter;
  private readonly locals: ReadonlyMap<SymbolRef, string>;
  private readonly taken: Set<string>;

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
    this.taken = new Set([...ownNames, 'JSON', 'String', 'Error', 'undefined']);
    this.locals = new Map(
      Object.values(made).map((symbol: SymbolRef) => [symbol, this.free(symbol.name)] as const),
    );
  }

  build(): BehaviourFile {
    const { aggregate, context, made } = this;
    const { cases, missing, named } = commandCases(this.index, aggregate);
    const bases = this.namedStates(cases, named);
    const path = `tests/${kebabCase(context.name) || context.name}/${kebabCase(aggregate.name) || aggregate.name}-commands.test.ts`;
    const tested = cases.length > 0 ? [made.root, made.outcome, made.context] : [];
    return {
      element: aggregate.id,
      name: aggregate.name,
      origin: aggregate.nameOrigin,
      path,
      imports: this.imports(path, tested),
      symbols: {
        root: this.local(made.root),
        context: this.local(made.context),
        outcome: this.local(made.outcome),
      },
      moment: scenarioMoment,
      caller: scenarioCaller,
      states: bases.map(
        ({ name, value }, position): Fixture => ({
          element: aggregate.id,
          name,
          value: writeInstance(this.writer, this.type, value, bases.slice(0, position)),
        }),
      ),
      commands: aggregate.commands.map((command) => this.suite(command, cases, missing, bases)),
    };
  }

  private imports(path: string, symbols: readonly SymbolRef[]): readonly TestImport[] {
    const froms = [...new Set(symbols.map(({ from }) => from))].toSorted();
    return froms.map((from) => ({
      from: importPath(path, from),
      names: symbols
        .filter((one) => one.from === from)
        .toSorted((left, right) => (left.name < right.name ? -1 : 1))
        .map((one) => {
          const local = this.local(one);
          return {
            exported: one.name,
            ...(local === one.name ? {} : { as: local }),
            ...(one === this.made.root ? {} : { isType: true }),
          };
        }),
    }));
  }

  private local(symbol: SymbolRef): string {
    return this.locals.get(symbol) ?? symbol.name;
  }

  private free(wanted: string): string {
    let name = wanted;
    for (let number = 2; this.taken.has(name); number += 1) name = `${wanted}${number}`;
    this.taken.add(name);
    return name;
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
        name: this.free(told ? camelCase(told.name) || 'example' : this.stateName(state)),
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
    return {
      element: command.id,
      title: command.name,
      notes: missing.filter((one) => one.command.id === command.id).map(noteOf),
      cases: distinctTitles(cases.map((one) => this.case(one, bases, accepted.length > 1))),
    };
  }

  private case(one: CommandCase, bases: readonly Base[], isOneOfSeveral: boolean): BehaviourCase {
    const { command, state, input, decision, scenario } = one;
    const method = this.symbols.get(command.id)?.parts?.['method']?.name;
    if (method === undefined) throw new Error(`nothing sends \`${command.id}\``);
    return {
      element: scenario?.id ?? command.id,
      title: scenario ? scenario.name : this.title(one, isOneOfSeveral),
      ...(state ? { given: writeInstance(this.writer, this.type, state, bases) } : {}),
      method,
      ...(command.fields.length > 0 ? { input: this.payload(command, input) } : {}),
      outcome: this.outcome(decision, state, bases),
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
        const lifecycle = this.aggregate.lifecycles.find(({ id }) => id === decision.lifecycle);
        const field = lifecycle?.field.name ?? '';
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

function noteOf({ command, about }: MissingOutcome): Note {
  return {
    element: command.id,
    origin: command.nameOrigin,
    text: noteText(command.name, about),
    warns: about.kind !== 'byHand' && about.kind !== 'illegal',
  };
}

function noteText(name: string, about: MissingOutcome['about']): string {
  const none = 'no state and input were found for it';
  switch (about.kind) {
    case 'accepted':
      return `Not tested that \`${name}\` makes anything happen: ${none}`;
    case 'refused':
      return `Not tested that \`${name}\` is refused as ${about.name}: ${none}`;
    case 'move':
      return `Not tested that \`${name}\` makes ${about.event} happen from ${about.from}: ${none}`;
    case 'illegal':
      return `Not tested that \`${name}\` is refused in ${about.from}: ${none}`;
    case 'byHand':
      return about.name === name
        ? `Not tested: \`${name}\` is written by hand`
        : `Not tested: \`${about.name}\`, which \`${name}\` asks, is written by hand`;
  }
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
