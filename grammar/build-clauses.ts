import type {
  EachClause,
  Emission,
  EmitsClause,
  Invocation,
  LetClause,
  Reference,
  Refusal,
  RequiresClause,
} from '../pim/behaviour.ts';
import type { Expression, Parameter } from '../pim/expression.ts';
import type { ElementId } from '../pim/model.ts';
import type { Type } from '../pim/type.ts';
import { resolveType } from '../pim/typing.ts';
import { type BuildSite, named, reference, references, wordsOf } from './build-site.ts';
import type { DeclaredKind, DeclaredName } from './declared-names.ts';
import { type ExpressionScope, withVariable } from './expression-scope.ts';
import type * as ast from './generated/ast.ts';
import { asReference, fillFieldValues, linkFieldValues, withEmptyCollections } from './link-construction.ts';
import { dottedName, linkExpression, nearest, placeOf } from './link-expression.ts';
import { decodeText, originOf, originOfKeyword, originOfProperty } from './source.ts';

const actorKind: ReadonlySet<DeclaredKind> = new Set(['actor']);
export const eventKind: ReadonlySet<DeclaredKind> = new Set(['event']);
const sourceKinds: ReadonlySet<DeclaredKind> = new Set(['enum', 'aggregate']);
const aggregateKind: ReadonlySet<DeclaredKind> = new Set(['aggregate']);
const calledKinds: ReadonlySet<DeclaredKind> = new Set(['operation', 'service', 'command']);

/** A clause that was built, and what the clauses behind it see. */
export interface Bound<Clause> {
  readonly clause: Clause;
  readonly scope: ExpressionScope;
}

export function buildAllows(
  clauses: readonly { readonly $type: string }[],
  site: BuildSite,
): readonly Reference[] {
  return clauses.filter(isAllows).flatMap((one) => references(one.actors, actorKind, site));
}

function isAllows(clause: { readonly $type: string }): clause is ast.AllowsClause {
  return clause.$type === 'AllowsClause';
}

/** A name for a value, of a type of its own; what the name stands for comes with it. */
export function bind(
  name: string,
  nameOrigin: Parameter['origin'],
  type: Type,
  optional: boolean,
  scope: ExpressionScope,
): { readonly parameter: Parameter; readonly scope: ExpressionScope } {
  const parameter: Parameter = { name, binding: scope.symbols.nextBinding(), origin: nameOrigin };
  const variable: Expression = { kind: 'parameter', ...parameter, type, optional };
  return { parameter, scope: withVariable(scope, name, variable) };
}

/** With a refusal, what is absent refuses the whole: behind it the name is always there. */
export function buildLet(node: ast.LetClause, owner: ElementId, scope: ExpressionScope): Bound<LetClause> {
  const value = linkExpression(node.value, scope);
  const refusal = node.refusal && buildRefusal(node.refusal, owner, scope.site.file);
  const optional = value.optional && !refusal;
  const nameOrigin = originOfProperty(node, 'name', scope.site.file);
  const bound = bind(node.name ?? '', nameOrigin, value.type, optional, scope);
  const { parameter } = bound;
  const origin = placeOf(node, scope);
  return {
    clause: { kind: 'let', parameter, value, ...(refusal ? { refusal } : {}), origin },
    scope: bound.scope,
  };
}

export function buildRequires(
  node: ast.RequiresClause,
  owner: ElementId,
  scope: ExpressionScope,
): RequiresClause {
  const { file } = scope.site;
  return {
    kind: 'requires',
    condition: linkExpression(node.condition, scope),
    refusal: node.refusal ? buildRefusal(node.refusal, owner, file) : noRefusal(node, owner, file),
    origin: placeOf(node, scope),
  };
}

export function buildRefusal(node: ast.RefusalClause, owner: ElementId, file: string): Refusal {
  const name = node.name ?? '';
  const message = node.message === undefined ? wordsOf(name) : decodeText(node.message);
  return { kind: 'refusal', ...named(node, `${owner}.${name}`, name, file), message };
}

/** A check reports it: callers could not tell why they are refused. */
function noRefusal(node: ast.RequiresClause, owner: ElementId, file: string): Refusal {
  const nameOrigin = originOfKeyword(node, 'requires', file);
  return {
    kind: 'refusal',
    id: `${owner}.`,
    name: '',
    origin: originOf(node, file),
    nameOrigin,
    message: wordsOf(''),
  };
}

export function buildEmits(node: ast.EmitsClause, site: BuildSite, scope: ExpressionScope): EmitsClause {
  return {
    kind: 'emits',
    emissions: buildEmissions(node.emissions, site, scope),
    origin: placeOf(node, scope),
  };
}

/** Fields that nothing is written for take the nearest value of their name. */
export function buildEmissions(
  nodes: readonly ast.Emission[],
  site: BuildSite,
  scope: ExpressionScope,
): readonly Emission[] {
  return nodes.map((node): Emission => {
    const event = reference(node.event, originOfProperty(node, 'event', site.file), eventKind, site);
    const each = node.each && buildEach(node.each, site, scope);
    const inner = each?.scope ?? scope;
    const condition = node.condition && linkExpression(node.condition, inner);
    const origin = placeOf(node, scope);
    const fields = scope.symbols.fieldsOfId(event.id ?? '');
    const written = linkFieldValues(node.values?.entries ?? [], fields, inner, event.id ?? event.name);
    return {
      event,
      values: withEmptyCollections(
        fillFieldValues(written, fields, inner, event.origin),
        fields,
        inner,
        event.origin,
      ),
      ...(each ? { each: each.clause } : {}),
      ...(condition ? { condition } : {}),
      origin,
    };
  });
}

/** `for each x in …`: a list, the literals of an enum, or every aggregate of a kind. */
export function buildEach(node: ast.EachClause, site: BuildSite, scope: ExpressionScope): Bound<EachClause> {
  const nameOrigin = originOfProperty(node, 'name', site.file);
  const written = dottedName(node.list);
  const nearer = written === undefined || nearest(written.split('.')[0] ?? '', scope, nameOrigin);
  const whole = nearer ? undefined : site.symbols.find(site, written, sourceKinds);
  const origin = placeOf(node.list, scope);
  if (whole) {
    const isEnum = whole.kind === 'enum';
    const type: Type = isEnum
      ? { kind: 'named', id: whole.id, origin }
      : { kind: 'reference', aggregate: whole.id, origin };
    const bound = bind(node.name ?? '', nameOrigin, type, false, scope);
    const source = isEnum
      ? ({ kind: 'enum', enum: whole.id } as const)
      : ({ kind: 'aggregate', aggregate: whole.id } as const);
    return { clause: { parameter: bound.parameter, source }, scope: bound.scope };
  }
  const list = linkExpression(node.list, scope);
  const resolved = resolveType(scope.symbols, list.type);
  const element: Type =
    resolved.kind === 'list' ? resolved.element : { kind: 'unresolved', name: '', origin };
  const bound = bind(node.name ?? '', nameOrigin, element, false, scope);
  return { clause: { parameter: bound.parameter, source: { kind: 'list', list } }, scope: bound.scope };
}

/**
 * A call of a step or a policy: `Port.operation`, `Service`, `Aggregate.Create`, or a command of the
 * aggregate that the path before its name leads to (`order.Ship`, `Vpc[name].ObserveStatus`).
 */
export function buildInvocation(
  node: ast.Call | undefined,
  site: BuildSite,
  scope: ExpressionScope,
): Invocation {
  const origin = originOf(node, site.file);
  const target = node?.target;
  const written = dottedName(target);
  const isPath = written === undefined || nearest(written.split('.')[0] ?? '', scope, origin) !== undefined;
  if (!isPath) {
    const name = reference(written, originOf(target, site.file), calledKinds, site);
    return { target: name, values: valuesOf(node, name.id, scope), origin };
  }
  const memberName = target?.$type === 'MemberExpression' ? (target.name ?? '') : '';
  const { receiver, keyType } =
    target?.$type === 'MemberExpression' ? linkReceiver(target.receiver, site, scope) : {};
  const nameOrigin = target ? originOfProperty(target, 'name', site.file) : origin;
  const command = receiver && commandOf(receiver, memberName, scope);
  const name = command
    ? { name: memberName, id: command.id, origin: nameOrigin }
    : { name: memberName || (written ?? ''), origin: nameOrigin };
  return {
    target: name,
    ...(receiver ? { receiver } : {}),
    ...(keyType ? { keyType } : {}),
    values: valuesOf(node, command?.id, scope),
    origin,
  };
}

function valuesOf(node: ast.Call | undefined, target: ElementId | undefined, scope: ExpressionScope) {
  const fields = scope.symbols.fieldsOfId(target ?? '');
  const written = linkFieldValues(node?.values?.entries ?? [], fields, scope, target ?? '');
  return withEmptyCollections(written, fields, scope, originOf(node, scope.site.file));
}

/**
 * `Vpc[name]` is the Vpc of that id, and so is the id of a projection's row; anything else is an
 * expression that holds a reference.
 */
function linkReceiver(
  node: ast.Expression,
  site: BuildSite,
  scope: ExpressionScope,
): Pick<Invocation, 'receiver' | 'keyType'> {
  const of = node?.$type === 'LookupExpression' ? dottedName(node.receiver) : undefined;
  const found = of === undefined ? undefined : site.symbols.find(site, of, aggregateKind);
  if (node?.$type !== 'LookupExpression' || !found) {
    return { receiver: asReference(linkExpression(node, scope), scope) };
  }
  const key = linkExpression(node.key, scope, site.symbols.idOf(found.id)?.type);
  const receiver: Expression = {
    ...key,
    type: { kind: 'reference', aggregate: found.id, origin: key.origin },
  };
  return { receiver, keyType: key.type };
}

function commandOf(
  receiver: Expression,
  name: string,
  { symbols }: ExpressionScope,
): DeclaredName | undefined {
  const resolved = resolveType(symbols, receiver.type);
  if (resolved.kind !== 'reference') return undefined;
  return symbols
    .declaredName(resolved.aggregate)
    ?.members.get(name)
    ?.find((one) => one.kind === 'command');
}
