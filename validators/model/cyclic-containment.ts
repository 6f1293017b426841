import type { ElementId, Field, Model } from '../../pim/model.ts';
import { isStructure, type ModelIndex } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import { usesPart } from '../aggregate-parts.ts';
import { type Cycle, type CycleStep, findCycles } from '../find-cycles.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { elementOrSelf, structureSites } from '../model-walk.ts';

/**
 * A structure contains itself, by way of its fields.
 *
 * If every field on the way must be there, no instance could ever end. If one is optional or a list,
 * instances end, but at no stated depth, and not every platform can hold or check such data: for the
 * present the language has no recursion. Refer to an aggregate with `ref`, or hold a flat list whose
 * items name their parent.
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
 *   value Category {
 *     name: String(1..50)
 *     parent: String(1..50)?
 *   }
 * }
 * ```
 */
export const cyclicContainment: ModelCheck = {
  code: 'cyclic-containment',
  severity: 'error',
  check: (model, index) => {
    const steps = containments(model, index);
    const nodes = [...steps.keys()];
    const endless = findCycles(nodes, (id) => (steps.get(id) ?? []).filter(({ required }) => required));
    const inEndless = new Set(endless.flatMap((cycle) => cycle.map(({ from }) => from)));
    const others = findCycles(nodes, (id) => steps.get(id) ?? []).filter(
      (cycle) => !cycle.some(({ from }) => inEndless.has(from)),
    );
    return [
      ...endless.flatMap((cycle) => report(cycle, index, 'so no instance could ever end')),
      ...others.flatMap((cycle) => report(cycle, index, 'and recursive structures are not in the language')),
    ];
  },
};

interface Containment extends CycleStep {
  readonly field: Field;
  /** The field is always there, and never an empty list. */
  readonly required: boolean;
}

function containments(model: Model, index: ModelIndex): ReadonlyMap<ElementId, readonly Containment[]> {
  const steps = new Map<ElementId, readonly Containment[]>();
  for (const { structure, aggregate } of structureSites(model)) {
    if (steps.has(structure.id)) continue;
    const from = structure.id;
    const found = structure.fields.flatMap((field): readonly Containment[] => {
      if (field.role === 'derived') return [];
      const { to, mayBeEmpty } = target(field.type, index);
      if (to === undefined) return [];
      // What may not be held at all is reported as such.
      const part = index.get(to);
      const isHeld = part?.kind === 'value' || (part?.kind === 'entity' && usesPart(aggregate, to));
      return isHeld ? [{ from, to, field, required: !field.optional && !mayBeEmpty }] : [];
    });
    steps.set(from, found);
  }
  return steps;
}

/** The structure at the end of a type, through lists and named types. */
function target(type: Type, index: ModelIndex): { readonly to?: ElementId; readonly mayBeEmpty: boolean } {
  let current = type;
  let mayBeEmpty = false;
  const seen = new Set<ElementId>();
  for (;;) {
    if (current.kind === 'list' && current.size.min < 1) mayBeEmpty = true;
    current = elementOrSelf(current);
    if (current.kind !== 'named' || seen.has(current.id)) return { mayBeEmpty };
    seen.add(current.id);
    const declaration = index.get(current.id);
    if (isStructure(declaration)) return { to: declaration.id, mayBeEmpty };
    if (declaration?.kind !== 'type') return { mayBeEmpty };
    current = declaration.base;
  }
}

function report(cycle: Cycle<Containment>, index: ModelIndex, consequence: string) {
  const [first, ...others] = cycle;
  if (!first) return [];
  const nameOf = (id: ElementId): string => index.get(id)?.name ?? id;
  const way = cycle.map(({ from, field }) => `\`${nameOf(from)}.${field.name}\``).join(' → ');
  const message = `\`${nameOf(first.from)}\` contains itself (${way}), ${consequence}.`;
  const related = others.map(({ to, field }) => ({
    message: `This holds \`${nameOf(to)}\``,
    origin: field.nameOrigin,
  }));
  return [finding(cyclicContainment, message, first.field.nameOrigin, { related })];
}
