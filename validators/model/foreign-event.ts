import type { Reference } from '../../pim/behaviour.ts';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { Aggregate, Context } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { aggregateOfEvent, aggregatesIn, emissionSites } from '../calls.ts';
import { finding, type ModelCheck } from '../model-check.ts';

/**
 * An event is emitted by somebody who cannot vouch for it.
 *
 * An event of an aggregate says what happened to it, so only the aggregate's own commands emit it, and
 * only they move its lifecycle. An event of a context belongs to no aggregate: the services of that
 * context emit it.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk
 *   event DayClosed
 *   aggregate Till {
 *     id: Uuid
 *     event Opened { id } creates
 *     create Open { id } allows Clerk emits Opened
 *     command Close allows Clerk emits DayClosed
 *   }
 *   service CloseDay { till: ref Till } allows Clerk emits DayClosed
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk
 *   event DayClosed
 *   aggregate Till {
 *     id: Uuid
 *     event Opened { id } creates
 *     event Closed
 *     create Open { id } allows Clerk emits Opened
 *     command Close allows Clerk emits Closed
 *   }
 *   service CloseDay { till: ref Till } allows Clerk step till.Close emits DayClosed
 * }
 * ```
 */
export const foreignEvent: ModelCheck = {
  code: 'foreign-event',
  severity: 'error',
  check: (model, index) => [
    ...emissionSites(model).flatMap(({ emission: { event }, aggregate, context }) =>
      aggregate ? ofAggregate(event, aggregate, index) : ofService(event, context, index),
    ),
    ...model.contexts.flatMap((context) =>
      aggregatesIn(context).flatMap((aggregate) =>
        [
          ...aggregate.commands.flatMap(({ byHand }) => byHand?.mayEmit ?? []),
          ...aggregate.lifecycles.flatMap(({ moves }) => moves.flatMap(({ events }) => events)),
        ].flatMap((event) => ofAggregate(event, aggregate, index)),
      ),
    ),
  ],
};

function ofAggregate(event: Reference, aggregate: Aggregate, index: ModelIndex): readonly Diagnostic[] {
  if (event.id === undefined) return [];
  const owner = aggregateOfEvent(index, event.id);
  if (owner === aggregate) return [];
  const message = owner
    ? `\`${event.name}\` happens to \`${owner.name}\`, and here it is \`${aggregate.name}\` that something happens to.`
    : `\`${event.name}\` belongs to no aggregate, and here something happens to \`${aggregate.name}\`: declare an event in it, or let a service emit this one.`;
  return [report(event, message, index)];
}

function ofService(event: Reference, context: Context, index: ModelIndex): readonly Diagnostic[] {
  if (event.id === undefined) return [];
  const owner = aggregateOfEvent(index, event.id);
  if (owner) {
    const message = `\`${event.name}\` happens to \`${owner.name}\`: only its own commands emit it, so send it one.`;
    return [report(event, message, index)];
  }
  const home = index.context(event.id);
  if (home.id === context.id) return [];
  const message = `\`${event.name}\` is an event of the context \`${home.name}\`, and only that emits it.`;
  return [report(event, message, index)];
}

function report(event: Reference, message: string, index: ModelIndex): Diagnostic {
  const declared = event.id === undefined ? undefined : index.get(event.id);
  const related = declared
    ? [{ message: `\`${declared.name}\` is declared here`, origin: declared.nameOrigin }]
    : [];
  return finding(foreignEvent, message, event.origin, { related });
}
