import type { ElementId } from '../../pim/model.ts';
import type { Statement } from './psm.ts';

/** How a constraint is held. */
export type Holding = 'check' | 'trigger' | 'deferred trigger';

export interface EngineScript {
  readonly statements: readonly Statement[];
  /** By the name of the condition. */
  readonly holdings: ReadonlyMap<string, Holding | { readonly reason: string }>;
}

export function one(element: ElementId, text: string): Statement {
  return { element, lines: [{ element, text }] };
}
