import type { Diagnostic } from '../../pim/diagnostic.ts';
import { didYouMean, nearMiss } from '../../pim/near-miss.ts';
import type { Origin } from '../../pim/origin.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { partsOfType, typeSites } from '../model-walk.ts';
import { caseFix } from '../names-in-scope.ts';
import { valueLists } from '../value-lists.ts';
import { wordOf } from '../words.ts';

/**
 * A value is given for a field that is not there, or that takes none.
 *
 * What stands in braces behind an event, a command, a service, a calculation or a value are fields of it.
 * A derived field is computed, so nothing gives it a value. What stands behind `unique by` is a field of
 * the list's items.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Money { amount: Integer(0..1000), currency: String(3) }
 *   value Fee { price: Money = Money { amount: 5, curency: "EUR" } }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Money { amount: Integer(0..1000), currency: String(3) }
 *   value Fee { price: Money = Money { amount: 5, currency: "EUR" } }
 * }
 * ```
 */
export const unknownField: ModelCheck = {
  code: 'unknown-field',
  severity: 'error',
  check: (model, index) => [
    ...valueLists(index).flatMap(({ of, values }) =>
      values.flatMap(({ field: id, name, origin }): readonly Diagnostic[] => {
        const field = index.get(id);
        const place = { ...origin, end: behindName(origin, name) };
        if (field?.kind === 'field') {
          if (field.role !== 'derived') return [];
          return [
            finding(
              unknownField,
              `\`${name}\` is derived: it is computed, and nothing gives it a value.`,
              place,
            ),
          ];
        }
        const names = of.fields.map((one) => one.name);
        const near = nearMiss(name, names);
        const message = `The ${wordOf(of)} \`${of.name}\` has no field \`${name}\`.${near === undefined ? '' : ` Did you mean \`${near}\`?`}`;
        const fix = near === undefined ? undefined : caseFix(name, near, place);
        return [finding(unknownField, message, place, { fix })];
      }),
    ),
    ...typeSites(model).flatMap(({ type }) =>
      partsOfType(type).flatMap((part): readonly Diagnostic[] => {
        if (part.kind !== 'list' || !part.uniqueBy || part.uniqueBy.field !== undefined) return [];
        const { name, origin } = part.uniqueBy;
        const items = part.element.kind === 'named' ? index.get(part.element.id) : undefined;
        if (part.element.kind === 'unresolved') return [];
        const names = items && 'fields' in items ? items.fields.map((one) => one.name) : [];
        const message = `The items of this list have no field \`${name}\`.${didYouMean(name, names)}`;
        return [finding(unknownField, message, origin)];
      }),
    ),
  ],
};

/** Values are written `name: …`, or `name` alone. */
function behindName({ start }: Origin, name: string): Origin['end'] {
  return { line: start.line, column: start.column + name.length, offset: start.offset + name.length };
}
