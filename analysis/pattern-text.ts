import { assertNever } from '../pim/assert-never.ts';
import { type CodePointRange, type Pattern, type PatternNode, positiveRanges } from '../pim/pattern.ts';

type ClassNode = Extract<PatternNode, { kind: 'class' }>;

/** Inclusive range of lengths in code points. */
export interface LengthRange {
  readonly min: number;
  readonly max: number;
}

/**
 * A text of exactly this many code points that the whole pattern matches, or undefined if there is
 * none. Texts of different `variant`s differ as long as the pattern leaves a choice.
 */
export function textOfLength(pattern: Pattern, length: number, variant = 0): string | undefined {
  const classes = pattern.node && new TextShape(length).build(pattern.node, length);
  return classes && writeText(classes, variant);
}

/** The lengths from `min` to `max` that texts of the pattern have, as ranges in order. */
export function lengthsOf(pattern: Pattern, min: number, max: number): readonly LengthRange[] {
  if (!pattern.node) return [];
  return new TextShape(max)
    .lengths(pattern.node)
    .filter((range) => range.max >= min)
    .map((range) => ({ min: Math.max(range.min, min), max: range.max }));
}

/** Decides which lengths a pattern's parts can have, up to a limit, and spreads a length over them. */
class TextShape {
  private readonly known = new Map<PatternNode, readonly LengthRange[]>();
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  lengths(node: PatternNode): readonly LengthRange[] {
    let lengths = this.known.get(node);
    if (!lengths) {
      lengths = this.computeLengths(node);
      this.known.set(node, lengths);
    }
    return lengths;
  }

  private computeLengths(node: PatternNode): readonly LengthRange[] {
    switch (node.kind) {
      case 'class':
        return this.merge([{ min: 1, max: 1 }]);
      case 'alternatives':
        return this.merge(node.items.flatMap((item) => this.lengths(item)));
      case 'sequence':
        return this.tails(node.items)[0] ?? [];
      case 'repeat':
        return this.merge(this.unbroken(node) ?? this.turns(node).flat());
      default:
        return assertNever(node);
    }
  }

  /** The lengths of a repetition without gaps between them, which need no counting of turns. */
  private unbroken(node: Extract<PatternNode, { kind: 'repeat' }>): readonly LengthRange[] | undefined {
    const [item, ...others] = this.lengths(node.item);
    if (!item || others.length > 0 || item.min > 1 || (item.min === 0 && item.max === 0)) return undefined;
    return [{ min: node.min * item.min, max: Math.min(this.limit, (node.max ?? this.limit) * item.max) }];
  }

  /** At each position, the lengths of everything from there on; one more for the empty end. */
  private tails(items: readonly PatternNode[]): readonly (readonly LengthRange[])[] {
    const tails: (readonly LengthRange[])[] = [[{ min: 0, max: 0 }]];
    for (const item of items.toReversed()) tails.unshift(this.add(this.lengths(item), tails[0] ?? []));
    return tails;
  }

  /** The lengths by number of turns, from the least number that is allowed; ends where all exceed the limit. */
  private turns(node: Extract<PatternNode, { kind: 'repeat' }>): readonly (readonly LengthRange[])[] {
    const item = this.lengths(node.item);
    const most = Math.min(node.max ?? Number.POSITIVE_INFINITY, node.min + this.limit);
    const turns: (readonly LengthRange[])[] = [];
    let lengths: readonly LengthRange[] = [{ min: 0, max: 0 }];
    for (let count = 0; count <= most && lengths.length > 0; count += 1) {
      if (count >= node.min) turns.push(lengths);
      lengths = this.add(lengths, item);
    }
    return turns;
  }

  private add(left: readonly LengthRange[], right: readonly LengthRange[]): readonly LengthRange[] {
    return this.merge(
      left.flatMap((one) => right.map((other) => ({ min: one.min + other.min, max: one.max + other.max }))),
    );
  }

  private merge(ranges: readonly LengthRange[]): readonly LengthRange[] {
    const merged: LengthRange[] = [];
    for (const range of ranges.toSorted((left, right) => left.min - right.min)) {
      if (range.min > this.limit) continue;
      const max = Math.min(range.max, this.limit);
      const last = merged.at(-1);
      if (last && range.min <= last.max + 1)
        merged[merged.length - 1] = { min: last.min, max: Math.max(last.max, max) };
      else merged.push({ min: range.min, max });
    }
    return merged;
  }

  /** One class per character, or undefined if no text has this length. */
  build(node: PatternNode, length: number): readonly ClassNode[] | undefined {
    if (!holds(this.lengths(node), length)) return undefined;
    switch (node.kind) {
      case 'class':
        return [node];
      case 'alternatives': {
        const item = node.items.find((one) => holds(this.lengths(one), length));
        return item && this.build(item, length);
      }
      case 'sequence':
        return this.buildAll(node.items, length);
      case 'repeat': {
        if (node.item.kind === 'class') return Array<ClassNode>(length).fill(node.item);
        const turn = this.turns(node).findIndex((lengths) => holds(lengths, length));
        return this.buildAll(Array<PatternNode>(node.min + turn).fill(node.item), length);
      }
      default:
        return assertNever(node);
    }
  }

  private buildAll(items: readonly PatternNode[], length: number): readonly ClassNode[] | undefined {
    const tails = this.tails(items);
    const classes: ClassNode[] = [];
    let left = length;
    for (const [position, item] of items.entries()) {
      const rest = tails[position + 1] ?? [];
      const own = smallest(this.lengths(item), (candidate) => holds(rest, left - candidate));
      const built = own === undefined ? undefined : this.build(item, own);
      if (own === undefined || !built) return undefined;
      classes.push(...built);
      left -= own;
    }
    return classes;
  }
}

function holds(ranges: readonly LengthRange[], length: number): boolean {
  return ranges.some((range) => range.min <= length && length <= range.max);
}

function smallest(ranges: readonly LengthRange[], test: (length: number) => boolean): number | undefined {
  for (const range of ranges) {
    for (let length = range.min; length <= range.max; length += 1) if (test(length)) return length;
  }
  return undefined;
}

/** Texts longer than this repeat one character, so that they can be written as a repetition. */
const readableLength = 24;

function writeText(classes: readonly ClassNode[], variant: number): string {
  const choices = new Map<ClassNode, readonly string[]>();
  const characters = classes.map((node) => {
    const known = choices.get(node) ?? charactersOf(node);
    choices.set(node, known);
    return known;
  });
  // The variant is a number whose digits are the choices, the last character its lowest digit.
  const steps = characters.map(() => 0);
  let rest = variant;
  for (let position = characters.length - 1; position >= 0 && rest > 0; position -= 1) {
    const base = characters[position]?.length ?? 1;
    steps[position] = rest % base;
    rest = Math.floor(rest / base);
  }
  let free = 0;
  return characters
    .map((options, position) => {
      const start = options.length > 1 && characters.length <= readableLength ? free++ : 0;
      return options[(start + (steps[position] ?? 0)) % options.length] ?? '';
    })
    .join('');
}

/** Readable characters first: small letters, digits, capitals, then the rest of printable ASCII. */
const readable: readonly CodePointRange[] = [
  { from: 0x61, to: 0x7a },
  { from: 0x31, to: 0x39 },
  { from: 0x30, to: 0x30 },
  { from: 0x41, to: 0x5a },
  { from: 0x21, to: 0x2f },
  { from: 0x3a, to: 0x40 },
  { from: 0x5b, to: 0x60 },
  { from: 0x7b, to: 0x7e },
  { from: 0x20, to: 0x20 },
  { from: 0xa1, to: 0xd7ff },
  { from: 0xe000, to: 0x10ffff },
  { from: 0x01, to: 0x1f },
  { from: 0x7f, to: 0xa0 },
];
const mostCharacters = 36;

function charactersOf(node: ClassNode): readonly string[] {
  const ranges = positiveRanges(node);
  const characters: string[] = [];
  for (const wanted of readable) {
    for (const range of ranges) {
      const from = Math.max(range.from, wanted.from);
      const to = Math.min(range.to, wanted.to);
      for (let point = from; point <= to && characters.length < mostCharacters; point += 1) {
        characters.push(String.fromCodePoint(point));
      }
    }
    // One kind of character is enough choice: `[a-z0-9]` is filled with letters.
    if (characters.length > 1) break;
  }
  return characters;
}
