/** An Ipv4Cidr in numbers: the address as it is written, and how many leading bits name the network. */
export interface Cidr {
  readonly address: number;
  readonly prefixLength: number;
}

/** The number of an Ipv4 in its wire form, which is what addresses are ordered by. */
export function addressNumber(address: string): number {
  return address.split('.').reduce((total, octet) => total * 256 + Number(octet), 0);
}

export function addressText(address: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(address / 2 ** bits) % 256).join('.');
}

export function parseCidr(cidr: string): Cidr {
  const [address = '', prefix = ''] = cidr.split('/');
  return { address: addressNumber(address), prefixLength: Number(prefix) };
}

/** How many addresses a network has. */
function sizeOf({ prefixLength }: Cidr): number {
  return 2 ** (32 - prefixLength);
}

/** The first address of the network that a CIDR lies in: itself without its host bits. */
export function networkAddress(cidr: Cidr): number {
  return cidr.address - (cidr.address % sizeOf(cidr));
}

/** Whether every address of the inner network, a single address with 32 bits, is one of the outer. */
export function containsNetwork(outer: Cidr, inner: Cidr): boolean {
  const first = networkAddress(outer);
  return (
    inner.prefixLength >= outer.prefixLength &&
    networkAddress(inner) >= first &&
    networkAddress(inner) < first + sizeOf(outer)
  );
}

/** Two networks have an address in common only if one contains the other. */
export function overlap(left: Cidr, right: Cidr): boolean {
  return containsNetwork(left, right) || containsNetwork(right, left);
}

/** An Ipv4 or an Ipv4Cidr in its wire form. */
export function parseNetwork(text: string): Cidr {
  return text.includes('/') ? parseCidr(text) : { address: addressNumber(text), prefixLength: 32 };
}

/** By address, then by prefix length: the order of Ipv4 and of Ipv4Cidr. */
export function compareNetworks(left: Cidr, right: Cidr): number {
  return left.address - right.address || left.prefixLength - right.prefixLength;
}
