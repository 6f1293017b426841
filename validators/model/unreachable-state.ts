import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { ElementId } from '../../pim/model.ts';
import { creates } from '../calls.ts';
import { isWhole, type LifecycleSite, lifecycleSites, stepsOf } from '../lifecycle-sites.ts';
import { finding, type ModelCheck } from '../model-check.ts';

/**
 * No moves of a lifecycle lead to a state.
 *
 * An aggregate begins in the state that is the field's default, or in the one that the event which creates
 * it sets; from there it comes to those that moves lead to, and to no other.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk
 *   enum OrderState { OPEN, PAID, CANCELLED }
 *   aggregate Order {
 *     id: Uuid
 *     state: OrderState = OPEN
 *     lifecycle state { OPEN -> PAID on Paid }
 *     event Placed { id } creates
 *     event Paid
 *     create Place { id } allows Clerk emits Placed
 *     command Pay allows Clerk emits Paid
 *   }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk
 *   enum OrderState { OPEN, PAID }
 *   aggregate Order {
 *     id: Uuid
 *     state: OrderState = OPEN
 *     lifecycle state { OPEN -> PAID on Paid }
 *     event Placed { id } creates
 *     event Paid
 *     create Place { id } allows Clerk emits Placed
 *     command Pay allows Clerk emits Paid
 *   }
 * }
 * ```
 */
export const unreachableState: ModelCheck = {
  code: 'unreachable-state',
  severity: 'warning',
  after: ['bad-lifecycle'],
  check: (model, index) => lifecycleSites(model, index).flatMap(unreachable),
};

function unreachable(site: LifecycleSite): readonly Diagnostic[] {
  const { lifecycle, states, field } = site;
  const first = firstStates(site);
  if (!states || !field || !first || !isWhole(lifecycle)) return [];
  const next = new Map<ElementId, ElementId[]>();
  for (const { from, to } of stepsOf(lifecycle)) {
    const known = next.get(from);
    if (known) known.push(to);
    else next.set(from, [to]);
  }
  const reached = new Set(first);
  // A set is walked in the order of insertion, new members included.
  for (const state of reached) for (const to of next.get(state) ?? []) reached.add(to);
  const lost = states.literals.filter(({ id }) => !reached.has(id));
  if (lost.length === 0) return [];
  return lost.map(({ name, nameOrigin }) => {
    const message = `\`${name}\` is never reached: no moves lead there from where \`${field.name}\` begins.`;
    return finding(unreachableState, message, lifecycle.field.origin, {
      related: [{ message: `\`${name}\` is declared here`, origin: nameOrigin }],
    });
  });
}

/** Where aggregates begin; undefined if that is only known when one is made. */
function firstStates({ aggregate, field }: LifecycleSite): ReadonlySet<ElementId> | undefined {
  if (!field) return undefined;
  const first = new Set<ElementId>();
  for (const event of aggregate.events.filter(creates)) {
    for (const effect of event.effects) {
      if (effect.kind !== 'sets' || effect.target.kind !== 'fieldAccess') continue;
      if (effect.target.field !== field.id) continue;
      if (effect.value.kind !== 'enumReference') return undefined;
      first.add(effect.value.literal);
    }
  }
  if (field.default?.kind === 'enumReference') first.add(field.default.literal);
  return first.size === 0 ? undefined : first;
}
