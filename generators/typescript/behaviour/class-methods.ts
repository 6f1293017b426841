import type { Command } from '../../../pim/behaviour.ts';
import type { Aggregate } from '../../../pim/model.ts';
import { camelCase, words } from '../../core/naming.ts';
import { arrow, atom, binary, type Code, call, methodCall, objectCode } from '../code.ts';
import { docOf } from '../doc-text.ts';
import { free } from '../module-names.ts';
import { classMembers, type NamePlan } from '../plan-names.ts';
import { functionHead, genericAlias, memberConstant, statements } from '../print-text.ts';
import type { TsFunction, TsRoot } from '../psm.ts';
import { statementLines } from '../statement.ts';
import type { ModuleScope } from '../transform.ts';
import { subjectName } from '../transform-structure.ts';
import { mayEnd } from './may-end.ts';

/** What the class has for commands and events: a method for each command, and the replay of events. */
export function behaviourOf(
  aggregate: Aggregate,
  name: string,
  scope: ModuleScope,
): Pick<TsRoot, 'handle' | 'replayHead' | 'replay' | 'outcome' | 'commands'> {
  const { id, events, commands } = aggregate;
  if (events.length + commands.length === 0) {
    return { handle: '', replayHead: '', replay: '', outcome: '', commands: [] };
  }
  const { names, plan } = scope;
  const evolve = atom(names.symbol(plan.symbol(id, 'evolve')));
  const eventType = names.symbolType(plan.symbol(id, 'event'));
  return {
    handle: commands.length > 0 ? handleMember(aggregate, name, evolve, scope) : '',
    replayHead: functionHead('static replay', [`events: readonly ${eventType}[]`], `${name} | undefined`, 2),
    replay: replayText(aggregate, name, evolve, scope),
    outcome: commands.length > 0 ? outcomeType(aggregate, name, eventType, scope) : '',
    commands: commandMethods(aggregate, name, scope),
  };
}

/** `static readonly #handle = handler(decideFabric, evolveFabric, (state) => new Fabric(state));` */
function handleMember(aggregate: Aggregate, name: string, evolve: Code, scope: ModuleScope): string {
  const { names, plan } = scope;
  const state = atom('state');
  const created = (value: Code): Code => call(atom(`new ${name}`), value);
  const body = mayEnd(aggregate)
    ? binary('&&', state, created(state))
    : created({ kind: 'present', operand: state });
  const decide = atom(names.symbol(plan.symbol(aggregate.id, 'decide')));
  const made = call(atom(names.runtime('handler')), decide, evolve, arrow(['state'], body));
  return memberConstant('static readonly #handle', made, 2);
}

function replayText(aggregate: Aggregate, name: string, evolve: Code, scope: ModuleScope): string {
  const state = scope.names.local(subjectName(aggregate), ['events']);
  const replayed = call(atom(scope.names.runtime('replay')), evolve, atom('events'));
  return statementLines(
    [
      { kind: 'const', element: aggregate.id, name: state, value: replayed },
      {
        kind: 'return',
        element: aggregate.id,
        value: binary('&&', atom(state), call(atom(`new ${name}`), atom(state))),
      },
    ],
    2,
  )
    .map(({ text }) => text)
    .join('\n');
}

/** `export type FabricOutcome = Result<Happened<Fabric, FabricEvent>, Rejection<FabricRefusal>>;` */
function outcomeType(aggregate: Aggregate, name: string, eventType: string, scope: ModuleScope): string {
  const { names, plan } = scope;
  const refusal = names.symbolType(plan.symbol(aggregate.id, 'refusal'));
  const root = mayEnd(aggregate) ? `${name} | undefined` : name;
  const types = [
    `${names.runtimeType('Happened')}<${root}, ${eventType}>`,
    `${names.runtimeType('Rejection')}<${refusal}>`,
  ];
  return genericAlias(plan.symbol(aggregate.id, 'outcome').name, names.runtimeType('Result'), types);
}

function commandMethods(aggregate: Aggregate, name: string, scope: ModuleScope): readonly TsFunction[] {
  const { id, commands } = aggregate;
  if (commands.length === 0) return [];
  const { names, plan } = scope;
  const context = names.symbolType(plan.symbol(id, 'context'));
  const result = plan.symbol(id, 'outcome').name;
  const methods = methodNames(aggregate, plan);
  // Parameters stay clear of every command, which may be called like one.
  const companions = new Map(
    commands.map((one) => [one, atom(names.symbol(plan.symbol(one.id, 'self')))] as const),
  );
  const around = { data: names.local('data'), context: names.local('context') };
  return [...companions].map(([command, companion]) => {
    const input = plan.find(command.id, 'input');
    const data = input ? atom(around.data) : objectCode([]);
    const state = command.creation ? atom('undefined') : atom('this.#state');
    const handled = call(
      atom(`${name}.#handle`),
      state,
      methodCall(companion, 'create', data),
      atom(around.context),
    );
    const parameters = [
      ...(input ? [`${around.data}: ${names.symbolType(input)}`] : []),
      `${around.context}: ${context}`,
    ];
    const method = methods.get(command) ?? command.name;
    return {
      element: command.id,
      documentation: docOf(command),
      head: functionHead(command.creation ? `static ${method}` : method, parameters, result, 2),
      text: statements({ constants: [], result: handled }, 2),
    };
  });
}

// What a class has besides its instances' members.
const staticMembers = new Set([
  'create',
  'parse',
  'equals',
  'replay',
  'name',
  'length',
  'prototype',
  'caller',
  'arguments',
]);

/** What the method is called that sends a command: `activate` for `ActivateFabric`; the whole name where that is taken. */
export function methodNames(
  aggregate: Aggregate,
  plan: Pick<NamePlan, 'getterName'>,
): ReadonlyMap<Command, string> {
  const taken = new Set([
    ...classMembers,
    ...staticMembers,
    ...aggregate.fields.map((field) => plan.getterName(field)),
  ]);
  const isFree = (name: string): boolean =>
    name !== '' && !taken.has(name) && free(name, () => false) === name;
  return new Map(
    aggregate.commands.map((command) => {
      const whole = camelCase(command.name) || command.name;
      const short = withoutEnding(words(command.name), words(aggregate.name));
      const name = isFree(short) ? short : free(whole, (one) => taken.has(one));
      taken.add(name);
      return [command, name];
    }),
  );
}

function withoutEnding(name: readonly string[], ending: readonly string[]): string {
  const rest = name.slice(0, name.length - ending.length);
  return name.slice(rest.length).join(' ') === ending.join(' ') ? camelCase(rest.join(' ')) : '';
}

export function methodsTaken(aggregate: Aggregate, scope: ModuleScope): readonly string[] {
  return [...methodNames(aggregate, scope.plan).values()];
}
