import type { Context } from '../../../pim/model.ts';
import type { NamePlan } from '../plan-names.ts';
import type { TsSymbol } from '../psm.ts';
import { handNames } from './by-hand.ts';

/** Where the code is of what a context declares besides types and commands, each with all that is made of it. */
export function behaviourSymbols(context: Context, plan: NamePlan): readonly TsSymbol[] {
  const hands = handNames(context, plan);
  const byHand = plan.find(context.id, 'byHand');
  const elements = [
    ...context.events,
    ...context.declarations.flatMap((one) => (one.kind === 'aggregate' ? one.events : [])),
    ...context.calculations,
    ...context.projections,
    ...context.queries,
    ...context.ports,
    ...context.services,
    ...context.policies,
    ...context.translations,
  ];
  return elements.flatMap((element): readonly TsSymbol[] => {
    const { id } = element;
    const own = plan.find(id, 'self');
    if (!own) return [];
    const made = (['data', 'apply', 'key', 'of', 'answer', 'run', 'world'] as const).flatMap((role) => {
      const part = plan.find(id, role);
      return part ? [[role, { name: part.name, from: part.from }] as const] : [];
    });
    const hand = hands.get(id);
    const parts = {
      ...Object.fromEntries(made),
      ...(hand !== undefined && byHand ? { byHand: { name: hand, from: byHand.from } } : {}),
    };
    return [{ element: id, name: own.name, from: own.from, parts }];
  });
}
