import type { ContextRelation, ContextRole, Reference, RoleMark } from '../../pim/behaviour.ts';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { Model } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { hasRole } from '../relations.ts';

/**
 * A relation of the context map contradicts itself, or another.
 *
 * Two contexts relate once in each direction. Upstream stand OHS (open host service), PL (published
 * language) and S (supplier); downstream CF (conformist), ACL (anti-corruption layer) and C (customer). A
 * supplier has a customer. SK (shared kernel), P (partnership) and SW (separate ways) are mutual, `<->`, and
 * stand on both sides. Who goes separate ways shares nothing, sends nothing, and relates in no other way.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {}
 * context Billing {}
 * contextmap { Sales [CF] -> Billing }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {}
 * context Billing {}
 * contextmap { Sales [OHS] -> [CF] Billing }
 * ```
 */
export const badRelation: ModelCheck = {
  code: 'bad-relation',
  severity: 'error',
  check: (model, index) => [
    ...model.relations.flatMap((relation) => ofRelation(relation, index)),
    ...doubles(model),
  ],
};

const upstreamRoles: ReadonlySet<ContextRole> = new Set(['openHostService', 'publishedLanguage', 'supplier']);
const downstreamRoles: ReadonlySet<ContextRole> = new Set(['conformist', 'anticorruptionLayer', 'customer']);

function ofRelation(relation: ContextRelation, index: ModelIndex): readonly Diagnostic[] {
  const { upstream, downstream, origin } = relation;
  if (upstream.id === undefined || downstream.id === undefined) return [];
  if (upstream.id === downstream.id) {
    return [finding(badRelation, `\`${upstream.name}\` does not relate to itself.`, origin)];
  }
  return [
    ...(relation.mutual ? mutualRoles(relation) : directedRoles(relation)),
    ...contents(relation, index),
  ];
}

function directedRoles({ upstreamRoles: up, downstreamRoles: down, upstream, downstream }: ContextRelation) {
  const wrong = (marks: readonly RoleMark[], right: ReadonlySet<ContextRole>, side: string, name: string) =>
    marks.flatMap(({ role, name: written, origin }): readonly Diagnostic[] => {
      if (role === undefined || right.has(role)) return [];
      const message = isMutual(role)
        ? `\`${written}\` is mutual: write \`<->\`, with \`[${written}]\` on both sides.`
        : `\`${written}\` is a role of the other side: \`${name}\` is ${side} here.`;
      return [finding(badRelation, message, origin)];
    });
  const problems = [
    ...wrong(up, upstreamRoles, 'upstream', upstream.name),
    ...wrong(down, downstreamRoles, 'downstream', downstream.name),
    ...both(down, 'conformist', 'anticorruptionLayer', 'who conforms needs no layer against it'),
  ];
  if (problems.length > 0) return problems;
  const supplier = up.find(({ role }) => role === 'supplier');
  const customer = down.find(({ role }) => role === 'customer');
  const alone = supplier ?? customer;
  if (!alone || (supplier && customer)) return [];
  const message = supplier
    ? `\`${upstream.name}\` is a supplier, and \`${downstream.name}\` is not called its customer, \`[C]\`.`
    : `\`${downstream.name}\` is a customer, and \`${upstream.name}\` is not called its supplier, \`[S]\`.`;
  return [finding(badRelation, message, alone.origin)];
}

function isMutual(role: ContextRole): boolean {
  return !upstreamRoles.has(role) && !downstreamRoles.has(role);
}

function both(
  marks: readonly RoleMark[],
  one: ContextRole,
  other: ContextRole,
  reason: string,
): readonly Diagnostic[] {
  const [first, second] = [one, other].map((role) => marks.find((mark) => mark.role === role));
  if (!first || !second) return [];
  const message = `\`${first.name}\` and \`${second.name}\` exclude each other: ${reason}.`;
  return [
    finding(badRelation, message, second.origin, {
      related: [{ message: 'The other role', origin: first.origin }],
    }),
  ];
}

function mutualRoles({
  upstreamRoles: left,
  downstreamRoles: right,
}: ContextRelation): readonly Diagnostic[] {
  const oneSided = (marks: readonly RoleMark[], others: readonly RoleMark[]): readonly Diagnostic[] =>
    marks.flatMap(({ role, name, origin }): readonly Diagnostic[] => {
      if (role === undefined) return [];
      if (!isMutual(role)) {
        return [
          finding(
            badRelation,
            `\`${name}\` has a direction: write \`->\`, the upstream context first.`,
            origin,
          ),
        ];
      }
      if (others.some((other) => other.role === role)) return [];
      return [finding(badRelation, `\`${name}\` is mutual, and stands on one side only.`, origin)];
    });
  return [
    ...oneSided(left, right),
    ...oneSided(right, left),
    ...both(left, 'sharedKernel', 'separateWays', 'who goes separate ways shares nothing'),
    ...both(left, 'partnership', 'separateWays', 'who goes separate ways is no partner'),
  ];
}

/** What crosses, and what is shared. */
function contents(relation: ContextRelation, index: ModelIndex): readonly Diagnostic[] {
  const { upstream, downstream, mutual, via, sharing } = relation;
  const separate = hasRole(relation, 'separateWays');
  const home = ({ id }: Reference) => (id === undefined ? undefined : index.context(id));
  return [
    ...via.flatMap((event): readonly Diagnostic[] => {
      if (separate) return [finding(badRelation, 'Who goes separate ways sends no events.', event.origin)];
      const from = home(event);
      if (!from || from.id === upstream.id || (mutual && from.id === downstream.id)) return [];
      const message =
        from.id === downstream.id
          ? `\`${event.name}\` is an event of \`${from.name}\`, and events flow from upstream, from \`${upstream.name}\`.`
          : `\`${event.name}\` is an event of \`${from.name}\`, which this relation is not about.`;
      return [finding(badRelation, message, event.origin)];
    }),
    ...sharing.flatMap((type): readonly Diagnostic[] => {
      if (separate) return [finding(badRelation, 'Who goes separate ways shares no types.', type.origin)];
      if (!hasRole(relation, 'sharedKernel')) {
        const message = `\`${type.name}\` is shared, and only a shared kernel, \`[SK] <-> [SK]\`, shares types.`;
        return [finding(badRelation, message, type.origin)];
      }
      const from = home(type);
      if (!from || from.id === upstream.id || from.id === downstream.id) return [];
      const message = `\`${type.name}\` is a type of \`${from.name}\`, which this relation is not about.`;
      return [finding(badRelation, message, type.origin)];
    }),
  ];
}

function doubles({ relations }: Model): readonly Diagnostic[] {
  const first = new Map<string, ContextRelation>();
  return relations.flatMap((relation): readonly Diagnostic[] => {
    const { upstream, downstream, mutual, origin } = relation;
    if (upstream.id === undefined || downstream.id === undefined || upstream.id === downstream.id) return [];
    const pair = [upstream.id, downstream.id].toSorted().join(' ');
    const way = mutual ? `${pair} mutual` : `${upstream.id} ${downstream.id}`;
    const separate = first.get(`${pair} separate`);
    const any = first.get(pair);
    const same = first.get(way);
    const isSeparate = hasRole(relation, 'separateWays');
    if (!same) first.set(way, relation);
    if (!any) first.set(pair, relation);
    if (isSeparate && !separate) first.set(`${pair} separate`, relation);
    const clash = same ?? separate ?? (isSeparate ? any : undefined);
    if (!clash) return [];
    const message = same
      ? `\`${upstream.name}\` and \`${downstream.name}\` are related already: put all of it into one relation.`
      : `\`${upstream.name}\` and \`${downstream.name}\` go separate ways, so they relate in no other way.`;
    return [
      finding(badRelation, message, origin, {
        related: [{ message: 'The other relation', origin: clash.origin }],
      }),
    ];
  });
}
