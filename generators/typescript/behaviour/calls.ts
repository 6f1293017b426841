import type { Call, Translated } from '../../../pim/expression.ts';
import type { ElementId } from '../../../pim/model.ts';
import { type Needs, needsNothing, needsOf, needsOfTranslation } from '../../../pim/needs.ts';
import { arrow, atom, type Code, call, member, methodCall, objectCode } from '../code.ts';
import type { ModuleScope } from '../transform.ts';
import { handName } from './by-hand.ts';

/** Where what calculations and translations need is found. */
export interface CallContext {
  /** `now`, `caller`, new ids and what is written by hand, as far as they are needed. */
  whole(needs: Needs): Code;
  byHand(id: ElementId): Code;
}

/** A context that has everything in itself. */
export function wholeContext(context: Code): CallContext {
  return { whole: () => context, byHand: () => member(context, 'byHand') };
}

/**
 * An event has its own `now` and `caller`. Ids and what is written by hand come from elsewhere; an event that only
 * changes what is there makes no ids, and asks nobody.
 */
export function eventContext(event: string, elsewhere?: CallContext): CallContext {
  const byHand = (id: ElementId): Code => {
    if (!elsewhere) throw new Error(`\`${id}\` is written by hand, and an event asks nobody`);
    return elsewhere.byHand(id);
  };
  return {
    byHand,
    whole: (needs) => {
      const [id] = needs.byHand;
      return objectCode([
        ...(needs.now ? [['now', member(atom(event), 'at')] as const] : []),
        ...(needs.caller ? [['caller', member(atom(event), 'by')] as const] : []),
        ...(needs.newId ? [['newId', newIdOf(elsewhere, needs)] as const] : []),
        ...(id === undefined ? [] : [['byHand', byHand(id)] as const]),
      ]);
    },
  };
}

function newIdOf(elsewhere: CallContext | undefined, needs: Needs): Code {
  if (!elsewhere) throw new Error('something that is called makes an id, and an event makes none');
  return arrow([], methodCall(elsewhere.whole(needs), 'newId'));
}

/** A calculation that is called: by hand, it comes in with the command; else it is a function. */
export function calculationCall({ callee }: Call, input: Code, from: CallContext, scope: ModuleScope): Code {
  const { index, plan, names } = scope;
  const calculation = index.get(callee);
  if (calculation?.kind !== 'calculation') throw new Error(`\`${callee}\` is called, and is no calculation`);
  const args = calculation.fields.length > 0 ? [input] : [];
  if (!calculation.value) return call(member(from.byHand(callee), handName(callee, index, plan)), ...args);
  const target = atom(names.symbol(plan.symbol(callee, 'self')));
  return call(target, ...args, ...contextArgument(needsOf([calculation.value], index), from));
}

/** What a translation makes of a value, or of each item of a list, before it is checked. */
export function translatedCode(
  { translation, each }: Translated,
  operand: Code,
  isOptional: boolean,
  from: CallContext,
  scope: ModuleScope,
): Code {
  const { names, plan, index } = scope;
  const element = index.get(translation);
  if (element?.kind !== 'translation') throw new Error(`\`${translation}\` is no translation`);
  const symbol = plan.find(translation, 'of') ?? plan.symbol(translation, 'self');
  const translate = element.byHand
    ? member(from.byHand(translation), handName(translation, index, plan))
    : atom(names.symbol(symbol));
  const context = element.byHand ? [] : contextArgument(needsOfTranslation(element, index), from);
  const translated = (value: Code): Code => call(translate, value, ...context);
  const mapping = (name: string): Code => arrow([name], translated(atom(name)));
  if (each) return methodCall(operand, 'map', mapping(names.local('item')));
  if (!isOptional) return translated(operand);
  if (!isPath(operand)) return call(atom(names.runtime('ifPresent')), operand, mapping(names.local('value')));
  const isAbsent: Code = { kind: 'binary', operator: '===', left: operand, right: atom('undefined') };
  return {
    kind: 'conditional',
    condition: isAbsent,
    whenTrue: atom('undefined'),
    whenFalse: translated(operand),
  };
}

/** Of what is found by a call, TypeScript does not know the next time that it is there. */
function isPath(code: Code): boolean {
  return code.kind === 'atom' || (code.kind === 'member' && isPath(code.object));
}

function contextArgument(needs: Needs, from: CallContext): readonly Code[] {
  return needsNothing(needs) ? [] : [from.whole(needs)];
}
