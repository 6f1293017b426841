import type { Expression } from '../pim/expression.ts';
import type { Context, ElementId } from '../pim/model.ts';
import type { ModelIndex } from '../pim/model-index.ts';
import type { Origin } from '../pim/origin.ts';
import { allNodes } from './expression-nodes.ts';
import { expressionSites } from './expression-sites.ts';
import { partsOfType, typeSites } from './model-walk.ts';
import { oncePer } from './once-per.ts';
import { referenceSites } from './reference-sites.ts';

/** A place where one context uses what another declares. */
export interface ContextUse {
  readonly from: Context;
  readonly to: Context;
  readonly used: ElementId;
  readonly origin: Origin;
}

/** The context of the types that stand outside of every context: all see it. */
export const commonContext = 'Common';

/** Every use of another context's names, but for the context map's own. */
export const contextUses = oncePer((index: ModelIndex): readonly ContextUse[] => {
  const uses: ContextUse[] = [];
  const add = (from: Context | undefined, used: ElementId | undefined, origin: Origin): void => {
    if (!from || used === undefined || !index.get(used)) return;
    const to = index.context(used);
    if (to.id === from.id || to.name === commonContext || from.name === commonContext) return;
    uses.push({ from, to, used, origin });
  };
  for (const { type, context } of typeSites(index.model)) {
    for (const part of partsOfType(type)) {
      if (part.kind === 'named') add(context, part.id, part.origin);
      if (part.kind === 'reference') add(context, part.aggregate, part.origin);
    }
  }
  for (const { reference, wanted, context } of referenceSites(index)) {
    // A state or a literal is of an enum that is named already.
    if (wanted !== 'context' && wanted !== 'state' && wanted !== 'literal')
      add(context, reference.id, reference.origin);
  }
  for (const { expression, context } of expressionSites(index)) {
    for (const node of allNodes(expression)) add(context, namedBy(node), node.origin);
  }
  return uses;
});

/** What an expression names that may be of another context. A literal alone takes its enum from its place. */
function namedBy(node: Expression): ElementId | undefined {
  switch (node.kind) {
    case 'call':
      return node.callee;
    case 'construction':
      return node.structure;
    default:
      return undefined;
  }
}
