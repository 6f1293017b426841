import type { Expression } from '../pim/expression.ts';
import type { Aggregate, ConstrainedType, Context, Field, Model, Rule, Structure } from '../pim/model.ts';
import type { Type } from '../pim/type.ts';

/** A structure and what it stands in. */
export interface StructureSite {
  readonly structure: Structure;
  /** The aggregate that it is or belongs to; a value belongs to none. */
  readonly aggregate?: Aggregate;
  readonly context: Context;
}

/** Every structure of a model, in the order of the source; entities follow their aggregate. */
export function structureSites(model: Model): readonly StructureSite[] {
  return model.contexts.flatMap((context) =>
    context.declarations.flatMap((declaration): readonly StructureSite[] => {
      if (declaration.kind === 'value') return [{ structure: declaration, context }];
      if (declaration.kind !== 'aggregate') return [];
      return [declaration, ...declaration.entities].map((structure) => ({
        structure,
        aggregate: declaration,
        context,
      }));
    }),
  );
}

export interface FieldSite extends StructureSite {
  readonly field: Field;
}

export function fieldSites(model: Model): readonly FieldSite[] {
  return structureSites(model).flatMap((site) => site.structure.fields.map((field) => ({ ...site, field })));
}

/** A type as somebody wrote it: of a field, or as the base of a `type`. */
export interface TypeSite {
  readonly type: Type;
  readonly element: Field | ConstrainedType;
  /** The aggregate whose entities may be named here. */
  readonly aggregate?: Aggregate;
  readonly context: Context;
}

export function typeSites(model: Model): readonly TypeSite[] {
  return [
    ...constrainedTypes(model).map(({ declaration, context }) => ({
      type: declaration.base,
      element: declaration,
      context,
    })),
    ...fieldSites(model).map(({ field, aggregate, context }) => ({
      type: field.type,
      element: field,
      ...(aggregate ? { aggregate } : {}),
      context,
    })),
  ];
}

/** Takes the list off a type: `T` for `T[0..9]`. A list of lists cannot be written. */
export function elementOrSelf(type: Type): Type {
  return type.kind === 'list' ? type.element : type;
}

/** An expression as somebody wrote it. */
export interface ExpressionSite {
  readonly expression: Expression;
  readonly role: 'rule' | 'where' | 'default' | 'derivation';
  /** The rule or field that it belongs to; the type for a `where`. */
  readonly element: Rule | Field | ConstrainedType;
  readonly context: Context;
}

export function expressionSites(model: Model): readonly ExpressionSite[] {
  const wheres = constrainedTypes(model).flatMap(({ declaration, context }): readonly ExpressionSite[] => {
    const { constraint } = declaration;
    return constraint
      ? [{ expression: constraint.condition, role: 'where', element: declaration, context }]
      : [];
  });
  const inside = structureSites(model).flatMap(({ structure, context }) => [
    ...structure.fields.flatMap((field): readonly ExpressionSite[] => [
      ...(field.default
        ? [{ expression: field.default, role: 'default', element: field, context } as const]
        : []),
      ...(field.derivation
        ? [{ expression: field.derivation, role: 'derivation', element: field, context } as const]
        : []),
    ]),
    ...structure.rules.map(
      (rule): ExpressionSite => ({ expression: rule.condition, role: 'rule', element: rule, context }),
    ),
  ]);
  return [...wheres, ...inside];
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
