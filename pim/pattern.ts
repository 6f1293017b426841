import { assertNever } from './assert-never.ts';

/**
 * A regular expression of the language: it matches the whole string, costs no engine exponential
 * time, and means the same in V8, RE2, Python and PostgreSQL once reprinted by `printPattern`.
 */
export interface Pattern {
  /** As written between the slashes. */
  readonly source: string;
  /** Undefined if `problem` says why there is none. */
  readonly node?: PatternNode;
  readonly problem?: string;
}

export type PatternNode =
  | { readonly kind: 'sequence'; readonly items: readonly PatternNode[] }
  | { readonly kind: 'alternatives'; readonly items: readonly PatternNode[] }
  | {
      readonly kind: 'repeat';
      readonly item: PatternNode;
      readonly min: number;
      readonly max: number | undefined;
    }
  | { readonly kind: 'class'; readonly negated: boolean; readonly ranges: readonly CodePointRange[] };

/** Inclusive range of code points. */
export interface CodePointRange {
  readonly from: number;
  readonly to: number;
}

/** A set of characters. */
export type ClassNode = Extract<PatternNode, { kind: 'class' }>;

const hyphen = 0x2d;

/** The code points a class matches, as ranges, whether it was written negated or not. */
export function positiveRanges(node: ClassNode): readonly CodePointRange[] {
  if (!node.negated) return node.ranges;
  const ranges: CodePointRange[] = [];
  let from = 1;
  for (const range of node.ranges) {
    if (range.from > from) ranges.push({ from, to: range.from - 1 });
    from = range.to + 1;
  }
  if (from <= 0x10ffff) ranges.push({ from, to: 0x10ffff });
  return ranges;
}

/** Whether two sets of characters have one in common. */
export function haveCommon(left: readonly CodePointRange[], right: readonly CodePointRange[]): boolean {
  return left.some((one) => right.some((other) => one.from <= other.to && other.from <= one.to));
}

/** The least and the greatest length of what a pattern matches. */
export function lengthsOf(node: PatternNode): { readonly min: number; readonly max: number } {
  switch (node.kind) {
    case 'class':
      return { min: 1, max: 1 };
    case 'sequence': {
      const items = node.items.map(lengthsOf);
      return {
        min: items.reduce((total, { min }) => total + min, 0),
        max: items.reduce((total, { max }) => total + max, 0),
      };
    }
    case 'alternatives': {
      const items = node.items.map(lengthsOf);
      return {
        min: Math.min(...items.map(({ min }) => min)),
        max: Math.max(...items.map(({ max }) => max)),
      };
    }
    case 'repeat': {
      const item = lengthsOf(node.item);
      const turns = node.max ?? Number.POSITIVE_INFINITY;
      // Infinitely many turns of nothing are nothing: JavaScript would say NaN.
      return { min: item.min * node.min, max: item.max === 0 || turns === 0 ? 0 : item.max * turns };
    }
    default:
      return assertNever(node);
  }
}

/**
 * The pattern as a regular expression that ECMAScript (with the `u` flag) and RE2 read alike:
 * anchored, ASCII classes spelled out, non-capturing groups only.
 */
export function printPattern(pattern: Pattern): string {
  if (!pattern.node) throw new Error(`the pattern /${pattern.source}/ was refused`);
  const body = printNode(pattern.node);
  return pattern.node.kind === 'alternatives' ? `^(?:${body})$` : `^${body}$`;
}

/** A literal text as a regular expression, for `startsWith` and its kin. */
export function printLiteralText(text: string): string {
  return [...text].map(printOutsideClass).join('');
}

function printNode(node: PatternNode): string {
  switch (node.kind) {
    case 'sequence':
      return node.items
        .map((item) => (item.kind === 'alternatives' ? group(item) : printNode(item)))
        .join('');
    case 'alternatives':
      return node.items.map(printNode).join('|');
    case 'repeat':
      return `${node.item.kind === 'class' ? printNode(node.item) : group(node.item)}${printCount(node.min, node.max)}`;
    case 'class':
      return printClass(node);
    default:
      return assertNever(node);
  }
}

function group(node: PatternNode): string {
  return `(?:${printNode(node)})`;
}

function printCount(min: number, max: number | undefined): string {
  if (max === undefined) {
    if (min === 0) return '*';
    return min === 1 ? '+' : `{${min},}`;
  }
  if (min === 0 && max === 1) return '?';
  return min === max ? `{${min}}` : `{${min},${max}}`;
}

function printClass(node: ClassNode): string {
  const [only] = node.ranges;
  if (!node.negated && node.ranges.length === 1 && only && only.from === only.to) {
    return printOutsideClass(String.fromCodePoint(only.from));
  }
  const ranges = node.ranges
    .map(({ from, to }, position) => {
      const first = position === 0 && from === hyphen ? '-' : printInsideClass(from);
      if (from === to) return first;
      return to === from + 1 ? `${first}${printInsideClass(to)}` : `${first}-${printInsideClass(to)}`;
    })
    .join('');
  return `[${node.negated ? '^' : ''}${ranges}]`;
}

const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function printOutsideClass(character: string): string {
  if (/^[\\^$.*+?()[\]{}|]$/.test(character)) return `\\${character}`;
  return printControl(character);
}

function printInsideClass(point: number): string {
  const character = String.fromCodePoint(point);
  if (/^[\\\]^[-]$/.test(character)) return `\\${character}`;
  return printControl(character);
}

function printControl(character: string): string {
  const escape = escapes[character];
  if (escape) return escape;
  const point = character.codePointAt(0) ?? 0;
  return point < 0x20 || point === 0x7f ? `\\x${point.toString(16).padStart(2, '0')}` : character;
}

const matchers = new WeakMap<Pattern, RegExp>();

/** Whether the whole text matches: the reference meaning, by V8 on the reprinted pattern. */
export function matchesPattern(pattern: Pattern, text: string): boolean {
  let matcher = matchers.get(pattern);
  if (!matcher) {
    matcher = new RegExp(printPattern(pattern), 'u');
    matchers.set(pattern, matcher);
  }
  return matcher.test(text);
}
