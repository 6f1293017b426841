import type { Context, Declaration, ElementId } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { commonContext } from '../context-uses.ts';
import { allNodes } from '../expression-nodes.ts';
import { expressionSites } from '../expression-sites.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { partsOfType, typeSites } from '../model-walk.ts';
import { referenceSites } from '../reference-sites.ts';

/**
 * Nothing uses a type, an enum or a value.
 *
 * No field, parameter or result is of it, no expression makes or names one, no translation is about it and no
 * relation of the context map shares it; that it holds itself is no use. A context that only has types is
 * a vocabulary for others, and so are an external context and the types outside of every context: these
 * are not asked.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Address { street: String(1..100), town: String(1..100) }
 *   aggregate Order { id: Uuid, town: String(1..100) }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Address { street: String(1..100), town: String(1..100) }
 *   aggregate Order { id: Uuid, address: Address }
 * }
 * ```
 */
export const unusedType: ModelCheck = {
  code: 'unused-type',
  severity: 'warning',
  // A name that leads nowhere may well be meant for what seems to be of no use.
  after: ['unknown-type', 'unknown-name', 'unknown-reference'],
  check: (model, index) => {
    const used = usedTypes(index);
    return model.contexts
      .filter(usesItsTypes)
      .flatMap(({ declarations }) => declarations)
      .filter(({ kind, id }) => kind !== 'aggregate' && !used.has(id))
      .map(({ kind, name, nameOrigin }) =>
        finding(unusedType, `Nothing uses the ${wordFor(kind)} \`${name}\`.`, nameOrigin),
      );
  },
};

/** True if there is anything in the context that its types could be for. */
function usesItsTypes(context: Context): boolean {
  return (
    !context.external &&
    context.name !== commonContext &&
    (context.declarations.some(({ kind }) => kind === 'aggregate') ||
      [
        context.events,
        context.calculations,
        context.projections,
        context.queries,
        context.ports,
        context.services,
      ].some((elements) => elements.length > 0))
  );
}

function wordFor(kind: Declaration['kind']): string {
  return kind === 'union' ? 'value' : kind;
}

function usedTypes(index: ModelIndex): ReadonlySet<ElementId> {
  const used = new Set<ElementId>();
  const use = (id: ElementId | undefined, user?: ElementId): void => {
    if (id === undefined) return;
    const element = index.get(id);
    // Whoever names a shape or a literal uses what it is one of.
    if (element?.kind === 'alternative' || element?.kind === 'literal') use(index.parent(id)?.id, user);
    else if (user !== id && !user?.startsWith(`${id}.`)) used.add(id);
  };
  for (const { type, element } of typeSites(index.model)) {
    for (const part of partsOfType(type)) {
      if (part.kind === 'named') use(part.id, element.id);
      else if (part.kind === 'reference') use(part.aggregate, element.id);
    }
  }
  for (const { reference } of referenceSites(index)) use(reference.id);
  for (const { expression, element } of expressionSites(index)) {
    for (const node of allNodes(expression)) {
      if (node.kind === 'construction') use(node.structure, element.id);
      else if (node.kind === 'enumReference') use(node.literal, element.id);
    }
  }
  return used;
}
