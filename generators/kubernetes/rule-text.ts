import type { Expression } from '../../pim/expression.ts';
import { childExpressions, inlineDerived, someNode } from '../../pim/expression-tools.ts';
import type { Rule } from '../../pim/model.ts';
import type { SizeRange } from '../../pim/type.ts';
import { oneLine } from '../core/invisible.ts';
import { sentenceWords } from '../core/naming.ts';
import { type Costing, costingOf, madeOnce, tooExpensive } from './affordable.ts';
import type { NamedBound, Sizing } from './bounds.ts';
import { compileCel } from './cel.ts';
import { type Measure, nothing } from './cel-cost.ts';
import { always, disjunction, type Piece } from './cel-piece.ts';
import type { CelScope } from './cel-translator.ts';
import { NotExpressible } from './not-expressible.ts';
import type { RuleReason, ValidationRule } from './psm.ts';

/**
 * A rule at one node: what the API server is given (nothing, where the schema alone keeps the rule),
 * or why it cannot hold the rule there.
 */
export type RuleText =
  | { readonly validation: ValidationRule | undefined; readonly cost: Measure; readonly costing: Costing }
  /** Without a `costing` it cannot be held at any price. */
  | { readonly reason: string; readonly costing?: Costing };

export interface RuleSite extends CelScope {
  /** The sizes of the lists and maps around the node. */
  readonly within: readonly SizeRange[];
  /** The bounds that can be lowered where it costs too much. */
  readonly candidates: () => readonly NamedBound[];
  /** The rule is judged of every value of several, not of one: of the keys of a map. */
  readonly around?: (rule: Piece, sizing: Sizing) => Piece;
  /** What is true where the rule does not apply, if there is such a place. */
  readonly unless?: readonly Piece[];
  /** The property names from the node to the field whose names are these; undefined if it lies elsewhere. */
  readonly fieldPath?: (names: readonly string[]) => readonly string[];
}

/** The only place where a rule becomes CEL; what it answers is the target's coverage. */
export function ruleText(rule: Rule, site: RuleSite): RuleText {
  try {
    const condition = inlineDerived(rule.condition, site.index);
    if (rule.transition && !someNode(condition, ({ kind }) => kind === 'old'))
      return { reason: 'it is about changes, and reads nothing of the state before that could be otherwise' };
    const compile = (sizing: Sizing): Piece => compileCel(condition, { ...site, ...sizing });
    if (compile(site).text === always.text)
      return { validation: undefined, cost: nothing, costing: () => nothing };
    const judged = madeOnce({
      index: site.index,
      within: site.within,
      candidates: site.candidates,
      piece: (sizing) => {
        const compiled = compile(sizing);
        return disjunction([...(site.unless ?? []), site.around?.(compiled, sizing) ?? compiled]);
      },
    });
    const costing = costingOf(judged);
    const reason = tooExpensive(judged);
    if (reason !== undefined) return { reason, costing };
    const { text } = judged.piece(site);
    const path = commonPath(condition);
    const fieldPath = path.length > 0 ? (site.fieldPath?.(path) ?? []) : [];
    return {
      cost: costing(),
      costing,
      validation: {
        rule: text,
        message: oneLine(rule.message) || sentenceWords(rule.name),
        reason: reasonOf(rule.condition),
        ...(fieldPath.length > 0 ? { fieldPath: fieldPath.map((name) => `.${name}`).join('') } : {}),
      },
    };
  } catch (error) {
    if (error instanceof NotExpressible) return { reason: error.message };
    throw error;
  }
}

/** Never FieldValueDuplicate, though it would fit `unique`: the API server then leaves the message out. */
function reasonOf(condition: Expression): RuleReason {
  if (condition.kind === 'presence') return condition.present ? 'FieldValueRequired' : 'FieldValueForbidden';
  if (condition.kind === 'binary' && condition.operator === 'implies') {
    return condition.right.kind === 'presence' ? reasonOf(condition.right) : 'FieldValueInvalid';
  }
  return 'FieldValueInvalid';
}

/** The names on the way to the one field that everything the condition reads lies in; empty if there is none. */
function commonPath(condition: Expression): readonly string[] {
  const [first, ...others] = pathsRead(condition);
  if (!first) return [];
  let shared = first.length;
  for (const path of others) {
    let same = 0;
    while (same < shared && path[same] === first[same]) same += 1;
    shared = same;
  }
  return first.slice(0, shared);
}

/** Each chain of field names that starts at `self` or `old`: a chain never goes through a list. */
function pathsRead(expression: Expression): readonly (readonly string[])[] {
  const chain = selfPath(expression);
  if (chain) return [chain];
  return childExpressions(expression).flatMap(pathsRead);
}

function selfPath(expression: Expression): readonly string[] | undefined {
  if (expression.kind === 'self' || expression.kind === 'old') return [];
  if (expression.kind !== 'fieldAccess') return undefined;
  const before = selfPath(expression.receiver);
  return before && [...before, expression.name];
}
