import type { Edge, Fault } from '../../analysis/case-list.ts';
import { singular } from '../../analysis/sample-value.ts';
import { assertNever } from '../../pim/assert-never.ts';
import { isJsonObject, type JsonValue, member } from '../../pim/json.ts';
import { type ModelIndex, underlyingType } from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import { sentenceWords } from '../core/naming.ts';
import { sameJson } from './test-value.ts';

/** What a test calls a field or type: `a capacity`, or `resources` where it holds many. */
export interface Noun {
  readonly words: string;
  readonly several: boolean;
  /** What its values are: `text`, `whole number`. */
  readonly kind: string;
}

export function nounOf(index: ModelIndex, name: string, type: Type): Noun {
  const { kind } = underlyingType(index, type);
  const words = sentenceWords(name) || name;
  // One structure is one thing, whatever its name ends in: `kubernetes`.
  const isOne = kind === 'named';
  const several = kind === 'list' || kind === 'map' || (!isOne && isPlural(words));
  return { words, several, kind: kindWords(index, type) };
}

/** What one element of a list is called. */
export function elementNoun(index: ModelIndex, name: string, element: Type): Noun {
  return nounOf(index, singular(name), element);
}

/** `notes`, `credentials`, but neither `address` nor `status`. */
function isPlural(words: string): boolean {
  return /[^aisu]s$/i.test(words);
}

function kindWords(index: ModelIndex, type: Type): string {
  const { kind } = underlyingType(index, type);
  switch (kind) {
    case 'boolean':
      return 'neither true nor false';
    case 'integer':
    case 'number':
    case 'duration':
      return 'no number';
    case 'list':
      return 'no list';
    case 'map':
      return 'no object';
    case 'secret':
      return 'no reference to a secret';
    case 'named':
      return structureOrEnum(index, type);
    case 'string':
    case 'format':
    case 'date':
    case 'dateTime':
    case 'decimal':
    case 'cidr':
    case 'caller':
    case 'reference':
      return 'no text';
    case 'json':
    case 'unresolved':
      return 'nothing';
    default:
      return assertNever(kind);
  }
}

function structureOrEnum(index: ModelIndex, type: Type): string {
  const resolved = underlyingType(index, type);
  const isEnum = resolved.kind === 'named' && index.get(resolved.id)?.kind === 'enum';
  return isEnum ? 'no text' : 'no object';
}

/** What is refused, as the end of "refuses …". */
export function faultWords(noun: Noun, fault: Fault): string {
  const { words, several } = noun;
  const a = withArticle(noun);
  const are = several ? 'are' : 'is';
  switch (fault.kind) {
    case 'absent':
      return several ? `missing ${words}` : `a missing ${words}`;
    case 'null':
      return `null for ${words}`;
    case 'wrongType':
      return `${words} that ${are} ${noun.kind}`;
    case 'fraction':
      return `${a} with a fraction`;
    case 'inexact':
      return `${a} too large to be exact`;
    case 'unheardOf':
      return several ? `unheard-of ${words}` : `an unheard-of ${words}`;
    case 'nullItem':
      return `null among the ${words}`;
    case 'repeated':
      return `the same of its ${words} twice`;
    case 'malformed':
      return `${a} that ${are} not ${fault.description}`;
    case 'unmatched':
      return `${a} not of the form ${shortened(fault.pattern)}`;
    case 'below':
      return `${a} below ${fault.limit}`;
    case 'above':
      return `${a} above ${fault.limit}`;
    case 'shorter':
      return fault.limit === 1 ? emptyWords(noun) : `${a} shorter than ${counted(fault.limit, 'character')}`;
    case 'longer':
      return `${a} longer than ${counted(fault.limit, 'character')}`;
    case 'fewer':
      return fault.limit === 1 ? `no ${words}` : `fewer than ${fault.limit} ${words}`;
    case 'more':
      return fault.limit === 0 ? `any ${words}` : `more than ${fault.limit} ${words}`;
    case 'rule':
      return `${a} against “${shortened(fault.message)}”`;
    case 'inside':
      return `${faultWords(innerNoun(fault.path), fault.fault)} in ${a}`;
    default:
      return assertNever(fault);
  }
}

function innerNoun(path: readonly (string | number)[]): Noun {
  const name = path.findLast((key) => typeof key === 'string');
  return {
    words: name === undefined ? 'element' : sentenceWords(String(name)),
    several: false,
    kind: 'of another kind',
  };
}

/** What is accepted, as the end of "accepts …". */
export function edgeWords(noun: Noun, edge: Edge): string {
  const { words } = noun;
  switch (edge.kind) {
    case 'null':
      return `null for ${words}`;
    case 'minimum':
      return `the smallest ${words}, ${edge.limit}`;
    case 'maximum':
      return `the largest ${words}, ${edge.limit}`;
    case 'shortest':
      return edge.limit === 0
        ? emptyWords(noun)
        : `the shortest ${words}, ${counted(edge.limit, 'character')}`;
    case 'longest':
      return `the longest ${words}, ${counted(edge.limit, 'character')}`;
    case 'fewest':
      return edge.limit === 0 ? `no ${words}` : `the fewest ${words}, ${edge.limit}`;
    case 'most':
      return `the most ${words}, ${edge.limit}`;
    default:
      return assertNever(edge);
  }
}

/** How an instance differs from another, as the end of "is broken by …". */
export function differenceWords(base: JsonValue, value: JsonValue): string {
  if (!isJsonObject(base) || !isJsonObject(value)) return valueWords(value);
  const names = [...new Set([...Object.keys(value), ...Object.keys(base)])];
  const words = names.flatMap((name) => {
    const [before, after] = [member(base, name), member(value, name)];
    return sameJson(before, after) ? [] : [memberWords(sentenceWords(name) || name, before, after)];
  });
  return words.length === 0 ? 'what is needed and no more' : enumeration(words);
}

/** What a change does, as the end of "is broken when …". */
export function changeWords(before: JsonValue, after: JsonValue): string {
  if (!isJsonObject(before) || !isJsonObject(after)) return valueWords(after);
  const names = [...new Set([...Object.keys(after), ...Object.keys(before)])];
  const words = names.flatMap((name) => {
    const [from, to] = [member(before, name), member(after, name)];
    if (sameJson(from, to)) return [];
    return [`${sentenceWords(name) || name} goes from ${partWords(from)} to ${partWords(to)}`];
  });
  return words.length === 0 ? 'nothing changes' : enumeration(words);
}

const mostNamed = 3;

function enumeration(words: readonly string[]): string {
  const rest = words.length - mostNamed;
  const named = rest > 0 ? [...words.slice(0, mostNamed), `${rest} more`] : words;
  const last = named.at(-1) ?? '';
  return named.length < 2 ? last : `${named.slice(0, -1).join(', ')} and ${last}`;
}

function memberWords(name: string, before: JsonValue | undefined, after: JsonValue | undefined): string {
  if (after === undefined) return `no ${name}`;
  if (isJsonObject(after))
    return isJsonObject(before)
      ? `${name} with ${differenceWords(before, after)}`
      : `${article(name)} ${name}`;
  if (!Array.isArray(after)) return `${name} ${valueWords(after)}`;
  const items: readonly JsonValue[] = after;
  if (items.length === 0) return `no ${name}`;
  if (items.every((item) => !isJsonObject(item)) && items.length < 4)
    return `${name} ${items.map(valueWords).join(', ')}`;
  return items.length === 1 ? `${article(name)} ${singular(name)}` : `${items.length} ${name}`;
}

function partWords(value: JsonValue | undefined): string {
  if (value === undefined) return 'none';
  if (Array.isArray(value)) return `${value.length}`;
  return isJsonObject(value) ? 'one' : valueWords(value);
}

function valueWords(value: JsonValue): string {
  if (typeof value === 'string') return `“${shortened(value)}”`;
  return isJsonObject(value) ? 'an object' : String(value);
}

const longestWords = 48;

function shortened(text: string): string {
  const characters = [...text];
  return characters.length <= longestWords ? text : `${characters.slice(0, longestWords - 1).join('')}…`;
}

function emptyWords({ words, several }: Noun): string {
  return several ? `empty ${words}` : `an empty ${words}`;
}

function withArticle({ words, several }: Noun): string {
  return several ? words : `${article(words)} ${words}`;
}

function article(words: string): string {
  // By the sound: a user, a uid, a URL.
  if (/^(?:u(?:id|uid|rl|ri|ni|se|tc)|eu|one)/i.test(words)) return 'a';
  return /^[aeiou]/i.test(words) ? 'an' : 'a';
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}
