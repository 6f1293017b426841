import { assertNever } from '../../pim/assert-never.ts';
import type { NetworkOperation, StringTest } from '../../pim/expression.ts';
import { atom, binary, type Code, member, methodCall } from './code.ts';
import type { Facts } from './facts.ts';
import { stringCode } from './quote.ts';
import type { Translator } from './translator.ts';
import { isIpv4, valueType } from './value-type.ts';

export function stringTestCode({ test, operand, argument }: StringTest, facts: Facts, to: Translator): Code {
  const code = to.required(operand, facts);
  const other = argument ? to.required(argument, facts) : stringCode('');
  const stripped = (): Code => methodCall(code, 'strip', atom(to.scope.runtime('WHITESPACE')));
  switch (test) {
    case 'startsWith':
      return methodCall(code, 'startswith', other);
    case 'endsWith':
      return methodCall(code, 'endswith', other);
    case 'contains':
      return binary('in', other, code);
    case 'isBlank':
      return binary('==', stripped(), stringCode(''));
    case 'isTrimmed':
      return binary('==', code, stripped());
    default:
      return assertNever(test);
  }
}

/** Whatever is an `Ipv4Cidr` is an `IPv4Interface`, which knows the network that it lies in. */
export function networkCode(
  { operation, operand, argument }: NetworkOperation,
  facts: Facts,
  to: Translator,
): Code {
  const network = member(to.required(operand, facts, { kind: 'cidr', network: false }), 'network');
  switch (operation) {
    case 'prefixLength':
      return member(network, 'prefixlen');
    case 'network':
      return member(network, 'network_address');
    case 'contains':
    case 'overlaps': {
      if (!argument) throw new Error(`\`.${operation}\` has nothing to look for`);
      const isText = argument.kind === 'literal' && typeof argument.value === 'string';
      const isAddress = isText
        ? !String(argument.value).includes('/')
        : isIpv4(valueType(argument.type, to.index));
      if (isAddress)
        return binary('in', to.required(argument, facts, { kind: 'format', format: 'Ipv4' }), network);
      const other = member(to.required(argument, facts, { kind: 'cidr', network: false }), 'network');
      return operation === 'overlaps'
        ? methodCall(network, 'overlaps', other)
        : methodCall(other, 'subnet_of', network);
    }
    default:
      return assertNever(operation);
  }
}
