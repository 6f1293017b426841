import type { ElementId } from '../../pim/model.ts';
import { type CycleStep, findCycles } from '../find-cycles.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { constrainedTypes, elementOrSelf } from '../model-walk.ts';

/**
 * A type is, by way of others, based on itself.
 *
 * A `type` gives a name and limits to another type. Followed far enough, every name must lead to
 * something that holds data.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   type Code = Sku
 *   type Sku = Code
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   type Code = Sku
 *   type Sku = String(8)
 * }
 * ```
 */
export const cyclicType: ModelCheck = {
  code: 'cyclic-type',
  severity: 'error',
  check: (model, index) => {
    const stepsFrom = (id: ElementId): readonly CycleStep[] => {
      const declaration = index.get(id);
      const base = declaration?.kind === 'type' ? elementOrSelf(declaration.base) : undefined;
      if (base?.kind !== 'named' || index.get(base.id)?.kind !== 'type') return [];
      return [{ from: id, to: base.id }];
    };
    const ids = constrainedTypes(model).map(({ declaration }) => declaration.id);
    return findCycles(ids, stepsFrom).flatMap((cycle) => {
      const [first, ...others] = cycle.flatMap(({ from }) => index.get(from) ?? []);
      if (!first) return [];
      const way = [first, ...others, first].map(({ name }) => `\`${name}\``).join(' → ');
      const related = others.map(({ name, nameOrigin }) => ({
        message: `By way of \`${name}\``,
        origin: nameOrigin,
      }));
      return [
        finding(cyclicType, `The type \`${first.name}\` is based on itself: ${way}.`, first.nameOrigin, {
          related,
        }),
      ];
    });
  },
};
