import type { Projection, Reference, Translation } from '../../pim/behaviour.ts';
import type { Aggregate, Context, ElementId, Field, Named } from '../../pim/model.ts';
import { camelCase, kebabCase, pascalCase } from '../core/naming.ts';

/** What a name that is made for an element stands for. */
export type Role =
  /** What is declared, under its own name: the event, the command, the query, the port… */
  | 'self'
  /** Payloads: checked, and as they come in. */
  | 'data'
  | 'input'
  /** Of an aggregate: unions of its events, commands and refusals, what comes in, and what decides. */
  | 'event'
  | 'command'
  | 'refusal'
  | 'context'
  | 'decide'
  | 'evolve'
  | 'read'
  | 'may'
  | 'permissions'
  | 'outcome'
  /** Of a lifecycle: its table of moves. */
  | 'moves'
  /** Of a projection, a query or a service: its functions, and what they work with. */
  | 'apply'
  | 'key'
  | 'of'
  | 'answer'
  | 'given'
  | 'run'
  | 'world'
  /** Of a context: its actors, and what is written by hand. */
  | 'actor'
  | 'actors'
  | 'byHand';

/** A name that the code of a context wants to export. */
export interface WantedName {
  readonly id: ElementId;
  readonly role: Role;
  readonly name: string;
  /** Without folder and ending. */
  readonly file: string;
}

/** `file` gives a file of the context that nothing else is written to. */
export type FileNamer = (wanted: string) => string;

/** Names for all that a context declares besides types. */
export function planBehaviour(context: Context, file: FileNamer): readonly WantedName[] {
  const ownNames = namesOfMessages(context);
  const aggregates = aggregatesWithBehaviour(context);
  return [
    ...aggregates.flatMap((aggregate) => aggregateNames(aggregate, ownNames, file)),
    ...context.events.flatMap((event) => messageNames(event, event.name, file(event.name), event.previous)),
    ...context.calculations.flatMap((calculation) => {
      const name = pascalCase(calculation.name);
      const own = file(calculation.name);
      return [
        wanted(calculation.id, 'self', camelCase(calculation.name) || calculation.name, own),
        ...dataNames(calculation, name, own),
      ];
    }),
    ...context.repositories.map(({ id, name }) => wanted(id, 'self', name, file(name))),
    ...context.projections.flatMap((projection) => projectionNames(projection, file(projection.name))),
    ...context.queries.flatMap((query) => {
      const own = file(query.name);
      return [
        wanted(query.id, 'self', query.name, own),
        wanted(query.id, 'input', `${query.name}Input`, own),
        wanted(query.id, 'given', `${query.name}Given`, own),
        wanted(query.id, 'answer', `answer${pascalCase(query.name)}`, own),
      ];
    }),
    ...context.ports.flatMap((port) => {
      const own = file(port.name);
      return [
        wanted(port.id, 'self', port.name, own),
        ...port.operations.flatMap((operation) =>
          dataNames(operation, `${port.name}${pascalCase(operation.name)}`, own),
        ),
      ];
    }),
    ...context.services.flatMap(({ id, name }) => {
      const own = file(name);
      return [
        wanted(id, 'self', name, own),
        wanted(id, 'input', `${name}Input`, own),
        wanted(id, 'refusal', `${name}Refusal`, own),
        wanted(id, 'world', `${name}World`, own),
        wanted(id, 'run', camelCase(name) || name, own),
      ];
    }),
    ...context.policies.flatMap(({ id, name }) => {
      const own = file(name);
      return [
        wanted(id, 'self', camelCase(name) || name, own),
        wanted(id, 'world', `${pascalCase(name) || name}World`, own),
      ];
    }),
    ...contextNames(context, file),
  ];
}

function wanted(id: ElementId, role: Role, name: string, file: string): WantedName {
  return { id, role, name, file };
}

export function aggregatesWithBehaviour(context: Context): readonly Aggregate[] {
  return context.declarations.filter(
    (one): one is Aggregate => one.kind === 'aggregate' && one.events.length + one.commands.length > 0,
  );
}

/** What a context has one of: its actors, its translations, and what is written by hand. */
function contextNames(context: Context, file: FileNamer): readonly WantedName[] {
  const { id, name, translations } = context;
  const names: WantedName[] = [];
  if (hasActors(context)) {
    const own = file('actors');
    names.push(wanted(id, 'actor', `${name}Actor`, own));
    names.push(wanted(id, 'permissions', `${camelCase(name) || name}Permissions`, own));
    names.push(wanted(id, 'actors', `${camelCase(name) || name}Actors`, own));
  }
  if (translations.length > 0) {
    const own = file('translations');
    for (const one of translations) {
      names.push(wanted(one.id, 'self', translationName(one, 'To'), own));
      const isEnum = one.cases.length > 0;
      if (!isEnum) names.push(wanted(one.id, 'of', translationName(one, 'As'), own));
    }
  }
  if (hasHandWritten(context)) names.push(wanted(id, 'byHand', `${name}ByHand`, file('by-hand')));
  return names;
}

/** Somebody is an actor here, or may do something as an actor of another context. */
export function hasActors(context: Context): boolean {
  const { id, actors, queries, services } = context;
  const isAsked = [...queries, ...services].some(({ allows }) => allows.length > 0);
  return actors.length > 0 || isAsked || allowedIn(context).some((one) => !one.id?.startsWith(`${id}.`));
}

/** Whoever may do something from outside. */
export function allowedIn({ declarations, queries, services }: Context): readonly Reference[] {
  const commands = declarations.flatMap((one) => (one.kind === 'aggregate' ? one.commands : []));
  return [...commands, ...queries, ...services].flatMap(({ allows }) => allows);
}

export function hasHandWritten(context: Context): boolean {
  return (
    context.calculations.some(({ value }) => value === undefined) ||
    context.translations.some(({ byHand }) => byHand) ||
    aggregatesWithBehaviour(context).some(({ commands }) => commands.some(({ byHand }) => byHand))
  );
}

/** `phaseToCrdPhase` */
function translationName({ source, target }: Translation, between: 'To' | 'As'): string {
  const last = (name: string): string => name.split('.').at(-1) ?? name;
  return `${camelCase(last(source.name))}${between}${target.name.split('.').map(pascalCase).join('')}`;
}

function projectionNames(projection: Projection, own: string): readonly WantedName[] {
  const { id, name, aggregate } = projection;
  const functionName = camelCase(name) || name;
  return [
    wanted(id, 'self', name, own),
    ...(aggregate
      ? [wanted(id, 'of', `${functionName}Of`, own)]
      : [
          wanted(id, 'event', `${name}Event`, own),
          wanted(id, 'key', `${functionName}Key`, own),
          wanted(id, 'apply', `apply${pascalCase(name)}`, own),
        ]),
  ];
}

/** An event or command that shares its name with another element of the context is told by its aggregate. */
function namesOfMessages(context: Context): ReadonlyMap<ElementId, string> {
  const messages = aggregatesWithBehaviour(context).flatMap((aggregate) =>
    [...aggregate.events, ...aggregate.commands].map((message) => ({ aggregate, message })),
  );
  const others: readonly Named[] = [
    ...context.declarations,
    ...context.declarations.flatMap((one) => (one.kind === 'aggregate' ? one.entities : [])),
    ...context.events,
    ...context.repositories,
    ...context.projections,
    ...context.queries,
    ...context.ports,
    ...context.services,
  ];
  const count = new Map<string, number>();
  for (const { name } of [...others, ...messages.map(({ message }) => message)]) {
    count.set(name, (count.get(name) ?? 0) + 1);
  }
  return new Map(
    messages.map(({ aggregate, message }) => [
      message.id,
      (count.get(message.name) ?? 0) > 1 ? `${aggregate.name}${message.name}` : message.name,
    ]),
  );
}

function aggregateNames(
  aggregate: Aggregate,
  ownNames: ReadonlyMap<ElementId, string>,
  file: FileNamer,
): readonly WantedName[] {
  const { id, name, events, commands, lifecycles } = aggregate;
  const pascal = pascalCase(name) || name;
  const [eventFile, evolveFile] = [file(`${name}-events`), file(`evolve-${name}`)];
  const ofEvents = [
    ...events.flatMap((event) =>
      messageNames(event, ownNames.get(event.id) ?? event.name, eventFile, event.previous),
    ),
    wanted(id, 'event', `${name}Event`, eventFile),
    wanted(id, 'read', `read${pascal}Event`, eventFile),
    wanted(id, 'evolve', `evolve${pascal}`, evolveFile),
    ...lifecycles.map((lifecycle) =>
      wanted(
        lifecycle.id,
        'moves',
        `${camelCase(name)}${pascalCase(lifecycle.field.name)}Lifecycle`,
        evolveFile,
      ),
    ),
  ];
  if (commands.length === 0) return ofEvents;
  const [commandFile, decideFile] = [file(`${name}-commands`), file(`decide-${name}`)];
  const [classFile, permissionFile] = [fileName(name), file(`${name}-permissions`)];
  return [
    ...ofEvents,
    ...commands.flatMap((command) =>
      messageNames(command, ownNames.get(command.id) ?? command.name, commandFile, []),
    ),
    wanted(id, 'command', `${name}Command`, commandFile),
    wanted(id, 'outcome', `${name}Outcome`, classFile),
    wanted(id, 'may', `mayCommand${pascal}`, permissionFile),
    wanted(id, 'permissions', `${camelCase(name) || name}Permissions`, permissionFile),
    wanted(id, 'refusal', `${name}Refusal`, decideFile),
    wanted(id, 'context', `${name}Context`, decideFile),
    wanted(id, 'decide', `decide${pascal}`, decideFile),
  ];
}

function messageNames(
  message: Payload,
  name: string,
  file: string,
  previous: readonly { readonly id: ElementId; readonly version: number }[],
): readonly WantedName[] {
  return [
    wanted(message.id, 'self', name, file),
    ...payloadNames(message, name, file),
    ...previous.flatMap(({ id, version }) => [
      wanted(id, 'data', `${name}DataV${version}`, file),
      wanted(id, 'input', `${name}InputV${version}`, file),
    ]),
  ];
}

interface Payload {
  readonly id: ElementId;
  readonly fields: readonly Field[];
}

function payloadNames(payload: Payload, name: string, file: string): readonly WantedName[] {
  if (payload.fields.length === 0) return [];
  return [...dataNames(payload, name, file), wanted(payload.id, 'input', `${name}Input`, file)];
}

/** What is handed on by code alone needs no check. */
function dataNames({ id, fields }: Payload, name: string, file: string): readonly WantedName[] {
  return fields.length === 0 ? [] : [wanted(id, 'data', `${name}Data`, file)];
}

/** The name of a file, without its ending; a name of underscores alone has no words. */
export function fileName(name: string): string {
  return kebabCase(name) || name;
}
