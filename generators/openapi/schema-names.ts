import type { Projection } from '../../pim/behaviour.ts';
import type { Context, Declaration, ElementId, Entity, Field } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import { pointer } from '../core/document.ts';

/**
 * A declaration as it is kept, as it is answered (with what is derived) or as it is sent (without the
 * ids that the system makes). The three are one where nothing is derived or made.
 */
export type Variant = 'state' | 'view' | 'request';

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

/** The declarations that have a variant of their own: those with such a field in them, at any depth. */
export type Variants = Readonly<Record<Variant, ReadonlySet<ElementId>>>;

export function variantsOf(index: ModelIndex): Variants {
  const holders = holdersOf(index);
  return {
    state: new Set(),
    view: withHolders(holders, (field) => field.role === 'derived'),
    request: withHolders(holders, (field) => field.generated),
  };
}

interface Holder {
  readonly id: ElementId;
  readonly fields: readonly Field[];
  readonly held: readonly ElementId[];
}

function holdersOf(index: ModelIndex): readonly Holder[] {
  return index.model.contexts.flatMap((context) =>
    context.declarations.flatMap((declaration): readonly Holder[] => {
      switch (declaration.kind) {
        case 'type':
          return [{ id: declaration.id, fields: [], held: namedIn(declaration.base) }];
        case 'enum':
          return [];
        case 'union':
          return [
            holder(
              declaration.id,
              declaration.alternatives.flatMap(({ fields }) => fields),
            ),
          ];
        case 'value':
          return [holder(declaration.id, declaration.fields)];
        case 'aggregate':
          return [declaration, ...declaration.entities].map(({ id, fields }) => holder(id, fields));
      }
    }),
  );
}

function holder(id: ElementId, fields: readonly Field[]): Holder {
  return { id, fields, held: fields.flatMap(({ type }) => namedIn(type)) };
}

/** The declarations that a value of the type holds; a reference holds no more than an id. */
function namedIn(type: Type): readonly ElementId[] {
  switch (type.kind) {
    case 'named':
      return [type.id];
    case 'list':
      return namedIn(type.element);
    case 'map':
      return namedIn(type.value);
    default:
      return [];
  }
}

function withHolders(holders: readonly Holder[], has: (field: Field) => boolean): ReadonlySet<ElementId> {
  const heldBy = new Map<ElementId, ElementId[]>();
  for (const { id, held } of holders) {
    for (const one of held) heldBy.set(one, [...(heldBy.get(one) ?? []), id]);
  }
  const found = new Set(holders.filter(({ fields }) => fields.some(has)).map(({ id }) => id));
  // A set is walked in the order of insertion, what is added on the way included.
  for (const id of found) for (const one of heldBy.get(id) ?? []) found.add(one);
  return found;
}
