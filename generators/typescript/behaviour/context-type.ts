import type { ElementId } from '../../../pim/model.ts';
import { type Needs, needsNothing } from '../../../pim/needs.ts';
import { quote } from '../code.ts';
import { group, indent, join, type Layout, line, softline, whenBroken } from '../layout.ts';
import { lines } from '../print-text.ts';
import type { TsLine } from '../psm.ts';
import { textLine } from '../statement.ts';
import type { ModuleScope } from '../transform.ts';
import { handName } from './by-hand.ts';

/** The parameter for what comes in with a command, as far as it is needed: none where nothing is. */
export function contextParameter(
  name: string,
  needs: Needs,
  scope: ModuleScope,
): readonly (readonly [string, Layout])[] {
  return needsNothing(needs) ? [] : [[name, contextType(needs, scope)]];
}

function contextType({ now, caller, newId, byHand }: Needs, scope: ModuleScope): Layout {
  const { names } = scope;
  const own = [...(now ? ['now'] : []), ...(caller ? ['caller'] : []), ...(newId ? ['newId'] : [])];
  return intersection([
    ...(own.length > 0 ? [picked(names.runtimeType('CommandContext'), own, scope)] : []),
    ...(byHand.size > 0 ? [generic(names.runtimeType('WithHandWritten'), [byHandType(byHand, scope)])] : []),
  ]);
}

/** The methods, of one context or several, that are called. */
export function byHandType(ids: ReadonlySet<ElementId>, scope: ModuleScope): Layout {
  const { index, plan, names } = scope;
  const byContext = Map.groupBy([...ids], (id) => index.context(id).id);
  return intersection(
    [...byContext].map(([context, own]) => {
      const methods = own.map((id) => handName(id, index, plan)).toSorted();
      return picked(names.symbolType(plan.symbol(context, 'byHand')), methods, scope);
    }),
  );
}

/** The member of an interface that holds them. */
export function byHandLine(element: ElementId, type: Layout, documentation = ''): TsLine {
  return textLine(element, lines(['readonly byHand: ', type, ';'], 2), documentation);
}

function picked(type: string, members: readonly string[], { names }: ModuleScope): Layout {
  const union = group(whenBroken('| '), join([line, '| '], members.map(quote)));
  return generic(names.global('Pick'), [type, union]);
}

function generic(name: string, args: readonly Layout[]): Layout {
  return group(name, '<', indent(softline, join([',', line], args)), softline, '>');
}

function intersection([first = '', ...others]: readonly Layout[]): Layout {
  return group(first, ...others.map((other) => indent(' &', line, other)));
}
