import type { Expression, FieldValue } from '../pim/expression.ts';
import type { Field } from '../pim/model.ts';
import type { Type } from '../pim/type.ts';
import { resolveType } from '../pim/typing.ts';
import { whyUnresolved } from './build-type.ts';
import type { DeclaredKind } from './declared-names.ts';
import type { ExpressionScope } from './expression-scope.ts';
import type * as ast from './generated/ast.ts';
import { linkExpression, nearest, placeOf, unresolvedName } from './link-expression.ts';
import { decodeText, originOfProperty } from './source.ts';

const buildable: ReadonlySet<DeclaredKind> = new Set([
  'value',
  'alternative',
  'entity',
  'aggregate',
  'projection',
]);
const callable: ReadonlySet<DeclaredKind> = new Set(['calculation', 'query']);
const either: ReadonlySet<DeclaredKind> = new Set([...buildable, ...callable]);

/** `DataPoint { … }` makes a value, `differs { … }` calculates one. */
export function linkCallOrConstruction(node: ast.ConstructionExpression, scope: ExpressionScope): Expression {
  const { symbols, site } = scope;
  const origin = placeOf(node, scope);
  const name = node.name ?? '';
  const result = symbols.lookUp(site, name, either);
  if (!result || !('found' in result)) {
    const { hiddenIn, ambiguous } = whyUnresolved(result);
    return unresolvedName(name, originOfProperty(node, 'name', site.file), ambiguous ?? namesOfKinds(scope), {
      call: true,
      ambiguous: ambiguous !== undefined,
      ...(hiddenIn === undefined ? {} : { hiddenIn }),
    });
  }
  const { id, kind } = result.found;
  const fields = symbols.fieldsOfId(id);
  const written = linkFieldValues(node.values?.entries ?? [], fields, scope, id);
  const values = withEmptyCollections(written, fields, scope, origin);
  if (!callable.has(kind)) {
    const type: Type = { kind: 'named', id, origin };
    return { kind: 'construction', structure: id, values, type, optional: false, origin };
  }
  const given = symbols.resultOf(id) ?? { type: { kind: 'unresolved', name, origin }, optional: false };
  return { kind: 'call', callee: id, values, ...given, origin };
}

function namesOfKinds({ symbols, site }: ExpressionScope): readonly string[] {
  const context = symbols.contextNamed(site.context);
  const all = [...(context?.members.values() ?? []), ...(context?.promoted.values() ?? [])].flat();
  return all.filter((one) => either.has(one.kind)).map((one) => one.name);
}

/**
 * `name: value` for fields of an element; a bare name takes the nearest value of that name. An entry
 * that names no field keeps its name, with an id that leads nowhere: a check reports it.
 */
export function linkFieldValues(
  entries: readonly ast.ObjectEntry[],
  fields: ReadonlyMap<string, Field>,
  scope: ExpressionScope,
  owner: string,
): readonly FieldValue[] {
  return entries.map((entry): FieldValue => {
    const name = entryName(entry);
    const field = fields.get(name);
    const origin = placeOf(entry, scope);
    return {
      field: field?.id ?? `${owner}.${name}`,
      name,
      value: linkEntry(entry, name, field?.type, scope),
      origin,
    };
  });
}

function entryName(entry: ast.ObjectEntry): string {
  return entry.name ?? (entry.key === undefined ? '' : decodeText(entry.key));
}

function linkEntry(
  entry: ast.ObjectEntry,
  name: string,
  expected: Type | undefined,
  scope: ExpressionScope,
): Expression {
  const { value } = entry as { readonly value?: ast.Expression };
  const origin = placeOf(entry, scope);
  const linked = value
    ? linkExpression(value, scope, expected)
    : (nearest(name, scope, origin) ?? unresolvedName(name, origin, [...scope.variables.keys()]));
  return expected ? fitting(linked, expected, scope) : linked;
}

/** An expression as what the place wants: see `fitting`. */
export function linkFitting(
  node: ast.Expression | undefined,
  scope: ExpressionScope,
  expected: Type | undefined,
): Expression {
  const linked = linkExpression(node, scope, expected);
  return expected ? fitting(linked, expected, scope) : linked;
}

/**
 * The value as what is wanted: the id of a projection's row as a reference, or what a translation makes of
 * it where one leads to that type. A reference is followed for that where references can be.
 */
function fitting(value: Expression, expected: Type, scope: ExpressionScope): Expression {
  const { symbols } = scope;
  const to = resolveType(symbols, expected);
  if (to.kind === 'reference') {
    const reference = asReference(value, scope);
    const type = resolveType(symbols, reference.type);
    return type.kind === 'reference' && type.aggregate === to.aggregate ? reference : value;
  }
  const operand = followedToAggregate(value, scope);
  const from = resolveType(symbols, operand.type);
  const each = from.kind === 'list' && to.kind === 'list';
  const [source, target] = each
    ? [from.element, to.element].map((one) => resolveType(symbols, one))
    : [from, to];
  if (source?.kind !== 'named' || target?.kind !== 'named' || source.id === target.id) return value;
  const translation = symbols.translation(source.id, target.id);
  if (translation === undefined) return value;
  const { optional, origin } = value;
  return { kind: 'translated', translation, each, operand, type: expected, optional, origin };
}

function followedToAggregate(value: Expression, { symbols, dereferences }: ExpressionScope): Expression {
  const type = resolveType(symbols, value.type);
  if (!dereferences || type.kind !== 'reference') return value;
  const { optional, origin } = value;
  const aggregate: Type = { kind: 'named', id: type.aggregate, origin: type.origin };
  return { kind: 'dereference', reference: value, type: aggregate, optional, origin };
}

/** The id of a row of a projection `of` an aggregate refers to that aggregate. */
export function asReference(value: Expression, { symbols }: ExpressionScope): Expression {
  if (value.kind !== 'fieldAccess') return value;
  const row = resolveType(symbols, value.receiver.type);
  const aggregate = row.kind === 'named' ? symbols.shownBy(row.id) : undefined;
  if (aggregate === undefined || row.kind !== 'named') return value;
  const isId = symbols.idOf(row.id)?.field === value.field;
  return isId ? { ...value, type: { kind: 'reference', aggregate, origin: value.origin } } : value;
}

/** Values for the fields that nothing was written for, where something near has their name. */
export function fillFieldValues(
  written: readonly FieldValue[],
  fields: ReadonlyMap<string, Field>,
  scope: ExpressionScope,
  origin: FieldValue['origin'],
): readonly FieldValue[] {
  const filled = [...fields.values()].flatMap((field): readonly FieldValue[] => {
    if (written.some((one) => one.name === field.name)) return [];
    const value = nearest(field.name, scope, origin);
    return value ? [{ field: field.id, name: field.name, value, origin }] : [];
  });
  return [...written, ...filled];
}

/** A list or a Map that may be empty is empty where braces leave it out. */
export function withEmptyCollections(
  written: readonly FieldValue[],
  fields: ReadonlyMap<string, Field>,
  { symbols }: ExpressionScope,
  origin: FieldValue['origin'],
): readonly FieldValue[] {
  const left = [...fields.values()].flatMap((field): readonly FieldValue[] => {
    const isGiven = written.some((one) => one.name === field.name);
    if (isGiven || field.optional || field.role !== 'data' || symbols.defaultOf(field.id)) return [];
    const type = resolveType(symbols, field.type);
    if ((type.kind !== 'list' && type.kind !== 'map') || type.size.min > 0) return [];
    const empty = { type: field.type, optional: false, origin };
    const value: Expression =
      type.kind === 'list'
        ? { kind: 'listLiteral', items: [], ...empty }
        : { kind: 'objectLiteral', entries: [], ...empty };
    return [{ field: field.id, name: field.name, value, origin }];
  });
  return left.length === 0 ? written : [...written, ...left];
}

/** Braces alone: what the place wants, or a map or Json where that is wanted. */
export function linkObjectLiteral(
  node: ast.ObjectLiteral,
  scope: ExpressionScope,
  expected: Type | undefined,
): Expression {
  const { symbols } = scope;
  const origin = placeOf(node, scope);
  const wanted = expected && resolveType(symbols, expected);
  if (wanted?.kind === 'named' && symbols.named(wanted.id)?.kind === 'structure') {
    const fields = symbols.fieldsOfId(wanted.id);
    const written = linkFieldValues(node.entries, fields, scope, wanted.id);
    const values = withEmptyCollections(written, fields, scope, origin);
    return { kind: 'construction', structure: wanted.id, values, type: wanted, optional: false, origin };
  }
  const inner = wanted?.kind === 'map' ? wanted.value : wanted?.kind === 'json' ? wanted : undefined;
  const entries = node.entries.map((entry) => {
    const key = entryName(entry);
    return { key, value: linkEntry(entry, key, inner, scope), origin: placeOf(entry, scope) };
  });
  const isMade = wanted?.kind === 'map' || wanted?.kind === 'json';
  const type: Type = isMade ? wanted : { kind: 'unresolved', name: '', origin };
  return { kind: 'objectLiteral', entries, type, optional: false, origin };
}

export function linkListLiteral(
  node: ast.ListLiteral,
  scope: ExpressionScope,
  expected: Type | undefined,
): Expression {
  const origin = placeOf(node, scope);
  const wanted = expected && resolveType(scope.symbols, expected);
  const element = wanted?.kind === 'list' ? wanted.element : wanted?.kind === 'json' ? wanted : undefined;
  const items = node.items.map((item) => linkExpression(item, scope, element));
  const size = { min: items.length, max: items.length, stated: true };
  const type: Type =
    wanted?.kind === 'list' || wanted?.kind === 'json'
      ? wanted
      : {
          kind: 'list',
          element: items[0]?.type ?? { kind: 'unresolved', name: '', origin },
          size,
          unique: false,
          origin,
        };
  return { kind: 'listLiteral', items, type, optional: false, origin };
}
