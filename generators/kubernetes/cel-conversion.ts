import { larger, measure, sum, traversal } from './cel-cost.ts';
import { arithmetic, call, indexed, listOf, method, type Piece, textLiteral, whole } from './cel-piece.ts';

/** A Decimal's text without its point: the number of its units. */
export function unitsOf(text: Piece): Piece {
  return call('int', replaced(text, '.', ''));
}

/** A DateTime's text as the milliseconds since 1970. CEL's own difference of two moments ends at 292 years. */
export function millisOf(text: Piece): Piece {
  const moment = call('timestamp', text);
  const seconds = arithmetic('*', call('int', moment), whole(1000));
  return arithmetic('+', seconds, method(moment, 'getMilliseconds', []));
}

/** A Date's text as the days since 1970. */
export function epochDayOf(text: Piece): Piece {
  const midnight = arithmetic('+', text, textLiteral('T00:00:00Z'));
  const cost = sum(midnight.cost, traversal(larger(measure(80), text.length)));
  return arithmetic('/', call('int', call('timestamp', { ...midnight, cost })), whole(86_400));
}

/** An Ipv4's text as its number. */
export function addressOf(text: Piece): Piece {
  return [0, 1, 2, 3]
    .map((position) => scaled(call('int', indexed(split(text, '.'), whole(position))), 256 ** (3 - position)))
    .reduce((total, part) => arithmetic('+', total, part));
}

/** An Ipv4Cidr's text as the number of the address before the slash. */
export function addressOfNetwork(text: Piece): Piece {
  return addressOf(replaced(text, '/', '.'));
}

export function prefixLengthOf(text: Piece): Piece {
  return call('int', indexed(split(text, '/'), whole(1)));
}

/** An Ipv4Cidr's text as a number that networks are ordered by: by the address, then by the prefix. */
export function orderOfNetwork(text: Piece): Piece {
  return arithmetic('+', arithmetic('*', addressOfNetwork(text), whole(64)), prefixLengthOf(text));
}

/** How many addresses a network has, by its prefix length: CEL has no powers, so they are looked up. */
export function sizeOfNetwork(prefixLength: Piece): Piece {
  const octets = listOf([4, 3, 2, 1, 0].map((octet) => whole(256 ** octet)));
  const bits = listOf([0, 1, 2, 3, 4, 5, 6, 7].map((bit) => whole(2 ** bit)));
  return arithmetic(
    '/',
    indexed(octets, arithmetic('/', prefixLength, whole(8))),
    indexed(bits, arithmetic('%', prefixLength, whole(8))),
  );
}

function scaled(value: Piece, factor: number): Piece {
  return factor === 1 ? value : arithmetic('*', value, whole(factor));
}

function replaced(text: Piece, what: string, by: string): Piece {
  const parameters = [what, by].map((one) => textLiteral(one));
  return method(text, 'replace', parameters, twice(text), text.length);
}

function split(text: Piece, separator: string): Piece {
  return method(text, 'split', [textLiteral(separator)], twice(text), text.length);
}

/** Reading a text and writing another. */
function twice(text: Piece) {
  return sum(traversal(text.length), traversal(text.length));
}
