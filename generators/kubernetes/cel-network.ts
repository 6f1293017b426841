import type { Expression, NetworkOperation } from '../../pim/expression.ts';
import { underlyingType } from '../../pim/model-index.ts';
import { parseCidr } from '../../pim/network.ts';
import { addressOfNetwork, prefixLengthOf, sizeOfNetwork } from './cel-conversion.ts';
import { charge, measure, sum, traversal } from './cel-cost.ts';
import { formOf } from './cel-form.ts';
import { hasFunction } from './cel-functions.ts';
import { unlimited } from './cel-length.ts';
import {
  arithmetic,
  call,
  conjunction,
  disjunction,
  method,
  type Piece,
  relation,
  whole,
} from './cel-piece.ts';
import type { CelTranslator, Surroundings } from './cel-translator.ts';

/** An operation on a network: a condition, a number of bits, or (`.network`) the number of an address. */
export function networkOperation(
  operation: NetworkOperation,
  around: Surroundings,
  to: CelTranslator,
): Piece {
  const { operand } = operation;
  switch (operation.operation) {
    case 'prefixLength':
      return hasLibrary(to)
        ? method(parsed(operand, around, to), 'prefixLength', [])
        : numbers(operand, around, to).prefix;
    case 'network':
      return firstAddress(operand, around, to);
    default: {
      const { argument } = operation;
      if (!argument) throw new Error(`\`.${operation.operation}\` has no argument; please report this`);
      const isAddress =
        underlyingType(to.index, argument.type).kind !== 'cidr' && !isNetworkLiteral(argument);
      if (isAddress) return holdsAddress(operand, argument, around, to);
      return operation.operation === 'contains'
        ? holdsNetwork(operand, argument, around, to)
        : overlaps(operand, argument, around, to);
    }
  }
}

function isNetworkLiteral(argument: Expression): boolean {
  return argument.kind === 'literal' && typeof argument.value === 'string' && argument.value.includes('/');
}

/**
 * Whether first addresses are the same, in the library's words; undefined where it has none. Two are compared
 * as addresses, for as texts neither has a bound, and one with a text as texts, for the shorter is what that costs.
 */
export function sameFirstAddress(
  operator: '==' | '!=',
  [left, right]: readonly [Expression, Expression],
  around: Surroundings,
  to: CelTranslator,
): Piece | undefined {
  const operands = [left, right].map((operand) => ({ operand, network: firstAddressOf(operand) }));
  const areBoth = operands.every(({ network }) => network);
  const isSpoken = operands.every(
    ({ operand, network }) => network || formOf(operand, to.index) === undefined,
  );
  if (!hasLibrary(to) || !isSpoken || !operands.some(({ network }) => network)) return undefined;
  const piece = ({ operand, network }: (typeof operands)[number]): Piece => {
    if (!network) return to.piece(operand, around);
    const address = method(method(parsed(network, around, to), 'masked', []), 'ip', []);
    return areBoth ? address : call('string', address, charge.call, unlimited);
  };
  const [one, other] = operands.map(piece);
  return one && other && relation(operator, one, other);
}

/** The network in `network.network`. */
function firstAddressOf(expression: Expression): Expression | undefined {
  return expression.kind === 'network' && expression.operation === 'network' ? expression.operand : undefined;
}

/** Kubernetes' own library of addresses; before it, all is done by numbers. */
function hasLibrary(to: CelTranslator): boolean {
  return hasFunction('cidr', to.scope.minimumServer);
}

function holdsAddress(
  network: Expression,
  address: Expression,
  around: Surroundings,
  to: CelTranslator,
): Piece {
  if (hasLibrary(to) && formOf(address, to.index) === undefined)
    return containsAddress(parsed(network, around, to), to.piece(address, around));
  const { address: base, size } = numbers(network, around, to);
  return sameNetwork(to.piece(address, around, 'address'), base, size);
}

function holdsNetwork(outer: Expression, inner: Expression, around: Surroundings, to: CelTranslator): Piece {
  if (hasLibrary(to)) {
    const [one, other] = [parsed(outer, around, to), parsed(inner, around, to)];
    const isNoWider = relation('<=', method(one, 'prefixLength', []), method(other, 'prefixLength', []));
    return conjunction([containsAddress(one, method(other, 'ip', [])), isNoWider]);
  }
  const [one, other] = [numbers(outer, around, to), numbers(inner, around, to)];
  return conjunction([
    sameNetwork(other.address, one.address, one.size),
    relation('<=', one.prefix, other.prefix),
  ]);
}

/** Two networks have an address in common only if the one holds an address of the other, or the other way round. */
function overlaps(left: Expression, right: Expression, around: Surroundings, to: CelTranslator): Piece {
  if (hasLibrary(to)) {
    const [one, other] = [parsed(left, around, to), parsed(right, around, to)];
    return disjunction([
      containsAddress(one, method(other, 'ip', [])),
      containsAddress(other, method(one, 'ip', [])),
    ]);
  }
  const [one, other] = [numbers(left, around, to), numbers(right, around, to)];
  return disjunction([
    sameNetwork(other.address, one.address, one.size),
    sameNetwork(one.address, other.address, other.size),
  ]);
}

function parsed(network: Expression, around: Surroundings, to: CelTranslator): Piece {
  const text = to.piece(network, around);
  return call('cidr', text, traversal(text.length));
}

/** An address is compared octet by octet, at most sixteen of each. */
function containsAddress(network: Piece, address: Piece): Piece {
  return method(
    network,
    'containsIP',
    [address],
    sum(traversal(measure(32)), traversal(address.length), charge.call),
  );
}

interface NetworkNumbers {
  readonly address: Piece;
  readonly prefix: Piece;
  /** How many addresses it has. */
  readonly size: Piece;
}

function numbers(network: Expression, around: Surroundings, to: CelTranslator): NetworkNumbers {
  if (network.kind === 'literal' && typeof network.value === 'string') {
    const { address, prefixLength } = parseCidr(network.value);
    return { address: whole(address), prefix: whole(prefixLength), size: whole(2 ** (32 - prefixLength)) };
  }
  const text = to.piece(network, around);
  const prefix = prefixLengthOf(text);
  return { address: addressOfNetwork(text), prefix, size: sizeOfNetwork(prefix) };
}

/** Whether two addresses lie in one network of a size: networks of one size lie side by side from 0 on. */
function sameNetwork(left: Piece, right: Piece, size: Piece): Piece {
  return relation('==', arithmetic('/', left, size), arithmetic('/', right, size));
}

/** A type may say that there are no host bits to take away. */
function firstAddress(network: Expression, around: Surroundings, to: CelTranslator): Piece {
  const { address, size } = numbers(network, around, to);
  const type = underlyingType(to.index, network.type);
  const isFirst = type.kind === 'cidr' && type.network;
  return isFirst ? address : arithmetic('*', arithmetic('/', address, size), size);
}
