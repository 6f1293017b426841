import type { ServiceStep, Step } from '../../pim/behaviour.ts';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { Element } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { expressionKey } from '../narrowing.ts';
import { printPath } from '../presence.ts';

/**
 * A step changes one aggregate, a later step works on something else and may fail, and nothing takes the
 * change back.
 *
 * The steps of a service are not one transaction. When one fails, those before it are undone in reverse, as
 * far as they say how; what has no `undo` stays changed. That may be just right, for a step that only
 * records what was seen: then a comment of the form `pimento-ignore missing-undo: …` above the step says so.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk
 *   aggregate Stock {
 *     id: Uuid
 *     free: Integer(0..1000) = 0
 *     event Opened { id } creates
 *     event Taken adds -1 to free
 *     event Returned adds 1 to free
 *     create Open { id } allows Clerk emits Opened
 *     command Take emits Taken
 *     command Return allows Clerk emits Returned
 *   }
 *   port Carrier { ship { stock: ref Stock } fails Unreachable }
 *   service Send { stock: ref Stock }
 *     allows Clerk
 *     step stock.Take
 *     step Carrier.ship { stock }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk
 *   aggregate Stock {
 *     id: Uuid
 *     free: Integer(0..1000) = 0
 *     event Opened { id } creates
 *     event Taken adds -1 to free
 *     event Returned adds 1 to free
 *     create Open { id } allows Clerk emits Opened
 *     command Take emits Taken
 *     command Return emits Returned
 *   }
 *   port Carrier { ship { stock: ref Stock } fails Unreachable }
 *   service Send { stock: ref Stock }
 *     allows Clerk
 *     step stock.Take
 *       undo stock.Return
 *     step Carrier.ship { stock }
 * }
 * ```
 */
export const missingUndo: ModelCheck = {
  code: 'missing-undo',
  severity: 'warning',
  check: (model, index) =>
    model.contexts.flatMap(({ services }) =>
      services.flatMap((service) => unguarded(flattened(service.steps), index)),
    ),
};

/** The steps in the order in which they are taken. What a loop did is followed by its next turn. */
function flattened(steps: readonly ServiceStep[]): readonly Step[] {
  return steps.flatMap((step): readonly Step[] => {
    if (step.kind === 'step') return [step];
    return step.kind === 'forEach' ? flattened(step.steps) : [];
  });
}

function unguarded(steps: readonly Step[], index: ModelIndex): readonly Diagnostic[] {
  // From the last to the first: the next steps that may fail, on two different things.
  let next: readonly { readonly subject: string; readonly step: Step }[] = [];
  const found: Diagnostic[] = [];
  for (const step of steps.toReversed()) {
    const target = step.call.target.id === undefined ? undefined : index.get(step.call.target.id);
    const subject = subjectOf(step, target);
    const other = next.find((one) => one.subject !== subject)?.step;
    if (target?.kind === 'command' && !step.undo && other) {
      const message = `\`${written(step)}\` stays done if \`${written(other)}\` fails: nothing undoes it.`;
      const related = [{ message: 'The step that may fail', origin: other.call.target.origin }];
      found.push(finding(missingUndo, message, step.call.target.origin, { related }));
    }
    if (target && mayFail(target)) {
      next = [{ subject, step }, ...next.filter((one) => one.subject !== subject)].slice(0, 2);
    }
  }
  return found;
}

/** What a step works on: one aggregate, a port, a service. */
function subjectOf({ call, parameter }: Step, target: Element | undefined): string {
  // What a `create` makes is known by the name that the step gives it.
  if (target?.kind === 'command' && target.creation && parameter) return `#${parameter.binding}`;
  if (call.receiver) return expressionKey(call.receiver);
  return target?.kind === 'operation' ? target.id.slice(0, target.id.lastIndexOf('.')) : (target?.id ?? '');
}

function written({ call: { target, receiver } }: Step): string {
  const path = receiver && printPath(receiver);
  return path === undefined ? target.name : `${path}.${target.name}`;
}

/** An operation says so; a command may always be refused, and a service fails with its steps. */
function mayFail(target: Element): boolean {
  return target.kind === 'operation' ? target.failures.length > 0 : true;
}
