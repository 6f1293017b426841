import { fieldsRead } from '../../../pim/fields-read.ts';
import type { Alternative, ElementId, Field, Structure, Union } from '../../../pim/model.ts';
import { isStructure, type ModelIndex, type TypeDeclaration } from '../../../pim/model-index.ts';
import type { Type } from '../../../pim/type.ts';

/**
 * A declaration as it is kept, as it is answered (with what is derived) or as it is sent (without the
 * ids that the system makes). The three are one where nothing is derived or made.
 */
export type Variant = 'state' | 'view' | 'request';

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
    context.declarations
      .flatMap((one): readonly TypeDeclaration[] =>
        one.kind === 'aggregate' ? [one, ...one.entities] : [one],
      )
      .map((one) => ({ id: one.id, fields: fieldsOf(one), held: heldBy(one) })),
  );
}

/** The declarations that a value of the declaration holds itself, through no other. */
export function heldBy(declaration: TypeDeclaration): readonly ElementId[] {
  if (declaration.kind === 'type') return namedIn(declaration.base);
  return fieldsOf(declaration).flatMap(({ type }) => namedIn(type));
}

function fieldsOf(declaration: TypeDeclaration): readonly Field[] {
  if (declaration.kind === 'union') return declaration.alternatives.flatMap(({ fields }) => fields);
  return isStructure(declaration) ? declaration.fields : [];
}

/** The declarations that a type names; a reference holds no more than an id. */
export function namedIn(type: Type): readonly ElementId[] {
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
  const holdersOfEach = new Map<ElementId, ElementId[]>();
  for (const { id, held } of holders) {
    for (const one of held) holdersOfEach.set(one, [...(holdersOfEach.get(one) ?? []), id]);
  }
  const found = new Set(holders.filter(({ fields }) => fields.some(has)).map(({ id }) => id));
  // A set is walked in the order of insertion, what is added on the way included.
  for (const id of found) for (const one of holdersOfEach.get(id) ?? []) found.add(one);
  return found;
}

/** The declaration as if the model had said it for this purpose alone: its schema is that of the variant. */
export function variantOf(
  declaration: TypeDeclaration,
  variant: Variant,
  index: ModelIndex,
): TypeDeclaration {
  if (variant === 'state') return declaration;
  const change = variant === 'view' ? viewOf : requestOf;
  if (declaration.kind === 'union') return unionWith(declaration, change, index);
  return isStructure(declaration) ? change(declaration, index) : declaration;
}

function unionWith(
  union: Union,
  change: (structure: Alternative, index: ModelIndex) => Alternative,
  index: ModelIndex,
): Union {
  return { ...union, alternatives: union.alternatives.map((alternative) => change(alternative, index)) };
}

/** What is derived is answeredField as if it were stored; what is answeredField was judged before. */
function viewOf<Of extends Structure>(structure: Of): Of {
  return { ...structure, fields: structure.fields.map(answeredField), rules: [] };
}

/** A field as it is answered: what is derived stands there like all else. */
export function answeredField(field: Field): Field {
  if (field.role !== 'derived') return field;
  const { derivation: _, ...plain } = field;
  return { ...plain, role: 'data' };
}

/** Ids that the system makes are not sent, and rules that read them have nothing to judge yet. */
function requestOf<Of extends Structure>(structure: Of, index: ModelIndex): Of {
  const made = new Set(structure.fields.filter((field) => field.generated).map(({ id }) => id));
  return {
    ...structure,
    fields: structure.fields.filter(({ id }) => !made.has(id)),
    rules: structure.rules.filter(
      (rule) => !fieldsRead(rule.condition, index).some((field) => made.has(field.id)),
    ),
  };
}
