import type { Calculation, Query, Service } from '../../pim/behaviour.ts';
import type { ElementId, Model } from '../../pim/model.ts';
import { allNodes } from '../expression-nodes.ts';
import { type CycleStep, findCycles } from '../find-cycles.ts';
import { finding, type ModelCheck } from '../model-check.ts';

/**
 * A calculation, a query or a service calls itself, directly or by way of others.
 *
 * A calculation is always worked out to the end, so one that needs itself has no end; so does a service whose
 * step is that service again. A step with a `when` may end the round, and is not reported. What goes through
 * something recursive is written `by hand`.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   calculation gross { net: Integer(0..1000) }: Integer = net + tax { net }
 *   calculation tax { net: Integer(0..1000) }: Integer = gross { net } / 10
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   calculation gross { net: Integer(0..1000) }: Integer = net + tax { net }
 *   calculation tax { net: Integer(0..1000) }: Integer = net / 10
 * }
 * ```
 */
export const cyclicCalculation: ModelCheck = {
  code: 'cyclic-calculation',
  severity: 'error',
  check: (model) => {
    const callers = new Map<ElementId, Caller>(callersOf(model).map((caller) => [caller.id, caller]));
    const stepsFrom = (from: ElementId): readonly CycleStep[] => {
      const caller = callers.get(from);
      return caller ? callsOf(caller).flatMap((to) => (callers.has(to) ? [{ from, to }] : [])) : [];
    };
    return findCycles([...callers.keys()], stepsFrom).flatMap((cycle) => {
      const [first, ...others] = cycle.flatMap(({ from }) => callers.get(from) ?? []);
      if (!first) return [];
      const way = [first, ...others, first].map(({ name }) => `\`${name}\``).join(' → ');
      const related = others.map(({ name, nameOrigin }) => ({
        message: `By way of \`${name}\``,
        origin: nameOrigin,
      }));
      const message = `The ${first.kind} \`${first.name}\` calls itself, and nothing says where that ends: ${way}.`;
      return [finding(cyclicCalculation, message, first.nameOrigin, { related })];
    });
  },
};

type Caller = Calculation | Query | Service;

function callersOf({ contexts }: Model): readonly Caller[] {
  return contexts.flatMap(({ calculations, queries, services }) => [
    ...calculations,
    ...queries,
    ...services,
  ]);
}

/** What is called whatever happens. */
function callsOf(caller: Caller): readonly ElementId[] {
  if (caller.kind === 'service') {
    // What a loop does may be nothing at all.
    return caller.steps.flatMap((step) =>
      step.kind !== 'step' || step.condition || step.call.target.id === undefined
        ? []
        : [step.call.target.id],
    );
  }
  return caller.value
    ? allNodes(caller.value).flatMap((node) => (node.kind === 'call' ? [node.callee] : []))
    : [];
}
