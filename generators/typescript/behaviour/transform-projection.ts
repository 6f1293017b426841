import type { Projection, ProjectionHandler } from '../../../pim/behaviour.ts';
import type { Expression } from '../../../pim/expression.ts';
import type { Aggregate, ElementId, Field } from '../../../pim/model.ts';
import { needsOf } from '../../../pim/needs.ts';
import { sentenceWords } from '../../core/naming.ts';
import { assigned } from '../assign.ts';
import { atom, type Code, callGeneric, member, objectCode, quote } from '../code.ts';
import { docOf } from '../doc-text.ts';
import { functionHead, parameterLayout, propertyLine, typeAlias, wrapped } from '../print-text.ts';
import type { TsBlock, TsLine } from '../psm.ts';
import { type Statement, statementLines, statementMentions, textLine } from '../statement.ts';
import type { ModuleScope } from '../transform.ts';
import { plainType, subjectName, withArticle } from '../transform-structure.ts';
import { outputType } from '../type-code.ts';
import { eventContext, wholeContext } from './calls.ts';
import { changeCode, objectNode } from './change-tree.ts';
import { contextParameter } from './context-type.ts';
import { EffectWriter } from './effects.ts';
import { FunctionBuilder } from './function-builder.ts';
import { interfaceBlock } from './payload.ts';
import { lastName } from './step-writer.ts';
import { ambientOfEvent } from './transform-evolve.ts';

/** What readers see: an interface, and the function that makes it of a state or of events. */
export function transformProjection(projection: Projection, scope: ModuleScope): readonly TsBlock[] {
  const { id, fields } = projection;
  const { name } = scope.plan.symbol(id, 'self');
  const row = interfaceBlock(
    id,
    name,
    docOf(projection),
    fields.map((field) =>
      textLine(field.id, propertyLine(field.name, field.optional, [fieldType(field, scope)]), docOf(field)),
    ),
  );
  const aggregate = projection.aggregate?.id;
  if (aggregate === undefined) return [row, ...new RowWriter(projection, name, scope).blocks()];
  return [row, viewBlock(projection, name, aggregateOf(aggregate, scope), scope)];
}

/** What is computed has passed no check. */
function fieldType(field: Field, scope: ModuleScope): string {
  return field.role === 'derived' ? plainType(field.type, scope) : outputType(field.type, scope);
}

function aggregateOf(id: ElementId, { index }: ModuleScope): Aggregate {
  const aggregate = index.get(id);
  if (aggregate?.kind !== 'aggregate') throw new Error(`\`${id}\` is no aggregate`);
  return aggregate;
}

// ── of one aggregate's state ──

function viewBlock(projection: Projection, name: string, aggregate: Aggregate, scope: ModuleScope): TsBlock {
  const { id: element, fields } = projection;
  const state = scope.names.local(subjectName(aggregate));
  const context = scope.names.local('context', [state]);
  const calls = wholeContext(atom(context));
  const builder = new FunctionBuilder(scope, { self: state, old: state, around: [state, context], calls });
  const members = fields.map((field): readonly [string, Code] => {
    const value = field.derivation ?? sameField(field, aggregate, element);
    const code = builder.code(value, element);
    return [field.name, field.role === 'derived' ? code : assigned(code, value, field.type, scope)];
  });
  const object = objectCode(members);
  const mayLack = fields.some(({ optional }) => optional);
  const value = mayLack ? callGeneric(atom(scope.names.runtime('present')), [name], [object]) : object;
  const words = withArticle(sentenceWords(aggregate.name) || aggregate.name);
  const { name: function_ } = scope.plan.symbol(element, 'of');
  const derivations = fields.flatMap(({ derivation }) => derivation ?? []);
  const parameters = [
    `${state}: ${scope.names.symbolType(scope.plan.of(aggregate.id))}`,
    ...contextParameter(context, needsOf(derivations, scope.index), scope).map(parameterLayout),
  ];
  const statements: readonly Statement[] = [...builder.statements, { kind: 'return', element, value }];
  return {
    element,
    lines: [
      textLine(
        element,
        functionHead(`export function ${function_}`, parameters, name, 0),
        `What \`${name}\` shows of ${words}.`,
      ),
      ...statementLines(statements, 0),
      textLine(element, '}'),
    ],
  };
}

/** The aggregate's field of the same name. */
function sameField(field: Field, aggregate: Aggregate, element: ElementId): Expression {
  const own = aggregate.fields.find(({ name }) => name === field.name);
  if (!own)
    throw new Error(`\`${element}\` shows \`${field.name}\`, which \`${aggregate.id}\` does not have`);
  const origin = field.origin;
  const type = { kind: 'named', id: aggregate.id, origin } as const;
  const receiver: Expression = { kind: 'self', type, optional: false, origin };
  const { id, name, optional } = own;
  return { kind: 'fieldAccess', receiver, field: id, name, type: own.type, optional, origin };
}

// ── on events ──

class RowWriter {
  private readonly projection: Projection;
  private readonly rowType: string;
  private readonly scope: ModuleScope;
  private readonly identity: Field | undefined;
  private readonly eventType: string;

  constructor(projection: Projection, rowType: string, scope: ModuleScope) {
    this.projection = projection;
    this.rowType = rowType;
    this.scope = scope;
    this.identity = projection.fields.find(({ role }) => role === 'id');
    this.eventType = scope.plan.symbol(projection.id, 'event').name;
  }

  blocks(): readonly TsBlock[] {
    return [this.unionBlock(), this.keyBlock(), this.applyBlock()];
  }

  private unionBlock(): TsBlock {
    const { id: element, handlers } = this.projection;
    const { names, plan } = this.scope;
    const types = handlers.flatMap(({ event }) =>
      event.id === undefined ? [] : [names.symbolType(plan.symbol(event.id, 'self'))],
    );
    const text = typeAlias(this.eventType, types.length > 0 ? [...new Set(types)] : ['never']);
    return { element, lines: [textLine(element, text, `The events that change \`${this.rowType}\`.`)] };
  }

  /** Which row an event is about. */
  private keyBlock(): TsBlock {
    const { id: element, handlers } = this.projection;
    const { scope, identity } = this;
    const { name } = scope.plan.symbol(element, 'key');
    const rows = handlers.flatMap((handler) => {
      const builder = this.builderOf(handler, 'event');
      const value = this.keyOf(handler, builder);
      return this.caseLines(handler, [...builder.statements, { kind: 'return', element, value }]);
    });
    const result = identity ? outputType(identity.type, scope) : 'string';
    return {
      element,
      lines: [
        textLine(
          element,
          functionHead(`export function ${name}`, [`event: ${this.eventType}`], result, 0),
          'The id of the row that an event is about.',
        ),
        textLine(element, '  switch (event.type) {'),
        ...rows,
        textLine(element, '  }'),
        textLine(element, '}'),
      ],
    };
  }

  private keyOf(handler: ProjectionHandler, builder: FunctionBuilder): Code {
    const [given] = handler.key;
    const { identity, scope } = this;
    const { id } = this.projection;
    if (!given) return this.ownKey(handler);
    const code = builder.code(given.value, id);
    return identity ? assigned(code, given.value, identity.type, scope) : code;
  }

  /** The event's aggregate where the row's id refers to one of its kind, else what the event holds of that name. */
  private ownKey({ event: { id = '' } }: ProjectionHandler): Code {
    const { identity, scope } = this;
    const event = scope.index.get(id);
    const aggregate = scope.index.parent(id);
    const isOfIt = identity?.type.kind === 'reference' && identity.type.aggregate === aggregate?.id;
    const isHeld = event?.kind === 'event' && event.fields.some(({ name }) => name === identity?.name);
    return isHeld && identity && !isOfIt ? member(atom('event.data'), identity.name) : atom('event.subject');
  }

  private applyBlock(): TsBlock {
    const { id: element, handlers } = this.projection;
    const { scope, rowType, eventType } = this;
    const { name } = scope.plan.symbol(element, 'apply');
    const cases = handlers.map((handler) => ({ handler, statements: this.applyStatements(handler) }));
    const usesRow = cases.some(({ statements }) => statements.some((one) => statementMentions(one, 'row')));
    const parameters = [`${usesRow ? '' : '_'}row: ${rowType} | undefined`, `event: ${eventType}`];
    return {
      element,
      lines: [
        textLine(
          element,
          functionHead(`export function ${name}`, parameters, `${rowType} | undefined`, 0),
          wrapped(
            'The row after an event; undefined where there is none. A row that is not there yet begins with its defaults.',
          ),
        ),
        textLine(element, '  switch (event.type) {'),
        ...cases.flatMap(({ handler, statements }) => this.caseLines(handler, statements)),
        textLine(element, '  }'),
        textLine(element, '}'),
      ],
    };
  }

  private applyStatements(handler: ProjectionHandler): readonly Statement[] {
    const { id: element } = this.projection;
    const { effects } = handler;
    if (effects.some(({ kind }) => kind === 'deletes')) {
      return [{ kind: 'return', element, value: atom('undefined') }];
    }
    const builder = this.builderOf(handler, 'current');
    const beginning = this.beginning(handler, builder);
    const start: Code = { kind: 'binary', operator: '??', left: atom('row'), right: beginning };
    const root = objectNode(atom('current'));
    const writer = new EffectWriter(root, builder, element, this.scope);
    for (const effect of effects) {
      if (effect.kind !== 'creates' && effect.kind !== 'deletes') writer.add(effect);
    }
    const value = changeCode(root, this.scope.names);
    return [
      { kind: 'const', element, name: 'current', type: this.rowType, value: start },
      ...builder.statements,
      { kind: 'return', element, value },
    ];
  }

  /** A row that is not there yet. What has no default, the event must say. */
  private beginning(handler: ProjectionHandler, builder: FunctionBuilder): Code {
    const { id: element, fields } = this.projection;
    const { identity, scope, rowType } = this;
    const members: (readonly [string, Code])[] = [];
    let isWhole = true;
    for (const field of fields) {
      if (field === identity) members.push([field.name, this.keyOf(handler, builder)]);
      else if (field.default) {
        const code = builder.code(field.default, element);
        members.push([field.name, assigned(code, field.default, field.type, scope)]);
      } else isWhole &&= field.optional;
    }
    const object = objectCode(members);
    return isWhole ? object : { kind: 'as', operand: object, type: rowType };
  }

  private builderOf(handler: ProjectionHandler, self: string): FunctionBuilder {
    return new FunctionBuilder(this.scope, {
      self,
      old: self,
      input: 'event.data',
      around: ['row', 'event', 'current'],
      eventName: lastName(handler.event.name),
      ambient: (ambient) => ambientOfEvent(ambient, 'event', lastName(handler.event.name)),
      calls: eventContext('event'),
    });
  }

  private caseLines(handler: ProjectionHandler, statements: readonly Statement[]): readonly TsLine[] {
    const { id } = this.projection;
    const event = handler.event.id === undefined ? undefined : this.scope.index.get(handler.event.id);
    if (event?.kind !== 'event') throw new Error(`\`${handler.event.name}\` is no event`);
    const label = `    case ${quote(event.name)}:`;
    if (statements.length === 1) return [textLine(id, label), ...statementLines(statements, 4)];
    return [textLine(id, `${label} {`), ...statementLines(statements, 4), textLine(id, '    }')];
  }
}
