import type { Expression } from '../pim/expression.ts';
import { formatOf } from '../pim/formats.ts';
import { type ModelIndex, underlyingType } from '../pim/model-index.ts';
import { codePointLength } from '../pim/text.ts';
import type { NumberRange, SizeRange, Type } from '../pim/type.ts';
import { eitherRange, eitherSize } from '../pim/typing.ts';
import { printType } from './print-type.ts';

/**
 * The type that a text, a list or a Map would need for what it is computed from to keep its least length and
 * its sizes, as one writes it; undefined if it keeps them. What is computed is never judged against its type,
 * and all that reads it counts on the type. Numbers need nothing: what reads one counts on what it is computed
 * from.
 */
export function neededType(wanted: Type, expression: Expression, index: ModelIndex): string | undefined {
  const needed = givenTypes(expression).reduce((type, given) => spanning(type, given, index), wanted);
  return needed === wanted ? undefined : printType(needed);
}

/** The types of all that an expression may come to. */
function givenTypes(expression: Expression): readonly Type[] {
  switch (expression.kind) {
    case 'conditional':
      return [...givenTypes(expression.whenTrue), ...givenTypes(expression.whenFalse)];
    case 'binary':
      return expression.operator === '??'
        ? [...givenTypes(expression.left), ...givenTypes(expression.right)]
        : [];
    case 'listLiteral': {
      const { type, items } = expression;
      // Its type is that of its place.
      const size = { min: items.length, max: items.length, stated: true };
      return type.kind === 'list' ? [{ ...type, size }] : [];
    }
    case 'literal': {
      const { value } = expression;
      if (typeof value !== 'string') return [];
      const length = codePointLength(value);
      return [{ kind: 'string', length: { min: length, max: length, stated: true } }];
    }
    case 'absent':
      return [];
    default:
      return [expression.type];
  }
}

/** The wanted type itself if it takes all that the given one does, and otherwise one that takes both. */
function spanning(wanted: Type, given: Type, index: ModelIndex): Type {
  const [place, other] = [underlyingType(index, wanted), underlyingType(index, given)];
  switch (place.kind) {
    case 'string': {
      const length = other.kind === 'string' ? other.length : lengthOf(other);
      // How long a text may be at most, nothing counts on; that it is not empty, a division does.
      if (!length || place.length.min <= length.min) return wanted;
      return { ...place, length: { ...place.length, min: length.min, stated: true } };
    }
    case 'list': {
      if (other.kind !== 'list') return wanted;
      const element = spanningItem(place.element, other.element, index);
      if (element === place.element && contains(place.size, other.size)) return wanted;
      return { ...place, element, size: { ...eitherSize(place.size, other.size), stated: true } };
    }
    case 'map': {
      if (other.kind !== 'map') return wanted;
      const value = spanningItem(place.value, other.value, index);
      if (value === place.value && contains(place.size, other.size)) return wanted;
      return { ...place, value, size: { ...eitherSize(place.size, other.size), stated: true } };
    }
    default:
      return wanted;
  }
}

/** What is in a list counts with its type, numbers too. */
function spanningItem(wanted: Type, given: Type, index: ModelIndex): Type {
  const [place, other] = [underlyingType(index, wanted), underlyingType(index, given)];
  if (
    (place.kind === 'integer' && other.kind === 'integer') ||
    (place.kind === 'duration' && other.kind === 'duration') ||
    (place.kind === 'decimal' && other.kind === 'decimal')
  ) {
    if (containsRange(place.range, other.range)) return wanted;
    return { ...place, range: eitherRange(place.range, other.range) };
  }
  return spanning(wanted, given, index);
}

function lengthOf(type: Type): SizeRange | undefined {
  const format = formatOf(type);
  return format && { min: format.minLength, max: format.maxLength, stated: true };
}

function contains(outer: SizeRange, inner: SizeRange): boolean {
  return outer.min <= inner.min && outer.max >= inner.max;
}

function containsRange(outer: NumberRange, inner: NumberRange): boolean {
  return (
    (outer.min === undefined || (inner.min !== undefined && outer.min <= inner.min)) &&
    (outer.max === undefined || (inner.max !== undefined && outer.max >= inner.max))
  );
}
