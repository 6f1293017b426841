import type { Lifecycle } from '../../pim/behaviour.ts';
import type { Expression } from '../../pim/expression.ts';
import type { Aggregate, ElementId, Field, Rule } from '../../pim/model.ts';
import { fieldOf, literalOf, type ModelIndex } from '../../pim/model-index.ts';
import type { Origin } from '../../pim/origin.ts';
import { sentenceWords } from './naming.ts';

/** Longer than this, a message lists no moves. */
const longestMessage = 400;

/**
 * The moves of a lifecycle as a rule about a change: the field stays, or makes one of them. Which event
 * made it, whoever sees states only cannot tell. Undefined where the moves lead nowhere, which a check reports.
 */
export function lifecycleRule(
  lifecycle: Lifecycle,
  aggregate: Aggregate,
  index: ModelIndex,
): Rule | undefined {
  if (lifecycle.field.id === undefined) return undefined;
  const field = fieldOf(index, lifecycle.field.id);
  const moves = movesOf(lifecycle);
  const { origin } = lifecycle;
  const steps = moves.map(({ from, to }) =>
    both(
      oneOf(valueOf(field, 'old', aggregate, origin), from, field, origin),
      oneOf(valueOf(field, 'self', aggregate, origin), to, field, origin),
      origin,
    ),
  );
  const stays = equal(
    valueOf(field, 'self', aggregate, origin),
    valueOf(field, 'old', aggregate, origin),
    origin,
  );
  const condition = [stays, ...steps].reduce((left, right) => either(left, right, origin));
  return {
    kind: 'rule',
    id: lifecycle.id,
    name: lifecycle.name,
    origin,
    nameOrigin: lifecycle.nameOrigin,
    condition,
    message: messageOf(lifecycle, moves, aggregate, index),
    transition: true,
  };
}

/** From any of these states to any of those. */
interface Step {
  readonly from: readonly ElementId[];
  readonly to: readonly ElementId[];
}

/** In the order of the source; states that lead to the same ones side by side. */
function movesOf({ moves }: Lifecycle): readonly Step[] {
  const targets = new Map<ElementId, Set<ElementId>>();
  for (const { from, to } of moves) {
    for (const { id } of from) {
      if (id === undefined || to.id === undefined || id === to.id) continue;
      const known = targets.get(id) ?? new Set();
      targets.set(id, known.add(to.id));
    }
  }
  const alike = Map.groupBy(targets, ([, to]) => [...to].toSorted().join());
  return [...alike.values()].map((steps) => ({
    from: steps.map(([from]) => from),
    to: [...(steps[0]?.[1] ?? [])],
  }));
}

function messageOf(
  { field }: Lifecycle,
  moves: readonly Step[],
  aggregate: Aggregate,
  index: ModelIndex,
): string {
  const wires = (ids: readonly ElementId[]): string =>
    ids.map((id) => literalOf(index, id).wire).join(' or ');
  const what = `The ${sentenceWords(field.name)} of a ${sentenceWords(aggregate.name)}`;
  const list = moves.map(({ from, to }) => `from ${wires(from)} to ${wires(to)}`).join(', and ');
  const message = `${what} moves only ${list}`;
  return list !== '' && message.length <= longestMessage ? message : `${what} does not move like this`;
}

const boolean = { type: { kind: 'boolean' }, optional: false } as const;

function valueOf(field: Field, kind: 'self' | 'old', aggregate: Aggregate, origin: Origin): Expression {
  const type = { kind: 'named', id: aggregate.id, origin } as const;
  return {
    kind: 'fieldAccess',
    receiver: { kind, type, optional: false, origin },
    field: field.id,
    name: field.name,
    type: field.type,
    optional: field.optional,
    origin,
  };
}

function literal(id: ElementId, { type }: Field, origin: Origin): Expression {
  return { kind: 'enumReference', literal: id, type, optional: false, origin };
}

function oneOf(value: Expression, ids: readonly ElementId[], field: Field, origin: Origin): Expression {
  const [only, ...others] = ids;
  if (only !== undefined && others.length === 0) return equal(value, literal(only, field, origin), origin);
  const items = ids.map((id) => literal(id, field, origin));
  return { kind: 'membership', operand: value, items, origin, ...boolean };
}

function equal(left: Expression, right: Expression, origin: Origin): Expression {
  return { kind: 'binary', operator: '==', left, right, origin, ...boolean };
}

function both(left: Expression, right: Expression, origin: Origin): Expression {
  return { kind: 'binary', operator: 'and', left, right, origin, ...boolean };
}

function either(left: Expression, right: Expression, origin: Origin): Expression {
  return { kind: 'binary', operator: 'or', left, right, origin, ...boolean };
}
