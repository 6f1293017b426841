import type { ElementId } from '../pim/model.ts';
import type * as ast from './generated/ast.ts';

/** A part of a context: contexts of one name in several files are one. */
export interface ContextPart {
  /** Missing for `Common`, whose types stand outside of every context. */
  readonly node?: ast.ContextDeclaration;
  readonly declarations: readonly ast.Declaration[];
  readonly file: string;
}

export interface ContextSource {
  readonly id: ElementId;
  readonly name: string;
  readonly parts: readonly ContextPart[];
}

/** A trait as written, for the aggregates that have it. */
export interface TraitSource {
  readonly node: ast.TraitDeclaration;
  readonly file: string;
}

export interface ModelSource {
  readonly contexts: readonly ContextSource[];
  /** By context and name. */
  readonly traits: TraitFinder;
}

/** The trait that a name means in a context. */
export type TraitFinder = (context: string, name: string) => TraitSource | undefined;

export type DeclaredKind =
  | 'context'
  | 'type'
  | 'enum'
  | 'value'
  | 'union'
  | 'alternative'
  | 'aggregate'
  | 'entity'
  | 'trait'
  | 'actor'
  | 'event'
  | 'command'
  | 'calculation'
  | 'repository'
  | 'projection'
  | 'query'
  | 'port'
  | 'operation'
  | 'service'
  | 'policy'
  | 'example'
  | 'rule'
  | 'refusal'
  | 'lifecycle';

/** A name and what it leads to. */
export interface DeclaredName {
  readonly id: ElementId;
  readonly name: string;
  readonly kind: DeclaredKind;
  /** Where it is declared; a context may be in several. */
  readonly files: readonly string[];
  /** Several of one name are a mistake unless their kinds tell them apart. */
  readonly members: ReadonlyMap<string, readonly DeclaredName[]>;
  /** Members of members that are known by their own name: the events of a context's aggregates. */
  readonly promoted: ReadonlyMap<string, readonly DeclaredName[]>;
  /** What it was declared in, but for a context. */
  readonly owner?: ElementId;
}

/** Kinds of members that are known by their name all over their context. */
const promotedKinds: ReadonlySet<DeclaredKind> = new Set([
  'entity',
  'event',
  'command',
  'alternative',
  'actor',
  'example',
]);

/** A context's names, those of its aggregates (their traits' included), unions and ports below them. */
export function declareContext(context: ContextSource, traits: TraitFinder): DeclaredName {
  const members = context.parts.flatMap((part) =>
    part.declarations.flatMap((node) => declared(node, context, part.file, traits)),
  );
  const promoted = members.flatMap((one) => [...one.members.values()].flat());
  return {
    id: context.id,
    name: context.name,
    kind: 'context',
    files: context.parts.map((part) => part.file),
    members: byName(members),
    promoted: byName(promoted.filter((one) => promotedKinds.has(one.kind))),
  };
}

function declared(
  node: ast.Declaration,
  context: ContextSource,
  file: string,
  traits: TraitFinder,
): readonly DeclaredName[] {
  const kind = kindOf(node);
  const name = 'name' in node ? node.name : undefined;
  if (!kind || !name) return [];
  const id = `${context.id}.${name}`;
  const members = membersOf(node, id, context.name, file, traits);
  return [{ id, name, kind, files: [file], members: byName(members), promoted: none, owner: context.id }];
}

function membersOf(
  node: ast.Declaration,
  owner: ElementId,
  context: string,
  file: string,
  traits: TraitFinder,
): readonly DeclaredName[] {
  const plain = (name: string | undefined, kind: DeclaredKind, from = file): readonly DeclaredName[] =>
    name ? [{ id: `${owner}.${name}`, name, kind, files: [from], members: none, promoted: none, owner }] : [];
  switch (node.$type) {
    case 'ValueDeclaration':
      return [
        ...node.alternatives.flatMap((one) => plain(one.name, 'alternative')),
        ...node.members.flatMap((one) => (one.$type === 'RuleDeclaration' ? plain(one.name, 'rule') : [])),
      ];
    case 'PortDeclaration':
      return node.operations.flatMap((one) => plain(one.name, 'operation'));
    case 'AggregateDeclaration':
      return aggregateMembers(node, context, file, traits).flatMap(({ member, file: from }) => {
        if (member.$type === 'LifecycleDeclaration') return lifecycleName(member, owner, from);
        const kind = memberKind(member);
        const [one] = kind && 'name' in member ? plain(member.name, kind, from) : [];
        if (!one || member.$type !== 'CommandDeclaration') return one ? [one] : [];
        return [{ ...one, members: byName(refusalsOf(member, one, from)) }];
      });
    default:
      return [];
  }
}

/** A lifecycle is called like the field that it is of. */
function lifecycleName(
  { field }: ast.LifecycleDeclaration,
  owner: ElementId,
  file: string,
): readonly DeclaredName[] {
  if (!field) return [];
  const id = `${owner}.lifecycle-${field}`;
  return [{ id, name: field, kind: 'lifecycle', files: [file], members: none, promoted: none, owner }];
}

/** Why a command may be refused, below the command. */
function refusalsOf(
  node: ast.CommandDeclaration,
  command: DeclaredName,
  file: string,
): readonly DeclaredName[] {
  return node.clauses.flatMap((clause): readonly DeclaredName[] => {
    const name =
      clause.$type === 'LetClause' || clause.$type === 'RequiresClause' ? clause.refusal?.name : undefined;
    if (!name) return [];
    const owner = command.id;
    return [
      { id: `${owner}.${name}`, name, kind: 'refusal', files: [file], members: none, promoted: none, owner },
    ];
  });
}

/** A member of an aggregate, and the file it is written in: its own, or a trait's. */
export interface MemberSource {
  readonly member: ast.AggregateMember;
  readonly file: string;
}

/** The members of an aggregate: its traits' first, in the order in which they are named. */
export function aggregateMembers(
  node: ast.AggregateDeclaration,
  context: string,
  file: string,
  traits: TraitFinder,
): readonly MemberSource[] {
  const inherited = node.traits.flatMap((use): readonly MemberSource[] => {
    const trait = traits(context, use.name ?? '');
    return (trait?.node.members ?? []).map((member) => ({ member, file: trait?.file ?? file }));
  });
  return [...inherited, ...node.members.map((member) => ({ member, file }))];
}

function memberKind(member: ast.AggregateMember): DeclaredKind | undefined {
  switch (member.$type) {
    case 'EntityDeclaration':
      return 'entity';
    case 'EventDeclaration':
      return 'event';
    case 'CommandDeclaration':
      return 'command';
    case 'ActorDeclaration':
      return 'actor';
    case 'ExampleDeclaration':
      return 'example';
    case 'RuleDeclaration':
      return 'rule';
    default:
      return undefined;
  }
}

function kindOf(node: ast.Declaration): DeclaredKind | undefined {
  switch (node.$type) {
    case 'TypeDeclaration':
      return 'type';
    case 'EnumDeclaration':
      return 'enum';
    case 'ValueDeclaration':
      return node.union ? 'union' : 'value';
    case 'AggregateDeclaration':
      return 'aggregate';
    case 'TraitDeclaration':
      return 'trait';
    case 'ActorDeclaration':
      return 'actor';
    case 'EventDeclaration':
      return 'event';
    case 'CalculationDeclaration':
      return 'calculation';
    case 'RepositoryDeclaration':
      return 'repository';
    case 'ProjectionDeclaration':
      return 'projection';
    case 'QueryDeclaration':
      return 'query';
    case 'PortDeclaration':
      return 'port';
    case 'ServiceDeclaration':
      return 'service';
    case 'PolicyDeclaration':
      return 'policy';
    case 'ExampleDeclaration':
      return 'example';
    case 'TranslationDeclaration':
    case 'ScenarioDeclaration':
      return undefined;
  }
}

const none: ReadonlyMap<string, readonly DeclaredName[]> = new Map();

function byName(names: readonly DeclaredName[]): ReadonlyMap<string, readonly DeclaredName[]> {
  const map = new Map<string, DeclaredName[]>();
  for (const one of names) {
    const same = map.get(one.name);
    if (same) same.push(one);
    else map.set(one.name, [one]);
  }
  return map;
}
