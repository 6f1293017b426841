import { assertNever } from '../../../pim/assert-never.ts';
import type { Command, CommandClause, Emission, Refusal } from '../../../pim/behaviour.ts';
import type { Expression } from '../../../pim/expression.ts';
import type { ElementId } from '../../../pim/model.ts';
import { atom, type Code, call, member, methodCall, stringCode, tallObjectCode } from '../code.ts';
import type { Statement } from '../statement.ts';
import type { ModuleScope } from '../transform.ts';
import { handName } from './by-hand.ts';
import { wholeContext } from './calls.ts';
import { FunctionBuilder, type FunctionSubjects } from './function-builder.ts';
import { readByCommand } from './read-names.ts';
import { ambientOfContext } from './transform-calculation.ts';
import { valuesCode } from './values.ts';

/** The parameters of the function that decides over a command. */
export interface ClauseNames {
  readonly decision: string;
  readonly command: string;
  readonly state: string;
}

/** The statements of one command, clause by clause. */
export class ClauseWriter {
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

function negation(operand: Expression): Expression {
  const { type, optional, origin } = operand;
  return { kind: 'not', operand, type, optional, origin };
}

function isAbsent(code: Code): Code {
  return { kind: 'binary', operator: '===', left: code, right: atom('undefined') };
}
