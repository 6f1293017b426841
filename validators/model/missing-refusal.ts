import { finding, type ModelCheck } from '../model-check.ts';
import { namelessRefusals } from '../refusal-sites.ts';

/**
 * What is required is refused without a name.
 *
 * Whoever sends a command gets the refusal's name and message as the answer, and tells by the name what went
 * wrong. A condition that always holds for what is there is a `rule` of the aggregate: it is enforced on
 * every change without being required.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk
 *   aggregate Order {
 *     id: Uuid
 *     lines: Integer(0..100)
 *     event Opened { id, lines } creates
 *     event Emptied sets lines = 0
 *     create Open { id, lines } allows Clerk emits Opened
 *     command Empty allows Clerk requires lines > 0 emits Emptied
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
 *     lines: Integer(0..100)
 *     event Opened { id, lines } creates
 *     event Emptied sets lines = 0
 *     create Open { id, lines } allows Clerk emits Opened
 *     command Empty allows Clerk requires lines > 0 else NothingInIt "The order is empty already" emits Emptied
 *   }
 * }
 * ```
 */
export const missingRefusal: ModelCheck = {
  code: 'missing-refusal',
  severity: 'error',
  check: (model) =>
    namelessRefusals(model).map(({ refusal, owner }) =>
      finding(
        missingRefusal,
        `Whoever \`${owner.name}\` refuses must be told why: write \`else\` and a name behind what is required, \`requires … else NotOpen "Only what is open can be closed"\`.`,
        refusal.nameOrigin,
      ),
    ),
};
