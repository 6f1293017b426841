import type { Invocation, Step } from '../../pim/behaviour.ts';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import { stepsIn } from '../calls.ts';
import { finding, type ModelCheck } from '../model-check.ts';
import { expressionKey } from '../narrowing.ts';

/**
 * What is to undo a step does not take anything back.
 *
 * When a later step fails, the steps that were done are undone, the last one first. `undo` therefore sends
 * something that takes back what the step did: not the same once more, and not a `create`, which would make
 * another aggregate beside the one that is there. It reads what was known before the step, what the step
 * itself gave back, and `failure`.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk
 *   port Carrier { ship { parcel: Uuid }  recall { parcel: Uuid } }
 *   service Send { parcel: Uuid }
 *     allows Clerk
 *     step Carrier.ship { parcel }
 *       undo Carrier.ship { parcel }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales {
 *   actor Clerk
 *   port Carrier { ship { parcel: Uuid }  recall { parcel: Uuid } }
 *   service Send { parcel: Uuid }
 *     allows Clerk
 *     step Carrier.ship { parcel }
 *       undo Carrier.recall { parcel }
 * }
 * ```
 */
export const misfitUndo: ModelCheck = {
  code: 'misfit-undo',
  severity: 'error',
  check: (model, index) =>
    model.contexts.flatMap(({ services }) =>
      services.flatMap(({ steps }) => stepsIn(steps).flatMap((step) => misfit(step, index))),
    ),
};

function misfit({ call, undo }: Step, index: ModelIndex): readonly Diagnostic[] {
  const target = undo?.target.id === undefined ? undefined : index.get(undo.target.id);
  if (!undo || !target) return [];
  const related = [{ message: 'The step', origin: call.target.origin }];
  if (target.kind === 'command' && target.creation) {
    const message = `\`${target.name}\` makes another \`${index.parent(target.id)?.name ?? ''}\`, and takes back nothing of what the step did.`;
    return [finding(misfitUndo, message, undo.target.origin, { related })];
  }
  if (keyOf(call) !== keyOf(undo)) return [];
  const message = `To send \`${target.name}\` once more, with the same values, takes back nothing of what the step did.`;
  return [finding(misfitUndo, message, undo.target.origin, { related })];
}

function keyOf({ target, receiver, values }: Invocation): string {
  const given = values.map(({ name, value }) => `${name}: ${expressionKey(value)}`).toSorted();
  return `${target.id} ${receiver ? expressionKey(receiver) : ''} ${given.join(', ')}`;
}
