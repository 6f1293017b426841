import type { Event, EventVersion } from '../pim/behaviour.ts';
import type { FieldValue } from '../pim/expression.ts';
import type { Context, Element, ElementId, Field } from '../pim/model.ts';
import type { ModelIndex } from '../pim/model-index.ts';
import type { Origin } from '../pim/origin.ts';
import { creates, emissionSites, eventSites, invocationSites } from './calls.ts';
import { allNodes } from './expression-nodes.ts';
import { expressionSites } from './expression-sites.ts';
import { oncePer } from './once-per.ts';

/** Values in braces, and whose fields they are for. */
export interface ValueList {
  /** What has the fields: an event, a command, a value… */
  readonly of: Element & { readonly fields: readonly Field[] };
  readonly values: readonly FieldValue[];
  /** Where whatever is missing would have to be written. */
  readonly origin: Origin;
  /** True where some fields may be left out: what an example shows, and what a scenario looks at. */
  readonly partial: boolean;
  readonly context: Context;
}

/** Every list of values for an element that there is. */
export const valueLists = oncePer((index: ModelIndex): readonly ValueList[] => {
  const { model } = index;
  const list = (
    id: ElementId | undefined,
    values: readonly FieldValue[],
    origin: Origin,
    context: Context,
    partial = false,
  ): readonly ValueList[] => {
    const of = id === undefined ? undefined : index.get(id);
    return of && 'fields' in of ? [{ of, values, origin, partial, context }] : [];
  };
  return [
    ...expressionSites(index).flatMap(({ expression, role, context }) =>
      allNodes(expression).flatMap((node): readonly ValueList[] => {
        if (node.kind === 'call') return list(node.callee, node.values, node.origin, context);
        if (node.kind !== 'construction') return [];
        return list(node.structure, node.values, node.origin, context, role === 'example');
      }),
    ),
    ...emissionSites(model).flatMap(({ emission: { event, values }, context }) =>
      list(event.id, values, event.origin, context),
    ),
    ...invocationSites(model).flatMap(({ call: { target, values }, context }) =>
      list(target.id, values, target.origin, context),
    ),
    ...eventSites(model).flatMap(({ event, context }) =>
      event.previous.flatMap((version) =>
        list(nextVersion(event, version).id, version.becomes, version.nameOrigin, context),
      ),
    ),
    ...model.contexts.flatMap((context) => [
      ...context.translations.flatMap(({ target, values, cases, byHand, nameOrigin }) =>
        byHand || cases.length > 0 ? [] : list(target.id, values, nameOrigin, context),
      ),
      ...context.projections.flatMap(({ id, handlers }) =>
        handlers.flatMap(({ key, event }) => list(id, key, event.origin, context, true)),
      ),
      ...[
        ...context.scenarios,
        ...context.declarations.flatMap((one) => (one.kind === 'aggregate' ? one.scenarios : [])),
      ].flatMap(({ given, when, outcome }) => [
        ...[...given, when].flatMap(({ element, values }) =>
          list(element.id, values, element.origin, context),
        ),
        ...(outcome.kind === 'refused' ? [] : outcome.events).flatMap(({ element, values }) =>
          list(element.id, values, element.origin, context, true),
        ),
      ]),
    ]),
  ];
});

/** What an earlier version of an event becomes: the version after it, or the event as it is now. */
export function nextVersion(event: Event, { version }: EventVersion): Event | EventVersion {
  return event.previous.find((one) => one.version === version + 1) ?? event;
}

/** The fields of an element that must be given a value, and are not. */
export function unsetFields({ of, values }: ValueList, index: ModelIndex): readonly Field[] {
  const given = new Set(values.map(({ field }) => field));
  const made = of.kind === 'event' && creates(of) ? generatedFields(of, index) : new Set<ElementId>();
  return of.fields.filter(
    (field) =>
      field.role !== 'derived' &&
      !field.optional &&
      !field.generated &&
      field.default === undefined &&
      !given.has(field.id) &&
      !made.has(field.id),
  );
}

/** The fields of an event that an id comes from which the system makes. */
function generatedFields({ effects }: Event, index: ModelIndex): ReadonlySet<ElementId> {
  return new Set(
    effects.flatMap((effect) => {
      if (effect.kind !== 'sets') return [];
      const { target, value } = effect;
      if (target.kind !== 'fieldAccess' || value.kind !== 'fieldAccess') return [];
      const field = index.get(target.field);
      return field?.kind === 'field' && field.generated ? [value.field] : [];
    }),
  );
}
