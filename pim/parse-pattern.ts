import { assertNever } from './assert-never.ts';
import type { CodePointRange, Pattern, PatternNode } from './pattern.ts';
import { isAmbiguous } from './pattern-ambiguity.ts';

const maximumRepeat = 255;
const maximumNestedRepeat = 1000;

const digits: readonly CodePointRange[] = [{ from: 0x30, to: 0x39 }];
const wordCharacters: readonly CodePointRange[] = [
  { from: 0x30, to: 0x39 },
  { from: 0x41, to: 0x5a },
  { from: 0x5f, to: 0x5f },
  { from: 0x61, to: 0x7a },
];
/** ASCII white space: U+0009–U+000D and space. */
const spaces: readonly CodePointRange[] = [
  { from: 0x09, to: 0x0d },
  { from: 0x20, to: 0x20 },
];
const lineFeed: readonly CodePointRange[] = [{ from: 0x0a, to: 0x0a }];

/** Reads a pattern; what the language refuses comes back as `problem`, in the user's words. */
export function parsePattern(source: string): Pattern {
  try {
    const node = new PatternReader(source).read();
    const nested = nestedRepeat(node);
    if (nested > maximumNestedRepeat) {
      throw new PatternProblem(
        `its nested repetitions come to ${nested}, more than ${maximumNestedRepeat}: lower a count, or write \`+\` and let the length of the String end it`,
      );
    }
    if (isAmbiguous(node)) throw new PatternProblem(twoWays);
    return { source, node };
  } catch (error) {
    if (error instanceof PatternProblem) return { source, problem: error.message };
    throw error;
  }
}

/** Said of what backtracking engines would try every way of. */
const twoWays =
  'what it repeats can match the same text in two ways: repeat only once, as `(a|b)*` for `(a*b*)*`, or put between two turns what none of them matches, as in `([a-z]+,)*`';

class PatternProblem extends Error {}

class PatternReader {
  private position = 0;
  private readonly characters: readonly string[];

  constructor(source: string) {
    this.characters = [...source];
  }

  read(): PatternNode {
    const node = this.alternatives(0);
    if (this.position < this.characters.length) throw new PatternProblem('a `)` has no `(` before it');
    return node;
  }

  private peek(ahead = 0): string | undefined {
    return this.characters[this.position + ahead];
  }

  private take(): string {
    const character = this.characters[this.position];
    if (character === undefined) throw new PatternProblem('it ends too early');
    this.position += 1;
    return character;
  }

  private alternatives(depth: number): PatternNode {
    if (depth > 30) throw new PatternProblem('its groups are nested more than 30 deep');
    const items = [this.sequence(depth)];
    while (this.peek() === '|') {
      this.take();
      items.push(this.sequence(depth));
    }
    const [only] = items;
    return items.length === 1 && only ? only : { kind: 'alternatives', items };
  }

  private sequence(depth: number): PatternNode {
    const items: PatternNode[] = [];
    for (;;) {
      const next = this.peek();
      if (next === undefined || next === '|' || next === ')') break;
      items.push(this.repeated(this.atom(depth)));
    }
    const [only] = items;
    return items.length === 1 && only ? only : { kind: 'sequence', items };
  }

  private repeated(item: PatternNode): PatternNode {
    const next = this.peek();
    let min = 0;
    let max: number | undefined;
    if (next === '*') this.take();
    else if (next === '+') {
      this.take();
      min = 1;
    } else if (next === '?') {
      this.take();
      max = 1;
    } else if (next === '{') {
      this.take();
      min = this.count();
      max = min;
      if (this.peek() === ',') {
        this.take();
        max = this.peek() === '}' ? undefined : this.count();
      }
      if (this.peek() !== '}')
        throw new PatternProblem('a `{` needs one or two counts and a `}`, as in `{2}`, `{2,}` and `{0,2}`');
      this.take();
      if (max !== undefined && max < min)
        throw new PatternProblem(`\`{${min},${max}}\` is empty: the smaller count comes first`);
    } else return item;
    const following = this.peek();
    if (following === '?')
      throw new PatternProblem(
        'lazy repetitions (`*?`) are not in the language, and match the same whole texts as others: take off the `?`',
      );
    if (following === '+')
      throw new PatternProblem('possessive repetitions (`*+`) are not in the language: take off the `+`');
    if (following === '*' || following === '{')
      throw new PatternProblem(
        'a repetition is repeated: take one off, or put what the second repeats in parentheses, as `(a{2}){3}`',
      );
    return { kind: 'repeat', item, min, max };
  }

  private count(): number {
    let text = '';
    while (/^[0-9]$/.test(this.peek() ?? '')) text += this.take();
    if (text === '')
      throw new PatternProblem('a `{` needs a count, as in `{2}`, `{2,}` and `{0,2}`; the sign is `\\{`');
    const count = Number(text);
    if (count > maximumRepeat)
      throw new PatternProblem(
        `a count of ${text} is more than ${maximumRepeat}: write \`*\` or \`+\` and let the length of the String end it, or repeat a group, as \`(a{100}){3}\``,
      );
    return count;
  }

  private atom(depth: number): PatternNode {
    const character = this.take();
    switch (character) {
      case '(':
        return this.group(depth);
      case '[':
        return this.characterClass();
      case '.':
        return { kind: 'class', negated: true, ranges: lineFeed };
      case '\\':
        return this.escape();
      case '^':
      case '$':
        throw new PatternProblem(
          `\`${character}\` is not needed, for a pattern matches the whole text: take it off, or write \`\\${character}\` for the sign`,
        );
      case '*':
      case '+':
      case '?':
      case '{':
        throw new PatternProblem(
          `\`${character}\` has nothing before it to repeat: write \`\\${character}\` for the sign`,
        );
      case '}':
      case ']':
        throw new PatternProblem(`\`${character}\` must be written \`\\${character}\``);
      default:
        return single(character);
    }
  }

  private group(depth: number): PatternNode {
    if (this.peek() === '?') {
      this.take();
      if (this.peek() !== ':') throw new PatternProblem(this.groupProblem());
      this.take();
    }
    const node = this.alternatives(depth + 1);
    if (this.peek() !== ')') throw new PatternProblem('a `(` has no `)`');
    this.take();
    return node;
  }

  /** What stands behind a `(?` that is no `(?:`. */
  private groupProblem(): string {
    const rest = this.characters.slice(this.position, this.position + 2).join('');
    if (/^(?:[=!]|<[=!])/.test(rest))
      return 'look-around is not in the language: join what must hold with `and`, and what must not with `not`, as two `.matches` of a rule or a `where`';
    if (/^(?:P|<|')/.test(rest)) return 'a group has no name: write `(…)`';
    if (rest.startsWith('>')) return 'atomic groups are not in the language: write `(…)`';
    return 'flags are not in the language: write both letters, as `[Aa]`, or ask `.lowerAscii`';
  }

  private escape(): PatternNode {
    if (this.peek() === undefined) throw new PatternProblem('it ends with `\\`: write `\\\\` for the sign');
    const character = this.take();
    const shorthand = shorthandClass(character);
    return shorthand ?? single(escapedCharacter(character));
  }

  /** Refuses `[:alpha:]`, behind one `[` or two. */
  private refusePosix(): void {
    const rest = this.characters.slice(this.position, this.position + 9).join('');
    const name = /^:\^?([a-z]+):\]/.exec(rest)?.[1];
    const instead = name !== undefined && Object.hasOwn(posixClasses, name) ? posixClasses[name] : undefined;
    if (instead !== undefined)
      throw new PatternProblem(`\`[:${name}:]\` is not in the language: write \`${instead}\``);
  }

  private characterClass(): PatternNode {
    const negated = this.peek() === '^';
    if (negated) this.take();
    const ranges: CodePointRange[] = [];
    this.refusePosix();
    for (;;) {
      if (this.peek() === undefined) throw new PatternProblem('a `[` has no `]`');
      const character = this.take();
      if (character === ']') break;
      if (character === '[') {
        this.refusePosix();
        throw new PatternProblem('`[` inside a class must be written `\\[`');
      }
      let from = character;
      if (character === '\\') {
        const escaped = this.take();
        const shorthand = shorthandClass(escaped);
        if (shorthand?.kind === 'class') {
          if (shorthand.negated)
            throw new PatternProblem(
              `\`\\${escaped}\` cannot stand inside a class: write it beside the class, as \`(\\${escaped}|[…])\``,
            );
          ranges.push(...shorthand.ranges);
          continue;
        }
        from = escapedCharacter(escaped);
      }
      let to = from;
      if (this.peek() === '-' && this.peek(1) !== ']') {
        this.take();
        to = this.take();
        if (to === '[') throw new PatternProblem('`[` inside a class must be written `\\[`');
        if (to === '\\') {
          const escaped = this.take();
          if (shorthandClass(escaped))
            throw new PatternProblem('a range needs a character at each end: write `\\-` for the sign');
          to = escapedCharacter(escaped);
        }
      }
      const range = { from: codePoint(from), to: codePoint(to) };
      if (range.to < range.from)
        throw new PatternProblem(
          `the range \`${from}-${to}\` runs backwards: the smaller character comes first`,
        );
      ranges.push(range);
    }
    if (ranges.length === 0) throw new PatternProblem('a class `[]` must name a character');
    return { kind: 'class', negated, ranges: mergeRanges(ranges) };
  }
}

function shorthandClass(character: string): PatternNode | undefined {
  switch (character) {
    case 'd':
      return { kind: 'class', negated: false, ranges: digits };
    case 'D':
      return { kind: 'class', negated: true, ranges: digits };
    case 'w':
      return { kind: 'class', negated: false, ranges: wordCharacters };
    case 'W':
      return { kind: 'class', negated: true, ranges: wordCharacters };
    case 's':
      return { kind: 'class', negated: false, ranges: spaces };
    case 'S':
      return { kind: 'class', negated: true, ranges: spaces };
    default:
      return undefined;
  }
}

function escapedCharacter(character: string): string {
  const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
  const control = Object.hasOwn(controls, character) ? controls[character] : undefined;
  if (control !== undefined) return control;
  if (/^[A-Za-z0-9]$/.test(character)) {
    throw new PatternProblem(`\`\\${character}\` is not in the language: ${insteadOf(character)}`);
  }
  return character;
}

/** What to write for a letter or a digit behind a backslash. */
function insteadOf(character: string): string {
  if (/^[AzZG]$/.test(character)) return 'a pattern matches the whole text, so take it off';
  if (/^[bB]$/.test(character)) return 'write what stands there, as `\\s` or `\\W`';
  if (/^[pP]$/.test(character)) return 'write the characters in a class, as `[A-Za-zÄÖÜäöü]`';
  if (/^[1-9k]$/.test(character))
    return 'write out what comes back, or give both parts a field and compare these';
  return 'write the character itself';
}

const posixClasses: Readonly<Record<string, string>> = {
  alpha: '[A-Za-z]',
  digit: '[0-9]',
  alnum: '[A-Za-z0-9]',
  upper: '[A-Z]',
  lower: '[a-z]',
  space: '\\s',
  blank: '[ \\t]',
  word: '\\w',
  xdigit: '[0-9A-Fa-f]',
  punct: '[!-\\/:-@\\[-`{-~]',
};

function single(character: string): PatternNode {
  const point = codePoint(character);
  return { kind: 'class', negated: false, ranges: [{ from: point, to: point }] };
}

function codePoint(character: string): number {
  const point = character.codePointAt(0) ?? 0;
  if (point === 0) throw new PatternProblem('U+0000 is in no text');
  if (point >= 0xd800 && point <= 0xdfff) throw new PatternProblem('a lone surrogate is no character');
  return point;
}

function mergeRanges(ranges: readonly CodePointRange[]): readonly CodePointRange[] {
  const sorted = ranges.toSorted((left, right) => left.from - right.from);
  const merged: CodePointRange[] = [];
  for (const range of sorted) {
    const last = merged.at(-1);
    if (last && range.from <= last.to + 1) {
      merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
    } else merged.push(range);
  }
  return merged;
}

/** The greatest product of counts down any path: `(a{10}){20}` is 200. Open repetitions count once. */
function nestedRepeat(node: PatternNode): number {
  switch (node.kind) {
    case 'class':
      return 1;
    case 'repeat':
      return nestedRepeat(node.item) * Math.max(node.max ?? node.min, 1);
    case 'sequence':
    case 'alternatives':
      return Math.max(1, ...node.items.map(nestedRepeat));
    default:
      return assertNever(node);
  }
}
