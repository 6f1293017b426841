import type { ContextRelation, ContextRole, Reference, RoleMark } from '../pim/behaviour.ts';
import { type BuildSite, referenceOf } from './build-site.ts';
import { typeKinds } from './build-type.ts';
import type { DeclaredKind } from './declared-names.ts';
import type * as ast from './generated/ast.ts';
import { originOf } from './source.ts';

/** The abbreviations of DDD's context maps. */
const roles: ReadonlyMap<string, ContextRole> = new Map([
  ['OHS', 'openHostService'],
  ['PL', 'publishedLanguage'],
  ['CF', 'conformist'],
  ['ACL', 'anticorruptionLayer'],
  ['S', 'supplier'],
  ['C', 'customer'],
  ['SK', 'sharedKernel'],
  ['P', 'partnership'],
  ['SW', 'separateWays'],
]);

const contextKind: ReadonlySet<DeclaredKind> = new Set(['context']);
const eventKind: ReadonlySet<DeclaredKind> = new Set(['event']);

export function buildRelation(node: ast.RelationDeclaration, site: BuildSite): ContextRelation {
  const { file, symbols } = site;
  const contextOf = (one: ast.ContextName | undefined): Reference =>
    referenceOf(one?.name ?? '', originOf(one, file), symbols.lookUp(site, one?.name ?? '', contextKind));
  const [left, right] = [contextOf(node.left), contextOf(node.right)];
  const inContext = (one: ast.EventName, kinds: ReadonlySet<DeclaredKind>): Reference => {
    const results = [left, right].map((home) =>
      symbols.lookUp({ ...site, context: home.name }, one.name ?? '', kinds),
    );
    return referenceOf(
      one.name ?? '',
      originOf(one, file),
      results.find((result) => result && 'found' in result) ?? results[0],
    );
  };
  return {
    kind: 'relation',
    upstream: left,
    downstream: right,
    mutual: node.direction === '<->',
    upstreamRoles: rolesOf(node.leftRoles, file),
    downstreamRoles: rolesOf(node.rightRoles, file),
    via: node.events.map((one) => inContext(one, eventKind)),
    sharing: node.types.map((one) => inContext(one, typeKinds)),
    origin: originOf(node, file),
  };
}

function rolesOf(nodes: readonly ast.RoleName[], file: string): readonly RoleMark[] {
  return nodes.map((node) => {
    const name = node.name ?? '';
    const role = roles.get(name);
    return { name, ...(role ? { role } : {}), origin: originOf(node, file) };
  });
}
