import type { AstNode } from 'langium';
import type {
  Actor,
  Command,
  CommandClause,
  Event,
  EventVersion,
  Key,
  Lifecycle,
  Move,
  Reference,
} from '../pim/behaviour.ts';
import type { Expression } from '../pim/expression.ts';
import type { Aggregate, ElementId, Enum, Field } from '../pim/model.ts';
import type { Origin } from '../pim/origin.ts';
import type { ExpressionType } from '../pim/type.ts';
import { buildAllows, buildEmits, buildLet, buildRequires, eventKind } from './build-clauses.ts';
import { buildEffects, linkTarget } from './build-effects.ts';
import { buildExample, buildScenario } from './build-example.ts';
import { linkFields } from './build-fields.ts';
import { type BuildSite, emptyScope, idPart, named, reference, references, typeNamed } from './build-site.ts';
import { buildEntity, buildRule } from './build-structure.ts';
import { aggregateMembers, type DeclaredKind } from './declared-names.ts';
import type { ExpressionScope } from './expression-scope.ts';
import type * as ast from './generated/ast.ts';
import { linkFieldValues, withEmptyCollections } from './link-construction.ts';
import { linkExpression } from './link-expression.ts';
import { decodeNumber, originOf, originOfKeyword, originOfProperty } from './source.ts';

const actorKind: ReadonlySet<DeclaredKind> = new Set(['actor']);
const traitKind: ReadonlySet<DeclaredKind> = new Set(['trait']);

/** An aggregate with everything in it, its traits' members included. */
export function buildAggregate(node: ast.AggregateDeclaration, id: ElementId, site: BuildSite): Aggregate {
  const declaration = named(node, id, node.name, site.file);
  const members = aggregateMembers(node, site.context, site.file, site.traits);
  const own = site.symbols.declaredName(id);
  const placed = members.map(({ member, file }) => ({
    member,
    site: { ...site, file, ...(own ? { aggregate: own } : {}) },
  }));
  const parts = new Parts(placed, id, declaration.nameOrigin);
  return {
    kind: 'aggregate',
    ...declaration,
    fields: parts.of('FieldDeclaration', (one, at) => linkFields([one], id, parts.scope(at), at)).flat(),
    entities: parts.named('EntityDeclaration', (one, at) => buildEntity(one, id, at)),
    rules: parts.named('RuleDeclaration', (one, at) => buildRule(one, id, parts.scope(at, true))),
    traits: references(node.traits, traitKind, site),
    keys: parts.of('KeyDeclaration', (one, at) => buildKey(one, id, parts.scope(at))),
    lifecycles: parts.of('LifecycleDeclaration', (one, at) =>
      buildLifecycle(one, id, parts.scope(at, true), at),
    ),
    events: parts.named('EventDeclaration', (one, at) => buildEvent(one, id, at, parts.scope(at, true))),
    commands: parts.named('CommandDeclaration', (one, at) =>
      buildCommand(one, id, at, parts.scope(at, true)),
    ),
    actors: parts.named('ActorDeclaration', (one, at) => buildActor(one, id, at, parts.scope(at))),
    examples: parts.named('ExampleDeclaration', (one, at) => buildExample(one, id, at)),
    scenarios: parts.of('ScenarioDeclaration', (one, at) => buildScenario(one, id, at)),
  };
}

interface Placed {
  readonly member: ast.AggregateMember;
  readonly site: BuildSite;
}

type MemberOf<Type extends string> = Extract<ast.AggregateMember, { readonly $type: Type }>;

/** The members of an aggregate by kind, each with the file that it is written in. */
class Parts {
  private readonly placed: readonly Placed[];
  private readonly id: ElementId;
  private readonly nameOrigin: Origin;

  constructor(placed: readonly Placed[], id: ElementId, nameOrigin: Origin) {
    this.placed = placed;
    this.id = id;
    this.nameOrigin = nameOrigin;
  }

  scope(site: BuildSite, allowsOld = false): ExpressionScope {
    return { ...emptyScope(site), self: typeNamed(this.id, this.nameOrigin), allowsOld };
  }

  of<Type extends ast.AggregateMember['$type'], Result>(
    type: Type,
    build: (member: MemberOf<Type>, site: BuildSite) => Result,
  ): readonly Result[] {
    return this.placed.flatMap(({ member, site }) => (isOfType(member, type) ? [build(member, site)] : []));
  }

  /** Only those that have a name: recovery from a syntax error leaves others. */
  named<Type extends ast.AggregateMember['$type'], Result>(
    type: Type,
    build: (member: MemberOf<Type>, site: BuildSite) => Result,
  ): readonly Result[] {
    return this.placed.flatMap(({ member, site }) =>
      isOfType(member, type) && 'name' in member && member.name ? [build(member, site)] : [],
    );
  }
}

function isOfType<Type extends string>(node: AstNode, type: Type): node is MemberOf<Type> {
  return node.$type === type;
}

function buildKey(node: ast.KeyDeclaration, owner: ElementId, scope: ExpressionScope): Key {
  const name = node.paths.map((path) => path.$cstNode?.text ?? '').join(', ');
  return {
    kind: 'key',
    ...named(node, `${owner}.key-${idPart(name)}`, name, scope.site.file),
    nameOrigin: originOfKeyword(node, 'key', scope.site.file),
    paths: node.paths.map((path) => linkTarget(path, scope)),
  };
}

/** Ambients of what a command or an event runs with. */
export function ambientsOf(
  more: readonly (readonly [
    Extract<Expression, { kind: 'ambient' }>['ambient'],
    string,
    ExpressionType,
  ])[] = [],
): ReadonlyMap<string, Expression> {
  const origin: Origin = {
    file: '',
    start: { line: 1, column: 1, offset: 0 },
    end: { line: 1, column: 1, offset: 0 },
  };
  const all = [
    ['now', 'now', { type: { kind: 'dateTime' }, optional: false }],
    ['caller', 'caller', { type: { kind: 'caller' }, optional: false }],
    ...more,
  ] as const;
  return new Map(
    all.map(([ambient, name, { type, optional }]): readonly [string, Expression] => [
      name,
      { kind: 'ambient', ambient, type, optional, origin },
    ]),
  );
}

const eventName: ExpressionType = {
  type: { kind: 'string', length: { min: 1, max: 255, stated: true } },
  optional: false,
};
const eventId: ExpressionType = { type: { kind: 'format', format: 'Uuid' }, optional: false };

/** `event.name` and `event.id`, and with them the aggregate that an event is about. */
export function eventAmbients(
  aggregate: { readonly id: ElementId; readonly name: string } | undefined,
  origin: Origin,
): ReadonlyMap<string, Expression> {
  return ambientsOf([
    ['event.name', 'event.name', eventName],
    ['event.id', 'event.id', eventId],
    ...(aggregate
      ? ([
          [
            'aggregate',
            aggregate.name.charAt(0).toLowerCase() + aggregate.name.slice(1),
            { type: { kind: 'reference', aggregate: aggregate.id, origin }, optional: false },
          ],
        ] as const)
      : []),
  ]);
}

function buildLifecycle(
  node: ast.LifecycleDeclaration,
  owner: ElementId,
  scope: ExpressionScope,
  site: BuildSite,
): Lifecycle {
  const { file } = site;
  const fieldOrigin = originOfProperty(node, 'field', file);
  const name = node.field ?? '';
  const field = scope.symbols.fieldsOfId(owner).get(name);
  const states = field && scope.symbols.enumOf(field.type);
  const stateType: ExpressionType = {
    type: field?.type ?? { kind: 'unresolved', name, origin: fieldOrigin },
    optional: false,
  };
  const moveScope: ExpressionScope = {
    ...scope,
    ambients: ambientsOf([
      ['event.name', 'event.name', eventName],
      ['event.id', 'event.id', eventId],
      ['from', 'from', stateType],
      ['to', 'to', stateType],
    ]),
  };
  const final = node.members.flatMap((one) =>
    one.$type === 'FinalStates' ? one.states.map((state) => stateReference(state, states, file)) : [],
  );
  return {
    kind: 'lifecycle',
    ...named(node, `${owner}.lifecycle-${name}`, name, file),
    nameOrigin: fieldOrigin,
    field: { name, ...(field ? { id: field.id } : {}), origin: fieldOrigin },
    moves: node.members.flatMap((one) =>
      one.$type === 'MoveDeclaration' ? buildMoves(one, states, final, site) : [],
    ),
    final,
    everyMove: node.members.flatMap((one) =>
      one.$type === 'EveryMove' ? buildEffects(one.effects, moveScope) : [],
    ),
  };
}

function stateReference(node: ast.StateName, states: Enum | undefined, file: string): Move['to'] {
  const literal = states?.literals.find((one) => one.name === node.name);
  return { name: node.name ?? '', ...(literal ? { id: literal.id } : {}), origin: originOf(node, file) };
}

/**
 * A chain `A -> B -> C` is a move from each state to the next; `any` is every state but the target and those
 * that are called final.
 */
function buildMoves(
  node: ast.MoveDeclaration,
  states: Enum | undefined,
  final: readonly Reference[],
  site: BuildSite,
): readonly Move[] {
  const { file } = site;
  const events = references(node.events, eventKind, site);
  const isAny =
    node.sources.length === 1 &&
    node.sources[0]?.name === 'any' &&
    !states?.literals.some((one) => one.name === 'any');
  return node.targets.map((target, position): Move => {
    const to = stateReference(target, states, file);
    const before = node.targets[position - 1];
    const origin = node.targets.length === 1 ? originOf(node, file) : originOf(target, file);
    const fromAny = isAny && !before;
    const from = before
      ? [stateReference(before, states, file)]
      : fromAny
        ? (states?.literals ?? [])
            .filter((one) => one.id !== to.id && !final.some(({ id }) => id === one.id))
            .map((one) => ({ name: one.name, id: one.id, origin: originOf(node.sources[0], file) }))
        : node.sources.map((one) => stateReference(one, states, file));
    return { from, fromAny, to, events, origin };
  });
}

/** An event of an aggregate changes it; one of a context changes nothing. */
export function buildEvent(
  node: ast.EventDeclaration,
  owner: ElementId,
  site: BuildSite,
  scope: ExpressionScope,
): Event {
  const { file } = site;
  const id = `${owner}.${node.name}`;
  const declaration = named(node, id, node.name, file);
  const input = typeNamed(id, declaration.nameOrigin);
  const ambients = eventAmbients(undefined, declaration.nameOrigin);
  return {
    kind: 'event',
    ...declaration,
    version: node.version === undefined ? 1 : decodeNumber(node.version),
    fields: linkFields(node.payload?.fields ?? [], id, emptyScope(site), site),
    effects: buildEffects(node.effects, { ...scope, input, ambients }),
    previous: node.previous
      .map((one) => buildVersion(one, id, site))
      .toSorted((left, right) => right.version - left.version),
  };
}

/** The id of an event's earlier version. */
export function versionId(event: ElementId, version: number): ElementId {
  return `${event}.version-${version}`;
}

function buildVersion(node: ast.EarlierVersion, event: ElementId, site: BuildSite): EventVersion {
  const version = decodeNumber(node.version ?? '0');
  const id = versionId(event, version);
  const origin = originOf(node, site.file);
  const nextUp = site.symbols.fieldsOfId(versionId(event, version + 1));
  const fields: ReadonlyMap<string, Field> = nextUp.size > 0 ? nextUp : site.symbols.fieldsOfId(event);
  const scope: ExpressionScope = { ...emptyScope(site), input: typeNamed(id, origin) };
  return {
    kind: 'eventVersion',
    ...named(node, id, `${version}`, site.file),
    nameOrigin: originOfProperty(node, 'version', site.file),
    version,
    fields: linkFields(node.payload?.fields ?? [], id, emptyScope(site), site),
    becomes: withEmptyCollections(
      linkFieldValues(node.becomes?.entries ?? [], fields, scope, event),
      fields,
      scope,
      origin,
    ),
  };
}

export function buildCommand(
  node: ast.CommandDeclaration,
  owner: ElementId,
  site: BuildSite,
  aggregateScope: ExpressionScope,
): Command {
  const { file } = site;
  const id = `${owner}.${node.name}`;
  const declaration = named(node, id, node.name, file);
  const creation = node.kind === 'create';
  const { self, ...withoutSelf } = aggregateScope;
  const input = typeNamed(id, declaration.nameOrigin);
  const outside = { input, ambients: ambientsOf() };
  let scope: ExpressionScope =
    creation || !self
      ? { ...withoutSelf, ...outside, allowsOld: false }
      : { ...withoutSelf, self, ...outside, allowsOld: true };
  const clauses: CommandClause[] = [];
  for (const clause of node.clauses) {
    if (clause.$type === 'LetClause') {
      const bound = buildLet(clause, id, scope);
      clauses.push(bound.clause);
      scope = bound.scope;
    } else if (clause.$type === 'RequiresClause') clauses.push(buildRequires(clause, id, scope));
    else if (clause.$type === 'EmitsClause') clauses.push(buildEmits(clause, site, scope));
  }
  const hand = node.clauses.find((one) => one.$type === 'ByHandClause');
  return {
    kind: 'command',
    ...declaration,
    creation,
    fields: linkFields(node.payload?.fields ?? [], id, emptyScope(site), site),
    allows: buildAllows(node.clauses, site),
    clauses,
    ...(hand
      ? { byHand: { mayEmit: references(hand.events, eventKind, site), origin: originOf(hand, file) } }
      : {}),
  };
}

export function buildActor(
  node: ast.ActorDeclaration,
  owner: ElementId,
  site: BuildSite,
  scope: ExpressionScope,
): Actor {
  const parentOrigin = originOfProperty(node, 'parent', site.file);
  const parent =
    node.parent === undefined ? undefined : reference(node.parent, parentOrigin, actorKind, site);
  return {
    kind: 'actor',
    ...named(node, `${owner}.${node.name}`, node.name, site.file),
    ...(parent ? { parent } : {}),
    ...(node.condition
      ? { condition: linkExpression(node.condition, { ...scope, ambients: ambientsOf() }) }
      : {}),
  };
}
