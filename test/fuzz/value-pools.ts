import { isDate, isDateTime } from '../../pim/calendar.ts';
import { callerLength, judge } from '../../pim/conformance.ts';
import { decimalLimit, decimalText, parseDecimal } from '../../pim/decimal.ts';
import type { Expression } from '../../pim/expression.ts';
import { formatOf } from '../../pim/formats.ts';
import type { JsonValue } from '../../pim/json.ts';
import { idFieldOf, isStructure, type ModelIndex, rulesOf } from '../../pim/model-index.ts';
import { matchesPattern, type Pattern, type PatternNode, positiveRanges } from '../../pim/pattern.ts';
import { codePointLength, isText } from '../../pim/text.ts';
import { integerLimit, type NumberRange, type Type } from '../../pim/type.ts';
import { allNodes } from '../../validators/expression-nodes.ts';
import { addresses, days, formatTexts, hostNetworks, moments, networks, oddTexts } from './literals.ts';
import type { Random } from './random.ts';

/** Values of one type: few, so that those of several fields meet. */
export interface Pool {
  readonly right: readonly JsonValue[];
  /** Just beside the limits. */
  readonly wrong: readonly JsonValue[];
}

/** What no limit of a type lets pass, whatever the type; but for what it does. */
export const junk: readonly JsonValue[] = [
  null,
  true,
  1.5,
  -1,
  '',
  'x',
  '\u0000',
  '\ud800',
  [],
  {},
  [null],
  2 ** 53,
  1e300,
];

/** What has more UTF-16 units than characters, or more characters than one sees. */
const astralTexts: readonly string[] = [
  '😀',
  'a😀',
  '😀😀',
  '😀a😀',
  '𝒳y',
  'e\u0301',
  '👨‍👩‍👧',
  '\u{10FFFF}',
];

const greatestPool = 14;

/** Gives values of the types of a model, near its limits and near what its rules name. */
export class Pools {
  private readonly known = new Map<Type, Pool>();
  private readonly numbers: readonly number[];
  private readonly texts: readonly string[];
  private readonly index: ModelIndex;
  private readonly random: Random;

  constructor(index: ModelIndex, random: Random) {
    this.index = index;
    this.random = random;
    const constants = constantsOf(index);
    const numbers = constants.filter((one) => typeof one === 'number');
    this.numbers = [...new Set(numbers.flatMap((one) => [one, one - 1, one + 1]))];
    const named = constants.filter((one) => typeof one === 'string');
    this.texts = [
      ...new Set([
        ...named,
        ...named.flatMap((one) => [`${one}a`, `a${one}`, one.toUpperCase(), one.toLowerCase()]),
        ...random.shuffled(oddTexts).slice(0, 9),
        ...random.shuffled(astralTexts).slice(0, 3),
      ]),
    ];
  }

  of(type: Type): Pool {
    const known = this.known.get(type);
    if (known) return known;
    const made = this.few(this.make(type));
    this.known.set(type, made);
    return made;
  }

  private few({ right, wrong }: Pool): Pool {
    const some = (values: readonly JsonValue[]): readonly JsonValue[] =>
      values.length <= greatestPool ? values : this.random.shuffled(values).slice(0, greatestPool);
    return { right: some(right), wrong: some(wrong) };
  }

  private make(type: Type): Pool {
    switch (type.kind) {
      case 'boolean':
        return { right: [true, false], wrong: ['true', 0] };
      case 'integer':
      case 'duration':
        return split(
          this.near(type.range, integerLimit),
          (one) => Number.isSafeInteger(one) && inRange(one, type.range),
        );
      case 'number':
        return split(
          [
            ...this.near(type.range, 2),
            0.1,
            0.1 + 0.2,
            0.3,
            5e-324,
            -1e-7,
            1e21,
            2 ** 53,
            2 ** 60,
            -(2 ** 53),
          ],
          (one) => inRange(one, type.range),
        );
      case 'decimal':
        return this.decimals(type);
      case 'string':
        return this.strings(type.length, type.pattern);
      case 'caller':
        return this.strings(callerLength);
      case 'format':
      case 'cidr':
        return this.formatted(type);
      case 'date':
        return split(
          this.beside(days, [
            '2023-02-29',
            '1900-02-29',
            '2024-02-30',
            '2024-13-01',
            '0000-01-01',
            '10000-01-01',
            'today',
            '2024-1-1',
          ]),
          isDate,
        );
      case 'dateTime':
        return split(
          this.beside(moments, [
            '2024-01-01T24:00:00.000Z',
            '2016-12-31T23:59:60.000Z',
            '2024-01-01T00:00:00Z',
            '2023-02-29T00:00:00.000Z',
            '2024-01-01T00:00:00.000+00:00',
            '2024-01-01',
          ]),
          isDateTime,
        );
      case 'named':
        return this.declared(type);
      case 'reference': {
        const aggregate = this.index.get(type.aggregate);
        const id = isStructure(aggregate) ? idFieldOf(aggregate) : undefined;
        return id ? this.of(id.type) : { right: [], wrong: junk };
      }
      case 'json':
        return { right: [0, '', [null], { a: null }, false, { toString: 1 }, [[]]], wrong: [null] };
      case 'secret':
        return {
          right: [
            { name: 'a', key: 'b' },
            { name: 'a'.repeat(253), key: '😀', other: 1 },
          ],
          wrong: [
            { name: 'a'.repeat(254), key: 'b' },
            { name: '', key: 'b' },
            { key: 'b' },
            { name: null, key: 'b' },
          ],
        };
      default:
        return { right: [], wrong: junk };
    }
  }

  private near({ min, max }: NumberRange, otherwise: number): readonly number[] {
    const ends = [min ?? -otherwise, max ?? otherwise, 0];
    const near = ends.flatMap((end) => [end - 1, end, end + 1]);
    const constants = this.random.shuffled(this.numbers).slice(0, 12);
    return [...new Set([...near, ...constants, 2, 3, 7, 0.5])];
  }

  private beside(texts: readonly string[], wrong: readonly string[]): readonly string[] {
    return [...new Set([...this.random.shuffled(texts).slice(0, 8), ...this.texts, ...wrong])];
  }

  private decimals({ range, scale }: Extract<Type, { kind: 'decimal' }>): Pool {
    const { min = -decimalLimit, max = decimalLimit } = range;
    const units = this.near({ min, max }, decimalLimit).filter((one) => Number.isSafeInteger(one));
    const scaled = this.numbers.map((one) => one * 10 ** scale).filter((one) => Number.isSafeInteger(one));
    const written = [...new Set([...units, ...scaled])].map((one) => decimalText(one, scale));
    const odd = written
      .slice(0, 3)
      .flatMap((one) => [`${one}0`, `0${one}`, `+${one}`, ` ${one}`, `${one}\n`]);
    return split(
      [...written, ...odd, '-0', decimalText(0, scale).replace('0', '-0'), '1e3', '.5', 'NaN'],
      (one) => {
        const found = parseDecimal(one, scale);
        return found !== undefined && found >= min && found <= max;
      },
    );
  }

  private strings(length: { readonly min: number; readonly max: number }, pattern?: Pattern): Pool {
    const { random } = this;
    const lengths = [length.min - 1, length.min, length.max, length.max + 1].filter(
      (one) => one >= 0 && one <= 300,
    );
    const filled = lengths.map((one) => random.pick(['a', '7', '😀', 'é', 'e\u0301', ' ']).repeat(one));
    const matching = pattern?.node
      ? Array.from({ length: 12 }, () => matchingText(random, pattern.node as PatternNode))
      : [];
    const beside = matching.slice(0, 3).flatMap((one) => [`${one}\n`, ` ${one}`, one.slice(1)]);
    return split([...new Set([...this.texts, ...filled, ...matching, ...beside])], (one) => {
      const size = codePointLength(one);
      const fits = isText(one) && size >= length.min && size <= length.max;
      return fits && (!pattern || matchesPattern(pattern, one));
    });
  }

  private formatted(type: Extract<Type, { kind: 'format' | 'cidr' }>): Pool {
    const all =
      type.kind === 'cidr' ? hostNetworks : type.format === 'Ipv4' ? addresses : formatTexts[type.format];
    const format = formatOf(type);
    const wrong = [
      'a\n',
      '1.2.3.04',
      '010.0.0.0/8',
      '10.0.0.0/33',
      '10.0.0.0/08',
      'http://x y',
      'a@b',
      '-a',
      '10.0.0.1\n',
      '256.0.0.1',
    ];
    return split(this.beside([...all, ...networks.slice(0, type.kind === 'cidr' ? 4 : 0)], wrong), (one) =>
      Boolean(
        format &&
          isText(one) &&
          codePointLength(one) <= format.maxLength &&
          matchesPattern(format.pattern, one),
      ),
    );
  }

  /** Of an enum or a constrained type; nothing of what has parts. */
  private declared({ id }: Extract<Type, { kind: 'named' }>): Pool {
    const declaration = this.index.get(id);
    if (declaration?.kind === 'enum') {
      const literals = declaration.literals;
      return split(
        [...new Set(literals.flatMap(({ name, wire }) => [wire, name, wire.toLowerCase(), `${wire} `]))],
        (text) => literals.some(({ wire }) => wire === text),
      );
    }
    if (declaration?.kind !== 'type') return { right: [], wrong: junk };
    const { right, wrong } = this.of(declaration.base);
    const [taken, refused] = [right, wrong].map((values) =>
      split(values, (one) => judge(this.index, id, one).length === 0),
    );
    return {
      right: taken?.right ?? [],
      wrong: [...(taken?.wrong ?? []), ...(refused?.wrong ?? [])],
    };
  }
}

function inRange(value: number, { min = -Infinity, max = Infinity }: NumberRange): boolean {
  return value >= min && value <= max;
}

function split<Item extends JsonValue>(values: readonly Item[], fits: (value: Item) => boolean): Pool {
  return { right: values.filter(fits), wrong: values.filter((one) => !fits(one)) };
}

/** Every number and text that the rules name. */
export function constantsOf(index: ModelIndex): readonly (number | string)[] {
  const ofExpression = (expression: Expression): readonly (number | string)[] =>
    allNodes(expression).flatMap((node) =>
      node.kind === 'literal' && typeof node.value !== 'boolean' ? [node.value] : [],
    );
  return [...new Set(rulesOf(index.model).flatMap(({ condition }) => ofExpression(condition)))];
}

/** A text that the pattern matches: each choice at random, mostly few turns. */
export function matchingText(random: Random, node: PatternNode): string {
  switch (node.kind) {
    case 'sequence':
      return node.items.map((item) => matchingText(random, item)).join('');
    case 'alternatives': {
      const item = random.pick(node.items);
      return item ? matchingText(random, item) : '';
    }
    case 'repeat': {
      const most = node.max ?? node.min + 3;
      const turns = random.chance(0.3)
        ? node.min
        : random.chance(0.3)
          ? most
          : node.min + random.below(most - node.min + 1);
      return Array.from({ length: Math.min(turns, 40) }, () => matchingText(random, node.item)).join('');
    }
    case 'class': {
      // Ends of ranges are where engines differ; letters are what other parts of a rule are about.
      const usual = ['a', 'A', '0', '7', ' ', '😀', 'é'].filter((one) =>
        positiveRanges(node).some(({ from, to }) => isBetween(one, from, to)),
      );
      const range = random.pick(positiveRanges(node));
      if (usual.length > 0 && random.chance(0.6)) return random.pick(usual) ?? '';
      const point = random.chance(0.5) ? range?.from : range?.to;
      return point === undefined || (point >= 0xd800 && point <= 0xdfff) ? '' : String.fromCodePoint(point);
    }
  }
}

function isBetween(character: string, from: number, to: number): boolean {
  const point = character.codePointAt(0) ?? 0;
  return point >= from && point <= to;
}
