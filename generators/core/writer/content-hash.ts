import { hash } from 'node:crypto';

const carriageReturn = 0x0d;
const lineFeed = 0x0a;

/**
 * SHA-256 in hexadecimal of a content whose CRLFs are read as LF: a checkout that changes line
 * ends (Git's `autocrlf`) is not an edit.
 */
export function contentHash(content: string | Uint8Array): string {
  return hash(
    'sha256',
    typeof content === 'string' ? content.replaceAll('\r\n', '\n') : withLineFeeds(content),
  );
}

function withLineFeeds(content: Uint8Array): Uint8Array {
  if (!content.includes(carriageReturn)) return content;
  return content.filter((byte, at) => byte !== carriageReturn || content[at + 1] !== lineFeed);
}
