import type { Diagnostic } from '../../pim/diagnostic.ts';
import { commandSites, invocationSites } from '../calls.ts';
import { finding, type ModelCheck } from '../model-check.ts';

/**
 * Nobody may send a command or call a service, and nothing does.
 *
 * A command is sent, and a service called, from outside by the actors that it `allows`, and from inside by services, policies and
 * translations. A context without actors leaves open who sends what, and none of its commands is reported.
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
 *     event Cancelled deletes
 *     create Place { id } allows Clerk emits Placed
 *     command Cancel emits Cancelled
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
export const unsentCommand: ModelCheck = {
  code: 'unsent-command',
  severity: 'warning',
  // A name that leads nowhere may well be meant for what seems to be of no use.
  after: ['unknown-reference'],
  check: (model) => {
    const sent = new Set([
      ...invocationSites(model).flatMap(({ call }) => call.target.id ?? []),
      ...model.contexts.flatMap(({ translations }) => translations.flatMap(({ target }) => target.id ?? [])),
    ]);
    return model.contexts.flatMap((context): readonly Diagnostic[] => {
      if (context.actors.length === 0) return [];
      return [...commandSites(context).map(({ command }) => command), ...context.services].flatMap(
        ({ id, name, nameOrigin, allows }) =>
          allows.length > 0 || sent.has(id)
            ? []
            : [
                finding(
                  unsentCommand,
                  `\`${name}\` allows nobody, and no service or policy sends it.`,
                  nameOrigin,
                ),
              ],
      );
    });
  },
};
