import type { Element, Model } from '../pim/model.ts';
import { type ModelIndex, underlyingType } from '../pim/model-index.ts';
import type { ExpressionType, Type } from '../pim/type.ts';

/** Which types are translated into which. */
export interface Translated {
  /** True for a value given in a translation, of a type that another translation turns into the wanted one. */
  covers(site: {
    readonly expression: ExpressionType;
    readonly expected?: ExpressionType | undefined;
    readonly owner: Element;
  }): boolean;
}

export function translated(model: Model, index: ModelIndex): Translated {
  const pairs = new Set(
    model.contexts.flatMap(({ translations }) =>
      translations.map(({ source, target }) => pair(source.id ?? '', target.id ?? '')),
    ),
  );
  const covers = (given: Type, wanted: Type): boolean => {
    if (given.kind === 'list' && wanted.kind === 'list') return covers(given.element, wanted.element);
    if (given.kind !== 'named' || wanted.kind !== 'named') return false;
    const ends = underlyingType(index, given);
    return (
      pairs.has(pair(given.id, wanted.id)) || (ends.kind === 'named' && pairs.has(pair(ends.id, wanted.id)))
    );
  };
  return {
    covers: ({ expression, expected, owner }) =>
      owner.kind === 'translation' && expected !== undefined && covers(expression.type, expected.type),
  };
}

function pair(source: string, target: string): string {
  return `${source} ${target}`;
}
