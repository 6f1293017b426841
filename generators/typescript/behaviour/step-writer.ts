import { assertNever } from '../../../pim/assert-never.ts';
import type {
  EachClause,
  Emission,
  ForEachBlock,
  Invocation,
  Refusal,
  ServiceStep,
  Step,
} from '../../../pim/behaviour.ts';
import type { Ambient, Expression, Parameter } from '../../../pim/expression.ts';
import type { ElementId } from '../../../pim/model.ts';
import { idFieldOf } from '../../../pim/model-index.ts';
import { plural } from '../../core/naming.ts';
import {
  arrow,
  atom,
  type Code,
  member,
  mentions,
  methodCall,
  numberCode,
  objectCode,
  stringCode,
  tallObjectCode,
} from '../code.ts';
import type { Statement } from '../statement.ts';
import type { ModuleScope } from '../transform.ts';
import type { TranslationOptions } from '../translate-expression.ts';
import { refusalObject } from './clause-writer.ts';
import { FunctionBuilder, type FunctionSubjects } from './function-builder.ts';
import { type CallSite, elementOf, invocationCode, resultTypeOf } from './invocation.ts';
import type { ReadNames } from './read-names.ts';
import { ambientOfSaga, sagaContext } from './saga-context.ts';
import { StepReads } from './step-reads.ts';
import { valuesCode } from './values.ts';
import type { World } from './world.ts';

/** What the steps of a service, or what a policy does, are written in terms of. */
export interface StepNames {
  /** What it was started with: `input`, or an event. */
  readonly input: string;
  readonly self: string;
  readonly around: readonly string[];
  ambient?(ambient: Ambient['ambient']): Code | undefined;
  /** Where it was started by an event: how that is called. */
  readonly eventName?: string;
}

const saga = atom('saga');

/** Writes steps as statements of an asynchronous function over a world and a saga. */
export class StepWriter {
  readonly builder: FunctionBuilder;
  private readonly element: ElementId;
  private readonly names: StepNames;
  private readonly world: World;
  private readonly scope: ModuleScope;
  private readonly read: ReadNames;
  private readonly reads: StepReads;
  /** Results of steps that are gathered in a list. */
  private readonly collected: Set<number>;
  /** From the first step on, what is refused has failed. */
  private hasBegun: boolean;

  constructor(
    element: ElementId,
    names: StepNames,
    world: World,
    scope: ModuleScope,
    read: ReadNames,
    outer?: StepWriter,
  ) {
    this.element = element;
    this.names = names;
    this.world = world;
    this.scope = scope;
    this.read = read;
    this.reads = new StepReads(() => this.site(), outer?.reads);
    this.collected = outer?.collected ?? new Set();
    this.hasBegun = outer?.hasBegun ?? false;
    this.builder = outer ? outer.builder.inner(this.subjects()) : new FunctionBuilder(scope, this.subjects());
  }

  /** What happens when all has failed; it sees the names bound before the first step. */
  onFailure(emissions: readonly Emission[], invocation: Invocation | undefined): void {
    for (const emission of emissions) this.failing((inner) => inner.publication(emission));
    if (invocation) this.failing((inner) => inner.invocation(invocation).run);
  }

  private failing(write: (inner: StepWriter) => Code): void {
    const { element } = this;
    const inner = this.inner('failure');
    const body = write(inner);
    this.push(...inner.builder.statements);
    const happen = arrow(mentions(body, 'failure') ? ['failure'] : [], body);
    this.push({ kind: 'do', element, value: methodCall(saga, 'onFailure', happen) });
  }

  step(one: ServiceStep): void {
    switch (one.kind) {
      case 'let': {
        const { parameter, value, refusal } = one;
        if (!refusal && !this.read.after.has(parameter.binding)) return;
        const element = refusal?.id ?? this.element;
        const name = this.bound(parameter, value, element);
        const isAbsent: Code = {
          kind: 'binary',
          operator: '===',
          left: atom(name),
          right: atom('undefined'),
        };
        if (refusal) this.refuse(refusal, isAbsent);
        return;
      }
      case 'requires': {
        const { type, optional, origin } = one.condition;
        const opposite: Expression = { kind: 'not', operand: one.condition, type, optional, origin };
        this.refuse(one.refusal, this.code(opposite));
        this.builder.assume(one.condition);
        return;
      }
      case 'emits':
        for (const emission of one.emissions) this.emission(emission);
        return;
      case 'step':
        this.hasBegun = true;
        this.taken(one);
        return;
      case 'forEach':
        this.hasBegun = true;
        this.forEach(one);
        return;
      default:
        assertNever(one);
    }
  }

  /** A constant for a name of the model: what a query answers is read into it. */
  private bound(parameter: Parameter, value: Expression, element: ElementId): string {
    this.reads.want(value, parameter.name);
    const code = this.code(value);
    if (value.kind !== 'call' || code.kind !== 'atom') return this.builder.bind(parameter, element, code);
    this.builder.call(parameter, code.text);
    return code.text;
  }

  code(expression: Expression, options: TranslationOptions = {}): Code {
    return this.builder.code(expression, this.element, options);
  }

  push(...statements: readonly Statement[]): void {
    this.builder.statements.push(...statements);
  }

  /** The statements of a block inside. */
  inner(...around: readonly string[]): StepWriter {
    const names = { ...this.names, around: [...this.names.around, ...around] };
    return new StepWriter(this.element, names, this.world, this.scope, this.read, this);
  }

  // ── refusals and events ──

  private refuse(refusal: Refusal, condition: Code): void {
    const element = refusal.id;
    const value = methodCall(saga, this.hasBegun ? 'fail' : 'refuse', refusalObject(refusal));
    this.push({ kind: 'if', element, condition, body: [{ kind: 'return', element, value }] });
  }

  private emission(emission: Emission): void {
    const { each, condition } = emission;
    const write = (writer: StepWriter): void =>
      writer.when(condition, (inner) => {
        const run = arrow([], inner.publication(emission));
        const step = methodCall(
          saga,
          'step',
          stringCode(lastName(emission.event.name)),
          objectCode([['run', run]]),
        );
        inner.push({ kind: 'do', element: this.element, value: { kind: 'await', operand: step } });
      });
    if (each) this.round(each, write);
    else write(this);
  }

  /** `world.publish(TransferFailed, { … })` */
  private publication({ event: reference, values }: Emission): Code {
    const { scope, element } = this;
    const event = elementOf(reference, scope);
    const data = valuesCode(values, this.builder, element, scope, { inClosure: true });
    const companion = atom(scope.names.symbol(scope.plan.symbol(event.id, 'self')));
    return methodCall(this.world.publisher(), 'publish', companion, data);
  }

  // ── steps ──

  private taken(step: Step): void {
    const { condition, call: invocation } = step;
    const parameter = this.isKept(step) ? step.parameter : undefined;
    if (!condition) {
      const value: Code = { kind: 'await', operand: this.stepCall(step) };
      if (parameter) this.builder.bind(parameter, this.element, value);
      else this.push({ kind: 'do', element: this.element, value });
      this.reads.clear();
      return;
    }
    const name = parameter ? this.builder.name(parameter) : undefined;
    if (name !== undefined) {
      this.push({
        kind: 'let',
        element: this.element,
        name,
        type: `${resultTypeOf(invocation, this.scope)} | undefined`,
      });
    }
    this.when(condition, (inner) => {
      const value: Code = { kind: 'await', operand: inner.stepCall(step) };
      inner.push(
        name === undefined
          ? { kind: 'do', element: this.element, value }
          : { kind: 'assign', element: this.element, name, value },
      );
    });
    this.reads.clear();
  }

  /** `saga.step('fetch', { run: …, undo: …, retry: … })` */
  private stepCall(step: Step): Code {
    const { call: invocation, undo, retry, timeoutMillis, parameter } = step;
    const isRead = this.isKept(step) || (parameter !== undefined && this.read.byUndo.has(parameter.binding));
    const { run, name } = this.invocation(invocation, isRead);
    const members: [string, Code][] = [['run', arrow([], run)]];
    if (undo) members.push(['undo', this.undoing(undo, parameter)]);
    if (retry) {
      const { times, backoffMillis } = retry;
      const options: Code = objectCode([
        ['times', numberCode(times)],
        ['backoffMillis', numberCode(backoffMillis)],
      ]);
      members.push(['retry', options]);
    }
    if (timeoutMillis !== undefined) members.push(['timeoutMillis', numberCode(timeoutMillis)]);
    const options = members.length > 1 ? tallObjectCode(members) : objectCode(members);
    return methodCall(saga, 'step', stringCode(name), options);
  }

  private undoing(undo: Invocation, parameter: Step['parameter']): Code {
    const inner = this.inner('failure');
    const own = parameter ? inner.builder.name(parameter) : 'value';
    const { run } = inner.invocation(undo);
    this.push(...inner.builder.statements);
    const usesFailure = mentions(run, 'failure');
    const usesOwn = mentions(run, own);
    if (usesFailure) return arrow([usesOwn ? own : `_${own}`, 'failure'], run);
    return arrow(usesOwn ? [own] : [], run);
  }

  private invocation(invocation: Invocation, isRead = false): { readonly run: Code; readonly name: string } {
    return invocationCode(invocation, isRead, this.site());
  }

  private site(): CallSite {
    const { scope, world, builder, element } = this;
    return { scope, world, builder, element };
  }

  // ── loops and conditions ──

  /** Whether something after a step reads what it gives, or a list of all that it gives does. */
  private isKept({ parameter }: Step): boolean {
    return (
      parameter !== undefined &&
      (this.read.after.has(parameter.binding) || this.collected.has(parameter.binding))
    );
  }

  private forEach({ each, condition, steps, collects }: ForEachBlock): void {
    const wanted = collects.filter(({ list }) => this.read.after.has(list.binding));
    for (const { inner } of wanted) this.collected.add(inner.binding);
    const lists = wanted.map(({ inner, list }) => {
      const step = steps.find(
        (one): one is Step => one.kind === 'step' && one.parameter?.binding === inner.binding,
      );
      const type = step ? resultTypeOf(step.call, this.scope) : 'unknown';
      const name = this.builder.name({ ...list, name: plural(list.name) });
      const none: Code = { kind: 'array', items: [] };
      this.push({ kind: 'const', element: this.element, name, type: `${type}[]`, value: none });
      return { binding: inner.binding, name };
    });
    this.round(each, (inner) =>
      inner.when(condition, (innermost) => {
        for (const one of steps) {
          innermost.step(one);
          const list =
            one.kind === 'step' ? lists.find(({ binding }) => binding === one.parameter?.binding) : undefined;
          if (list && one.kind === 'step' && one.parameter) {
            const item = atom(innermost.builder.boundName(one.parameter));
            const filling: Statement = {
              kind: 'do',
              element: this.element,
              value: methodCall(atom(list.name), 'push', item),
            };
            const isThere: Code = { kind: 'binary', operator: '!==', left: item, right: atom('undefined') };
            innermost.push(
              one.condition
                ? { kind: 'if', element: this.element, condition: isThere, body: [filling] }
                : filling,
            );
          }
        }
      }),
    );
    this.reads.clear();
  }

  /** The statements inside of a loop over a list, the literals of an enum, or all aggregates of a kind. */
  round({ source, parameter }: EachClause, write: (inner: StepWriter) => void): void {
    const list = this.listOf(source);
    const inner = this.inner();
    inner.reads.clear();
    const name = inner.builder.name(parameter);
    if (source.kind === 'aggregate') inner.bindAggregate(parameter.binding, name, source.aggregate);
    write(inner);
    this.push({
      kind: 'for',
      element: this.element,
      name,
      isAsync: source.kind === 'aggregate',
      list,
      body: inner.builder.statements,
    });
  }

  private listOf(source: EachClause['source']): Code {
    if (source.kind === 'list') return this.code(source.list);
    if (source.kind === 'aggregate') return methodCall(this.world.aggregate(source.aggregate), 'all');
    return member(atom(this.scope.names.symbol(this.scope.plan.of(source.enum))), 'values');
  }

  /** A loop over aggregates gives their states; a reference to one is its id. */
  private bindAggregate(binding: number, name: string, aggregate: ElementId): void {
    const element = this.scope.index.get(aggregate);
    const identity = element?.kind === 'aggregate' ? idFieldOf(element) : undefined;
    this.builder.stand(binding, member(atom(name), identity?.name ?? ''));
    this.reads.know(binding, name);
  }

  when(condition: Expression | undefined, write: (inner: StepWriter) => void): void {
    if (!condition) {
      write(this);
      return;
    }
    const code = this.code(condition);
    const inner = this.inner();
    inner.builder.assume(condition);
    write(inner);
    this.push({ kind: 'if', element: this.element, condition: code, body: inner.builder.statements });
  }

  /** One call, as a step. */
  callStep(invocation: Invocation): void {
    const { run, name } = this.invocation(invocation);
    const step = methodCall(saga, 'step', stringCode(name), objectCode([['run', arrow([], run)]]));
    this.push({ kind: 'do', element: this.element, value: { kind: 'await', operand: step } });
  }

  // ── expressions ──

  private subjects(): FunctionSubjects {
    const { names } = this;
    const context = member(saga, 'context');
    return {
      self: names.self,
      old: names.self,
      input: names.input,
      around: ['world', 'saga', 'inner', 'read', 'find', ...names.around],
      ...(names.eventName === undefined ? {} : { eventName: names.eventName }),
      ambient: (ambient) => names.ambient?.(ambient) ?? ambientOfSaga(ambient),
      newId: () => methodCall(context, 'newId'),
      calls: sagaContext(this.world),
      ...this.reads.subjects(),
    };
  }
}

export function lastName(name: string): string {
  return name.split('.').at(-1) ?? name;
}
