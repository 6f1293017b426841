import type { JsonObject } from '../../../pim/json.ts';
import type { Named } from '../../../pim/model.ts';

/** All that is to say of an element: its doc comment, what else there is, and what becomes of it. */
export function descriptionOf(
  { doc, evolution }: Pick<Named, 'doc' | 'evolution'>,
  more: readonly string[] = [],
): string | undefined {
  const paragraphs = [
    ...(doc === undefined ? [] : [doc]),
    ...more,
    ...(evolution?.deprecated ? [`Deprecated: ${evolution.deprecated}`] : []),
    ...(evolution?.since === undefined ? [] : [`Since version ${evolution.since}.`]),
  ];
  return paragraphs.length === 0 ? undefined : paragraphs.join('\n\n');
}

/** The keywords of JSON Schema that judge nothing: what an element is, and whether it will go. */
export function annotations(element: Named, more: readonly string[] = []): JsonObject {
  const description = descriptionOf(element, more);
  return {
    ...(description === undefined ? {} : { description }),
    ...(element.evolution?.deprecated === undefined ? {} : { deprecated: true }),
  };
}
