import type { Effect, Event, Lifecycle, Reference } from '../../../pim/behaviour.ts';
import type { Expression } from '../../../pim/expression.ts';
import type { Aggregate, ElementId, Field } from '../../../pim/model.ts';
import { fieldOf, literalOf, storedFieldsOf } from '../../../pim/model-index.ts';
import { sentenceWords } from '../../core/naming.ts';
import { atom, type Code, call, member, methodCall, objectCode, quote, stringCode } from '../code.ts';
import { functionHead, genericText, itemLine, wrapped } from '../print-text.ts';
import type { TsBlock, TsLine } from '../psm.ts';
import { type Statement, statementLines, statementMentions, textLine } from '../statement.ts';
import type { ModuleScope } from '../transform.ts';
import { subjectName, withArticle } from '../transform-structure.ts';
import { outputType } from '../type-code.ts';
import { eventContext } from './calls.ts';
import { changeCode, creationCode, type ObjectNode, objectNode } from './change-tree.ts';
import { EffectWriter } from './effects.ts';
import { FunctionBuilder, type FunctionSubjects } from './function-builder.ts';
import { initialCode } from './values.ts';

/** What events make of an aggregate's state, and the tables of its lifecycles. */
export function transformEvolve(aggregate: Aggregate, scope: ModuleScope): readonly TsBlock[] {
  return new EvolveWriter(aggregate, scope).blocks();
}

class EvolveWriter {
  private readonly aggregate: Aggregate;
  private readonly scope: ModuleScope;
  private readonly stateType: string;
  private readonly eventType: string;
  /** The parameters of the function. */
  private readonly state: string;
  private readonly event: string;
  /** Functions that make a lifecycle's moves where they change more than its field. */
  private readonly movers = new Map<ElementId, string>();

  constructor(aggregate: Aggregate, scope: ModuleScope) {
    this.aggregate = aggregate;
    this.scope = scope;
    this.stateType = scope.names.symbolType(scope.plan.of(aggregate.id));
    this.eventType = scope.names.symbolType(scope.plan.symbol(aggregate.id, 'event'));
    this.state = scope.names.local(subjectName(aggregate));
    this.event = scope.names.local('event', [this.state]);
    for (const lifecycle of aggregate.lifecycles) {
      if (lifecycle.everyMove.length > 0)
        this.movers.set(lifecycle.id, scope.names.declare(`with${this.moverName(lifecycle)}`));
    }
  }

  blocks(): readonly TsBlock[] {
    const { aggregate, scope, state, event, stateType, eventType } = this;
    const { id, events } = aggregate;
    const words = withArticle(sentenceWords(aggregate.name) || aggregate.name);
    const cases = events.map((one) => ({ event: one, statements: this.caseStatements(one) }));
    const isUsed = cases.some(({ statements }) => statements.some((one) => statementMentions(one, state)));
    const parameters = [`${isUsed ? '' : '_'}${state}: ${stateType} | undefined`, `${event}: ${eventType}`];
    const { name } = scope.plan.symbol(id, 'evolve');
    const doc = `What an event makes of ${words}; undefined where there is none. Nothing is judged here: an event is a fact.`;
    const evolve: TsBlock = {
      element: id,
      lines: [
        textLine(
          id,
          functionHead(`export function ${name}`, parameters, `${stateType} | undefined`, 0),
          wrapped(doc),
        ),
        textLine(id, `  switch (${event}.type) {`),
        ...cases.flatMap((one) => caseLines(one.event, one.statements)),
        textLine(id, '  }'),
        textLine(id, '}'),
      ],
    };
    return [
      ...aggregate.lifecycles.map((one) => this.tableBlock(one)),
      evolve,
      ...aggregate.lifecycles.flatMap((one) => this.moverBlock(one)),
    ];
  }

  private caseStatements(event: Event): readonly Statement[] {
    const { id: element, effects } = event;
    const result = (value: Code): Statement => ({ kind: 'return', element, value });
    const creates = effects.some(({ kind }) => kind === 'creates');
    if (effects.some(({ kind }) => kind === 'deletes')) return [result(atom('undefined'))];
    const builder = new FunctionBuilder(this.scope, this.subjects(event));
    const root = creates ? this.created(effects, builder, element) : objectNode(atom(this.state));
    const writer = new EffectWriter(root, builder, element, this.scope);
    for (const effect of effects) {
      if (effect.kind !== 'creates' && effect.kind !== 'deletes') writer.add(effect);
    }
    if (creates) {
      const created = creationCode(this.inOrder(root), this.stateType, this.scope.names);
      return [...builder.statements, result(created)];
    }
    const next = this.moved(event, root);
    if (next.kind === 'atom') return [result(next)];
    const state = atom(this.state);
    if (builder.statements.length === 0) {
      return [result({ kind: 'binary', operator: '&&', left: state, right: next })];
    }
    const isAbsent: Code = { kind: 'binary', operator: '===', left: state, right: atom('undefined') };
    return [
      { kind: 'if', element, condition: isAbsent, body: [result(atom('undefined'))] },
      ...builder.statements,
      result(next),
    ];
  }

  /** The state after the effects, with the moves that the event makes. */
  private moved(event: Event, root: ObjectNode): Code {
    const lifecycles = this.aggregate.lifecycles.filter(({ moves }) =>
      moves.some(({ events }) => events.some(({ id }) => id === event.id)),
    );
    for (const lifecycle of lifecycles) {
      if (this.movers.has(lifecycle.id)) continue;
      const { name } = this.fieldOf(lifecycle);
      root.members.set(name, { kind: 'value', code: this.next(lifecycle) });
    }
    return lifecycles.reduce<Code>(
      (current, { id }) => {
        const mover = this.movers.get(id);
        return mover === undefined ? current : call(atom(mover), atom(this.state), current, atom(this.event));
      },
      changeCode(root, this.scope.names),
    );
  }

  private next(lifecycle: Lifecycle): Code {
    const table = atom(this.scope.plan.symbol(lifecycle.id, 'moves').name);
    const from = member(atom(this.state), this.fieldOf(lifecycle).name);
    return methodCall(table, 'next', from, member(atom(this.event), 'type'));
  }

  /** Every field with its default, or nothing. */
  private created(effects: readonly Effect[], builder: FunctionBuilder, element: ElementId): ObjectNode {
    const node = objectNode(atom('undefined'));
    const set = new Set(effects.flatMap((one) => (one.kind === 'sets' ? fieldOfSelf(one.target) : [])));
    for (const field of storedFieldsOf(this.aggregate)) {
      if (set.has(field.id)) continue;
      const code = initialCode(field, builder, element, this.scope);
      if (code) node.members.set(field.name, { kind: 'value', code });
    }
    return node;
  }

  private inOrder(node: ObjectNode): ObjectNode {
    const order = storedFieldsOf(this.aggregate).map(({ name }) => name);
    const rank = ([name]: readonly [string, unknown]): number => order.indexOf(name);
    return { ...node, members: new Map([...node.members].toSorted((one, other) => rank(one) - rank(other))) };
  }

  private subjects(event: Event): FunctionSubjects {
    const { state, event: name } = this;
    return {
      self: state,
      old: state,
      input: `${name}.data`,
      around: [state, name],
      eventName: event.name,
      ambient: (ambient) => ambientOfEvent(ambient, name, event.name),
      calls: eventContext(name),
    };
  }

  // ── lifecycles ──

  private fieldOf(lifecycle: Lifecycle): Field {
    if (lifecycle.field.id === undefined) throw new Error(`\`${lifecycle.id}\` is of no field`);
    return fieldOf(this.scope.index, lifecycle.field.id);
  }

  private moverName(lifecycle: Lifecycle): string {
    const { name } = lifecycle.field;
    return `Moved${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  }

  /** `export const fabricStatusLifecycle = lifecycle<…>([{ from: ['PLANNED'], to: 'ACTIVE', on: […] }]);` */
  private tableBlock(lifecycle: Lifecycle): TsBlock {
    const { id, moves } = lifecycle;
    const { scope } = this;
    const field = this.fieldOf(lifecycle);
    const { name } = scope.plan.symbol(id, 'moves');
    const rows = moves.map(({ from, to, events }) => {
      const row = objectCode([
        ['from', { kind: 'array', items: from.map((one) => stringCode(this.wireOf(one.id))) }],
        ['to', stringCode(this.wireOf(to.id))],
        ['on', { kind: 'array', items: events.map((one) => stringCode(this.eventName(one))) }],
      ]);
      return textLine(id, itemLine(row, 2));
    });
    const types = [outputType(field.type, scope), `${this.eventType}['type']`];
    const start = `export const ${name} = `;
    const maker = genericText(scope.names.runtime('lifecycle'), types, 0, start.length);
    return {
      element: id,
      lines: [
        textLine(id, `${start}${maker}([`, `The only moves of \`${field.name}\`.`),
        ...rows,
        textLine(id, ']);'),
      ],
    };
  }

  private eventName({ id, name }: Reference): string {
    const event = id === undefined ? undefined : this.scope.index.get(id);
    return event?.kind === 'event' ? event.name : name;
  }

  private wireOf(literal: ElementId | undefined): string {
    if (literal === undefined) throw new Error('a move leads nowhere');
    return literalOf(this.scope.index, literal).wire;
  }

  /** `withMovedStatus(before, fabric, event)` */
  private moverBlock(lifecycle: Lifecycle): readonly TsBlock[] {
    const name = this.movers.get(lifecycle.id);
    if (name === undefined) return [];
    const { id: element } = lifecycle;
    const { scope, stateType, eventType, state, event } = this;
    const field = this.fieldOf(lifecycle);
    const before = scope.names.local('before', [state, event]);
    const to = scope.names.local('to', [state, event, before]);
    const from = member(atom(before), field.name);
    const builder = new FunctionBuilder(scope, {
      self: before,
      old: before,
      around: [state, event, before, to],
      ambient: (ambient) => {
        if (ambient === 'from') return from;
        return ambient === 'to' ? atom(to) : ambientOfEvent(ambient, event);
      },
      calls: eventContext(event),
    });
    const root = objectNode(atom(state));
    root.members.set(field.name, { kind: 'value', code: atom(to) });
    const writer = new EffectWriter(root, builder, element, scope);
    for (const effect of lifecycle.everyMove) {
      if (effect.kind !== 'creates' && effect.kind !== 'deletes') writer.add(effect);
    }
    const table = atom(scope.plan.symbol(lifecycle.id, 'moves').name);
    const isNone: Code = { kind: 'binary', operator: '===', left: atom(to), right: atom('undefined') };
    const statements: readonly Statement[] = [
      { kind: 'const', element, name: to, value: methodCall(table, 'to', from, member(atom(event), 'type')) },
      { kind: 'if', element, condition: isNone, body: [{ kind: 'return', element, value: atom(state) }] },
      ...builder.statements,
      { kind: 'return', element, value: changeCode(root, scope.names) },
    ];
    const parameters = [`${before}: ${stateType}`, `${state}: ${stateType}`, `${event}: ${eventType}`];
    const doc = `A move of \`${field.name}\`, if the event makes one from where it stood before.`;
    return [
      {
        element,
        lines: [
          textLine(element, functionHead(`function ${name}`, parameters, stateType, 0), doc),
          ...statementLines(statements, 0),
          textLine(element, '}'),
        ],
      },
    ];
  }
}

/** The field of the state itself that a place is. */
function fieldOfSelf(target: Expression): readonly ElementId[] {
  return target.kind === 'fieldAccess' && target.receiver.kind === 'self' ? [target.field] : [];
}

function caseLines({ id, name }: Event, statements: readonly Statement[]): readonly TsLine[] {
  const label = `    case ${quote(name)}:`;
  if (statements.length === 1) return [textLine(id, label), ...statementLines(statements, 4)];
  return [textLine(id, `${label} {`), ...statementLines(statements, 4), textLine(id, '    }')];
}

/** What an event recorded of what came in with its command; `name` is given where only one event is meant. */
export function ambientOfEvent(
  ambient: Extract<Expression, { readonly kind: 'ambient' }>['ambient'],
  event: string,
  name?: string,
): Code {
  switch (ambient) {
    case 'now':
      return member(atom(event), 'at');
    case 'caller':
      return member(atom(event), 'by');
    case 'event.id':
      return member(atom(event), 'id');
    case 'event.name':
      return name === undefined ? member(atom(event), 'type') : stringCode(name);
    case 'aggregate':
      return member(atom(event), 'subject');
    default:
      throw new Error(`an event has no \`${ambient}\``);
  }
}
