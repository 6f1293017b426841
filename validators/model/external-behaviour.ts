import type { Context, Element, Model } from '../../pim/model.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { withArticle, wordOf } from '../words.ts';

/**
 * An external context has something that only a system of our own can have.
 *
 * `external context` is a system that we talk to and do not own. It has words, which are types, enums and
 * values, and it has events that come from it. What it does inside is not ours to say: it has no aggregates,
 * services, policies, queries, projections, repositories, calculations, actors or ports. Ours to have is a
 * port by which we reach it.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * external context Carrier {
 *   aggregate Parcel { id: Uuid }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * external context Carrier {
 *   value Parcel { number: Uuid }
 * }
 * ```
 */
export const externalBehaviour: ModelCheck = {
  code: 'external-behaviour',
  severity: 'error',
  check: (model: Model) =>
    model.contexts
      .filter(({ external }) => external)
      .flatMap((context) =>
        ownOnly(context).map((element) =>
          finding(
            externalBehaviour,
            `\`${context.name}\` is external, so ${withArticle(wordOf(element))} of it is not ours to say.`,
            element.nameOrigin,
          ),
        ),
      ),
};

function ownOnly(context: Context): readonly Element[] {
  return [
    ...context.declarations.filter(({ kind }) => kind === 'aggregate'),
    ...context.actors,
    ...context.calculations,
    ...context.repositories,
    ...context.projections,
    ...context.queries,
    ...context.ports,
    ...context.services,
    ...context.policies,
    ...context.traits,
  ];
}
