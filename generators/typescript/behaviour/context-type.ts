import type { ElementId } from '../../../pim/model.ts';
import { quote } from '../code.ts';
import type { ModuleScope } from '../transform.ts';
import { handName } from './by-hand.ts';
import type { Needs } from './needs.ts';

/** The types of what comes in with a command that are needed, each to be joined by `&`. */
export function contextTypes({ now, caller, newId, byHand }: Needs, scope: ModuleScope): readonly string[] {
  const own = [...(now ? ['now'] : []), ...(caller ? ['caller'] : []), ...(newId ? ['newId'] : [])];
  const picked = own.map(quote).join(' | ');
  return [
    ...(own.length > 0 ? [`Pick<${scope.names.runtimeType('CommandContext')}, ${picked}>`] : []),
    ...(byHand.size > 0 ? [`{ readonly byHand: ${byHandType(byHand, scope)} }`] : []),
  ];
}

/** The methods, of one context or several, that are called. */
export function byHandType(ids: ReadonlySet<ElementId>, scope: ModuleScope): string {
  const { index, plan, names } = scope;
  const byContext = Map.groupBy([...ids], (id) => index.context(id).id);
  return [...byContext]
    .map(([context, own]) => {
      const type = names.symbolType(plan.symbol(context, 'byHand'));
      const methods = own.map((id) => quote(handName(id, index, plan))).toSorted();
      return `Pick<${type}, ${methods.join(' | ')}>`;
    })
    .join(' & ');
}
