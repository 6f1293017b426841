import type { ModelIndex } from '../pim/model-index.ts';
import { isResolved } from './expression-nodes.ts';
import { expressionSites } from './expression-sites.ts';
import { partsOfType, typeSites } from './model-walk.ts';
import { referenceSites } from './reference-sites.ts';

/**
 * False if something in the model leads nowhere or is missing: what the parser could not read leaves holes, of
 * which no check says a word.
 */
export function isWholeModel(index: ModelIndex): boolean {
  return (
    typeSites(index.model).every(({ type }) =>
      partsOfType(type).every(({ kind }) => kind !== 'unresolved'),
    ) &&
    referenceSites(index).every(({ reference }) => reference.id !== undefined) &&
    expressionSites(index).every(({ expression }) => isResolved(expression))
  );
}
