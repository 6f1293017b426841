import { parsePattern } from './parse-pattern.ts';
import { type Pattern } from './pattern.ts';
import type { FormatName, Type } from './type.ts';

/** A string type whose form the language fixes. Lengths are in code points. */
export interface Format {
  readonly pattern: Pattern;
  readonly minLength: number;
  readonly maxLength: number;
  /** One that fits, for examples. */
  readonly example: string;
  /** What it is, as the end of "must be …". */
  readonly description: string;
}

const octet = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';
const label = '[A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?';

/** The forms are ours, never an engine's `format`: those differ from engine to engine. */
export const formats: Readonly<Record<FormatName, Format>> = {
  Uuid: {
    pattern: parsePattern('[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'),
    minLength: 36,
    maxLength: 36,
    example: '00000000-0000-4000-8000-000000000000',
    description: 'a UUID in lower case',
  },
  /** RFC 3986 with an http or https scheme and a host; no white space or quotes. */
  Url: {
    pattern: parsePattern('https?://[^\\s/?#"<>\\\\^`{|}]+([/?#][^\\s"<>\\\\^`{|}]*)?'),
    minLength: 8,
    maxLength: 2048,
    example: 'https://example.org/',
    description: 'an http or https URL',
  },
  /** The form of HTML's `input type=email`, with a bounded local part. */
  Email: {
    pattern: parsePattern(`[A-Za-z0-9.!#$%&'*+/=?_\`{|}~\\^-]{1,64}@${label}(\\.${label})*`),
    minLength: 3,
    maxLength: 254,
    example: 'somebody@example.org',
    description: 'an e-mail address',
  },
  /** RFC 1123: labels of at most 63 characters. */
  Hostname: {
    pattern: parsePattern(`${label}(\\.${label})*`),
    minLength: 1,
    maxLength: 253,
    example: 'host.example.org',
    description: 'a host name',
  },
  /** Dotted decimal without leading zeros. */
  Ipv4: {
    pattern: parsePattern(`${octet}\\.${octet}\\.${octet}\\.${octet}`),
    minLength: 7,
    maxLength: 15,
    example: '192.0.2.1',
    description: 'an IPv4 address',
  },
};

/** Decimal numbers below 256 that 2^(8−bits) divides, for 1 to 8 bits. */
const multiples: readonly string[] = [1, 2, 3, 4, 5, 6, 7, 8].map((bits) => {
  if (bits === 8) return octet;
  if (bits === 7) return '(25[024]|2[0-4][02468]|1[0-9][02468]|[1-9]?[02468])';
  const step = 2 ** (8 - bits);
  return `(${Array.from({ length: 2 ** bits }, (_, one) => one * step).join('|')})`;
});

function networkPattern(): string {
  const whole = (octets: number): string => `${octet}\\.`.repeat(octets);
  const zeros = (octets: number): string => '\\.0'.repeat(octets);
  const partly = [0, 1, 2, 3].map((octets) => {
    const ends = multiples.map((values, at) => `${values}${zeros(3 - octets)}/${octets * 8 + at + 1}`);
    return `${whole(octets)}(${ends.join('|')})`;
  });
  return `0${zeros(3)}/0|${partly.join('|')}`;
}

/** An Ipv4Cidr: an address, a slash, and how many of its leading bits name the network. */
export const cidrFormat: Format = {
  pattern: parsePattern(`${octet}\\.${octet}\\.${octet}\\.${octet}/(3[0-2]|[12]?[0-9])`),
  minLength: 9,
  maxLength: 18,
  example: '192.0.2.0/24',
  description: 'an IPv4 address with a prefix length',
};

/** An Ipv4Cidr that is a network: no bit behind the prefix is set. */
export const networkFormat: Format = {
  ...cidrFormat,
  pattern: parsePattern(networkPattern()),
  description: 'an IPv4 network, its host bits zero',
};

/** The form of a type whose JSON is a text of a fixed form; undefined for every other type. */
export function formatOf(type: Type): Format | undefined {
  if (type.kind === 'format') return formats[type.format];
  if (type.kind !== 'cidr') return undefined;
  return type.network ? networkFormat : cidrFormat;
}
