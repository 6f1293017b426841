import type { Diagnostic } from '../../pim/diagnostic.ts';
import { finding, type ModelCheck } from '../model-check.ts';

/**
 * An enum has no literals, or a `one of` value no shapes, so nothing could ever be one of them.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   enum OrderState {}
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   enum OrderState { OPEN, PAID, SENT }
 * }
 * ```
 */
export const emptyEnum: ModelCheck = {
  code: 'empty-enum',
  severity: 'error',
  check: (model) =>
    model.contexts.flatMap(({ declarations }) =>
      declarations.flatMap((declaration): readonly Diagnostic[] => {
        const { name, nameOrigin } = declaration;
        if (declaration.kind === 'enum' && declaration.literals.length === 0) {
          return [finding(emptyEnum, `The enum \`${name}\` has no literals.`, nameOrigin)];
        }
        if (declaration.kind === 'union' && declaration.alternatives.length === 0) {
          return [finding(emptyEnum, `\`${name}\` is one of no shapes.`, nameOrigin)];
        }
        return [];
      }),
    ),
};
