import type { Projection } from '../../pim/behaviour.ts';
import type { Context, Declaration, Entity } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { pointer } from '../core/document.ts';
import type { Variant, Variants } from '../core/schema/variants.ts';

/** What has a schema in a document. */
export type Described = Declaration | Entity | Projection;

/** What the schemas of one document are called. */
export interface SchemaNames {
  /** A declaration of another context keeps that context's name: two contexts may have a word each. */
  of(described: Described, variant: Variant): string;
}

export function schemaNames(context: Context, index: ModelIndex, variants: Variants): SchemaNames {
  return {
    of: (described, variant) => {
      const home = index.context(described.id);
      const name = home.id === context.id ? described.name : `${home.name}.${described.name}`;
      if (described.kind === 'projection' || !variants[variant].has(described.id)) return name;
      return `${name}${suffixes[variant]}`;
    },
  };
}

const suffixes: Readonly<Record<Variant, string>> = { state: '', view: 'View', request: 'Request' };

export function schemaPointer(name: string): string {
  return `#${pointer('components', 'schemas', name)}`;
}
