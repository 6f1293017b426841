import { expressionSites } from '../expression-sites.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { printPath } from '../presence.ts';
import { shapeKeeper, shapeUses } from '../shapes.ts';
import { listed } from '../words.ts';

/**
 * A field of a `one of` value is read where the value may have a shape without that field.
 *
 * A rule must have an answer for every instance, so it first asks which shape there is:
 * `change is Altered implies change.desired is present`, `if change is Removed then … else …`. What `and`,
 * `or`, `implies`, `not` and `if` have made sure of holds for the rest of the condition. A field that every
 * shape has, with one type, needs no question.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Payment is one of {
 *     Cash { given: Integer(0..1000) }
 *     Card { number: String(16) }
 *   }
 *   value Receipt {
 *     payment: Payment
 *     rule Given: payment.given > 0
 *   }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Payment is one of {
 *     Cash { given: Integer(0..1000) }
 *     Card { number: String(16) }
 *   }
 *   value Receipt {
 *     payment: Payment
 *     rule Given: payment is Cash implies payment.given > 0
 *   }
 * }
 * ```
 */
export const mayHaveAnotherShape: ModelCheck = {
  code: 'may-have-another-shape',
  severity: 'error',
  check: (_model, index) => {
    const keeper = shapeKeeper(index);
    return expressionSites(index).flatMap((site) =>
      shapeUses(site, index, keeper).map(({ node, union, lacking }) => {
        const shapes = listed(
          lacking.map(({ name }) => name),
          'or',
        );
        const owner = index.parent(node.field);
        const receiver = printPath(node.receiver);
        const path = receiver === undefined ? '' : `${receiver} `;
        const message = `This \`${union.name}\` may be ${shapes}, which ${lacking.length === 1 ? 'has' : 'have'} no such \`${node.name}\`: ask \`${path}is ${owner?.name ?? ''}\` first.`;
        return finding(mayHaveAnotherShape, message, node.origin);
      }),
    );
  },
};
