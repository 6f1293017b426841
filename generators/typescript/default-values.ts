import type { Expression, FieldValue } from '../../pim/expression.ts';
import type { Field } from '../../pim/model.ts';
import { type ModelIndex, underlyingType } from '../../pim/model-index.ts';

/**
 * What is given to fields, and what stands for them where nothing is given, or perhaps nothing: defaults, and
 * lists and maps of nothing. Ids that are made are no part of it.
 */
export function withDefaultValues(
  values: readonly FieldValue[],
  fields: readonly Field[],
  index: ModelIndex,
): readonly FieldValue[] {
  const given = new Map(values.map((one) => [one.field, one]));
  const known = values.map((one) => {
    const field = fields.find(({ id }) => id === one.field);
    return field ? { ...one, value: orDefault(one.value, field) } : one;
  });
  const unsaid = fields.flatMap((field): readonly FieldValue[] => {
    const value = given.has(field.id) ? undefined : valueOfNothing(field, index);
    return value ? [{ field: field.id, name: field.name, value, origin: field.origin }] : [];
  });
  return [...known, ...unsaid];
}

/** What a field begins with where nothing is said of it. */
export function valueOfNothing(field: Field, index: ModelIndex): Expression | undefined {
  const { type, optional, origin, default: value, generated } = field;
  if (value || optional || generated) return value;
  switch (underlyingType(index, type).kind) {
    case 'list':
      return { kind: 'listLiteral', items: [], type, optional: false, origin };
    case 'map':
      return { kind: 'objectLiteral', entries: [], type, optional: false, origin };
    default:
      return undefined;
  }
}

function orDefault(value: Expression, { default: right, optional, type, origin }: Field): Expression {
  if (!value.optional || optional || !right) return value;
  return { kind: 'binary', operator: '??', left: value, right, type, optional: false, origin };
}
