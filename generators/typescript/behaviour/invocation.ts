import type { Command, Invocation, Reference } from '../../../pim/behaviour.ts';
import type { Element, ElementId, Field } from '../../../pim/model.ts';
import { idFieldOf } from '../../../pim/model-index.ts';
import { arrow, atom, type Code, call, methodCall } from '../code.ts';
import type { ModuleScope } from '../transform.ts';
import { outputType } from '../type-code.ts';
import type { FunctionBuilder } from './function-builder.ts';
import { valuesCode, wholeValuesCode } from './values.ts';
import type { World } from './world.ts';

/** Where a step calls something. */
export interface CallSite {
  readonly scope: ModuleScope;
  readonly world: World;
  readonly builder: FunctionBuilder;
  readonly element: ElementId;
}

/**
 * What a step calls: a command of an aggregate, an operation of a port, another service; `isRead` if what
 * comes of it is given a name.
 */
export function invocationCode(
  { target: reference, receiver, values }: Invocation,
  isRead: boolean,
  { scope, world, builder, element }: CallSite,
): { readonly run: Code; readonly name: string } {
  const { names, plan, index } = scope;
  const target = elementOf(reference, scope);
  const data = (): Code => valuesCode(values, builder, element, scope, { inClosure: true });
  const whole = (fields: readonly Field[]): Code =>
    wholeValuesCode(values, fields, builder, element, scope, { inClosure: true });
  switch (target.kind) {
    case 'command': {
      const aggregate = index.parent(target.id);
      const access = world.aggregate(aggregate?.id ?? '');
      const companion = atom(names.symbol(plan.symbol(target.id, 'self')));
      if (target.creation) {
        const created = methodCall(access, 'create', companion, data());
        const run = isRead ? call(atom(names.runtime('subjectOf')), created) : created;
        return { run, name: target.name };
      }
      const id = receiver
        ? builder.code(receiver, element, { inClosure: true, isRequired: true })
        : atom('undefined');
      const sent = methodCall(access, 'send', id, companion, data());
      const event = isRead ? onlyEvent(target, scope) : undefined;
      return { run: event ? call(atom(names.runtime('dataOf')), event, sent) : sent, name: target.name };
    }
    case 'operation': {
      const access = world.port(index.parent(target.id)?.id ?? '');
      return {
        run: methodCall(access, target.name, ...(target.fields.length > 0 ? [whole(target.fields)] : [])),
        name: target.name,
      };
    }
    case 'service': {
      const started = call(world.service(target.id), whole(target.fields), atom('world'), atom('inner'));
      return { run: methodCall(atom('saga'), 'nested', arrow(['inner'], started)), name: target.name };
    }
    default:
      throw new Error(`\`${reference.name}\` cannot be called`);
  }
}

/** The companion of the one event that a command always makes, if somebody reads what a step gives. */
function onlyEvent({ clauses }: Command, { names, plan }: ModuleScope): Code | undefined {
  const ids = new Set(
    clauses.flatMap((clause) =>
      clause.kind === 'emits' ? clause.emissions.map(({ event }) => event.id) : [],
    ),
  );
  const [id] = ids;
  if (id === undefined || ids.size !== 1) return undefined;
  return atom(names.symbol(plan.symbol(id, 'self')));
}

/** The type of what comes of what a step calls. */
export function resultTypeOf({ target: reference }: Invocation, scope: ModuleScope): string {
  const target = elementOf(reference, scope);
  switch (target.kind) {
    case 'operation':
    case 'service':
      return target.result ? outputType(target.result.type, scope) : 'void';
    case 'command': {
      if (target.creation) {
        const aggregate = scope.index.parent(target.id);
        const identity = aggregate?.kind === 'aggregate' ? idFieldOf(aggregate) : undefined;
        return identity ? outputType(identity.type, scope) : 'string';
      }
      const [event] = target.clauses.flatMap((clause) =>
        clause.kind === 'emits' ? clause.emissions.map((one) => one.event.id ?? '') : [],
      );
      const data = event === undefined ? undefined : scope.plan.find(event, 'data');
      return data ? scope.names.symbolType(data) : scope.names.runtimeType('NoData');
    }
    default:
      return 'unknown';
  }
}

/** What the model refers to. */
export function elementOf({ id, name }: Reference, { index }: ModuleScope): Element {
  const element = id === undefined ? undefined : index.get(id);
  if (!element) throw new Error(`\`${name}\` was not resolved: only checked models are generated from`);
  return element;
}
