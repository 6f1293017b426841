import { assertNever } from '../pim/assert-never.ts';
import type { CommandClause, EachClause, ServiceStep } from '../pim/behaviour.ts';
import type { Expression, Parameter } from '../pim/expression.ts';
import { rewrite } from '../pim/expression-tools.ts';
import { type ModelIndex, underlyingType } from '../pim/model-index.ts';
import type { Type } from '../pim/type.ts';
import { allNodes } from './expression-nodes.ts';
import type { ExpressionSite } from './expression-sites.ts';

/**
 * A part of an expression with what its names stand for in their place: a name has the type of what it stands
 * for, and what is computed may lie outside the limits of its type. What a projection's row holds is computed,
 * too: it is taken to have no limits.
 */
export function withNamedValues(
  part: Expression,
  {
    expression,
    owner,
    element,
  }: Pick<ExpressionSite, 'expression'> & Partial<Pick<ExpressionSite, 'owner' | 'element'>>,
  index: ModelIndex,
): Expression {
  const values = new Map<number, Bound>();
  for (const node of allNodes(expression)) addLambda(values, node);
  for (const one of new Set([owner, element])) {
    if (one?.kind === 'command') addClauses(values, one.clauses);
    if (one?.kind === 'service') addClauses(values, one.steps);
    if (one?.kind === 'policy') addEach(values, one.each);
  }
  return traced(part, values, index);
}

interface Bound {
  readonly value: Expression;
  /** Whether the name stands for any item of a list, and not for the whole value. */
  readonly isItem: boolean;
}

type Values = Map<number, Bound>;

function addLambda(values: Values, node: Expression): void {
  switch (node.kind) {
    case 'sum':
    case 'unique':
    case 'filter':
    case 'mapList':
      if (node.parameter) bind(values, node.parameter, node.list, true);
      break;
    case 'quantifier':
      // What a map holds is judged, as what it stands in is.
      if (!node.key) bind(values, node.parameter, node.list, true);
      break;
    default:
  }
}

function addClauses(values: Values, clauses: readonly (CommandClause | ServiceStep)[]): void {
  for (const clause of clauses) {
    switch (clause.kind) {
      case 'let':
        bind(values, clause.parameter, clause.value, false);
        break;
      case 'emits':
        for (const { each } of clause.emissions) addEach(values, each);
        break;
      case 'forEach':
        addEach(values, clause.each);
        addClauses(values, clause.steps);
        break;
      case 'requires':
      case 'step':
        break;
      default:
        assertNever(clause);
    }
  }
}

function addEach(values: Values, each: EachClause | undefined): void {
  if (each?.source.kind === 'list') bind(values, each.parameter, each.source.list, true);
}

function bind(values: Values, { binding }: Parameter, value: Expression, isItem: boolean): void {
  values.set(binding, { value, isItem });
}

function traced(part: Expression, values: Values, index: ModelIndex): Expression {
  return rewrite(part, (node) => {
    if (node.kind === 'fieldAccess' && isOfRow(node.field, index))
      return { ...node, kind: 'self', type: withoutLimits(node.type, index) };
    const bound = node.kind === 'parameter' ? values.get(node.binding) : undefined;
    if (!bound) return node;
    const value = traced(bound.value, values, index);
    return bound.isItem ? { ...node, kind: 'listEnd', end: 'first', list: value } : value;
  });
}

function isOfRow(field: string, index: ModelIndex): boolean {
  const owner = index.parent(field);
  return owner?.kind === 'projection' && owner.handlers.length > 0;
}

function withoutLimits(type: Type, index: ModelIndex): Type {
  const resolved = underlyingType(index, type);
  switch (resolved.kind) {
    case 'integer':
    case 'decimal':
    case 'duration':
      return { ...resolved, range: {} };
    default:
      return resolved;
  }
}
