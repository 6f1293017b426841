import type { ContextRelation, ContextRole } from '../pim/behaviour.ts';
import type { ElementId, Model } from '../pim/model.ts';

/** How the contexts of a model relate, by pair. */
export interface Relations {
  /** All between two contexts, whichever is upstream. */
  between(one: ElementId, other: ElementId): readonly ContextRelation[];
}

export function relationsOf(model: Model): Relations {
  const byPair = new Map<string, ContextRelation[]>();
  for (const relation of model.relations) {
    const { upstream, downstream } = relation;
    if (upstream.id === undefined || downstream.id === undefined) continue;
    const key = pairOf(upstream.id, downstream.id);
    const found = byPair.get(key);
    if (found) found.push(relation);
    else byPair.set(key, [relation]);
  }
  return { between: (one, other) => byPair.get(pairOf(one, other)) ?? [] };
}

function pairOf(one: ElementId, other: ElementId): string {
  return one < other ? `${one} ${other}` : `${other} ${one}`;
}

export function hasRole({ upstreamRoles, downstreamRoles }: ContextRelation, role: ContextRole): boolean {
  return [...upstreamRoles, ...downstreamRoles].some((mark) => mark.role === role);
}

/** Whether what flows along a relation reaches a context. */
export function reaches({ mutual, upstream, downstream }: ContextRelation, context: ElementId): boolean {
  return downstream.id === context || (mutual && upstream.id === context);
}
