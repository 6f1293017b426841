import { type ClassNode, type Pattern, type PatternNode, positiveRanges } from '../../pim/pattern.ts';

/** A text is looked at as a whole; `isWanted` false: it may not be like this. */
export interface Glob {
  readonly isWanted: boolean;
  readonly glob: string;
}

/** Longer ones are harder to read than what they spare. */
const longestGlob = 500;

/**
 * A pattern as tests by GLOB, which knows `?`, `*` and classes: a run of one class, a run between a first and
 * a last character, or characters that are all counted. Undefined for every other pattern.
 */
export function globTests(pattern: Pattern): readonly Glob[] | undefined {
  if (!pattern.node) return undefined;
  const items = pattern.node.kind === 'sequence' ? pattern.node.items : [pattern.node];
  return run(items) ?? labelled(items) ?? counted(items);
}

/** `[a-z]+`, `[a-z][a-z0-9]*`, `abc[0-9]+`: counted characters, then any number of one class. */
function run(items: readonly PatternNode[]): readonly Glob[] | undefined {
  const last = items.at(-1);
  if (last?.kind !== 'repeat' || last.max !== undefined || last.item.kind !== 'class') return undefined;
  const head = counted(items.slice(0, -1));
  const inside = excluded(last.item);
  if (!head || inside === undefined) return undefined;
  const [{ glob: prefix } = { glob: '' }] = head;
  const least = repeated(last.item, last.min);
  if (least === undefined) return undefined;
  const begins = `${prefix}${least}`;
  const isOneClass = items.length === 1;
  // All behind the counted characters: none of them is outside of the class. Where the head has other
  // characters, that cannot be asked of the text as a whole.
  if (!isOneClass && !headWithin(items.slice(0, -1), last.item)) return undefined;
  return [
    ...(begins === '' ? [] : [{ isWanted: true, glob: `${begins}*` }]),
    ...(inside === '' ? [] : [{ isWanted: false, glob: `*${inside}*` }]),
  ];
}

/** `[a-z]([-a-z]*[a-z])?`: a label. Its first and last character are of the one class, all of the other. */
function labelled(items: readonly PatternNode[]): readonly Glob[] | undefined {
  const [first, rest, ...others] = items;
  if (first?.kind !== 'class' || rest?.kind !== 'repeat' || others.length > 0) return undefined;
  if (rest.min !== 0 || rest.max !== 1 || rest.item.kind !== 'sequence') return undefined;
  const [middle, last, ...more] = rest.item.items;
  if (middle?.kind !== 'repeat' || middle.item.kind !== 'class' || middle.min !== 0) return undefined;
  if (middle.max !== undefined || last?.kind !== 'class' || more.length > 0) return undefined;
  const inside = excluded(middle.item);
  const [begin, end] = [oneOf(first), oneOf(last)];
  if (inside === undefined || begin === undefined || end === undefined) return undefined;
  // A single character is a first that need not be a last: only if both are the same class.
  if (begin !== end || !within(first, middle.item)) return undefined;
  return [
    { isWanted: true, glob: `${begin}*` },
    { isWanted: true, glob: `*${end}` },
    ...(inside === '' ? [] : [{ isWanted: false, glob: `*${inside}*` }]),
  ];
}

function counted(items: readonly PatternNode[]): readonly Glob[] | undefined {
  const parts = items.map((item) => {
    if (item.kind === 'class') return oneOf(item);
    if (item.kind !== 'repeat' || item.item.kind !== 'class' || item.min !== item.max) return undefined;
    return repeated(item.item, item.min);
  });
  if (parts.some((part) => part === undefined)) return undefined;
  const glob = parts.join('');
  return glob.length > longestGlob ? undefined : [{ isWanted: true, glob }];
}

function repeated(node: ClassNode, times: number): string | undefined {
  const one = oneOf(node);
  if (one === undefined || one.length * times > longestGlob) return undefined;
  return one.repeat(times);
}

function headWithin(items: readonly PatternNode[], wide: ClassNode): boolean {
  return items.every((item) => {
    const node = item.kind === 'repeat' ? item.item : item;
    return node.kind === 'class' && within(node, wide);
  });
}

function within(narrow: ClassNode, wide: ClassNode): boolean {
  return positiveRanges(narrow).every(({ from, to }) =>
    positiveRanges(wide).some((range) => range.from <= from && to <= range.to),
  );
}

function oneOf(node: ClassNode): string | undefined {
  const [only] = positiveRanges(node);
  const isOne = only && only.from === only.to && positiveRanges(node).length === 1;
  if (isOne && /^[^*?[\]\p{Cc}]$/u.test(String.fromCodePoint(only.from)))
    return String.fromCodePoint(only.from);
  const members = classMembers(node);
  return members === undefined ? undefined : `[${members}]`;
}

/** A character that is not of the class. */
function excluded(node: ClassNode): string | undefined {
  const members = classMembers(node);
  return members === undefined ? undefined : `[^${members}]`;
}

/**
 * What stands between the brackets. GLOB has no escapes: `]` must come first, `-` last, `^` not first. A
 * class in which a range would begin or end at one of them is not for GLOB.
 */
function classMembers(node: ClassNode): string | undefined {
  const special = new Set([0x5d, 0x2d, 0x5e]);
  const split = positiveRanges(node).flatMap(({ from, to }) => {
    if (to - from > 0x80 || to > 0x7e || from < 0x20) return [{ from, to }];
    const points = Array.from({ length: to - from + 1 }, (_, step) => from + step);
    return points.some((point) => special.has(point)) ? cut(from, to, special) : [{ from, to }];
  });
  if (split.some(({ from, to }) => to > 0x7e || from < 0x20)) return undefined;
  const isSpecial = ({ from }: { from: number }): boolean => special.has(from);
  const plain = split
    .filter((range) => !isSpecial(range))
    .map(({ from, to }) => {
      const [first, last] = [String.fromCodePoint(from), String.fromCodePoint(to)];
      if (from === to) return first;
      return to === from + 1 ? `${first}${last}` : `${first}-${last}`;
    })
    .join('');
  const has = (point: number): boolean => split.some((range) => range.from === point && isSpecial(range));
  const text = `${has(0x5d) ? ']' : ''}${plain}${has(0x5e) ? '^' : ''}${has(0x2d) ? '-' : ''}`;
  return text === '' || text.startsWith('^') || text.startsWith('-') ? single(text) : text;
}

/** Alone, `^` would negate what is not there, and `-` is itself. */
function single(text: string): string | undefined {
  return text === '-' ? text : undefined;
}

/** The range without the characters that mean something, and those alone. */
function cut(
  from: number,
  to: number,
  special: ReadonlySet<number>,
): readonly { from: number; to: number }[] {
  const parts: { from: number; to: number }[] = [];
  let start = from;
  for (let point = from; point <= to; point += 1) {
    if (!special.has(point)) continue;
    if (start < point) parts.push({ from: start, to: point - 1 });
    parts.push({ from: point, to: point });
    start = point + 1;
  }
  if (start <= to) parts.push({ from: start, to });
  return parts;
}
