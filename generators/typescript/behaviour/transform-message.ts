import type { Command, Event, EventVersion } from '../../../pim/behaviour.ts';
import type { Aggregate, ElementId, Field, Named } from '../../../pim/model.ts';
import { idFieldOf } from '../../../pim/model-index.ts';
import { camelCase, sentenceWords } from '../../core/naming.ts';
import { atom, type Code, callGeneric, quote, stringCode } from '../code.ts';
import { docOf } from '../doc-text.ts';
import {
  constantLine,
  functionHead,
  genericAlias,
  genericText,
  memberLine,
  typeAlias,
} from '../print-text.ts';
import type { TsBlock, TsLine } from '../psm.ts';
import { statementLines, statementMentions, textLine } from '../statement.ts';
import type { ModuleScope } from '../transform.ts';
import { outputType } from '../type-code.ts';
import { FunctionBuilder } from './function-builder.ts';
import {
  callHead,
  dataInterface,
  inputInterface,
  objectCallLines,
  schemaLines,
  textMember,
} from './payload.ts';
import { valuesCode } from './values.ts';

/** The commands of an aggregate: a type and a companion for each, and the union of all. */
export function transformCommands(aggregate: Aggregate, scope: ModuleScope): readonly TsBlock[] {
  const { id, commands } = aggregate;
  const own = commands.map((command) => scope.plan.symbol(command.id, 'self').name);
  return [
    ...commands.flatMap((command) => commandBlocks(command, scope)),
    unionBlock(id, scope.plan.symbol(id, 'command').name, own, `What can be asked of ${aOne(aggregate)}.`),
  ];
}

function commandBlocks(command: Command, scope: ModuleScope): readonly TsBlock[] {
  const { name } = scope.plan.symbol(command.id, 'self');
  const types = [quote(command.name), dataType(command, scope)];
  return [
    aliasBlock(command, genericAlias(name, scope.names.runtimeType('Command'), types)),
    ...payloadBlocks(command, name, scope),
    companionBlock(command, name, 'commandType', [textMember(command.id, 'id', command.id, 2)], [], scope),
  ];
}

/** The events of an aggregate, the union of all, and what reads those that were stored. */
export function transformEvents(aggregate: Aggregate, scope: ModuleScope): readonly TsBlock[] {
  const { id, events } = aggregate;
  const identity = idFieldOf(aggregate);
  const subject = identity ? outputType(identity.type, scope) : 'undefined';
  const own = events.map((event) => scope.plan.symbol(event.id, 'self').name);
  const union = scope.plan.symbol(id, 'event').name;
  const reader = callGeneric(
    atom(scope.names.runtime('eventReader')),
    [union],
    [{ kind: 'array', items: own.map(atom) }],
  );
  const read = constantLine(scope.plan.symbol(id, 'read').name, reader);
  return [
    ...events.flatMap((event) => eventBlocks(event, id, subject, scope)),
    unionBlock(id, union, own, `What can happen to ${aOne(aggregate)}.`),
    { element: id, lines: [textLine(id, read, 'Reads a stored event, whichever version its data are of.')] },
  ];
}

/** An event: its type, its payload, and a companion that makes and reads it. */
export function eventBlocks(
  event: Event,
  source: ElementId,
  subject: string,
  scope: ModuleScope,
): readonly TsBlock[] {
  const { name } = scope.plan.symbol(event.id, 'self');
  const types = [quote(event.name), dataType(event, scope), subject];
  const earlier = event.previous.map((version, position) => {
    const next = event.previous[position - 1] ?? event;
    return { version, next, upgrade: scope.names.declare(`${camelCase(name)}FromV${version.version}`) };
  });
  return [
    aliasBlock(event, genericAlias(name, scope.names.runtimeType('DomainEvent'), types)),
    ...payloadBlocks(event, name, scope),
    ...event.previous.flatMap((version) => earlierBlocks(version, name, scope)),
    companionBlock(
      event,
      name,
      'eventType',
      [
        textMember(event.id, 'source', source, 2),
        ...(event.version > 1 ? [textLine(event.id, `  version: ${event.version},`)] : []),
        ...formerNameLines(event),
      ],
      earlier.flatMap(({ version, upgrade }) => earlierLines(version, upgrade, scope)),
      scope,
    ),
    ...earlier.map(({ version, next, upgrade }) => upgradeBlock(version, next, upgrade, scope)),
  ];
}

/** The type of a payload: an interface, or nothing at all. */
export function dataType(
  message: { readonly id: ElementId; readonly fields: readonly Field[] },
  scope: ModuleScope,
): string {
  return message.fields.length > 0
    ? scope.names.symbolType(scope.plan.symbol(message.id, 'data'))
    : scope.names.runtimeType('NoData');
}

function aliasBlock(message: Event | Command, alias: string): TsBlock {
  const { id } = message;
  return { element: id, lines: [textLine(id, alias, docOf(message))] };
}

function unionBlock(element: ElementId, name: string, types: readonly string[], doc: string): TsBlock {
  const text = typeAlias(name, types.length > 0 ? types : ['never']);
  return { element, lines: [textLine(element, text, doc)] };
}

export function payloadBlocks(
  { id, fields }: { readonly id: ElementId; readonly fields: readonly Field[] },
  name: string,
  scope: ModuleScope,
): readonly TsBlock[] {
  if (fields.length === 0) return [];
  const [data, input] = [scope.plan.symbol(id, 'data').name, scope.plan.symbol(id, 'input').name];
  return [
    dataInterface(id, data, `What \`${name}\` holds.`, fields, scope),
    inputInterface(id, input, `What \`${name}\` is made from.`, fields, scope),
  ];
}

function earlierBlocks(
  { id, version, fields }: EventVersion,
  name: string,
  scope: ModuleScope,
): readonly TsBlock[] {
  const [data, input] = [scope.plan.symbol(id, 'data').name, scope.plan.symbol(id, 'input').name];
  return [
    dataInterface(id, data, `What \`${name}\` held in version ${version}.`, fields, scope),
    inputInterface(id, input, `What \`${data}\` is read from.`, fields, scope),
  ];
}

/** `export const Name = eventType<…>({ … });` */
function companionBlock(
  message: Event | Command,
  name: string,
  maker: string,
  settings: readonly TsLine[],
  earlier: readonly TsLine[],
  scope: ModuleScope,
): TsBlock {
  const { id, fields } = message;
  const start = `export const ${name} = `;
  const types = fields.length > 0 ? [name, scope.plan.symbol(id, 'input').name] : [name];
  const head = callHead(start, scope.names.runtime(maker), types);
  const members = [
    textMember(id, 'type', message.name, 2),
    ...settings,
    ...(fields.length > 0 ? dataLines(id, fields, '  data: ', 2, ',', scope) : []),
    ...(earlier.length > 0 ? [textLine(id, '  earlier: ['), ...earlier, textLine(id, '  ],')] : []),
  ];
  return { element: id, lines: objectCallLines(id, head, members) };
}

/** `formerly: ['Moved'],` and, below `renamed`, `kilometres: ['miles'],` for each field. */
function formerNameLines(event: Event): readonly TsLine[] {
  const formerly = formerNames(event);
  const renamed = event.fields.filter((field) => formerNames(field).length > 0);
  const list = (names: readonly string[]): Code => ({ kind: 'array', items: names.map(stringCode) });
  const fields = renamed.map((field) =>
    textLine(field.id, memberLine(field.name, list(formerNames(field)), 4)),
  );
  return [
    ...(formerly.length > 0 ? [textLine(event.id, memberLine('formerly', list(formerly), 2))] : []),
    ...(fields.length > 0 ? [textLine(event.id, '  renamed: {'), ...fields, textLine(event.id, '  },')] : []),
  ];
}

function formerNames({ evolution }: Named): readonly string[] {
  return evolution?.formerNames ?? [];
}

/** `data: structure<Data, Input>({ … }),` */
function dataLines(
  id: ElementId,
  fields: readonly Field[],
  start: string,
  depth: number,
  end: string,
  scope: ModuleScope,
): readonly TsLine[] {
  const types = [scope.plan.symbol(id, 'data').name, scope.plan.symbol(id, 'input').name];
  const maker = genericText(scope.names.runtime('structure'), types, depth, start.length);
  return [
    textLine(id, `${start}${maker}({`),
    ...schemaLines(id, fields, depth + 2, scope),
    textLine(id, `${' '.repeat(depth)}})${end}`),
  ];
}

function earlierLines(version: EventVersion, upgrade: string, scope: ModuleScope): readonly TsLine[] {
  const { id, fields } = version;
  return [
    textLine(id, `    ${scope.names.runtime('earlierVersion')}(`),
    textLine(id, `      ${version.version},`),
    ...dataLines(id, fields, '      ', 6, ',', scope),
    textLine(id, `      ${upgrade},`),
    textLine(id, '    ),'),
  ];
}

/** What data of an earlier version are in the next. */
function upgradeBlock(
  version: EventVersion,
  next: Event | EventVersion,
  name: string,
  scope: ModuleScope,
): TsBlock {
  const { id } = version;
  const data = scope.names.local('data');
  const builder = new FunctionBuilder(scope, { self: data, old: data, input: data, around: [data] });
  const value = valuesCode(version.becomes, builder, id, scope);
  builder.statements.push({ kind: 'return', element: id, value });
  const types = { from: scope.plan.symbol(id, 'data').name, to: scope.plan.symbol(next.id, 'input').name };
  const isRead = builder.statements.some((statement) => statementMentions(statement, data));
  return {
    element: id,
    lines: [
      textLine(id, functionHead(`function ${name}`, isRead ? [`${data}: ${types.from}`] : [], types.to, 0)),
      ...statementLines(builder.statements, 0),
      textLine(id, '}'),
    ],
  };
}

function aOne({ name }: Aggregate): string {
  const words = sentenceWords(name) || name;
  return `${/^[aeiou]/.test(words) ? 'an' : 'a'} ${words}`;
}
