import type { Event, EventVersion } from '../../pim/behaviour.ts';
import type { Context, ElementId, Field, Named } from '../../pim/model.ts';
import type { TypeDeclaration } from '../../pim/model-index.ts';
import { kebabCase } from '../core/naming.ts';

/** What gets a schema of its own, and the file for it, from the folder of all schemas. */
export type Subject = {
  readonly element: Named;
  /**
   * `context/name.schema.json`; what belongs to an aggregate has its name before its own. All lie equally
   * deep, so that a schema finds another by the same relative `$id` wherever the folder is.
   */
  readonly location: string;
} & (
  | { readonly kind: 'declaration'; readonly declaration: TypeDeclaration }
  | {
      readonly kind: 'payload';
      readonly fields: readonly Field[];
      /** What the payload is, as a schema's title. */
      readonly title: string;
    }
);

/**
 * Everything of a context that crosses a wire: its types; its events, each earlier version too; what
 * commands, queries and services take; the rows of projections.
 */
export function subjectsOf(context: Context): readonly Subject[] {
  const home = baseName(context);
  const aggregates = context.declarations.filter((one) => one.kind === 'aggregate');
  return [
    ...context.declarations.flatMap((declaration): readonly Subject[] => {
      const own = declaration.kind === 'aggregate' ? [declaration, ...declaration.entities] : [declaration];
      return own.map((one) => ({
        kind: 'declaration',
        element: one,
        declaration: one,
        location: `${home}/${fileName(one)}`,
      }));
    }),
    ...aggregates.flatMap((aggregate) => {
      const prefix = `${home}/${baseName(aggregate)}.`;
      return [
        ...aggregate.events.flatMap((event) => eventSubjects(event, prefix)),
        ...aggregate.commands.map((command) => payload(command, command.fields, prefix)),
      ];
    }),
    ...context.events.flatMap((event) => eventSubjects(event, `${home}/`)),
    ...[...context.projections, ...context.queries, ...context.services].map((one) =>
      payload(one, one.fields, `${home}/`),
    ),
  ];
}

function eventSubjects(event: Event, prefix: string): readonly Subject[] {
  const earlier = event.previous.map((version): Subject => versionSubject(event, version, prefix));
  return [payload(event, event.fields, prefix), ...earlier];
}

function versionSubject(event: Event, { version, ...element }: EventVersion, prefix: string): Subject {
  const { fields } = element;
  const location = `${prefix}${baseName(event)}.v${version}.schema.json`;
  return { kind: 'payload', element, fields, location, title: `${event.name}, version ${version}` };
}

function payload(element: Named, fields: readonly Field[], prefix: string): Subject {
  return {
    kind: 'payload',
    element,
    fields,
    location: `${prefix}${fileName(element)}`,
    title: element.name,
  };
}

function baseName({ name }: Named): string {
  return kebabCase(name) || name;
}

function fileName(element: Named): string {
  return `${baseName(element)}.schema.json`;
}

/** Where each declaration's schema lies. */
export function locationsOf(subjects: readonly Subject[]): ReadonlyMap<ElementId, string> {
  return new Map(subjects.map(({ element, location }) => [element.id, location]));
}
