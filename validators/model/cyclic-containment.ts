import type { ElementId } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { type Containment, containmentsOf, endless } from '../containment.ts';
import { type Cycle, findCycles } from '../find-cycles.ts';
import { finding, type ModelCheck } from '../model-check.ts';

/**
 * A structure contains itself, by way of its fields, without end or to no stated depth.
 *
 * If every field on the way must be there, no instance could ever end. If one is optional or a list,
 * instances end, and the model says how deep they may nest, since every platform must know how much there can
 * be: `value Category depth 5 { … }`. One value on the way with a `depth` is enough. Refer to an aggregate with
 * `ref`, which contains nothing.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Category {
 *     name: String(1..50)
 *     within: Category[0..20]
 *   }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Category depth 4 {
 *     name: String(1..50)
 *     within: Category[0..20]
 *   }
 * }
 * ```
 */
export const cyclicContainment: ModelCheck = {
  code: 'cyclic-containment',
  severity: 'error',
  check: (model, index) => {
    const containments = containmentsOf(model, index);
    const { nodes, from } = containments;
    const without = endless(containments, index);
    const endlessCycles = findCycles(
      nodes.filter((id) => without.has(id)),
      (id) => from(id).filter(({ to, required }) => required && without.has(to)),
    );
    const others = findCycles(
      nodes.filter((id) => !without.has(id)),
      (id) => from(id).filter(({ to }) => !without.has(to) && depthOf(to, index) === undefined),
    );
    return [
      ...endlessCycles.flatMap((cycle) => report(cycle, index, 'so no instance could ever end')),
      ...others.flatMap((cycle) => report(cycle, index, depthless(cycle, index))),
    ];
  },
};

/** Only a value says how deep it nests. */
function depthless(cycle: Cycle<Containment>, index: ModelIndex): string {
  const value = cycle.find(({ from }) => index.get(from)?.kind === 'value');
  if (value) return `to no stated depth: write \`value ${index.get(value.from)?.name ?? ''} depth 4\``;
  return cycle.some(({ from }) => index.get(from)?.kind === 'alternative')
    ? 'to no stated depth: let its shapes hold a value that has a `depth` and holds it'
    : 'to no stated depth: hold all of them in one list, and let each name the one it belongs to';
}

function depthOf(id: ElementId, index: ModelIndex): number | undefined {
  const element = index.get(id);
  return element?.kind === 'value' ? element.depth : undefined;
}

function report(cycle: Cycle<Containment>, index: ModelIndex, consequence: string) {
  const nameOf = (id: ElementId): string => index.get(id)?.name ?? id;
  const held = cycle.flatMap(({ from, to, field }) => (field ? [{ from, to, field }] : []));
  const [first, ...others] = held;
  if (!first) return [];
  const way = held.map(({ from, field }) => `\`${nameOf(from)}.${field.name}\``).join(' → ');
  const message = `\`${nameOf(first.from)}\` contains itself (${way}), ${consequence}.`;
  const related = others.map(({ to, field }) => ({
    message: `This holds \`${nameOf(to)}\``,
    origin: field.nameOrigin,
  }));
  return [finding(cyclicContainment, message, first.field.nameOrigin, { related })];
}
