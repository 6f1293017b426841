import type { Actor } from '../../pim/behaviour.ts';
import type { ElementId } from '../../pim/model.ts';
import { aggregatesIn } from '../calls.ts';
import { findCycles } from '../find-cycles.ts';
import { finding, type ModelCheck } from '../model-check.ts';

/**
 * An actor is, by way of others, itself.
 *
 * `actor Administrator is Operator` says that an administrator may do what an operator may. Two that are
 * each other are one.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk is Manager
 *   actor Manager is Clerk
 *   query Clerks: Boolean = true allows Clerk
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk
 *   actor Manager is Clerk
 *   query Clerks: Boolean = true allows Clerk
 * }
 * ```
 */
export const cyclicActor: ModelCheck = {
  code: 'cyclic-actor',
  severity: 'error',
  check: (model) => {
    const actors = new Map<ElementId, Actor>(
      model.contexts
        .flatMap((context) => [...context.actors, ...aggregatesIn(context).flatMap((one) => one.actors)])
        .map((actor) => [actor.id, actor]),
    );
    const stepsFrom = (from: ElementId) => {
      const to = actors.get(from)?.parent?.id;
      return to === undefined ? [] : [{ from, to }];
    };
    return findCycles([...actors.keys()], stepsFrom).flatMap((cycle) => {
      const [first, ...others] = cycle.flatMap(({ from }) => actors.get(from) ?? []);
      if (!first) return [];
      const way = [first, ...others, first].map(({ name }) => `\`${name}\``).join(' → ');
      const related = others.map(({ name, nameOrigin }) => ({
        message: `By way of \`${name}\``,
        origin: nameOrigin,
      }));
      return [
        finding(cyclicActor, `The actor \`${first.name}\` is itself: ${way}.`, first.nameOrigin, { related }),
      ];
    });
  },
};
