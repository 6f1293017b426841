import { didYouMean } from '../../pim/near-miss.ts';
import { finding, type ModelCheck } from '../model-check.ts';

/**
 * A `platform` block is for a context that the model does not have.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {}
 * platform kubernetes for Sale { group: "sales.example.org" }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {}
 * platform kubernetes for Sales { group: "sales.example.org" }
 * ```
 */
export const unknownPlatformContext: ModelCheck = {
  code: 'unknown-platform-context',
  severity: 'error',
  check: (model) => {
    const names = model.contexts.map(({ name }) => name);
    return model.marks.flatMap(({ context, contextName, contextOrigin }) =>
      // Without a name there was a syntax error, which is reported already.
      context !== undefined || contextName === ''
        ? []
        : [
            finding(
              unknownPlatformContext,
              `No context is called \`${contextName}\`.${didYouMean(contextName, names)}`,
              contextOrigin,
            ),
          ],
    );
  },
};
