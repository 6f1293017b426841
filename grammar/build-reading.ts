import type { Calculation, Finder, Projection, Query, Repository, SortKey } from '../pim/behaviour.ts';
import type { ElementId, Field } from '../pim/model.ts';
import type { Type } from '../pim/type.ts';
import { resolveType } from '../pim/typing.ts';
import { ambientsOf, eventAmbients } from './build-aggregate.ts';
import { buildAllows, buildRefusal, eventKind } from './build-clauses.ts';
import { buildEffects, linkTarget } from './build-effects.ts';
import { buildResult, linkFields } from './build-fields.ts';
import { type BuildSite, emptyScope, named, reference, typeNamed } from './build-site.ts';
import type { DeclaredKind } from './declared-names.ts';
import type { ExpressionScope } from './expression-scope.ts';
import type * as ast from './generated/ast.ts';
import { linkFieldValues, linkFitting } from './link-construction.ts';
import { linkExpression } from './link-expression.ts';
import { decodeNumber, originOf, originOfProperty } from './source.ts';

export const aggregateKind: ReadonlySet<DeclaredKind> = new Set(['aggregate']);

export function buildCalculation(
  node: ast.CalculationDeclaration,
  id: ElementId,
  site: BuildSite,
): Calculation {
  const declaration = named(node, id, node.name, site.file);
  const { origin } = declaration;
  const result = buildResult(node.result, site) ?? {
    type: { kind: 'unresolved', name: '', origin },
    optional: false,
    origin,
  };
  const scope = { ...emptyScope(site), input: typeNamed(id, declaration.nameOrigin), ambients: ambientsOf() };
  return {
    kind: 'calculation',
    ...declaration,
    fields: linkFields(node.payload?.fields ?? [], id, emptyScope(site), site),
    result,
    ...(node.value ? { value: linkFitting(node.value, scope, result.type) } : {}),
  };
}

export function buildRepository(node: ast.RepositoryDeclaration, id: ElementId, site: BuildSite): Repository {
  const aggregate = reference(
    node.aggregate,
    originOfProperty(node, 'aggregate', site.file),
    aggregateKind,
    site,
  );
  const scope: ExpressionScope = aggregate.id
    ? { ...emptyScope(site), self: typeNamed(aggregate.id, aggregate.origin) }
    : emptyScope(site);
  return {
    kind: 'repository',
    ...named(node, id, node.name, site.file),
    aggregate,
    finders: node.finders.map(
      (one): Finder => ({
        many: one.many,
        by: one.keys.map((key) => linkTarget(key, scope)),
        order: sortKeys(one.order, scope),
        origin: originOf(one, site.file),
      }),
    ),
  };
}

function sortKeys(node: ast.OrderClause | undefined, scope: ExpressionScope): readonly SortKey[] {
  return (node?.keys ?? []).map((key) => ({ path: linkTarget(key.path, scope), descending: key.descending }));
}

/** The derived fields of a projection of an aggregate read the aggregate; of one on events, the row. */
export function buildProjection(node: ast.ProjectionDeclaration, id: ElementId, site: BuildSite): Projection {
  const { file, symbols } = site;
  const declaration = named(node, id, node.name, file);
  const row = typeNamed(id, declaration.nameOrigin);
  const aggregate =
    node.aggregate === undefined
      ? undefined
      : reference(node.aggregate, originOfProperty(node, 'aggregate', file), aggregateKind, site);
  const self = aggregate?.id ? typeNamed(aggregate.id, aggregate.origin) : row;
  return {
    kind: 'projection',
    ...declaration,
    ...(aggregate ? { aggregate } : {}),
    fields: linkFields(node.payload?.fields ?? [], id, { ...emptyScope(site), self }, site),
    handlers: node.handlers.map((one) => {
      const event = reference(one.event, originOfProperty(one, 'event', file), eventKind, site);
      const scope = eventScope(event.id, row, site);
      return {
        event,
        key: linkFieldValues(one.key?.entries ?? [], symbols.fieldsOfId(id), withoutSelf(scope), id),
        effects: buildEffects(one.effects, scope),
        origin: originOf(one, file),
      };
    }),
  };
}

function withoutSelf(scope: ExpressionScope): ExpressionScope {
  const { self: _, ...others } = scope;
  return others;
}

/** What is seen of an event from outside of its aggregate. */
export function eventScope(
  event: ElementId | undefined,
  self: Type | undefined,
  site: BuildSite,
): ExpressionScope {
  const declared = event === undefined ? undefined : site.symbols.declaredName(event);
  const owner = declared?.owner === undefined ? undefined : site.symbols.declaredName(declared.owner);
  const origin = {
    file: site.file,
    start: { line: 1, column: 1, offset: 0 },
    end: { line: 1, column: 1, offset: 0 },
  };
  return {
    ...emptyScope(site),
    ...(event === undefined ? {} : { input: typeNamed(event, origin) }),
    ...(self ? { self } : {}),
    ambients: eventAmbients(owner?.kind === 'aggregate' ? owner : undefined, origin),
  };
}

/** What a query's items are: what `where`, `order by` and `by` are about. */
export function itemTypeOf(result: Type, site: BuildSite): Type {
  const resolved = resolveType(site.symbols, result);
  return resolved.kind === 'list' ? resolved.element : result;
}

/** `by status?` asks with a field called `status`, of the type of the item's field. */
export function filterFields(
  filters: readonly ast.QueryFilter[],
  id: ElementId,
  item: Type,
  site: BuildSite,
): readonly Field[] {
  const scope = { ...emptyScope(site), self: item };
  return filters.map((filter): Field => {
    const path = linkTarget(filter.path, scope);
    const name = path.kind === 'fieldAccess' || path.kind === 'unresolvedName' ? path.name : '';
    const origin = originOf(filter, site.file);
    return {
      kind: 'field',
      id: `${id}.${name}`,
      name,
      origin,
      nameOrigin: origin,
      role: 'data',
      type: path.type,
      optional: filter.optional,
      generated: false,
    };
  });
}

export function buildQuery(node: ast.QueryDeclaration, id: ElementId, site: BuildSite): Query {
  const declaration = named(node, id, node.name, site.file);
  const { origin } = declaration;
  const given = site.symbols.resultOf(id) ?? {
    type: { kind: 'unresolved', name: '', origin },
    optional: false,
  };
  const result = { ...given, origin: originOf(node.result, site.file) };
  const item = itemTypeOf(result.type, site);
  const input = typeNamed(id, declaration.nameOrigin);
  const ofItem: ExpressionScope = {
    ...emptyScope(site),
    self: item,
    input,
    ambients: ambientsOf(),
    dereferences: true,
  };
  const { self: _, ...computing } = ofItem;
  const where = node.clauses.find((one) => one.$type === 'WhereClause')?.condition;
  const order = node.clauses.find((one) => one.$type === 'OrderClause');
  const page = node.clauses.find((one) => one.$type === 'PageClause');
  const condition = where && linkExpression(where, ofItem);
  const answer = node.clauses.find((one) => one.$type === 'AnswerClause');
  const value = answer && linkFitting(answer.value, computing, result.type);
  return {
    kind: 'query',
    ...declaration,
    fields:
      node.filters.length > 0
        ? filterFields(node.filters, id, item, site)
        : linkFields(node.payload?.fields ?? [], id, emptyScope(site), site),
    filters: node.filters.map((filter) => linkTarget(filter.path, { ...emptyScope(site), self: item })),
    result,
    list: node.result?.list ?? false,
    allows: buildAllows(node.clauses, site),
    ...(condition ? { where: condition } : {}),
    ...(value ? { value } : {}),
    ...(answer?.refusal ? { refusal: buildRefusal(answer.refusal, id, site.file) } : {}),
    order: sortKeys(order, ofItem),
    ...(page ? { page: pageOf(page) } : {}),
  };
}

function pageOf(node: ast.PageClause): { readonly size: number; readonly max: number } {
  const size = decodeNumber(node.size ?? '1');
  return { size, max: node.maximum === undefined ? size : decodeNumber(node.maximum) };
}
