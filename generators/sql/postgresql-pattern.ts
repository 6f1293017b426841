import { assertNever } from '../../pim/assert-never.ts';
import { type ClassNode, type Pattern, type PatternNode, positiveRanges } from '../../pim/pattern.ts';

/**
 * The pattern as an "advanced" regular expression of PostgreSQL: anchored, every character that is not
 * plain spelled by its code point, classes positive, so that neither locale nor newline modes matter.
 */
export function postgresqlPattern(pattern: Pattern): string {
  if (!pattern.node) throw new Error(`the pattern /${pattern.source}/ was refused`);
  return `^${grouped(pattern.node)}$`;
}

function grouped(node: PatternNode): string {
  return node.kind === 'alternatives' ? `(?:${printed(node)})` : printed(node);
}

function printed(node: PatternNode): string {
  switch (node.kind) {
    case 'sequence':
      return node.items.map(grouped).join('');
    case 'alternatives':
      return node.items.map(printed).join('|');
    case 'repeat': {
      const { item, min, max } = node;
      return `${item.kind === 'class' ? printedClass(item) : `(?:${printed(item)})`}${count(min, max)}`;
    }
    case 'class':
      return printedClass(node);
    default:
      return assertNever(node);
  }
}

function count(min: number, max: number | undefined): string {
  if (max === undefined) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  if (min === 0 && max === 1) return '?';
  return min === max ? `{${min}}` : `{${min},${max}}`;
}

function printedClass(node: ClassNode): string {
  const ranges = positiveRanges(node);
  const [only] = ranges;
  if (ranges.length === 1 && only && only.from === only.to) return alone(only.from);
  const text = ranges
    .map(({ from, to }) => {
      if (to - from > 1) return `${rangeEnd(from)}-${rangeEnd(to)}`;
      return from === to ? alone(from) : alone(from) + alone(to);
    })
    .join('');
  return `[${text}]`;
}

/** One character, in a class or not: what might mean something is escaped. */
function alone(point: number): string {
  const text = String.fromCodePoint(point);
  return /^[$()*+.?[\\\]^{|}-]$/.test(text) ? `\\${text}` : rangeEnd(point);
}

/** ASCII letters, digits and what means nothing to a regular expression stand for themselves. */
function rangeEnd(point: number): string {
  const text = String.fromCodePoint(point);
  if (/^[A-Za-z0-9 !"#%&',/:;<=>@_`~]$/.test(text)) return text;
  if (point <= 0xffff) return `\\u${point.toString(16).padStart(4, '0')}`;
  return `\\U${point.toString(16).padStart(8, '0')}`;
}
