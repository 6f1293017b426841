import type { Calculation, Command, Translation } from '../../../pim/behaviour.ts';
import type { Context, ElementId } from '../../../pim/model.ts';
import type { ModelIndex } from '../../../pim/model-index.ts';
import { camelCase } from '../../core/naming.ts';
import { free } from '../module-names.ts';
import { aggregatesWithBehaviour } from '../plan-behaviour.ts';
import type { NamePlan } from '../plan-names.ts';
import { subjectName } from '../transform-structure.ts';

export type HandWritten = Calculation | Command | Translation;

/** What a context leaves to code written by hand, in the order of the source within each kind. */
export function handWrittenOf(context: Context): readonly HandWritten[] {
  return [
    ...context.calculations.filter(({ value }) => value === undefined),
    ...aggregatesWithBehaviour(context).flatMap(({ commands }) => commands.filter(({ byHand }) => byHand)),
    ...context.translations.filter(({ byHand }) => byHand),
  ];
}

/** How each is called as a method of the context's interface. */
export function handNames(context: Context, plan: NamePlan): ReadonlyMap<ElementId, string> {
  const names = new Map<ElementId, string>();
  const taken = new Set<string>();
  for (const { id } of handWrittenOf(context)) {
    const own = (plan.find(id, 'of') ?? plan.symbol(id, 'self')).name;
    const name = free(camelCase(own) || own, (one) => taken.has(one));
    taken.add(name);
    names.set(id, name);
  }
  return names;
}

/** How the parameters of a command by hand are called; none is the aggregate's for a creation. */
export function handParameters(command: Command, index: ModelIndex): readonly string[] {
  const names = ['decision', 'command'];
  const aggregate = index.parent(command.id);
  if (aggregate?.kind !== 'aggregate' || command.creation) return names;
  return [...names, free(subjectName(aggregate), (one) => names.includes(one))];
}

/** The method of a calculation by hand. */
export function handName(id: ElementId, index: ModelIndex, plan: NamePlan): string {
  return handNames(index.context(id), plan).get(id) ?? '';
}
