import { assertNever } from '../pim/assert-never.ts';
import type { Calculation, Operation, Query, Result, Service } from '../pim/behaviour.ts';
import type { Aggregate, ConstrainedType, Context, Field, Model, Payload, Structure } from '../pim/model.ts';
import type { Type } from '../pim/type.ts';
import { oncePer } from './once-per.ts';

/** A structure and what it stands in. */
export interface StructureSite {
  readonly structure: Structure;
  /** The aggregate that it is or belongs to; a value belongs to none. */
  readonly aggregate?: Aggregate;
  readonly context: Context;
}

/** Every structure of a model, in the order of the source; entities follow their aggregate. */
export const structureSites = oncePer((model: Model): readonly StructureSite[] => {
  return model.contexts.flatMap((context) =>
    context.declarations.flatMap((declaration): readonly StructureSite[] => {
      switch (declaration.kind) {
        case 'value':
          return [{ structure: declaration, context }];
        case 'union':
          return declaration.alternatives.map((structure) => ({ structure, context }));
        case 'aggregate':
          return [declaration, ...declaration.entities].map((structure) => ({
            structure,
            aggregate: declaration,
            context,
          }));
        case 'type':
        case 'enum':
          return [];
        default:
          return assertNever(declaration);
      }
    }),
  );
});

/** Whatever has fields, and what it stands in. */
export interface OwnerSite {
  readonly owner: Structure | Payload;
  readonly aggregate?: Aggregate;
  readonly context: Context;
}

/** Everything that has fields: structures, then what comes in from outside, of each context. */
export const ownerSites = oncePer((model: Model): readonly OwnerSite[] => {
  return [
    ...structureSites(model).map(({ structure, ...place }) => ({ owner: structure, ...place })),
    ...payloadSites(model),
  ];
});

function payloadSites(model: Model): readonly OwnerSite[] {
  return model.contexts.flatMap((context) => [
    ...aggregatesIn(context).flatMap((aggregate) =>
      [...aggregate.events.flatMap((event) => [event, ...event.previous]), ...aggregate.commands].map(
        (owner): OwnerSite => ({ owner, aggregate, context }),
      ),
    ),
    ...[
      ...context.events.flatMap((event) => [event, ...event.previous]),
      ...context.calculations,
      ...context.projections,
      ...context.queries,
      ...context.ports.flatMap(({ operations }) => operations),
      ...context.services,
    ].map((owner): OwnerSite => ({ owner, context })),
  ]);
}

function aggregatesIn(context: Context): readonly Aggregate[] {
  return context.declarations.filter((declaration) => declaration.kind === 'aggregate');
}

export interface FieldSite extends OwnerSite {
  readonly field: Field;
}

/** Every field, but those of payloads that take their type from another field of their name. */
export const fieldSites = oncePer((model: Model): readonly FieldSite[] => {
  return ownerSites(model).flatMap((site) =>
    site.owner.fields.filter((field) => !isBare(field)).map((field) => ({ ...site, field })),
  );
});

/**
 * `{ name, actual? }` in a payload: the type is written, and checked, where the nearest field of that
 * name is. Not so if there is no such field: the type is then unresolved.
 */
export function isBare({ origin, nameOrigin, type }: Field): boolean {
  return (
    origin.start.offset === nameOrigin.start.offset &&
    !('origin' in type && isWithin(type.origin, origin)) &&
    // Room for a `?`, and none for the shortest type, `:Url`.
    origin.end.offset - nameOrigin.end.offset < 4
  );
}

function isWithin(inner: Field['origin'], outer: Field['origin']): boolean {
  return (
    inner.file === outer.file &&
    inner.start.offset >= outer.start.offset &&
    inner.end.offset <= outer.end.offset
  );
}

/** What a type is written for. */
export type TypedElement = Field | ConstrainedType | Calculation | Query | Service | Operation;

/** A type as somebody wrote it: of a field, as the base of a `type`, or as what a call gives back. */
export interface TypeSite {
  readonly type: Type;
  readonly element: TypedElement;
  /** What has the field. */
  readonly owner?: Structure | Payload;
  /** The aggregate whose entities may be named here. */
  readonly aggregate?: Aggregate;
  readonly context: Context;
}

export const typeSites = oncePer((model: Model): readonly TypeSite[] => {
  return [
    ...constrainedTypes(model).map(({ declaration, context }) => ({
      type: declaration.base,
      element: declaration,
      context,
    })),
    ...fieldSites(model).map(({ field, ...place }) => ({ type: field.type, element: field, ...place })),
    ...model.contexts.flatMap((context) =>
      [
        ...context.calculations,
        ...context.queries,
        ...context.services,
        ...context.ports.flatMap(({ operations }) => operations),
      ].flatMap((element): readonly TypeSite[] => {
        const result: Result | undefined = element.result;
        return result ? [{ type: result.type, element, context }] : [];
      }),
    ),
  ];
});

/** Takes the list off a type: `T` for `T[0..9]`. A list of lists cannot be written. */
export function elementOrSelf(type: Type): Type {
  return type.kind === 'list' ? type.element : type;
}

/** A type and the types written inside it: the items of a list, the keys and values of a map. */
export function partsOfType(type: Type): readonly Type[] {
  switch (type.kind) {
    case 'list':
      return [type, ...partsOfType(type.element)];
    case 'map':
      return [type, ...partsOfType(type.key), ...partsOfType(type.value)];
    default:
      return [type];
  }
}

export interface ConstrainedTypeSite {
  readonly declaration: ConstrainedType;
  readonly context: Context;
}

export function constrainedTypes(model: Model): readonly ConstrainedTypeSite[] {
  return model.contexts.flatMap((context) =>
    context.declarations.flatMap((declaration) =>
      declaration.kind === 'type' ? [{ declaration, context }] : [],
    ),
  );
}
