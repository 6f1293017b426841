import { aggregatesIn } from '../calls.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { referenceSites } from '../reference-sites.ts';

/**
 * An actor may do nothing.
 *
 * Nothing `allows` it, and no other actor is it.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk
 *   actor Auditor
 *   query Open: Boolean = true allows Clerk
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk
 *   actor Auditor
 *   query Open: Boolean = true allows Clerk, Auditor
 * }
 * ```
 */
export const unusedActor: ModelCheck = {
  code: 'unused-actor',
  severity: 'warning',
  // A name that leads nowhere may well be meant for what seems to be of no use.
  after: ['unknown-reference'],
  check: (model, index) => {
    const used = new Set(
      referenceSites(index).flatMap(({ wanted, reference }) =>
        wanted === 'actor' ? (reference.id ?? []) : [],
      ),
    );
    return model.contexts.flatMap((context) =>
      [...context.actors, ...aggregatesIn(context).flatMap((aggregate) => aggregate.actors)].flatMap(
        (actor) =>
          // Who is somebody else may do what that one may.
          used.has(actor.id) || actor.parent?.id !== undefined
            ? []
            : [finding(unusedActor, `Nothing allows \`${actor.name}\` anything.`, actor.nameOrigin)],
      ),
    );
  },
};
