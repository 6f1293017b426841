import type { ElementId } from '../../../pim/model.ts';
import { isStructure, type ModelIndex, storedFieldsOf, structuresOf } from '../../../pim/model-index.ts';
import type { Type } from '../../../pim/type.ts';
import type { UnheldLimit } from '../target.ts';
import { levelsOf } from './declaration-schema.ts';
import { depthSchema } from './depth-schema.ts';
import { unheldUniqueness } from './type-schema.ts';

/** The limits of types that no JSON Schema says; where one stands, `$comment` says so too. */
export function limitsUnheldBySchema(index: ModelIndex): readonly UnheldLimit[] {
  return index.model.contexts.flatMap((context) => [
    ...context.declarations.flatMap((one) => (one.kind === 'type' ? unheldOf(one.id, one.base, index) : [])),
    ...structuresOf(context).flatMap((structure): readonly UnheldLimit[] => [
      ...storedFieldsOf(structure).flatMap(({ id, type }) => unheldOf(id, type, index)),
      ...(isStructure(structure) &&
      structure.kind === 'value' &&
      structure.depth !== undefined &&
      depthSchema(structure, index) === undefined
        ? [
            {
              element: structure.id,
              constraint: 'depth' as const,
              reason: `no schema can follow all its ways to itself ${levelsOf(structure.depth)} deep`,
            },
          ]
        : []),
    ]),
  ]);
}

/** Of lists, wherever in the type they are. */
function unheldOf(element: ElementId, type: Type, index: ModelIndex): readonly UnheldLimit[] {
  if (type.kind === 'map')
    return [...unheldOf(element, type.key, index), ...unheldOf(element, type.value, index)];
  if (type.kind !== 'list') return [];
  const words = unheldUniqueness(type, index);
  return [
    ...(words === undefined
      ? []
      : [{ element, constraint: 'unique' as const, reason: `no schema can say that ${words}` }]),
    ...unheldOf(element, type.element, index),
  ];
}
