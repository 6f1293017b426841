import type { ElementId } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { allNodes } from '../expression-nodes.ts';
import { type CycleStep, findCycles } from '../find-cycles.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { fieldSites } from '../model-walk.ts';

/**
 * A derived field is, by way of others, computed from itself.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Invoice {
 *     derived net: Integer = gross - 19
 *     derived gross: Integer = net + 19
 *   }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Invoice {
 *     net: Integer(0..1000000)
 *     derived gross: Integer = net + 19
 *   }
 * }
 * ```
 */
export const cyclicDerivation: ModelCheck = {
  code: 'cyclic-derivation',
  severity: 'error',
  check: (model, index) => {
    const derived = fieldSites(model).flatMap(({ field }) => (field.derivation ? [field.id] : []));
    return findCycles(derived, (id) => stepsFrom(id, index)).flatMap((cycle) => {
      const [first, ...others] = cycle.flatMap(({ from }) => index.get(from) ?? []);
      if (!first) return [];
      const way = [first, ...others, first].map(({ name }) => `\`${name}\``).join(' → ');
      const related = others.map(({ name, nameOrigin }) => ({
        message: `By way of \`${name}\``,
        origin: nameOrigin,
      }));
      const message = `\`${first.name}\` is computed from itself: ${way}.`;
      return [finding(cyclicDerivation, message, first.nameOrigin, { related })];
    });
  },
};

function stepsFrom(id: ElementId, index: ModelIndex): readonly CycleStep[] {
  const field = index.get(id);
  if (field?.kind !== 'field' || !field.derivation) return [];
  return allNodes(field.derivation).flatMap((node): readonly CycleStep[] => {
    if (node.kind !== 'fieldAccess') return [];
    const read = index.get(node.field);
    return read?.kind === 'field' && read.derivation ? [{ from: id, to: read.id }] : [];
  });
}
