import type { Policy, Reference } from '../../../pim/behaviour.ts';
import type { Element } from '../../../pim/model.ts';
import { arrow, asType, atom, type Code, numberCode, stringCode } from '../code.ts';
import { docOf } from '../doc-text.ts';
import { genericText, memberLine } from '../print-text.ts';
import type { TsBlock } from '../psm.ts';
import { functionLines, textLine } from '../statement.ts';
import type { ModuleScope } from '../transform.ts';
import { FunctionBuilder } from './function-builder.ts';
import { lastName, StepWriter } from './step-writer.ts';
import { ambientOfEvent } from './transform-evolve.ts';
import { World } from './world.ts';

/** A policy: when it acts, as data, and what it does, as a function. */
export function transformPolicy(policy: Policy, scope: ModuleScope): readonly TsBlock[] {
  const { id: element } = policy;
  const world = new World(scope);
  const act = scope.names.declare('act');
  const worldName = scope.plan.symbol(element, 'world').name;
  const actBlock = functionBlock(policy, act, worldName, world, scope);
  return [
    declarationBlock(policy, act, worldName, scope),
    world.block(element, worldName, `What \`${scope.plan.symbol(element, 'self').name}\` works with.`),
    actBlock,
  ];
}

function declarationBlock(policy: Policy, act: string, world: string, scope: ModuleScope): TsBlock {
  const { id: element, trigger } = policy;
  const { name } = scope.plan.symbol(element, 'self');
  const members: (readonly [string, Code])[] = [['id', stringCode(element)]];
  let type: string;
  switch (trigger.kind) {
    case 'event':
      type = typed('EventPolicy', [eventType(trigger.event, scope), world], name, scope);
      members.push(['on', companion(trigger.event, scope)]);
      break;
    case 'schedule':
      type = typed('SchedulePolicy', [world], name, scope);
      members.push(['everyMillis', numberCode(trigger.everyMillis)]);
      break;
    case 'delay': {
      type = typed('DelayPolicy', [eventType(trigger.event, scope), world], name, scope);
      members.push(['after', companion(trigger.event, scope)]);
      members.push(['delayMillis', numberCode(trigger.afterMillis)]);
      members.push(['unless', { kind: 'array', items: trigger.unless.map((one) => companion(one, scope)) }]);
      if (trigger.per) members.push(['per', perCode(policy, trigger, scope)]);
      break;
    }
  }
  members.push(['act', atom(act)]);
  return {
    element,
    lines: [
      textLine(element, `export const ${name}: ${type} = {`, docOf(policy)),
      ...members.map(([key, value]) => textLine(element, memberLine(key, value, 2))),
      textLine(element, '};'),
    ],
  };
}

function typed(generic: string, types: readonly string[], name: string, scope: ModuleScope): string {
  return genericText(scope.names.runtimeType(generic), types, 0, `export const ${name}: `.length);
}

/** What tells one wait from another: the same path in the event that begins it and in those that end it. */
function perCode(
  { id: element }: Policy,
  { per, event }: Extract<Policy['trigger'], { readonly kind: 'delay' }>,
  scope: ModuleScope,
): Code {
  const builder = new FunctionBuilder(scope, {
    self: 'event',
    old: 'event',
    input: 'data',
    around: ['event', 'data'],
  });
  const code = per ? builder.code(per, element) : atom('undefined');
  const data = asType(atom('event.data'), `${eventType(event, scope)}['data']`);
  return arrow(['event'], replaced(code, data));
}

/** The payload where its name stands. */
function replaced(code: Code, data: Code): Code {
  if (code.kind === 'member') return { ...code, object: replaced(code.object, data) };
  return code.kind === 'atom' && code.text === 'data' ? data : code;
}

function functionBlock(
  policy: Policy,
  act: string,
  worldName: string,
  world: World,
  scope: ModuleScope,
): TsBlock {
  const { id: element, trigger, each, condition, call } = policy;
  const event = trigger.kind === 'schedule' ? undefined : trigger.event;
  const writer = new StepWriter(
    element,
    {
      input: 'event.data',
      self: 'event',
      around: ['event'],
      ...(event ? { eventName: lastName(event.name) } : {}),
      ambient: (ambient) =>
        event && (ambient.startsWith('event.') || ambient === 'aggregate')
          ? ambientOfEvent(ambient, 'event', lastName(event.name))
          : undefined,
    },
    world,
    scope,
    { after: new Set(), byUndo: new Set() },
  );
  const write = (inner: StepWriter): void => inner.when(condition, (innermost) => innermost.callStep(call));
  if (each) writer.round(each, write);
  else write(writer);
  const { statements } = writer.builder;
  const ofEvent = event ? [['event', eventType(event, scope)] as const] : [];
  const parameters = [
    ...ofEvent,
    ['world', worldName] as const,
    ['saga', scope.names.runtimeType('Saga')] as const,
  ];
  return {
    element,
    lines: functionLines(
      element,
      `async function ${act}`,
      parameters,
      `${scope.names.global('Promise')}<void>`,
      statements,
    ),
  };
}

function eventType(reference: Reference, scope: ModuleScope): string {
  return scope.names.symbolType(scope.plan.symbol(eventOf(reference, scope).id, 'self'));
}

function companion(reference: Reference, scope: ModuleScope): Code {
  return atom(scope.names.symbol(scope.plan.symbol(eventOf(reference, scope).id, 'self')));
}

function eventOf({ id, name }: Reference, scope: ModuleScope): Element {
  const event = id === undefined ? undefined : scope.index.get(id);
  if (!event) throw new Error(`\`${name}\` is no event`);
  return event;
}
