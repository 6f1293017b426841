/** The bytes of a source file as text, or why they are none, as the end of a sentence about the file. */
export type DecodedSource =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly reason: string };

const replacement = '\ufffd';
const replacementLength = 3;

/** Sources are UTF-8; a byte order mark is accepted, and is not part of the text. */
export function decodeSource(bytes: Uint8Array): DecodedSource {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return { kind: 'unreadable', reason: 'is UTF-16: save it as UTF-8' };
  }
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    const offset = firstInvalidByte(bytes);
    const byte = `0x${(bytes[offset] ?? 0).toString(16).toUpperCase().padStart(2, '0')}`;
    return {
      kind: 'unreadable',
      reason: `is not UTF-8: the byte ${byte} at offset ${offset} (line ${lineAt(bytes, offset)}) cannot stand there`,
    };
  }
}

/** Where a lenient decoder first puts U+FFFD for something that is not U+FFFD. */
function firstInvalidByte(bytes: Uint8Array): number {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  let offset = 0;
  let from = 0;
  for (let at = text.indexOf(replacement); at >= 0; at = text.indexOf(replacement, from)) {
    offset += Buffer.byteLength(text.slice(from, at));
    const genuine = bytes[offset] === 0xef && bytes[offset + 1] === 0xbf && bytes[offset + 2] === 0xbd;
    if (!genuine) return offset;
    offset += replacementLength;
    from = at + 1;
  }
  return offset;
}

function lineAt(bytes: Uint8Array, offset: number): number {
  return bytes.subarray(0, offset).filter((byte) => byte === 0x0a).length + 1;
}
