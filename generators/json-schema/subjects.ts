import { exampleOf } from '../../analysis/examples.ts';
import {
  aggregateExample,
  asRecorded,
  asSent,
  changeFields,
  type KnownValues,
  knownOf,
  payloadExample,
  rowExample,
} from '../../analysis/payload-examples.ts';
import type { Command, Event, EventVersion, Query, Service } from '../../pim/behaviour.ts';
import type { JsonObject, JsonValue } from '../../pim/json.ts';
import type { Aggregate, Context, ElementId, Field, Named } from '../../pim/model.ts';
import { aggregatesOf, declarationOf, type ModelIndex, type TypeDeclaration } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import { kebabCase } from '../core/naming.ts';
import { heldBy, namedIn, type Variant, variantsOf } from '../core/schema/variants.ts';

/** What gets a schema of its own, and the file for it, from the folder of all schemas. */
export type Subject = {
  readonly element: Named;
  /** What it is, in a few words. */
  readonly title: string;
  /**
   * `context/name.schema.json`; what belongs to an aggregate has its name before its own. All lie equally
   * deep, so that a schema finds another by the same relative `$id` wherever the folder is.
   */
  readonly location: string;
  /** As which variant it refers to declarations. */
  readonly variant: Variant;
  /** Shows what it accepts, if anything was found. */
  example(): JsonValue | undefined;
} & (
  | { readonly kind: 'declaration'; readonly declaration: TypeDeclaration }
  | { readonly kind: 'payload'; readonly fields: readonly Field[] }
);

/**
 * Everything of a context that crosses a wire: its types; its events, each earlier version too; what
 * commands, queries and services take; the rows of projections. `sent` are the declarations that are sent
 * otherwise than they are kept: each has a second schema.
 */
export function subjectsOf(
  context: Context,
  sent: ReadonlySet<ElementId>,
  index: ModelIndex,
): readonly Subject[] {
  const home = baseName(context);
  return [
    ...context.declarations
      .flatMap((one): readonly TypeDeclaration[] =>
        one.kind === 'aggregate' ? [one, ...one.entities] : [one],
      )
      .flatMap((one) => declarationSubjects(one, home, sent, index)),
    ...aggregatesOf(context).flatMap((aggregate) => memberSubjects(aggregate, home, index)),
    ...context.events.flatMap((event) => eventSubjects(event, `${home}/`, [], index)),
    ...context.projections.map(
      (projection): Subject => ({
        ...payload(projection, projection.fields, `${home}/`, 'state'),
        example: () => rowExample(index, projection),
      }),
    ),
    ...[...context.queries, ...context.services].map((one) => asked(one, `${home}/`, [], index)),
  ];
}

/** The declarations that have another schema where they are sent, as far as anything sends them. */
export function sentDeclarations(index: ModelIndex): ReadonlySet<ElementId> {
  const { request } = variantsOf(index);
  const asking = index.model.contexts.flatMap((context) => [
    ...aggregatesOf(context).flatMap(({ commands }) => commands),
    ...context.queries,
    ...context.services,
  ]);
  const found = new Set(asking.flatMap(({ fields }) => fields.flatMap(({ type }) => namedIn(type))));
  // A set is walked in the order of insertion, what is added on the way included.
  for (const id of found) for (const inner of heldBy(declarationOf(index, id))) found.add(inner);
  return new Set([...found].filter((id) => request.has(id)));
}

function declarationSubjects(
  declaration: TypeDeclaration,
  home: string,
  sent: ReadonlySet<ElementId>,
  index: ModelIndex,
): readonly Subject[] {
  const { id, name } = declaration;
  const one = { kind: 'declaration', element: declaration, declaration } as const;
  const example = (): JsonValue | undefined => exampleOfDeclaration(declaration, index);
  const kept: Subject = {
    ...one,
    title: name,
    location: `${home}/${fileName(declaration)}`,
    variant: 'state',
    example,
  };
  if (!sent.has(id)) return [kept];
  const asSentHere: Subject = {
    ...one,
    title: `${name}, as it is sent`,
    location: `${home}/${baseName(declaration)}.request.schema.json`,
    variant: 'request',
    example: () => {
      const value = example();
      return value === undefined ? undefined : asSent(index, namedType(declaration), value);
    },
  };
  return [kept, asSentHere];
}

function exampleOfDeclaration(declaration: TypeDeclaration, index: ModelIndex): JsonValue | undefined {
  if (declaration.kind === 'enum') return undefined;
  if (declaration.kind === 'aggregate') return aggregateExample(index, declaration);
  const example = exampleOf(index, declaration.id, 'full');
  return example.found ? example.instance : undefined;
}

function namedType({ id, nameOrigin }: Named): Type {
  return { kind: 'named', id, origin: nameOrigin };
}

function memberSubjects(aggregate: Aggregate, home: string, index: ModelIndex): readonly Subject[] {
  const prefix = `${home}/${baseName(aggregate)}.`;
  return [
    ...aggregate.events.flatMap((event) => eventSubjects(event, prefix, knownOf(index, aggregate), index)),
    ...aggregate.commands.map((command) => asked(command, prefix, knownOf(index, aggregate, command), index)),
  ];
}

/** What a command, a query or a service takes: the ids that the system makes are not sent. */
function asked(
  element: Command | Query | Service,
  prefix: string,
  known: readonly KnownValues[],
  index: ModelIndex,
): Subject {
  const fields = element.fields.filter(({ generated }) => !generated);
  return {
    ...payload(element, fields, prefix, 'request'),
    example: () => {
      const example = payloadExample(index, element, fields, known);
      return example && changeFields(fields, example, (type, value) => asSent(index, type, value));
    },
  };
}

function eventSubjects(
  event: Event,
  prefix: string,
  known: readonly KnownValues[],
  index: ModelIndex,
): readonly Subject[] {
  const exampleOfFields = (fields: readonly Field[]): JsonObject | undefined => {
    const example = payloadExample(index, event, fields, known);
    return example && changeFields(fields, example, (type, value) => asRecorded(index, type, value));
  };
  const earlier = event.previous.map(
    (version): Subject => ({
      ...versionSubject(event, version, prefix),
      example: () => exampleOfFields(version.fields),
    }),
  );
  return [
    { ...payload(event, event.fields, prefix, 'state'), example: () => exampleOfFields(event.fields) },
    ...earlier,
  ];
}

type PayloadSubject = Omit<Extract<Subject, { kind: 'payload' }>, 'example'>;

function versionSubject(event: Event, { version, ...element }: EventVersion, prefix: string): PayloadSubject {
  const { fields } = element;
  const location = `${prefix}${baseName(event)}.v${version}.schema.json`;
  const title = `${event.name}, version ${version}`;
  return { kind: 'payload', element, fields, location, title, variant: 'state' };
}

function payload(element: Named, fields: readonly Field[], prefix: string, variant: Variant): PayloadSubject {
  return {
    kind: 'payload',
    element,
    fields,
    location: `${prefix}${fileName(element)}`,
    title: element.name,
    variant,
  };
}

function baseName({ name }: Named): string {
  return kebabCase(name) || name;
}

function fileName(element: Named): string {
  return `${baseName(element)}.schema.json`;
}

/** Where each element's schema lies, as it is kept and as it is sent. */
export function locationsOf(
  subjects: readonly Subject[],
): (id: ElementId, variant: Variant) => string | undefined {
  const locations = new Map(
    subjects.map(({ kind, element, variant, location }) => [
      `${kind === 'declaration' ? variant : 'state'} ${element.id}`,
      location,
    ]),
  );
  return (id, variant) => locations.get(`${variant} ${id}`) ?? locations.get(`state ${id}`);
}
