import type { Command, Event, EventVersion } from '../../pim/behaviour.ts';
import type {
  Alternative,
  Context,
  Declaration,
  Element,
  Entity,
  Named,
  Structure,
} from '../../pim/model.ts';
import { storedFieldsOf } from '../../pim/model-index.ts';

/** What becomes a class or a name of a module: types, and what happens and is asked for. */
export type PyElement = Declaration | Entity | Alternative | Payload;

export type Payload = Event | EventVersion | Command;

/** Everything of a context that the target makes something of, in the order in which people read it. */
export function elementsOf(context: Context): readonly PyElement[] {
  return [
    ...context.declarations.flatMap((one): readonly PyElement[] => {
      if (one.kind === 'union') return [...one.alternatives, one];
      if (one.kind !== 'aggregate') return [one];
      return [...one.entities, one, ...one.events.flatMap(versionsOf), ...one.commands];
    }),
    ...context.events.flatMap(versionsOf),
  ];
}

function versionsOf(event: Event): readonly PyElement[] {
  return [...event.previous, event];
}

export function isPayload(element: Named & { readonly kind: Element['kind'] }): element is Payload {
  return element.kind === 'event' || element.kind === 'eventVersion' || element.kind === 'command';
}

/** The fields that instances are made with: of a command, those that are sent. */
export function ownFieldsOf(element: Structure | Payload): Structure['fields'] {
  if (element.kind === 'command') return element.fields.filter(({ generated }) => !generated);
  return isPayload(element) ? element.fields : storedFieldsOf(element);
}
