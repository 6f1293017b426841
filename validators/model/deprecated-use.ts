import type { Reference } from '../../pim/behaviour.ts';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { Expression } from '../../pim/expression.ts';
import { childExpressions } from '../../pim/expression-tools.ts';
import type { Element, ElementId } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import type { Origin } from '../../pim/origin.ts';
import { aggregatesIn, emissionSites, invocationSites } from '../calls.ts';
import { allNodes } from '../expression-nodes.ts';
import { type ExpressionSite, expressionSites } from '../expression-sites.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { partsOfType, typeSites } from '../model-walk.ts';

/**
 * Something that stays relies on something that will go.
 *
 * What is deprecated may be used by what is deprecated, too, and is dealt with where it may still be met: fields
 * by their own structure, states and literals where they are compared or left, events that have happened by
 * projections, policies and lifecycles, and everything by examples, scenarios, translations and the
 * context map, which go with it.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 2
 * context Sales {
 *   enum Channel { SHOP, FAX deprecated "Nobody has one" }
 *   aggregate Order { id: Uuid, channel: Channel = FAX }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 2
 * context Sales {
 *   enum Channel { SHOP, FAX deprecated "Nobody has one" }
 *   aggregate Order { id: Uuid, channel: Channel = SHOP }
 * }
 * ```
 */
export const deprecatedUse: ModelCheck = {
  code: 'deprecated-use',
  severity: 'warning',
  check: (_, index) =>
    usesOf(index).flatMap(({ used, user, origin }): readonly Diagnostic[] => {
      const going = deprecatedIn(index, used);
      if (!going || deprecatedIn(index, user.id)) return [];
      const reason = going.evolution?.deprecated;
      const because = reason ? `: ${reason}` : '';
      const message = `\`${user.name}\` stays, and uses \`${going.name}\`, which is deprecated${because}${/[.!?]$/.test(because) ? '' : '.'}`;
      const related = [{ message: `\`${going.name}\` is declared here`, origin: going.nameOrigin }];
      return [finding(deprecatedUse, message, origin, { related })];
    }),
};

interface Use {
  readonly used: ElementId;
  readonly user: Element;
  readonly origin: Origin;
}

/** The element itself, or what it stands in, if that will go. */
function deprecatedIn(index: ModelIndex, id: ElementId): Element | undefined {
  let element = index.get(id);
  while (element && element.evolution?.deprecated === undefined) element = index.parent(element.id);
  return element;
}

function isWithin(id: ElementId, owner: ElementId): boolean {
  return id === owner || id.startsWith(`${owner}.`);
}

function usesOf(index: ModelIndex): readonly Use[] {
  return [
    ...ofTypes(index),
    ...ofBehaviour(index),
    ...expressionSites(index).flatMap((site) => inSite(site, index)),
  ];
}

function ofTypes(index: ModelIndex): readonly Use[] {
  return typeSites(index.model).flatMap(({ type, element: user }) =>
    partsOfType(type).flatMap((part): readonly Use[] => {
      if (part.kind === 'named') return [{ used: part.id, user, origin: part.origin }];
      return part.kind === 'reference' ? [{ used: part.aggregate, user, origin: part.origin }] : [];
    }),
  );
}

/** What is emitted, called, allowed, inherited, kept and read by name. */
function ofBehaviour({ model }: ModelIndex): readonly Use[] {
  return [
    ...emissionSites(model).flatMap(({ emission, owner }) => named([emission.event], owner)),
    ...invocationSites(model).flatMap(({ call, owner }) => named([call.target], owner)),
    ...model.contexts.flatMap((context) => [
      ...aggregatesIn(context).flatMap((aggregate) => [
        ...named(aggregate.traits, aggregate),
        ...aggregate.commands.flatMap((one) => named([...one.allows, ...(one.byHand?.mayEmit ?? [])], one)),
        ...aggregate.lifecycles.flatMap((one) => one.moves.flatMap(({ to }) => named([to], one))),
      ]),
      ...[...context.queries, ...context.services].flatMap((one) => named(one.allows, one)),
      ...[...context.actors, ...aggregatesIn(context).flatMap(({ actors }) => actors)].flatMap((one) =>
        named(one.parent ? [one.parent] : [], one),
      ),
      ...[...context.repositories, ...context.projections].flatMap((one) =>
        named(one.aggregate ? [one.aggregate] : [], one),
      ),
    ]),
  ];
}

function named(references: readonly Reference[], user: Element): readonly Use[] {
  return references.flatMap(({ id, origin }) => (id === undefined ? [] : [{ used: id, user, origin }]));
}

function inSite(
  { expression, role, element, owner, aggregate }: ExpressionSite,
  index: ModelIndex,
): readonly Use[] {
  if (role === 'example' || element.kind === 'translation') return [];
  // What is given to a field is given by its owner, and ends with the field.
  if (deprecatedIn(index, element.id)) return [];
  const user = role === 'value' ? owner : element;
  const house = aggregate ?? owner;
  return [
    ...allNodes(expression).flatMap((node): readonly Use[] => {
      const used = usedBy(node);
      if (used === undefined || (node.kind === 'fieldAccess' && isWithin(used, house.id))) return [];
      return [{ used, user, origin: node.origin }];
    }),
    ...(role === 'default' || role === 'value' || role === 'derivation' ? made(expression) : []).flatMap(
      (node): readonly Use[] =>
        node.kind === 'enumReference' ? [{ used: node.literal, user, origin: node.origin }] : [],
    ),
  ];
}

function usedBy(node: Expression): ElementId | undefined {
  switch (node.kind) {
    case 'call':
      return node.callee;
    case 'construction':
      return node.structure;
    case 'fieldAccess':
      return node.field;
    default:
      return undefined;
  }
}

/** What an expression comes to, not what it asks on the way. */
function made(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'conditional':
      return [...made(expression.whenTrue), ...made(expression.whenFalse)];
    case 'binary':
      return expression.operator === '??' ? [...made(expression.left), ...made(expression.right)] : [];
    case 'construction':
    case 'listLiteral':
    case 'objectLiteral':
    case 'call':
      return childExpressions(expression).flatMap(made);
    default:
      return [expression];
  }
}
