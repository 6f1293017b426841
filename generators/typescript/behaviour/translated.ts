import type { Translated } from '../../../pim/expression.ts';
import type { ElementId } from '../../../pim/model.ts';
import { arrow, atom, type Code, call, member, methodCall } from '../code.ts';
import type { ModuleScope } from '../transform.ts';
import { handName } from './by-hand.ts';

/** What a translation makes of a value, or of each item of a list, before it is checked. */
export function translatedCode(
  expression: Translated,
  operand: Code,
  isOptional: boolean,
  byHand: ((id: ElementId) => Code) | undefined,
  scope: ModuleScope,
): Code {
  const { names, plan, index } = scope;
  const { translation, each } = expression;
  const element = index.get(translation);
  const isByHand = element?.kind === 'translation' && element.byHand;
  if (isByHand && !byHand)
    throw new Error(`\`${translation}\` is written by hand, and nothing of that is here`);
  const symbol = plan.find(translation, 'of') ?? plan.symbol(translation, 'self');
  const translate: Code =
    isByHand && byHand
      ? member(byHand(translation), handName(translation, index, plan))
      : atom(names.symbol(symbol));
  if (each) {
    const item = names.local('item');
    return methodCall(operand, 'map', arrow([item], call(translate, atom(item))));
  }
  if (!isOptional) return call(translate, operand);
  const isAbsent: Code = { kind: 'binary', operator: '===', left: operand, right: atom('undefined') };
  return {
    kind: 'conditional',
    condition: isAbsent,
    whenTrue: atom('undefined'),
    whenFalse: call(translate, operand),
  };
}
