import { assertNever } from '../../pim/assert-never.ts';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { BehaviourExpression } from '../../pim/expression.ts';
import { allNodes, isBehaviour } from '../expression-nodes.ts';
import { type ExpressionRole, type ExpressionSite, expressionSites } from '../expression-sites.ts';
import { finding, type ModelCheck } from '../model-check.ts';

/**
 * A rule, a `where`, a derived field or a default uses what only happens in behaviour.
 *
 * Rules mean the same on every platform, in a database, in a schema, in an API server, and at any time. So they
 * cannot read `now` or `caller`, call a calculation, follow a reference to another aggregate, or make new lists
 * and values. Commands, events, queries, services, policies and the derived fields of projections can, because
 * generated code evaluates them once. A default may be a value or a list that is written out.
 *
 * Nor can a rule ask whether `old` is present: one that reads `old` holds for every change, and never for what
 * is only being created.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Line { price: Integer(0..1000) }
 *   value Basket {
 *     lines: Line[1..50]
 *     rule NothingForNothing: lines.where(l => l.price == 0).size == 0
 *   }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   value Line { price: Integer(0..1000) }
 *   value Basket {
 *     lines: Line[1..50]
 *     rule NothingForNothing: lines.none(l => l.price == 0)
 *   }
 * }
 * ```
 */
export const misplacedExpression: ModelCheck = {
  code: 'misplaced-expression',
  severity: 'error',
  check: (_model, index) =>
    expressionSites(index).flatMap((site) =>
      allNodes(site.expression).flatMap((node): readonly Diagnostic[] => {
        if (node.kind === 'presence' && node.operand.kind === 'old' && site.role === 'rule')
          return [finding(misplacedExpression, ofOld, node.origin)];
        if (!isBehaviour(node) || isAllowed(node, site)) return [];
        const message = `${whatIs(node)} in ${placeOf(site.role)}, which is the same on every platform and at any time.`;
        return [finding(misplacedExpression, message, node.origin)];
      }),
    ),
};

const ofOld =
  'A rule that reads `old` holds for changes alone, where `old` is always there: leave the question out. What holds from the beginning, a rule without `old` says.';

/** What a node that no rule engine knows does. */
function whatIs(node: BehaviourExpression): string {
  switch (node.kind) {
    case 'ambient':
      return `\`${node.ambient}\` cannot be read`;
    case 'input':
      return 'Nothing that comes in can be read';
    case 'call':
      return 'Nothing can be called';
    case 'dereference':
      return 'No other aggregate can be read';
    case 'construction':
      return 'No value can be made';
    case 'listLiteral':
      return 'No list can be made';
    case 'objectLiteral':
      return 'No Map can be made';
    case 'filter':
      return '`.where` cannot be used';
    case 'mapList':
      return '`.map` cannot be used';
    case 'listEnd':
      return `\`.${node.end}\` cannot be used`;
    case 'reversed':
      return '`.reversed` cannot be used';
    case 'neighbour':
      return `\`.${node.direction}\` cannot be used`;
    case 'translated':
      return 'Nothing can be translated';
    default:
      return assertNever(node);
  }
}

function isAllowed(node: BehaviourExpression, { role, owner }: ExpressionSite): boolean {
  switch (role) {
    case 'rule':
    case 'where':
      return false;
    case 'derivation':
      return owner.kind === 'projection';
    case 'default':
      // That it reads nothing, the check of defaults sees to.
      return node.kind === 'construction' || node.kind === 'listLiteral' || node.kind === 'objectLiteral';
    case 'actor':
      return node.kind === 'ambient';
    default:
      return true;
  }
}

function placeOf(role: ExpressionRole): string {
  switch (role) {
    case 'rule':
      return 'a rule';
    case 'where':
      return 'a `where`';
    case 'derivation':
      return 'a derived field';
    case 'default':
      return 'a default';
    default:
      return 'what tells an actor';
  }
}
