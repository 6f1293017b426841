import { assertNever } from '../../pim/assert-never.ts';
import type { NetworkOperation, StringTest } from '../../pim/expression.ts';
import { type Code, methodCall } from './code.ts';
import type { Facts } from './facts.ts';
import type { Translator } from './translator.ts';

export function stringTestCode({ test, operand, argument }: StringTest, facts: Facts, to: Translator): Code {
  const code = to.required(operand, facts);
  if (test === 'isBlank' || test === 'isTrimmed') return to.runtimeCall(test, code);
  const method = test === 'contains' ? 'includes' : test;
  return methodCall(code, method, ...(argument ? [to.required(argument, facts)] : []));
}

/** Addresses and networks are texts, and functions of the runtime read them. */
export function networkCode(expression: NetworkOperation, facts: Facts, to: Translator): Code {
  const { operation, operand, argument } = expression;
  const args = [operand, ...(argument ? [argument] : [])].map((one) => to.required(one, facts));
  switch (operation) {
    case 'contains':
      return to.runtimeCall('containsIpv4', ...args);
    case 'overlaps':
      return to.runtimeCall('overlapsIpv4', ...args);
    case 'prefixLength':
      return to.runtimeCall('prefixLength', ...args);
    case 'network':
      return to.runtimeCall('networkOf', ...args);
    default:
      return assertNever(operation);
  }
}
