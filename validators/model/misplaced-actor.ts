import type { Reference } from '../../pim/behaviour.ts';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { ElementId } from '../../pim/model.ts';
import { type ModelIndex, underlyingType } from '../../pim/model-index.ts';
import { commandSites } from '../calls.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { elementOrSelf } from '../model-walk.ts';

/**
 * Somebody is allowed something where nobody can tell whether they are who they must be.
 *
 * An actor of an aggregate, `actor Owner: caller == owner`, is somebody to one aggregate. It can be asked
 * where that aggregate is at hand: by its own commands, and by queries that give back it or a projection of
 * it. A `create` has no aggregate yet, and neither a service nor another aggregate has this one.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   aggregate Order {
 *     id: Uuid
 *     owner: Caller
 *     actor Owner: caller == owner
 *     event Placed { id } creates sets owner = caller
 *     create Place { id } allows Owner emits Placed
 *   }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Customer
 *   aggregate Order {
 *     id: Uuid
 *     owner: Caller
 *     actor Owner: caller == owner
 *     event Placed { id } creates sets owner = caller
 *     event Cancelled deletes
 *     create Place { id } allows Customer emits Placed
 *     command Cancel allows Owner emits Cancelled
 *   }
 * }
 * ```
 */
export const misplacedActor: ModelCheck = {
  code: 'misplaced-actor',
  severity: 'error',
  check: (model, index) =>
    model.contexts.flatMap((context) => [
      ...commandSites(context).flatMap(({ command, aggregate }) =>
        command.creation
          ? misplaced(
              command.allows,
              () => `\`${command.name}\` creates: there is nothing yet to be somebody to`,
              index,
            )
          : misplaced(
              command.allows,
              (owner) =>
                owner === aggregate.id ? undefined : `\`${command.name}\` is sent to a \`${aggregate.name}\``,
              index,
            ),
      ),
      ...context.queries.flatMap(({ name, allows, result }) => {
        const item = underlyingType(index, elementOrSelf(underlyingType(index, result.type)));
        const element = item.kind === 'named' ? index.get(item.id) : undefined;
        const at = element?.kind === 'projection' ? element.aggregate?.id : element?.id;
        return misplaced(
          allows,
          (owner) => (at === owner ? undefined : `\`${name}\` gives back something else`),
          index,
        );
      }),
      ...context.services.flatMap(({ name, allows }) =>
        misplaced(allows, () => `\`${name}\` is a service, and sent to no aggregate`, index),
      ),
      ...context.actors.flatMap(({ name, condition, nameOrigin }) =>
        condition
          ? [
              finding(
                misplacedActor,
                `\`${name}\` is an actor of the whole context: only an actor of an aggregate depends on a condition.`,
                nameOrigin,
              ),
            ]
          : [],
      ),
    ]),
};

function misplaced(
  allows: readonly Reference[],
  reasonAgainst: (aggregate: ElementId) => string | undefined,
  index: ModelIndex,
): readonly Diagnostic[] {
  return allows.flatMap(({ id, name, origin }): readonly Diagnostic[] => {
    const owner = id === undefined ? undefined : index.parent(id);
    if (owner?.kind !== 'aggregate') return [];
    const reason = reasonAgainst(owner.id);
    if (reason === undefined) return [];
    const message = `\`${name}\` is somebody to one \`${owner.name}\`, and ${reason}.`;
    const actor = index.get(id ?? '');
    const related = actor
      ? [{ message: `\`${actor.name}\` is declared here`, origin: actor.nameOrigin }]
      : [];
    return [finding(misplacedActor, message, origin, { related })];
  });
}
