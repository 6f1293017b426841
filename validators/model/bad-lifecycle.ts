import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { ElementId } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { describeType } from '../../pim/typing.ts';
import { aggregateOfEvent, creates, eventOf } from '../calls.ts';
import { type LifecycleSite, lifecycleSites } from '../lifecycle-sites.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { typeSourceOf } from '../type-source.ts';

/**
 * A lifecycle is about something that has no states.
 *
 * A lifecycle says which moves a field of its aggregate makes. The field is of an enum, whose literals
 * are the states; it is always there, it is stored, and it has one lifecycle. An event that creates the
 * aggregate moves nothing, for there is no state before it: where the field begins is its default, or what
 * that event carries.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk
 *   aggregate Order {
 *     id: Uuid
 *     open: Boolean = true
 *     lifecycle open {}
 *     event Placed { id } creates
 *     create Place { id } allows Clerk emits Placed
 *   }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk
 *   enum OrderState { OPEN, CLOSED }
 *   aggregate Order {
 *     id: Uuid
 *     state: OrderState = OPEN
 *     lifecycle state { OPEN -> CLOSED on Closed }
 *     event Placed { id } creates
 *     event Closed
 *     create Place { id } allows Clerk emits Placed
 *     command Close allows Clerk emits Closed
 *   }
 * }
 * ```
 */
export const badLifecycle: ModelCheck = {
  code: 'bad-lifecycle',
  severity: 'error',
  check: (model, index) => {
    const first = new Map<ElementId, LifecycleSite>();
    return lifecycleSites(model, index).flatMap((site): readonly Diagnostic[] => {
      const { lifecycle, aggregate, field } = site;
      if (!field) return [];
      const problem = problemOf(site, index);
      if (problem !== undefined) return [finding(badLifecycle, problem, lifecycle.field.origin)];
      const other = first.get(field.id);
      if (other) {
        const message = `\`${field.name}\` has a lifecycle already: all of its moves stand in one.`;
        const related = [{ message: 'The first lifecycle', origin: other.lifecycle.field.origin }];
        return [finding(badLifecycle, message, lifecycle.field.origin, { related })];
      }
      first.set(field.id, site);
      return lifecycle.moves.flatMap(({ events }) =>
        events.flatMap((event): readonly Diagnostic[] => {
          const found = eventOf(index, event);
          if (!found || !creates(found) || aggregateOfEvent(index, found.id) !== aggregate) return [];
          const message = `\`${event.name}\` creates \`${aggregate.name}\`, so there is no state that it could move from.`;
          return [finding(badLifecycle, message, event.origin)];
        }),
      );
    });
  },
};

function problemOf({ field, states }: LifecycleSite, index: ModelIndex): string | undefined {
  if (!field || field.type.kind === 'unresolved') return undefined;
  const { name, role, optional, type } = field;
  if (!states) {
    return `The states of a lifecycle are the literals of an enum, and \`${name}\` is ${describeType(typeSourceOf(index), type)}.`;
  }
  if (role === 'derived') return `\`${name}\` is derived: it is computed, and nothing moves it.`;
  if (role === 'id') return `\`${name}\` is an \`id\`, and an identity never changes.`;
  if (optional)
    return `\`${name}\` has a lifecycle, so it is always in one of its states: take off the \`?\`.`;
  return undefined;
}
