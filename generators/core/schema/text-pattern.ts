import {
  type CodePointRange,
  type Pattern,
  type PatternNode,
  positiveRanges,
  printPattern,
} from '../../../pim/pattern.ts';

/**
 * A text of the language: Unicode scalar values without U+0000. JSON can spell `"\u0000"` and half
 * of a surrogate pair, so a schema must refuse both by itself.
 */
export const textPattern = '^[^\\u0000\\uD800-\\uDFFF]*$';

const firstSurrogate = 0xd800;
const lastSurrogate = 0xdfff;

/** A pattern of the model as an ECMAScript regular expression (`u` flag) that only texts match. */
export function printTextPattern(pattern: Pattern): string {
  if (!pattern.node) return printPattern(pattern);
  return printPattern({ ...pattern, node: onlyText(pattern.node) }).replace(
    /\p{Surrogate}/gu,
    (half) => `\\u${half.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function onlyText(node: PatternNode): PatternNode {
  switch (node.kind) {
    case 'class':
      return node.negated
        ? {
            ...node,
            ranges: [{ from: 0, to: 0 }, ...node.ranges, { from: firstSurrogate, to: lastSurrogate }],
          }
        : { ...node, ranges: positiveRanges(node).flatMap(withoutSurrogates) };
    case 'repeat':
      return { ...node, item: onlyText(node.item) };
    default:
      return { ...node, items: node.items.map(onlyText) };
  }
}

function withoutSurrogates(range: CodePointRange): readonly CodePointRange[] {
  if (range.to < firstSurrogate || range.from > lastSurrogate) return [range];
  return [
    ...(range.from < firstSurrogate ? [{ from: range.from, to: firstSurrogate - 1 }] : []),
    ...(range.to > lastSurrogate ? [{ from: lastSurrogate + 1, to: range.to }] : []),
  ];
}
