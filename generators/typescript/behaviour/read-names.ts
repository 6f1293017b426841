import type { CommandClause, Invocation, Service, ServiceStep } from '../../../pim/behaviour.ts';
import type { Expression } from '../../../pim/expression.ts';
import { someNode } from '../../../pim/expression-tools.ts';
import { clauseExpressions, emissionExpressions } from '../../../pim/needs.ts';

/** Bindings of a service's names that something reads. */
export interface ReadNames {
  /** Where they are bound, the undoing of the step itself left out. */
  readonly after: ReadonlySet<number>;
  /** By the undoing of the step itself. */
  readonly byUndo: ReadonlySet<number>;
}

/** What is given a name in a service and is never read needs none in code. */
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
        if (step.refusal || after.has(step.parameter.binding)) take([step.value]);
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
        for (const one of step.steps.toReversed()) visit(one);
        return;
    }
  };
  if (returns) take([returns]);
  for (const emission of onFailure?.emissions ?? []) take(emissionExpressions(emission));
  if (onFailure?.call) take(invocationExpressions(onFailure.call));
  // From the end: what only an unread name is made of is not read either.
  for (const step of steps.toReversed()) visit(step);
  return { after, byUndo };
}

/** Bindings of a command's names that something reads. */
export function readByCommand(clauses: readonly CommandClause[]): ReadonlySet<number> {
  const read = new Set<number>();
  for (const clause of clauses.toReversed()) {
    if (clause.kind === 'let' && !clause.refusal && !read.has(clause.parameter.binding)) continue;
    for (const expression of clauseExpressions([clause])) {
      someNode(expression, (node) => {
        if (node.kind === 'parameter') read.add(node.binding);
        return false;
      });
    }
  }
  return read;
}

function invocationExpressions({ receiver, values }: Invocation): readonly Expression[] {
  return [...(receiver ? [receiver] : []), ...values.map(({ value }) => value)];
}
