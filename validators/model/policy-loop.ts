import type { Emission, Policy, ServiceStep } from '../../pim/behaviour.ts';
import type { ElementId } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { emissionsIn } from '../calls.ts';
import { type CycleStep, findCycles } from '../find-cycles.ts';
import { finding, type ModelCheck } from '../model-check.ts';

/**
 * Policies set each other off for ever: what one does always leads to the event that another listens to,
 * and so on, back to the first.
 *
 * A `when` on the way, of the policy, a step or what is emitted, ends such a round sooner or later, and so
 * does a delay; where there is none, nothing does.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk
 *   aggregate Counter {
 *     id: Uuid
 *     count: Integer(0..1000) = 0
 *     event Begun { id } creates
 *     event Counted adds 1 to count
 *     create Begin { id } allows Clerk emits Begun
 *     command Count emits Counted
 *   }
 *   policy CountOn: on Counted do counter.Count
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk
 *   aggregate Counter {
 *     id: Uuid
 *     count: Integer(0..1000) = 0
 *     event Begun { id } creates
 *     event Counted adds 1 to count
 *     create Begin { id } allows Clerk emits Begun
 *     command Count emits Counted
 *   }
 *   policy CountOn: on Counted when counter.count < 100 do counter.Count
 * }
 * ```
 */
export const policyLoop: ModelCheck = {
  code: 'policy-loop',
  severity: 'warning',
  check: (model, index) => {
    const policies = model.contexts.flatMap((context) => context.policies);
    const listeners = new Map<ElementId, Policy[]>();
    for (const policy of policies) {
      const { trigger } = policy;
      if (trigger.kind !== 'event' || trigger.event.id === undefined || policy.condition) continue;
      const others = listeners.get(trigger.event.id);
      if (others) others.push(policy);
      else listeners.set(trigger.event.id, [policy]);
    }
    const certain = new CertainEvents(index);
    const byId = new Map(policies.map((policy) => [policy.id, policy]));
    const stepsFrom = (id: ElementId): readonly CycleStep[] => {
      const policy = byId.get(id);
      if (!policy || policy.condition || policy.each) return [];
      const events = policy.call.target.id === undefined ? [] : certain.of(policy.call.target.id);
      return [...events].flatMap((event) =>
        (listeners.get(event) ?? []).map((next) => ({ from: id, to: next.id })),
      );
    };
    return findCycles([...byId.keys()], stepsFrom).flatMap((cycle) => {
      const [first, ...others] = cycle.flatMap(({ from }) => byId.get(from) ?? []);
      if (!first) return [];
      const way = [first, ...others, first].map(({ name }) => `\`${name}\``).join(' → ');
      const message = `\`${first.name}\` sets itself off again, for ever: ${way}.`;
      const related = others.map(({ name, nameOrigin }) => ({
        message: `By way of \`${name}\``,
        origin: nameOrigin,
      }));
      return [finding(policyLoop, message, first.nameOrigin, { related })];
    });
  },
};

const none: ReadonlySet<ElementId> = new Set();

/** The events that a command or a service always leads to if it is not refused. */
class CertainEvents {
  private readonly known = new Map<ElementId, ReadonlySet<ElementId>>();
  private readonly index: ModelIndex;

  constructor(index: ModelIndex) {
    this.index = index;
  }

  of(target: ElementId): ReadonlySet<ElementId> {
    const found = this.known.get(target);
    if (found) return found;
    // Services that call each other in a circle lead to nothing certain by that.
    this.known.set(target, none);
    const events = this.from(target);
    this.known.set(target, events);
    return events;
  }

  private from(target: ElementId): ReadonlySet<ElementId> {
    const element = this.index.get(target);
    if (element?.kind === 'command') return new Set(emissionsIn(element.clauses).flatMap(certainly));
    if (element?.kind !== 'service') return none;
    return new Set(element.steps.flatMap((step) => this.fromStep(step)));
  }

  /** What a loop does may be nothing at all. */
  private fromStep(step: ServiceStep): readonly ElementId[] {
    if (step.kind === 'emits') return step.emissions.flatMap(certainly);
    if (step.kind !== 'step' || step.condition || step.call.target.id === undefined) return [];
    return [...this.of(step.call.target.id)];
  }
}

function certainly({ event, condition, each }: Emission): readonly ElementId[] {
  return condition || each || event.id === undefined ? [] : [event.id];
}
