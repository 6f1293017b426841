import type { Branded } from './branded.ts';
import type { Ipv4 } from './formats.ts';
import { createSchema, type Schema, violation } from './schema.ts';
import { formattedText } from './string.ts';

const octet = '(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';
const cidrForm = {
  pattern: new RegExp(`^${octet}\\.${octet}\\.${octet}\\.${octet}/(?:3[0-2]|[12]?[0-9])$`, 'u'),
  max: 18,
  description: 'an IPv4 address with a prefix length',
};

/** An IPv4 address and how many of its leading bits name the network: `10.0.0.1/8`. */
export type Ipv4Cidr = Branded<string, 'Ipv4Cidr'>;
export const Ipv4Cidr: Schema<Ipv4Cidr, string> = formattedText<Ipv4Cidr>(cidrForm);

/** A CIDR of which no bit behind the prefix is set: `10.0.0.0/8`. */
export type Ipv4Network = Branded<Ipv4Cidr, 'Ipv4Network'>;
export const Ipv4Network: Schema<Ipv4Network, string> = networkSchema();

function networkSchema(): Schema<Ipv4Network, string> {
  const checks = Ipv4Cidr['~checks'];
  return createSchema<Ipv4Network, string>({
    ...checks,
    read(input, violations) {
      const from = violations.length;
      const cidr = checks.read(input, violations);
      if (cidr === undefined || violations.length > from) return undefined;
      const { address, size } = parse(cidr);
      if (address % size !== 0)
        violations.push(violation('format', 'Must be an IPv4 network, its host bits zero'));
      return cidr as Ipv4Network;
    },
    equals: (left, right) => left === right,
  });
}

/** Below 0 if the left stands before the right, both addresses or both CIDRs: by number, then by prefix length. */
export function compareIpv4(left: string, right: string): number {
  const [one, other] = [parse(left), parse(right)];
  return one.address - other.address || other.size - one.size;
}

/** Whether a CIDR's network holds an address, or all of another CIDR's network. */
export function containsIpv4(cidr: string, inner: string): boolean {
  const [one, other] = [parse(cidr), parse(inner)];
  return other.size <= one.size && firstOf(one) === firstOf({ ...one, address: other.address });
}

/** Whether two CIDRs have an address in common. */
export function overlapsIpv4(left: string, right: string): boolean {
  return containsIpv4(left, right) || containsIpv4(right, left);
}

export function prefixLength(cidr: string): number {
  return 32 - Math.log2(parse(cidr).size);
}

/** The first address of a CIDR's network. */
export function networkOf(cidr: string): Ipv4 {
  const first = firstOf(parse(cidr));
  return [24, 16, 8, 0].map((bits) => Math.floor(first / 2 ** bits) % 256).join('.') as Ipv4;
}

/** An address as a number, and of how many addresses its network is. */
interface Network {
  readonly address: number;
  readonly size: number;
}

function parse(text: string): Network {
  const [address = '', length = '32'] = text.split('/');
  const number = address.split('.').reduce((total, one) => total * 256 + Number(one), 0);
  return { address: number, size: 2 ** (32 - Number(length)) };
}

function firstOf({ address, size }: Network): number {
  return address - (address % size);
}
