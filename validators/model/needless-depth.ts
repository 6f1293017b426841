import type { Diagnostic } from '../../pim/diagnostic.ts';
import { containmentsOf } from '../containment.ts';
import { nodesOnCycles } from '../find-cycles.ts';
import { finding, type ModelCheck } from '../model-check.ts';

/**
 * A value states a `depth` and does not hold itself.
 *
 * `depth` says how many levels of itself a value may hold. For one that holds none it says nothing, and its
 * reader looks for what is not there.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Money depth 3 { amount: Integer(0..1000) }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Money { amount: Integer(0..1000) }
 * }
 * ```
 */
export const needlessDepth: ModelCheck = {
  code: 'needless-depth',
  severity: 'warning',
  check: (model, index) => {
    const { nodes, from } = containmentsOf(model, index);
    const recursive = nodesOnCycles(nodes, (id) => from(id).map(({ to }) => to));
    return model.contexts.flatMap(({ declarations }) =>
      declarations.flatMap((declaration): readonly Diagnostic[] => {
        if (declaration.kind !== 'value' || declaration.depth === undefined) return [];
        if (recursive.has(declaration.id)) return [];
        const { name, nameOrigin } = declaration;
        return [finding(needlessDepth, `\`${name}\` states a depth, and does not hold itself.`, nameOrigin)];
      }),
    );
  },
};
