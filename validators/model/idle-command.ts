import { commandSites, emissionsIn, eventsOf, stepsIn } from '../calls.ts';
import { finding, type ModelCheck } from '../model-check.ts';

/**
 * A command emits nothing, or a service does nothing, so nothing comes of sending it.
 *
 * What a command does is in its events: without `emits`, and without `by hand`, it only refuses or not. A service
 * takes steps, emits events or gives something back.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk
 *   aggregate Order {
 *     id: Uuid
 *     event Placed { id } creates
 *     create Place { id } allows Clerk emits Placed
 *     command Cancel allows Clerk
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
 *   aggregate Order {
 *     id: Uuid
 *     event Placed { id } creates
 *     event Cancelled deletes
 *     create Place { id } allows Clerk emits Placed
 *     command Cancel allows Clerk emits Cancelled
 *   }
 * }
 * ```
 */
export const idleCommand: ModelCheck = {
  code: 'idle-command',
  severity: 'warning',
  // A name that leads nowhere may well be what it does.
  after: ['unknown-reference'],
  check: (model) =>
    model.contexts.flatMap((context) => [
      ...commandSites(context).flatMap(({ command }) =>
        // A `create` that creates nothing is reported as such.
        command.creation || command.byHand || eventsOf(command).length > 0
          ? []
          : [
              finding(
                idleCommand,
                `\`${command.name}\` emits nothing, so it does nothing.`,
                command.nameOrigin,
              ),
            ],
      ),
      ...context.services.flatMap(({ name, nameOrigin, steps, returns }) =>
        returns || stepsIn(steps).length > 0 || emissionsIn(steps).length > 0
          ? []
          : [
              finding(
                idleCommand,
                `\`${name}\` takes no step and emits nothing, so it does nothing.`,
                nameOrigin,
              ),
            ],
      ),
    ]),
};
