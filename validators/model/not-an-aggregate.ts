import type { Diagnostic } from '../../pim/diagnostic.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { partsOfType, typeSites } from '../model-walk.ts';
import { withArticle, wordOf } from '../words.ts';

/**
 * `ref` names something that is not an aggregate.
 *
 * A reference holds the identity of an aggregate, and finds it by that. Values have no identity and
 * are held as they are; an entity is reached through its aggregate.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Address { city: String(1..100) }
 *   aggregate Order {
 *     id: Uuid
 *     deliverTo: ref Address
 *   }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Address { city: String(1..100) }
 *   aggregate Order {
 *     id: Uuid
 *     deliverTo: Address
 *   }
 * }
 * ```
 */
export const notAnAggregate: ModelCheck = {
  code: 'not-an-aggregate',
  severity: 'error',
  check: (model, index) =>
    typeSites(model).flatMap(({ type }) =>
      partsOfType(type).flatMap((reference): readonly Diagnostic[] => {
        if (reference.kind !== 'reference') return [];
        const target = index.get(reference.aggregate);
        if (!target || target.kind === 'aggregate') return [];
        const owner = target.kind === 'entity' ? index.parent(target.id) : undefined;
        const message = owner
          ? `\`ref\` refers to aggregates, and \`${target.name}\` is an entity inside \`${owner.name}\`.`
          : `\`ref\` refers to aggregates, and \`${target.name}\` is ${withArticle(wordOf(target))}.`;
        const related = [{ message: `\`${target.name}\` is declared here`, origin: target.nameOrigin }];
        return [finding(notAnAggregate, message, reference.origin, { related })];
      }),
    ),
};
