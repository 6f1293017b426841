import { parsePattern } from './parse-pattern.ts';
import { type Pattern } from './pattern.ts';
import type { FormatName } from './type.ts';

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
