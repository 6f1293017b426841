import type { Call } from '../../../pim/expression.ts';
import { atom, type Code, call, member } from '../code.ts';
import type { ModuleScope } from '../transform.ts';
import { handName } from './by-hand.ts';
import { needsNothing, needsOf } from './needs.ts';

/** Where what calculations need is found. */
export interface CallContext {
  /** `now`, `caller` and new ids, with what is written by hand. */
  readonly context: Code;
  readonly byHand: Code;
}

/** A context that has everything in itself. */
export function wholeContext(context: Code): CallContext {
  return { context, byHand: member(context, 'byHand') };
}

/** A calculation that is called: by hand, it comes in with the command; else it is a function. */
export function calculationCall({ callee }: Call, input: Code, from: CallContext, scope: ModuleScope): Code {
  const { index, plan, names } = scope;
  const calculation = index.get(callee);
  if (calculation?.kind !== 'calculation') throw new Error(`\`${callee}\` is called, and is no calculation`);
  const args = calculation.fields.length > 0 ? [input] : [];
  if (!calculation.value) return call(member(from.byHand, handName(callee, index, plan)), ...args);
  const needs = needsOf([calculation.value], index);
  const target = atom(names.symbol(plan.symbol(callee, 'self')));
  return call(target, ...args, ...(needsNothing(needs) ? [] : [from.context]));
}
