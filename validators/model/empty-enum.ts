import { finding, type ModelCheck } from '../model-check.ts';

/**
 * An enum has no literals, so nothing could ever be one of them.
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
      declarations.flatMap((declaration) =>
        declaration.kind === 'enum' && declaration.literals.length === 0
          ? [finding(emptyEnum, `The enum \`${declaration.name}\` has no literals.`, declaration.nameOrigin)]
          : [],
      ),
    ),
};
