import type { Expression } from '../../pim/expression.ts';
import type { Element } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { needsOf } from '../../pim/needs.ts';
import { allNodes } from '../expression-nodes.ts';
import { type ExpressionSite, expressionSites } from '../expression-sites.ts';
import { finding, type ModelCheck } from '../model-check.ts';

/**
 * An event's meaning depends on something outside of it, or a query is asked where nobody can answer.
 *
 * Events are kept, and read again years later, each time with the same outcome. So what an event changes, what an
 * earlier version of it becomes, and what a projection makes of it cannot depend on code written by hand, and
 * nothing new gets an id there. The command decides, and its event carries the outcome. Only services, policies
 * and queries can ask a query: all else sees nothing but what it is given.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   aggregate Cart {
 *     id number: Integer(1..999)
 *     price: Integer = 0
 *     event CartPriced sets price = quote { number }
 *     command Price emits CartPriced
 *   }
 *   calculation quote { number: Integer(1..999) }: Integer by hand
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   aggregate Cart {
 *     id number: Integer(1..999)
 *     price: Integer = 0
 *     event CartPriced { price } sets price
 *     command Price emits CartPriced { price: quote { number } }
 *   }
 *   calculation quote { number: Integer(1..999) }: Integer by hand
 * }
 * ```
 */
export const misplacedCall: ModelCheck = {
  code: 'misplaced-call',
  severity: 'error',
  check: (_model, index) =>
    expressionSites(index).flatMap((site) =>
      allNodes(site.expression).flatMap((node) => {
        const message = whyMisplaced(node, site, index);
        return message === undefined ? [] : [finding(misplacedCall, message, node.origin)];
      }),
    ),
};

function whyMisplaced(node: Expression, site: ExpressionSite, index: ModelIndex): string | undefined {
  const callee = node.kind === 'call' ? index.get(node.callee) : undefined;
  if (callee?.kind === 'query' && !canAsk.has(site.owner.kind)) {
    return `\`${callee.name}\` is a query, which only services, policies and other queries can ask.`;
  }
  if (!isHistory(site)) return undefined;
  const { byHand, newId } = needsOf([node], index);
  switch (node.kind) {
    case 'call':
    case 'translated': {
      const [hand] = [...byHand].map((id) => index.get(id));
      if (hand)
        return `${nameOf(hand)} is written by hand, and an event means the same each time it is read.`;
      return newId ? `${what(node, index)} makes an id, and ${sameId}.` : undefined;
    }
    case 'construction':
      return newId && !node.values.some(({ value }) => needsOf([value], index).newId)
        ? `This gets a new id, and ${sameId}.`
        : undefined;
    default:
      return undefined;
  }
}

const canAsk: ReadonlySet<Element['kind']> = new Set(['service', 'policy', 'query']);

const sameId = 'an event means the same each time it is read: let it carry the id';

/** What events mean: their effects, those of a lifecycle, what earlier versions become, what a table makes of them. */
function isHistory({ owner, role }: ExpressionSite): boolean {
  if (role === 'derivation' || role === 'default') return false;
  return ['event', 'eventVersion', 'lifecycle', 'projection'].includes(owner.kind);
}

function what(node: Expression, index: ModelIndex): string {
  const used = node.kind === 'call' ? node.callee : node.kind === 'translated' ? node.translation : undefined;
  const element = used === undefined ? undefined : index.get(used);
  return element ? nameOf(element) : 'This';
}

function nameOf(element: Element): string {
  if (element.kind === 'translation') {
    return `The translation of \`${element.source.name}\` to \`${element.target.name}\``;
  }
  const { id } = element;
  return `\`${'name' in element ? element.name : id}\``;
}
