import type { Expression } from '../pim/expression.ts';
import type { Type } from '../pim/type.ts';
import { familyOf, resolveType, type TypeSource } from '../pim/typing.ts';

/** Whether a field of the type can take what the expression gives; limits are not looked at. */
export function fitsType(source: TypeSource, expected: Type, expression: Expression): boolean {
  if (areOneFamily(source, expected, expression.type)) return true;
  if (expression.kind !== 'literal') return false;
  // Dates and the ids of other aggregates are written as texts, and any literal is Json.
  const family = familyOf(source, expected);
  if (family === 'json') return true;
  if (typeof expression.value === 'string' && (family === 'date' || family === 'dateTime')) return true;
  const resolved = resolveType(source, expected);
  if (resolved.kind !== 'reference') return false;
  const id = source.idOf(resolved.aggregate);
  const idFamily = id ? familyOf(source, id.type) : 'unresolved';
  // An aggregate without a proper id is reported where it is declared.
  if (idFamily === 'unresolved' || idFamily.startsWith('reference ')) return true;
  return idFamily === familyOf(source, expression.type);
}

function areOneFamily(source: TypeSource, expected: Type, given: Type): boolean {
  const [one, other] = [familyOf(source, expected), familyOf(source, given)];
  if (one === 'unresolved' || other === 'unresolved') return true;
  if (one === 'number' && other === 'integer') return true;
  if (one !== other) return false;
  const [list, givenList] = [resolveType(source, expected), resolveType(source, given)];
  if (list.kind !== 'list' || givenList.kind !== 'list') return true;
  return areOneFamily(source, list.element, givenList.element);
}
