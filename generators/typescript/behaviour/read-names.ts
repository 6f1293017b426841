import type { Invocation, Service, ServiceStep } from '../../../pim/behaviour.ts';
import type { Expression } from '../../../pim/expression.ts';
import { someNode } from '../../../pim/expression-tools.ts';
import { emissionExpressions } from './needs.ts';

/** Bindings of a service's names that something reads. */
export interface ReadNames {
  /** Where they are bound, the undoing of the step itself left out. */
  readonly after: ReadonlySet<number>;
  /** By the undoing of the step itself. */
  readonly byUndo: ReadonlySet<number>;
}

/** What is given a name and is never read needs none in code. */
export function readNames({ steps, returns, onFailure }: Service): ReadNames {
  const after = new Set<number>();
  const byUndo = new Set<number>();
  const take = (expressions: readonly Expression[], own?: number): void => {
    for (const expression of expressions) {
      someNode(expression, (node) => {
        if (node.kind === 'parameter') (node.binding === own ? byUndo : after).add(node.binding);
        return false;
      });
    }
  };
  const visit = (step: ServiceStep): void => {
    switch (step.kind) {
      case 'let':
        take([step.value]);
        return;
      case 'requires':
        take([step.condition]);
        return;
      case 'emits':
        for (const emission of step.emissions) take(emissionExpressions(emission));
        return;
      case 'step':
        take([...invocationExpressions(step.call), ...(step.condition ? [step.condition] : [])]);
        if (step.undo) take(invocationExpressions(step.undo), step.parameter?.binding);
        return;
      case 'forEach':
        if (step.each.source.kind === 'list') take([step.each.source.list]);
        if (step.condition) take([step.condition]);
        for (const one of step.steps) visit(one);
        return;
    }
  };
  for (const step of steps) visit(step);
  if (returns) take([returns]);
  for (const emission of onFailure?.emissions ?? []) take(emissionExpressions(emission));
  if (onFailure?.call) take(invocationExpressions(onFailure.call));
  return { after, byUndo };
}

function invocationExpressions({ receiver, values }: Invocation): readonly Expression[] {
  return [...(receiver ? [receiver] : []), ...values.map(({ value }) => value)];
}
