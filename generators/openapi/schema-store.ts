import type { JsonObject } from '../../pim/json.ts';
import type { Context, ElementId } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { type PointerTrace, pointer } from '../core/document.ts';
import { annotations } from '../core/schema/annotations.ts';
import { type DeclarationSchema, declarationSchema } from '../core/schema/declaration-schema.ts';
import { payloadSchema } from '../core/schema/payload-schema.ts';
import type { SchemaContext } from '../core/schema/type-schema.ts';
import { answeredField, type Variant, variantOf } from '../core/schema/variants.ts';
import type { Claim, NamedPlace } from './psm.ts';
import { type Described, type SchemaNames, schemaPointer } from './schema-names.ts';

/** Every schema of a document: whatever is referred to becomes a part of it. */
export interface SchemaStore {
  /** For schemas of declarations in this variant. */
  readonly context: Readonly<Record<Variant, SchemaContext>>;
  /** A schema of our own, under a name that nothing else may take, once for each element; gives its `$ref`. */
  add(name: string, place: NamedPlace, schema: JsonObject, trace?: PointerTrace): string;
  /** Everything that was asked for and all that it needs: the context's own declarations first. */
  finish(): StoredSchemas;
}

export interface StoredSchemas {
  readonly schemas: { readonly [name: string]: JsonObject };
  readonly trace: PointerTrace;
  readonly claims: readonly Claim[];
  /** Declarations whose rules stand in a schema, as far as it can hold them. */
  readonly judged: readonly ElementId[];
}

interface Entry extends Claim {
  readonly schema: JsonObject;
  readonly trace: PointerTrace;
}

export function schemaStore(home: Context, index: ModelIndex, names: SchemaNames): SchemaStore {
  const wanted = new Map<string, { readonly described: Described; readonly variant: Variant }>();
  const own = new Map<string, Entry>();
  const refer =
    (variant: Variant) =>
    (id: ElementId): string => {
      const described = describedBy(id, index);
      const name = names.of(described, variant);
      // Where a variant is the state itself, one schema serves both.
      const needed = names.of(described, 'state') === name ? 'state' : variant;
      wanted.set(`${needed} ${id}`, {
        described,
        variant: described.kind === 'projection' ? 'view' : needed,
      });
      return schemaPointer(name);
    };
  const context = {
    state: { index, reference: refer('state') },
    view: { index, reference: refer('view') },
    request: { index, reference: refer('request') },
  };
  return {
    context,
    add: (claimed, { element, name, nameOrigin }, schema, trace = {}) => {
      const key = `${claimed} ${element}`;
      if (!own.has(key)) {
        own.set(key, { claimed, element, name, nameOrigin, schema, trace: { '': element, ...trace } });
      }
      return schemaPointer(claimed);
    },
    finish: () => {
      const entries: Entry[] = [];
      // A map is walked in the order of insertion, what is added on the way included.
      for (const { described, variant } of wanted.values()) {
        const { id: element, name, nameOrigin } = described;
        const { schema, trace } = describe(described, variant, context[variant]);
        const claimed = names.of(described, variant);
        entries.push({ claimed, element, name, nameOrigin, schema, trace: { '': element, ...trace } });
      }
      const judged = [...wanted.values()].filter(({ variant }) => variant !== 'view');
      return {
        ...stored([...inSourceOrder(entries, home, index), ...own.values()]),
        judged: [...new Set(judged.map(({ described }) => described.id))],
      };
    },
  };
}

function describedBy(id: ElementId, index: ModelIndex): Described {
  const element = index.get(id);
  switch (element?.kind) {
    case 'type':
    case 'enum':
    case 'value':
    case 'union':
    case 'aggregate':
    case 'entity':
    case 'projection':
      return element;
    default:
      throw new Error(`\`${id}\` is not a type`);
  }
}

function describe(described: Described, variant: Variant, context: SchemaContext): DeclarationSchema {
  if (described.kind === 'projection') {
    const { schema, trace } = payloadSchema(described.fields.map(answeredField), context);
    return { schema: { ...annotations(described), ...schema }, trace };
  }
  return declarationSchema(variantOf(described, variant, context.index), context);
}

function inSourceOrder(entries: readonly Entry[], home: Context, index: ModelIndex): readonly Entry[] {
  const contexts = [home, ...index.model.contexts.filter((other) => other.id !== home.id)];
  const order = new Map<ElementId, number>();
  for (const { declarations, projections } of contexts) {
    for (const declaration of declarations) {
      order.set(declaration.id, order.size);
      if (declaration.kind === 'aggregate')
        for (const { id } of declaration.entities) order.set(id, order.size);
    }
    for (const { id } of projections) order.set(id, order.size);
  }
  const rank = ({ element }: Entry): number => order.get(element) ?? 0;
  return entries.toSorted((left, right) => rank(left) - rank(right) || compare(left.claimed, right.claimed));
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function stored(entries: readonly Entry[]): Omit<StoredSchemas, 'judged'> {
  return {
    schemas: Object.fromEntries(entries.map(({ claimed, schema }) => [claimed, schema])),
    trace: Object.fromEntries(
      entries.flatMap(({ claimed, trace }) =>
        Object.entries(trace).map(([at, id]) => [pointer('components', 'schemas', claimed) + at, id]),
      ),
    ),
    claims: entries.map(({ claimed, element, name, nameOrigin }) => ({ claimed, element, name, nameOrigin })),
  };
}
