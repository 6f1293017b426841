import { aggregatesIn } from '../calls.ts';
import { finding, type ModelCheck } from '../model-check.ts';

/**
 * No aggregate has a trait.
 *
 * What is written in a trait becomes part of the aggregates that have it. In one that nobody has, nothing is
 * checked and nothing is generated.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   trait Noted { note: String(0..100)? }
 *   aggregate Order { id: Uuid }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   trait Noted { note: String(0..100)? }
 *   aggregate Order with Noted { id: Uuid }
 * }
 * ```
 */
export const unusedTrait: ModelCheck = {
  code: 'unused-trait',
  severity: 'warning',
  // A name that leads nowhere may well be meant for what seems to be of no use.
  after: ['unknown-reference'],
  check: (model) => {
    const used = new Set(
      model.contexts.flatMap((context) =>
        aggregatesIn(context).flatMap(({ traits }) => traits.map(({ id }) => id)),
      ),
    );
    return model.contexts.flatMap(({ traits }) =>
      traits.flatMap(({ id, name, nameOrigin }) =>
        used.has(id)
          ? []
          : [
              finding(
                unusedTrait,
                `No aggregate has the trait \`${name}\`, so nothing in it comes to be.`,
                nameOrigin,
              ),
            ],
      ),
    );
  },
};
