import { assertNever } from '../../../pim/assert-never.ts';
import type { Declaration, Entity } from '../../../pim/model.ts';
import { declarationOf, type ModelIndex, type TypeDeclaration, unionOf } from '../../../pim/model-index.ts';
import type { Type } from '../../../pim/type.ts';
import { idTypeOf } from './type-schema.ts';

/** The declarations that describe these ones: themselves and whatever the types of their fields lead to. */
export function usedDeclarations(
  roots: readonly TypeDeclaration[],
  index: ModelIndex,
): ReadonlySet<Declaration | Entity> {
  const used = new Set<Declaration | Entity>();
  const useType = (type: Type): void => {
    if (type.kind === 'named') use(declarationOf(index, type.id));
    else if (type.kind === 'list') useType(type.element);
    else if (type.kind === 'map') [type.key, type.value].forEach(useType);
    else if (type.kind === 'reference') useType(idTypeOf(type.aggregate, index));
  };
  const use = (named: TypeDeclaration): void => {
    const declaration = named.kind === 'alternative' ? unionOf(index, named) : named;
    if (used.has(declaration)) return;
    used.add(declaration);
    switch (declaration.kind) {
      case 'type':
        useType(declaration.base);
        return;
      case 'enum':
        return;
      case 'union':
        for (const { fields } of declaration.alternatives) {
          for (const field of fields) useType(field.type);
        }
        return;
      case 'value':
      case 'entity':
      case 'aggregate':
        for (const field of declaration.fields) useType(field.type);
        return;
      default:
        assertNever(declaration);
    }
  };
  for (const root of roots) use(root);
  return used;
}
