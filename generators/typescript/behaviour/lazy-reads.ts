import type { Call, Dereference, Expression } from '../../../pim/expression.ts';
import { childExpressions, someNode } from '../../../pim/expression-tools.ts';
import type { ModelIndex } from '../../../pim/model-index.ts';
import { textWithoutOrigins } from '../../../pim/origin.ts';
import { mayEnd } from './may-end.ts';

/** Something that lies elsewhere: an aggregate, or what a query answers. */
export type Read = Dereference | Call;

/**
 * What an expression reads that cannot be read before it: for each item of a list, or under a condition that
 * tells whether it is there. What is read in any case, or is known already, is not read again.
 */
export function lazyReads(
  expression: Expression,
  index: ModelIndex,
  isKnown: (node: Read) => boolean = () => false,
): ReadonlySet<Read> {
  // What is read in any case may lead to more that can be.
  const early = new Set<string>();
  for (;;) {
    const before = early.size;
    const lazy = new Set<Read>();
    const isEarly = (node: Read): boolean => isKnown(node) || early.has(keyOf(node));
    visit(expression, { index, lazy, early, isKnown: isEarly, bound: new Set(), isConditional: false });
    if (early.size === before) return lazy;
  }
}

/** What tells one expression from another; where it stands in the source does not. */
export function keyOf(expression: Expression): string {
  if (expression.kind === 'parameter') return JSON.stringify(['parameter', expression.binding]);
  return textWithoutOrigins(expression);
}

/** True for a node that reads something. */
export function isRead(node: Expression, index: ModelIndex): node is Read {
  return node.kind === 'dereference' || (node.kind === 'call' && index.get(node.callee)?.kind === 'query');
}

interface Place {
  readonly index: ModelIndex;
  readonly lazy: Set<Read>;
  /** Keys of what is read before the expression. */
  readonly early: Set<string>;
  isKnown(node: Read): boolean;
  /** Names that only the expression itself knows. */
  readonly bound: ReadonlySet<number>;
  readonly isConditional: boolean;
}

function visit(expression: Expression, place: Place): void {
  const { index, lazy, early, bound, isConditional } = place;
  const deeper = { ...place, bound: new Set([...bound, ...boundBy(expression)]) };
  childExpressions(expression).forEach((child, at) => {
    const isPerhaps = at > 0 && mayStopAfterFirst(expression);
    visit(child, isPerhaps ? { ...deeper, isConditional: true } : deeper);
  });
  if (!isRead(expression, index) || place.isKnown(expression)) return;
  const depends = childExpressions(expression).some((child) =>
    someNode(
      child,
      (node) => lazy.has(node as Read) || (node.kind === 'parameter' && bound.has(node.binding)),
    ),
  );
  const mayLack = expression.kind === 'dereference' && expression.reference.optional;
  if (depends || mayLack || (isConditional && mayFail(expression, index))) lazy.add(expression);
  else early.add(keyOf(expression));
}

/** An aggregate that is referred to is there unless its kind may end. */
function mayFail(read: Read, index: ModelIndex): boolean {
  if (read.kind === 'call') return true;
  const aggregate = read.type.kind === 'named' ? index.get(read.type.id) : undefined;
  return aggregate?.kind !== 'aggregate' || mayEnd(aggregate);
}

function boundBy(expression: Expression): readonly number[] {
  switch (expression.kind) {
    case 'quantifier':
      return [expression.parameter, expression.key].flatMap((one) => (one ? [one.binding] : []));
    case 'filter':
    case 'mapList':
      return [expression.parameter.binding];
    case 'sum':
    case 'unique':
      return expression.parameter ? [expression.parameter.binding] : [];
    default:
      return [];
  }
}

/** `and`, `or`, `implies`, `??`, `if`: of these only the first part is always looked at. */
function mayStopAfterFirst(expression: Expression): boolean {
  if (expression.kind === 'conditional') return true;
  return expression.kind === 'binary' && ['and', 'or', 'implies', '??'].includes(expression.operator);
}
