import type { Command, CommandClause, Refusal } from '../../../pim/behaviour.ts';
import type { Aggregate } from '../../../pim/model.ts';
import { idFieldOf } from '../../../pim/model-index.ts';
import { clauseExpressions, needsOf } from '../../../pim/needs.ts';
import { camelCase, sentenceWords } from '../../core/naming.ts';
import { atom, type Code, call, quote, stringCode } from '../code.ts';
import { functionHead, localAlias, memberLine, typeAlias, wrapped } from '../print-text.ts';
import type { TsBlock, TsLine } from '../psm.ts';
import { statementLines, statementMentions, textLine } from '../statement.ts';
import type { ModuleScope } from '../transform.ts';
import { subjectName, withArticle } from '../transform-structure.ts';
import { type ClauseNames, ClauseWriter } from './clause-writer.ts';
import { byHandLine, byHandType } from './context-type.ts';
import { dataType } from './transform-message.ts';

/** What decides over an aggregate's commands: a function for each, and one for all. */
export function transformDecide(aggregate: Aggregate, scope: ModuleScope): readonly TsBlock[] {
  return new DecideWriter(aggregate, scope).blocks();
}

/** The types that a decision is about. */
interface DecisionTypes {
  readonly state: string;
  readonly event: string;
  readonly command: string;
  readonly context: string;
  readonly refusal: string;
}

class DecideWriter {
  private readonly aggregate: Aggregate;
  private readonly scope: ModuleScope;
  private readonly types: DecisionTypes;
  private readonly decisionType: string;
  private readonly behaviour: string;
  /** Parameters of the functions. */
  private readonly decision: string;
  private readonly command: string;
  private readonly state: string;

  constructor(aggregate: Aggregate, scope: ModuleScope) {
    const { names, plan } = scope;
    const { id } = aggregate;
    this.aggregate = aggregate;
    this.scope = scope;
    this.types = {
      state: names.symbolType(plan.of(id)),
      event: names.symbolType(plan.symbol(id, 'event')),
      command: names.symbolType(plan.symbol(id, 'command')),
      context: plan.symbol(id, 'context').name,
      refusal: plan.symbol(id, 'refusal').name,
    };
    this.decisionType = names.declare(`${aggregate.name}Decision`);
    this.behaviour = names.declare('behaviour');
    this.state = names.local(subjectName(aggregate));
    this.decision = names.local('decision', [this.state]);
    this.command = names.local('command', [this.state, this.decision]);
  }

  blocks(): readonly TsBlock[] {
    const { aggregate, scope } = this;
    const handlers = aggregate.commands.map((command) => ({
      command,
      name: scope.names.declare(camelCase(scope.plan.symbol(command.id, 'self').name) || command.name),
    }));
    return [
      this.refusalBlock(),
      this.contextBlock(),
      this.decideBlock(),
      this.decisionBlock(),
      this.behaviourBlock(handlers),
      ...handlers.map(({ command, name }) => this.handlerBlock(command, name)),
    ];
  }

  // ── types ──

  private refusalBlock(): TsBlock {
    const { id: element, commands } = this.aggregate;
    const refusals = commands.flatMap(({ clauses }) => clauses.flatMap((clause) => refusalOf(clause) ?? []));
    const names = [...new Set(refusals.map(({ name }) => quote(name)))];
    const isOpen = commands.some(({ byHand }) => byHand);
    const all = [...names, ...(isOpen ? ['(string & {})'] : [])];
    const doc = `Names of the reasons for which a command of ${this.words()} is refused.`;
    const text = typeAlias(this.types.refusal, all.length > 0 ? all : ['never']);
    return {
      element,
      lines: [textLine(element, text, isOpen ? `${doc} By hand there may be others.` : doc)],
    };
  }

  private contextBlock(): TsBlock {
    const { id: element, commands } = this.aggregate;
    const { scope, types } = this;
    const { byHand } = needsOf(
      commands.flatMap(({ clauses }) => clauseExpressions(clauses)),
      scope.index,
    );
    const methods = new Set([...byHand, ...commands.filter((one) => one.byHand).map(({ id }) => id)]);
    const base = scope.names.runtimeType('CommandContext');
    const doc = `What comes in with a command of ${this.words()}.`;
    if (methods.size === 0) {
      return { element, lines: [textLine(element, typeAlias(types.context, [base]), doc)] };
    }
    return {
      element,
      lines: [
        textLine(element, `export interface ${types.context} extends ${base} {`, doc),
        byHandLine(element, byHandType(methods, scope), 'What the model leaves to code written by hand.'),
        textLine(element, '}'),
      ],
    };
  }

  private decisionBlock(): TsBlock {
    const { id: element } = this.aggregate;
    const { state, event, context, refusal } = this.types;
    const generic = this.scope.names.runtimeType('Decision');
    const text = localAlias(this.decisionType, generic, [state, event, context, refusal]);
    return { element, lines: [textLine(element, text)] };
  }

  // ── the whole ──

  private decideBlock(): TsBlock {
    const { id: element } = this.aggregate;
    const { scope, types, state, command } = this;
    const { name } = scope.plan.symbol(element, 'decide');
    const context = scope.names.local('context', [state, command]);
    const parameters = [
      `${state}: ${types.state} | undefined`,
      `${command}: ${types.command}`,
      `${context}: ${types.context}`,
    ];
    const { names } = scope;
    const rejection = `${names.runtimeType('Rejection')}<${types.refusal}>`;
    const result = `${names.runtimeType('Result')}<readonly ${types.event}[], ${rejection}>`;
    const value = call(
      atom(names.runtime('decide')),
      ...[this.behaviour, state, command, context].map((one) => atom(one)),
    );
    const doc = `Which events a command makes of ${this.words()}, or why it makes none. Pure: all that is not in the state comes in with the context.`;
    return {
      element,
      lines: [
        textLine(element, functionHead(`export function ${name}`, parameters, result, 0), wrapped(doc)),
        ...statementLines([{ kind: 'return', element, value }], 0),
        textLine(element, '}'),
      ],
    };
  }

  private behaviourBlock(handlers: readonly { readonly command: Command; readonly name: string }[]): TsBlock {
    const { aggregate, scope, types } = this;
    const { id: element } = aggregate;
    const { state, event, command, context, refusal } = types;
    const identity = idFieldOf(aggregate);
    const generic = scope.names.runtimeType('Behaviour');
    const type = scope.names.declare(`${aggregate.name}Behaviour`);
    const entries = (items: readonly (readonly [string, Code])[]): Code => ({
      kind: 'object',
      members: items,
      isTall: false,
    });
    const creations = handlers
      .filter((one) => one.command.creation)
      .map((one) => stringCode(one.command.name));
    const lifecycles = aggregate.lifecycles.map((one): [string, Code] => [
      one.field.name,
      atom(scope.names.symbol(scope.plan.symbol(one.id, 'moves'))),
    ]);
    const line = (key: string, value: Code): TsLine => textLine(element, memberLine(key, value, 2));
    return {
      element,
      lines: [
        textLine(element, localAlias(type, generic, [state, event, command, context, refusal])),
        textLine(element, ''),
        textLine(element, `const ${this.behaviour}: ${type} = {`),
        line('name', stringCode(sentenceWords(aggregate.name) || aggregate.name)),
        line('state', atom(scope.names.symbol(scope.plan.of(element)))),
        line('identity', stringCode(identity?.name ?? '')),
        line('evolve', atom(scope.names.symbol(scope.plan.symbol(element, 'evolve')))),
        line('lifecycles', entries(lifecycles)),
        line('creations', { kind: 'array', items: creations }),
        textLine(element, '  commands: {'),
        ...handlers.map((one) => textLine(one.command.id, memberLine(one.command.name, atom(one.name), 4))),
        textLine(element, '  },'),
        textLine(element, '};'),
      ],
    };
  }

  // ── one command ──

  private handlerBlock(command: Command, name: string): TsBlock {
    const { id: element } = command;
    const statements = new ClauseWriter(command, this.names(), this.scope).statements();
    const uses = (parameter: string): boolean => statements.some((one) => statementMentions(one, parameter));
    const [usesCommand, usesState] = [uses(this.command), uses(this.state)];
    const parameters = [`${this.decision}: ${this.decisionType}`];
    if (usesCommand || usesState) {
      parameters.push(`${usesCommand ? '' : '_'}${this.command}: ${dataType(command, this.scope)}`);
    }
    if (usesState) parameters.push(`${this.state}: ${this.types.state}`);
    return {
      element,
      lines: [
        textLine(
          element,
          functionHead(`function ${name}`, parameters, this.decisionType, 0),
          command.doc ?? '',
        ),
        ...statementLines(statements, 0),
        textLine(element, '}'),
      ],
    };
  }

  private names(): ClauseNames {
    const { decision, command, state } = this;
    return { decision, command, state };
  }

  private words(): string {
    return withArticle(sentenceWords(this.aggregate.name) || this.aggregate.name);
  }
}

function refusalOf(clause: CommandClause): Refusal | undefined {
  return clause.kind === 'emits' ? undefined : clause.refusal;
}
