import type { Expression } from '../pim/expression.ts';
import type { Type } from '../pim/type.ts';
import { type Family, familyOf, isWrittenAsText, resolveType, type TypeSource } from '../pim/typing.ts';

/** Whether a place of the type can take what the expression gives; limits are not looked at. */
export function fitsType(source: TypeSource, expected: Type, expression: Expression): boolean {
  if (areOneFamily(source, expected, expression.type)) return true;
  const family = familyOf(source, expected);
  switch (expression.kind) {
    case 'absent':
      return true;
    case 'conditional':
      return (
        fitsType(source, expected, expression.whenTrue) && fitsType(source, expected, expression.whenFalse)
      );
    case 'binary':
      return (
        expression.operator === '??' &&
        fitsType(source, expected, expression.left) &&
        fitsType(source, expected, expression.right)
      );
    case 'listLiteral': {
      const list = resolveType(source, expected);
      if (list.kind === 'json') return true;
      return list.kind === 'list' && expression.items.every((item) => fitsType(source, list.element, item));
    }
    case 'objectLiteral': {
      const map = resolveType(source, expected);
      if (map.kind === 'json') return true;
      return (
        map.kind === 'map' && expression.entries.every(({ value }) => fitsType(source, map.value, value))
      );
    }
    case 'construction':
      return family.startsWith('union ') && expression.structure.startsWith(`${family.slice(6)}.`);
    case 'literal':
      return fitsLiteral(source, expected, family, expression);
    default:
      return fitsIdentity(source, expected, family, expression);
  }
}

/** Dates, addresses and the ids of other aggregates are written as texts, and any literal is Json. */
function fitsLiteral(source: TypeSource, expected: Type, family: Family, { value, type }: Literal): boolean {
  if (family === 'json') return true;
  if (typeof value === 'string' && (isWrittenAsText(family) || family === 'caller')) return true;
  const id = idTypeOf(source, expected);
  return id !== undefined && areOneFamily(source, id, type);
}

type Literal = Extract<Expression, { kind: 'literal' }>;

/** Who somebody is can be kept as a text; an aggregate is referred to by itself, and by its id. */
function fitsIdentity(source: TypeSource, expected: Type, family: Family, expression: Expression): boolean {
  const given = familyOf(source, expression.type);
  if (family === 'string' && given === 'caller') return true;
  const resolved = resolveType(source, expected);
  if (resolved.kind !== 'reference') return false;
  if (given === `structure ${resolved.aggregate}`) return true;
  const id = source.idOf(resolved.aggregate);
  return expression.kind === 'fieldAccess' && expression.field === id?.field;
}

/** The type of the id that a reference holds. */
function idTypeOf(source: TypeSource, type: Type): Type | undefined {
  const resolved = resolveType(source, type);
  if (resolved.kind !== 'reference') return undefined;
  const id = source.idOf(resolved.aggregate);
  // An aggregate without a proper id is reported where it is declared.
  if (!id || familyOf(source, id.type).startsWith('reference ')) {
    return { kind: 'unresolved', name: '', origin: resolved.origin };
  }
  return id.type;
}

export function areOneFamily(source: TypeSource, expected: Type, given: Type): boolean {
  const [one, other] = [familyOf(source, expected), familyOf(source, given)];
  if (one === 'unresolved' || other === 'unresolved') return true;
  if (one === 'number' && other === 'integer') return true;
  if (one !== other) return false;
  const [wanted, found] = [resolveType(source, expected), resolveType(source, given)];
  if (wanted.kind === 'list' && found.kind === 'list') {
    return areOneFamily(source, wanted.element, found.element);
  }
  if (wanted.kind === 'map' && found.kind === 'map') {
    return areOneFamily(source, wanted.key, found.key) && areOneFamily(source, wanted.value, found.value);
  }
  return true;
}
