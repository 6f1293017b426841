import type { Translated } from '../../../pim/expression.ts';
import { arrow, atom, type Code, call, methodCall } from '../code.ts';
import type { ModuleScope } from '../transform.ts';

/** What a translation makes of a value, or of each item of a list, before it is checked. */
export function translatedCode(
  expression: Translated,
  operand: Code,
  isOptional: boolean,
  scope: ModuleScope,
): Code {
  const { names, plan } = scope;
  const { translation, each } = expression;
  const symbol = plan.find(translation, 'of') ?? plan.symbol(translation, 'self');
  const translate = atom(names.symbol(symbol));
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
