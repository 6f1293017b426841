import { type ModelIndex, underlyingType } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';

/** Why nothing is said of what `isHidden`. */
export const hiddenReason = 'Kubernetes rules cannot see a Json field';

/** True for what the API server hides from rules: what a schema says nothing of, and lists and maps of that. */
export function isHidden(type: Type, index: ModelIndex): boolean {
  const underlying = underlyingType(index, type);
  if (underlying.kind === 'list') return isHidden(underlying.element, index);
  return underlying.kind === 'map' ? isHidden(underlying.value, index) : underlying.kind === 'json';
}
