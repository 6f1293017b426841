import { type Constraint, callerLength } from './conformance.ts';
import type { ElementId, Field, Named } from './model.ts';
import {
  type ModelIndex,
  storedFieldsOf,
  structureOfType,
  structuresOf,
  underlyingType,
} from './model-index.ts';
import type { NumberRange, SizeRange, Type } from './type.ts';

/** One limit that a model sets to data, besides its rules. */
export interface Limit {
  /** The field, constrained type, enum or structure that has it. */
  readonly element: ElementId;
  readonly constraint: Exclude<Constraint, 'rule'>;
  /** True of `required` if it says that no entry of the element's maps is `null`. */
  readonly ofEntries?: boolean;
}

/** In words: `maxLength`, `required of entries`. */
export function limitWords({ constraint, ofEntries }: Pick<Limit, 'constraint' | 'ofEntries'>): string {
  return ofEntries ? `${constraint} of entries` : constraint;
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
    ...(holdsMap(type) ? [{ element: id, constraint: 'required' as const, ofEntries: true }] : []),
  ];
}

function holdsMap(type: Type): boolean {
  return type.kind === 'map' || (type.kind === 'list' && holdsMap(type.element));
}

function constraintsOf(type: Type, index: ModelIndex): readonly Limit['constraint'][] {
  switch (type.kind) {
    case 'integer':
    case 'number':
    case 'decimal':
    case 'duration':
      return ['type', ...ofRange(type.range)];
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
        ...(type.unique || type.uniqueBy || holdsEntities(type.element, index) ? (['unique'] as const) : []),
        ...constraintsOf(type.element, index),
      ];
    case 'map':
      return [
        'type',
        ...ofSize(type.size),
        ...constraintsOf(type.key, index),
        ...constraintsOf(type.value, index),
      ];
    case 'named':
    case 'reference':
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

/** No two entities of a list have the same id. */
function holdsEntities(element: Type, index: ModelIndex): boolean {
  return structureOfType(index, underlyingType(index, element))?.kind === 'entity';
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
