import { formats } from '../../pim/formats.ts';
import { type ModelIndex, storedType } from '../../pim/model-index.ts';
import { type PatternNode, positiveRanges } from '../../pim/pattern.ts';
import type { Type } from '../../pim/type.ts';

const longestName = 253;

/**
 * What a type allows that the name of an object cannot have, in the user's words; undefined if
 * nothing was found. Kubernetes takes RFC 1123 subdomains: lower-case letters, digits, `-`, `.`.
 */
export function refusedName(type: Type, index: ModelIndex): string | undefined {
  const underlying = storedType(index, type);
  const limits = underlying.kind === 'format' ? formats[underlying.format] : undefined;
  const pattern = underlying.kind === 'string' ? underlying.pattern : limits?.pattern;
  const longest = underlying.kind === 'string' ? underlying.length.max : (limits?.maxLength ?? 0);
  if (longest > longestName) return `more than ${longestName} characters`;
  if (!pattern?.node) return 'any characters';
  const character = classesOf(pattern.node)
    .flatMap(positiveRanges)
    .map(firstRefused)
    .find((one) => one !== undefined);
  return character === undefined ? undefined : `the character \`${character}\``;
}

function classesOf(node: PatternNode): readonly Extract<PatternNode, { kind: 'class' }>[] {
  if (node.kind === 'class') return [node];
  return node.kind === 'repeat' ? classesOf(node.item) : node.items.flatMap(classesOf);
}

function firstRefused({ from, to }: { readonly from: number; readonly to: number }): string | undefined {
  for (let point = Math.max(from, 0x20); point <= to; point += 1) {
    const character = String.fromCodePoint(point);
    if (!/^[-.a-z0-9]$/.test(character)) return character;
  }
  return from < 0x20 ? 'control characters' : undefined;
}
