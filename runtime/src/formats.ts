import type { Branded } from './branded.ts';
import type { Schema } from './schema.ts';
import { formattedText } from './string.ts';

// The patterns are those of the language; a test compares them with its own.
const label = '[0-9A-Za-z](?:[-0-9A-Za-z]{0,61}[0-9A-Za-z])?';
const labels = `${label}(?:\\.${label})*`;
const octet = '(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';

/** A UUID in lower case. */
export type Uuid = Branded<string, 'Uuid'>;
export const Uuid: Schema<Uuid, string> = formattedText<Uuid>({
  // Written out: V8 takes three times as long where it has to count.
  pattern: new RegExp(`^${[8, 4, 4, 4, 12].map((count) => '[0-9a-f]'.repeat(count)).join('-')}$`, 'u'),
  max: 36,
  exact: true,
  description: 'a UUID in lower case',
});

/** An http or https URL (RFC 3986) with a host, without white space and quotes. */
export type Url = Branded<string, 'Url'>;
export const Url: Schema<Url, string> = formattedText<Url>({
  pattern: /^https?:\/\/[^\t-\r "#/<>?\\^`{-}]+(?:[#/?][^\t-\r "<>\\^`{-}]*)?$/u,
  max: 2048,
  description: 'an http or https URL',
});

/** An e-mail address, in the form of HTML's `input type=email`. */
export type Email = Branded<string, 'Email'>;
export const Email: Schema<Email, string> = formattedText<Email>({
  pattern: new RegExp(`^[!#-'*+\\--9=?A-Z\\^-~]{1,64}@${labels}$`, 'u'),
  max: 254,
  description: 'an e-mail address',
});

/** A host name (RFC 1123): labels of at most 63 characters. */
export type Hostname = Branded<string, 'Hostname'>;
export const Hostname: Schema<Hostname, string> = formattedText<Hostname>({
  pattern: new RegExp(`^${labels}$`, 'u'),
  max: 253,
  description: 'a host name',
});

/** An IPv4 address: dotted decimal without leading zeros. */
export type Ipv4 = Branded<string, 'Ipv4'>;
export const Ipv4: Schema<Ipv4, string> = formattedText<Ipv4>({
  pattern: new RegExp(`^${octet}\\.${octet}\\.${octet}\\.${octet}$`, 'u'),
  max: 15,
  description: 'an IPv4 address',
});
