import type { Reference } from '../../pim/behaviour.ts';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { Context } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { type Relations, reaches, relationsOf } from '../relations.ts';

/**
 * A policy or a projection listens to an event of another context that does not reach its own.
 *
 * Events cross from one context to another only as the context map says: downstream, and by name,
 * `Sales -> Billing via OrderPlaced`. So whoever changes an event can see who listens to it.
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
 *   }
 * }
 * context Billing {
 *   port Printer { print { order: ref Sales.Order } }
 *   policy PrintBill: on Sales.Placed do Printer.print { order }
 * }
 * contextmap { Sales -> Billing }
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
 *     create Place { id } allows Clerk emits Placed
 *   }
 * }
 * context Billing {
 *   port Printer { print { order: ref Sales.Order } }
 *   policy PrintBill: on Sales.Placed do Printer.print { order }
 * }
 * contextmap { Sales -> Billing via Placed }
 * ```
 */
export const invisibleEvent: ModelCheck = {
  code: 'invisible-event',
  severity: 'error',
  check: (model, index) => {
    const relations = relationsOf(model);
    return model.contexts.flatMap((context) =>
      [
        ...context.policies.flatMap(({ trigger }) =>
          trigger.kind === 'schedule'
            ? []
            : trigger.kind === 'delay'
              ? [trigger.event, ...trigger.unless]
              : [trigger.event],
        ),
        ...context.projections.flatMap(({ handlers }) => handlers.map(({ event }) => event)),
        ...context.translations.map(({ source }) => source),
      ].flatMap((event) => invisible(event, context, relations, index)),
    );
  },
};

function invisible(
  event: Reference,
  context: Context,
  relations: Relations,
  index: ModelIndex,
): readonly Diagnostic[] {
  const declared = event.id === undefined ? undefined : index.get(event.id);
  if (declared?.kind !== 'event') return [];
  const home = index.context(declared.id);
  if (home.id === context.id) return [];
  const towards = relations.between(home.id, context.id).filter((one) => reaches(one, context.id));
  if (towards.some(({ via }) => via.some(({ id }) => id === declared.id))) return [];
  const [relation] = towards;
  const hint = relation
    ? `write \`via ${declared.name}\` behind their relation`
    : `write \`${home.name} -> ${context.name} via ${declared.name}\` in the context map`;
  const message = `\`${declared.name}\` is an event of \`${home.name}\`, and nothing brings it to \`${context.name}\`: ${hint}.`;
  const related = relation ? [{ message: 'Their relation', origin: relation.origin }] : [];
  return [finding(invisibleEvent, message, event.origin, { related })];
}
