import type { Diagnostic } from '../../pim/diagnostic.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { unsetFields, valueLists } from '../value-lists.ts';
import { listed, wordOf } from '../words.ts';

/**
 * Something is made, called or told, and one of its fields is given no value.
 *
 * An event takes its fields from what its `emits` gives, and then from the nearest value of that name: a
 * `let`, a field of the command, a field of the aggregate. Where a command, a service, an operation or a
 * calculation is called, and where a value is made, every field stands in the braces (`{ git }` is short
 * for `{ git: git }`). Only what is optional, has a default or is a `generated` id may be left out.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk
 *   aggregate Order {
 *     id: Uuid
 *     note: String(0..100)
 *     event Noted { note, page: Integer(1..99) } sets note
 *     event Placed { id, note } creates
 *     create Place { id, note } allows Clerk emits Placed
 *     command Note { note } allows Clerk emits Noted
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
 *     note: String(0..100)
 *     event Noted { note, page: Integer(1..99) } sets note
 *     event Placed { id, note } creates
 *     create Place { id, note } allows Clerk emits Placed
 *     command Note { note } allows Clerk emits Noted { page: 1 }
 *   }
 * }
 * ```
 */
export const unsetField: ModelCheck = {
  code: 'unset-field',
  severity: 'error',
  check: (_model, index) =>
    valueLists(index).flatMap((list): readonly Diagnostic[] => {
      // A value for a field that is not there may well be meant for the one that is missing.
      if (list.partial || list.values.some(({ field }) => index.get(field)?.kind !== 'field')) return [];
      const missing = unsetFields(list, index);
      if (missing.length === 0) return [];
      const { of, origin } = list;
      const what = of.kind === 'eventVersion' ? `Version ${of.name}` : `The ${wordOf(of)} \`${of.name}\``;
      const message = `${what} needs ${listed(missing.map(({ name }) => name))}, and nothing here says what that is.`;
      const related = missing.map(({ name, nameOrigin }) => ({
        message: `\`${name}\` is declared here`,
        origin: nameOrigin,
      }));
      return [finding(unsetField, message, origin, { related })];
    }),
};
