import type { Command, Refusal } from '../pim/behaviour.ts';
import type { Expression } from '../pim/expression.ts';
import { rewrite, someNode } from '../pim/expression-tools.ts';
import { jsonOf, type Outside } from '../pim/interpreter.ts';
import type { JsonObject } from '../pim/json.ts';
import { type ModelIndex, underlyingType } from '../pim/model-index.ts';

/** Something that a command asks of the state before any of its events, with the input put into it. */
export interface Guard {
  readonly condition: Expression;
  readonly refusal?: Refusal;
}

/** What a command's guards are judged with besides the state. */
export interface GuardInput {
  readonly index: ModelIndex;
  readonly input: JsonObject;
  readonly outside: Outside;
}

/**
 * What a command asks of the state, in the order of its clauses: its `requires` and what a `let … else` must
 * find, up to its first event. They read `self` alone: lets are put in place, the input and the moment are
 * literals. A clause that cannot be said so is left out.
 */
export function guardsOf(command: Command, given: GuardInput): readonly Guard[] {
  const lets = new Map<number, Expression>();
  const guards: Guard[] = [];
  for (const clause of command.clauses) {
    if (clause.kind === 'emits') {
      // What is only sometimes emitted is asked for too, so that it is emitted once.
      const [first] = clause.emissions;
      if (first?.condition) guards.push({ condition: bound(first.condition, lets, given) });
      break;
    }
    if (clause.kind === 'let') {
      const value = bound(clause.value, lets, given);
      lets.set(clause.parameter.binding, value);
      if (clause.refusal) guards.push({ condition: isPresent(value), refusal: clause.refusal });
    } else {
      guards.push({ condition: bound(clause.condition, lets, given), refusal: clause.refusal });
    }
  }
  return guards.filter(({ condition }) => !someNode(condition, readsMore));
}

/** What a search for a state knows nothing of. */
function readsMore({ kind }: Expression): boolean {
  return kind === 'input' || kind === 'call' || kind === 'construction';
}

function bound(expression: Expression, lets: ReadonlyMap<number, Expression>, given: GuardInput): Expression {
  return rewrite(expression, (node) => {
    if (node.kind === 'parameter') return lets.get(node.binding) ?? node;
    return isScalarOfInput(node) ? literalOf(node, given) : node;
  });
}

/** What comes from outside, whole: a field of the input, the moment, the caller. */
function isScalarOfInput(node: Expression): boolean {
  if (node.kind === 'ambient') return true;
  return node.kind === 'fieldAccess' && someNode(node, ({ kind }) => kind === 'input') && !readsState(node);
}

function readsState(node: Expression): boolean {
  return someNode(node, ({ kind }) => kind === 'self' || kind === 'old' || kind === 'parameter');
}

function literalOf(node: Expression, { index, input, outside }: GuardInput): Expression {
  const value = jsonOf(node, { self: null, index, input, outside });
  const { type, optional, origin } = node;
  if (value === undefined || value === null) return { kind: 'absent', type, optional, origin };
  // In a condition these are more than their text.
  const isPlain = !['decimal', 'cidr'].includes(underlyingType(index, type).kind);
  if (typeof value === 'object' || !isPlain) return node;
  return { kind: 'literal', value, type, optional, origin };
}

function isPresent(operand: Expression): Expression {
  return {
    kind: 'presence',
    operand,
    present: true,
    type: { kind: 'boolean' },
    optional: false,
    origin: operand.origin,
  };
}
