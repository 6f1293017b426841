import { type Constraint, callerLength } from './conformance.ts';
import type { ElementId, Field, Named } from './model.ts';
import { identityOfItems, type ModelIndex, storedFieldsOf, storedType, structuresOf } from './model-index.ts';
import type { NumberRange, SizeRange, Type } from './type.ts';

/** One limit that a model sets to data, besides its rules. */
export interface Limit {
  /** The field, constrained type, enum or structure that has it. */
  readonly element: ElementId;
  readonly constraint: Exclude<Constraint, 'rule'>;
  /** Of `required`, if it says that no entry of the element's maps, or no item of its lists, is `null`. */
  readonly of?: 'entries' | 'items';
}

/** In words: `maxLength`, `required of entries`. */
export function limitWords({ constraint, of }: Pick<Limit, 'constraint' | 'of'>): string {
  return of === undefined ? constraint : `${constraint} of ${of}`;
}

/** Every limit of what can be judged, in the order of the model. */
export function limitsOf(index: ModelIndex): readonly Limit[] {
  return index.model.contexts.flatMap((context) => [
    ...context.declarations.flatMap((one): readonly Limit[] => {
      if (one.kind === 'type') return limitsOfType(one, one.base, index);
      return one.kind === 'enum' ? [{ element: one.id, constraint: 'enum' }] : [];
    }),
    ...structuresOf(context).flatMap((structure): readonly Limit[] => [
      ...storedFieldsOf(structure).flatMap((field) => limitsOfField(field, index)),
      ...(structure.kind === 'value' && structure.depth !== undefined
        ? [{ element: structure.id, constraint: 'depth' as const }]
        : []),
      ...(structure.kind === 'alternative'
        ? [{ element: structure.id, constraint: 'forbidden' as const }]
        : []),
    ]),
  ]);
}

function limitsOfField(field: Field, index: ModelIndex): readonly Limit[] {
  const isRequired = !field.optional && field.default === undefined;
  return [
    ...(isRequired ? [{ element: field.id, constraint: 'required' as const }] : []),
    ...limitsOfType(field, field.type, index),
  ];
}

/** Those that the type itself has; what a name leads to has its own. */
function limitsOfType({ id }: Pick<Named, 'id'>, type: Type, index: ModelIndex): readonly Limit[] {
  return [
    ...[...new Set(constraintsOf(type, index))].map((constraint) => ({ element: id, constraint })),
    ...(holds('list', type) ? [{ element: id, constraint: 'required' as const, of: 'items' as const }] : []),
    ...(holds('map', type) ? [{ element: id, constraint: 'required' as const, of: 'entries' as const }] : []),
  ];
}

/** Without what names lead to. */
function holds(kind: 'list' | 'map', type: Type): boolean {
  if (type.kind === kind) return true;
  if (type.kind === 'list') return holds(kind, type.element);
  return type.kind === 'map' && holds(kind, type.value);
}

function constraintsOf(type: Type, index: ModelIndex): readonly Limit['constraint'][] {
  switch (type.kind) {
    case 'integer':
    case 'number':
    case 'duration':
      return ['type', ...ofRange(type.range)];
    case 'decimal':
      return ['type', 'format', ...ofRange(type.range)];
    case 'string':
      return ['type', ...ofLength(type.length), ...(type.pattern ? (['pattern'] as const) : [])];
    case 'format':
    case 'cidr':
    case 'date':
    case 'dateTime':
      return ['type', 'format'];
    case 'list':
      return [
        'type',
        ...ofSize(type.size),
        ...(type.unique || type.uniqueBy || identityOfItems(index, type.element)
          ? (['unique'] as const)
          : []),
        ...constraintsOf(type.element, index),
      ];
    case 'map':
      return [
        'type',
        ...ofSize(type.size),
        ...constraintsOf(type.key, index),
        ...constraintsOf(type.value, index),
      ];
    case 'reference':
      return limitsOfId(type, index);
    case 'named':
    case 'json':
    case 'unresolved':
      return [];
    case 'boolean':
    case 'secret':
      return ['type'];
    case 'caller':
      return ['type', ...ofLength(callerLength)];
  }
}

/** A reference is the id of what it refers to. */
function limitsOfId(reference: Type, index: ModelIndex): readonly Limit['constraint'][] {
  const stored = storedType(index, reference);
  return stored.kind === 'reference' ? [] : constraintsOf(stored, index);
}

function ofRange({ min, max }: NumberRange): readonly Limit['constraint'][] {
  return [
    ...(min === undefined ? [] : (['minimum'] as const)),
    ...(max === undefined ? [] : (['maximum'] as const)),
  ];
}

function ofLength({ min }: SizeRange): readonly Limit['constraint'][] {
  return [...(min > 0 ? (['minLength'] as const) : []), 'maxLength'];
}

function ofSize({ min }: SizeRange): readonly Limit['constraint'][] {
  return [...(min > 0 ? (['minItems'] as const) : []), 'maxItems'];
}
