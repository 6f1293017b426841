import type { Emission } from '../pim/behaviour.ts';
import type { Expression } from '../pim/expression.ts';
import { childExpressions, someNode } from '../pim/expression-tools.ts';
import type { ElementId } from '../pim/model.ts';
import type { ModelIndex } from '../pim/model-index.ts';
import { type Known, knowing } from './known.ts';

/** What is still known of an aggregate once an event of its own happened: nothing of what that changes. */
export function knownAfterEvent(
  known: Known | undefined,
  { event }: Pick<Emission, 'event'>,
  index: ModelIndex,
): Known | undefined {
  const changed = changedBy(event.id, index);
  return changed.size === 0
    ? known
    : without(known, (condition) => readsAny(condition, changed, index, new Set()));
}

/** What is still known once something else was asked to act: nothing of what is in other aggregates. */
export function knownAfterStep(known: Known | undefined): Known | undefined {
  return without(known, (condition) => someNode(condition, ({ kind }) => kind === 'dereference'));
}

function without(known: Known | undefined, isLost: (condition: Expression) => boolean): Known | undefined {
  const kept: Expression[] = [];
  let isWhole = true;
  for (let one = known; one; one = one.before) {
    if (isLost(one.condition)) isWhole = false;
    else kept.push(one.condition);
  }
  if (isWhole) return known;
  return kept.reduceRight<Known | undefined>((before, condition) => knowing(before, condition), undefined);
}

/** The fields of its aggregate that an event changes, itself or by the move that it makes. */
function changedBy(event: ElementId | undefined, index: ModelIndex): ReadonlySet<ElementId> {
  const element = event === undefined ? undefined : index.get(event);
  if (element?.kind !== 'event') return new Set();
  const owner = index.parent(element.id);
  const moved = (owner?.kind === 'aggregate' ? owner.lifecycles : []).filter(({ moves }) =>
    moves.some(({ events }) => events.some(({ id }) => id === element.id)),
  );
  const effects = [...element.effects, ...moved.flatMap(({ everyMove }) => everyMove)];
  return new Set([
    ...moved.flatMap(({ field }) => field.id ?? []),
    ...effects.flatMap((effect) => ('target' in effect ? rootField(effect.target) : [])),
  ]);
}

/** The field of the aggregate that a place lies in. */
function rootField(target: Expression): readonly ElementId[] {
  let node = target;
  for (;;) {
    if (node.kind === 'lookup') node = node.collection;
    else if (node.kind === 'fieldAccess' && node.receiver.kind === 'self') return [node.field];
    else if (node.kind === 'fieldAccess') node = node.receiver;
    else return [];
  }
}

/** Whether an expression reads one of the fields of `self`, or what is derived from one. */
function readsAny(
  node: Expression,
  fields: ReadonlySet<ElementId>,
  index: ModelIndex,
  seen: Set<ElementId>,
): boolean {
  if (node.kind === 'fieldAccess' && node.receiver.kind === 'self') {
    if (fields.has(node.field)) return true;
    const field = index.get(node.field);
    if (field?.kind !== 'field' || !field.derivation || seen.has(field.id)) return false;
    seen.add(field.id);
    return readsAny(field.derivation, fields, index, seen);
  }
  return childExpressions(node).some((child) => readsAny(child, fields, index, seen));
}
