import { assertNever } from '../../../pim/assert-never.ts';
import type { Command, CommandClause, Emission, Refusal } from '../../../pim/behaviour.ts';
import type { Expression } from '../../../pim/expression.ts';
import type { Aggregate, ElementId } from '../../../pim/model.ts';
import { idFieldOf } from '../../../pim/model-index.ts';
import { clauseExpressions, needsOf } from '../../../pim/needs.ts';
import { camelCase, sentenceWords } from '../../core/naming.ts';
import { atom, type Code, call, member, methodCall, quote, stringCode, tallObjectCode } from '../code.ts';
import { functionHead, localAlias, memberLine, typeAlias, wrapped } from '../print-text.ts';
import type { TsBlock, TsLine } from '../psm.ts';
import { type Statement, statementLines, statementMentions, textLine } from '../statement.ts';
import type { ModuleScope } from '../transform.ts';
import { subjectName, withArticle } from '../transform-structure.ts';
import { handName } from './by-hand.ts';
import { wholeContext } from './calls.ts';
import { byHandLine, byHandType } from './context-type.ts';
import { FunctionBuilder, type FunctionSubjects } from './function-builder.ts';
import { readByCommand } from './read-names.ts';
import { ambientOfContext } from './transform-calculation.ts';
import { dataType } from './transform-message.ts';
import { valuesCode } from './values.ts';

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

interface ClauseNames {
  readonly decision: string;
  readonly command: string;
  readonly state: string;
}

/** The statements of one command, clause by clause. */
class ClauseWriter {
  private readonly command: Command;
  private readonly names: ClauseNames;
  private readonly scope: ModuleScope;
  private readonly builder: FunctionBuilder;
  private readonly read: ReadonlySet<number>;

  constructor(command: Command, names: ClauseNames, scope: ModuleScope) {
    this.command = command;
    this.read = readByCommand(command.clauses);
    this.names = names;
    this.scope = scope;
    this.builder = new FunctionBuilder(scope, this.subjects(names.state));
  }

  statements(): readonly Statement[] {
    const { command, names, scope } = this;
    const { id: element } = command;
    for (const clause of command.clauses) this.clause(clause);
    const decision = atom(names.decision);
    if (command.byHand) {
      const byHand = member(member(decision, 'context'), 'byHand');
      const method = member(byHand, handName(element, scope.index, scope.plan));
      const parameters = [names.decision, names.command, ...(command.creation ? [] : [names.state])];
      const value = call(method, ...parameters.map((one) => atom(one)));
      this.push({ kind: 'do', element, value });
    }
    const last = this.builder.statements.at(-1);
    // What ends with an event ends with what comes of it.
    if (last?.kind === 'do' && !command.byHand) {
      return [...this.builder.statements.slice(0, -1), { ...last, kind: 'return' }];
    }
    return [...this.builder.statements, { kind: 'return', element, value: decision }];
  }

  private push(statement: Statement): void {
    this.builder.statements.push(statement);
  }

  private clause(clause: CommandClause): void {
    switch (clause.kind) {
      case 'let': {
        const { parameter, value, refusal } = clause;
        if (!refusal && !this.read.has(parameter.binding)) return;
        const element = refusal?.id ?? this.command.id;
        const name = this.builder.bind(parameter, element, this.builder.code(value, element));
        if (refusal) this.refuse(refusal, isAbsent(atom(name)));
        return;
      }
      case 'requires': {
        const { condition, refusal } = clause;
        this.refuse(refusal, this.builder.code(negation(condition), refusal.id));
        this.builder.assume(condition);
        return;
      }
      case 'emits':
        for (const emission of clause.emissions) this.emission(emission);
        return;
      default:
        assertNever(clause);
    }
  }

  private refuse(refusal: Refusal, condition: Code): void {
    const element = refusal.id;
    const value = methodCall(atom(this.names.decision), 'refuse', refusalObject(refusal));
    this.push({ kind: 'if', element, condition, body: [{ kind: 'return', element, value }] });
  }

  private emission(emission: Emission): void {
    const { each, condition } = emission;
    const { id: element } = this.command;
    if (!each) {
      this.conditional(condition, this.builder, (inner) => this.emit(emission, inner));
      this.afterEvent();
      return;
    }
    const list = this.listOf(each.source, element);
    const inner = this.builder.inner();
    inner.continueWith(this.subjects(`${this.names.decision}.state`));
    const name = inner.name(each.parameter);
    this.conditional(condition, inner, (innermost) => this.emit(emission, innermost));
    this.push({ kind: 'for', element, name, list, body: inner.statements });
    this.afterEvent();
  }

  private listOf(source: NonNullable<Emission['each']>['source'], element: ElementId): Code {
    if (source.kind === 'list') return this.builder.code(source.list, element);
    if (source.kind === 'aggregate') throw new Error('a command went over all aggregates of a kind');
    const companion = this.scope.names.symbol(this.scope.plan.of(source.enum));
    return member(atom(companion), 'values');
  }

  private conditional(
    condition: Expression | undefined,
    builder: FunctionBuilder,
    write: (inner: FunctionBuilder) => void,
  ): void {
    if (!condition) {
      write(builder);
      return;
    }
    const { id: element } = this.command;
    const code = builder.code(condition, element);
    const inner = builder.inner();
    inner.assume(condition);
    write(inner);
    builder.statements.push({ kind: 'if', element, condition: code, body: inner.statements });
  }

  private emit({ event: reference, values }: Emission, builder: FunctionBuilder): void {
    const { scope, names } = this;
    const { id: element } = this.command;
    const event = reference.id === undefined ? undefined : scope.index.get(reference.id);
    if (event?.kind !== 'event') throw new Error(`\`${reference.name}\` is no event`);
    const given = valuesCode(values, builder, element, scope);
    const made = event.fields
      .filter(({ generated, name }) => generated && !values.some((one) => one.name === name))
      .map(({ name }): [string, Code] => [name, this.newId()]);
    const data: Code = given.kind === 'object' ? { ...given, members: [...given.members, ...made] } : given;
    const companion = atom(scope.names.symbol(scope.plan.symbol(event.id, 'self')));
    const value = methodCall(
      atom(names.decision),
      'emit',
      companion,
      ...(event.fields.length > 0 ? [data] : []),
    );
    builder.statements.push({ kind: 'do', element, value });
  }

  /** The subject is from now on what the events so far left behind. */
  private afterEvent(): void {
    this.builder.continueWith(this.subjects(`${this.names.decision}.state`));
  }

  private newId(): Code {
    return methodCall(member(atom(this.names.decision), 'context'), 'newId');
  }

  private subjects(self: string): FunctionSubjects {
    const { decision, command, state } = this.names;
    const context = member(atom(decision), 'context');
    return {
      self,
      old: state,
      input: command,
      around: [decision, command, state],
      ambient: (ambient) => ambientOfContext(ambient, context),
      newId: () => this.newId(),
      calls: wholeContext(context),
    };
  }
}

export function refusalObject({ id, name, message }: Refusal): Code {
  return tallObjectCode([
    ['name', stringCode(name)],
    ['id', stringCode(id)],
    ['message', stringCode(message)],
  ]);
}

function refusalOf(clause: CommandClause): Refusal | undefined {
  return clause.kind === 'emits' ? undefined : clause.refusal;
}

function negation(operand: Expression): Expression {
  const { type, optional, origin } = operand;
  return { kind: 'not', operand, type, optional, origin };
}

function isAbsent(code: Code): Code {
  return { kind: 'binary', operator: '===', left: code, right: atom('undefined') };
}
