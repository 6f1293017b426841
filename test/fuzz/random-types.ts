import { decimalLimit } from '../../pim/decimal.ts';
import { parsePattern } from '../../pim/parse-pattern.ts';
import type { Random } from './random.ts';
import type { PlainName, TypeSketch } from './sketch.ts';

const limit = Number.MAX_SAFE_INTEGER;

type Range = { readonly min?: number; readonly max?: number };

const integers: readonly Range[] = [
  { min: -5, max: 5 },
  { min: -5, max: 5 },
  { min: 0, max: 9 },
  { min: 0, max: 9 },
  { min: 0, max: 1 },
  { min: -1, max: 1 },
  { min: 1, max: 100 },
  { min: -10, max: -1 },
  { min: 3, max: 3 },
  {},
  { min: 0 },
  { max: 0 },
  { min: limit - 10 },
  { max: 10 - limit },
  { min: 2 ** 31 - 3, max: 2 ** 31 + 3 },
  { min: -(2 ** 32), max: 2 ** 32 },
  { min: 94_906_265, max: 94_906_270 },
];

const numbers: readonly Range[] = [
  {},
  {},
  { min: 0, max: 1 },
  { min: -1.5, max: 1.5 },
  { min: 0 },
  { max: limit },
];

const durations: readonly Range[] = [
  {},
  { min: 0, max: 2000 },
  { min: 1000, max: 3_600_000 },
  { min: 0 },
  { max: 0 },
  { min: 86_400_000, max: 31 * 86_400_000 },
];

const lengths: readonly Range[] = [
  { min: 0, max: 5 },
  { min: 0, max: 5 },
  { min: 1, max: 3 },
  { min: 1, max: 10 },
  { min: 2, max: 2 },
  { min: 0, max: 20 },
  { min: 0, max: 64 },
  { min: 3, max: 40 },
  { min: 0, max: 255 },
  {},
];

/** A type that has parts of no other: what fields, items, keys and constrained types are made of. */
export function randomPrimitive(random: Random): TypeSketch {
  const kind = random.weighted([
    { weight: 5, item: 'integer' as const },
    { weight: 5, item: 'string' as const },
    { weight: 2, item: 'boolean' as const },
    { weight: 1.5, item: 'number' as const },
    { weight: 2.5, item: 'decimal' as const },
    { weight: 1.5, item: 'duration' as const },
    { weight: 1.5, item: 'Date' as const },
    { weight: 2, item: 'DateTime' as const },
    { weight: 1.2, item: 'Ipv4' as const },
    { weight: 1.5, item: 'cidr' as const },
    { weight: 0.4, item: 'Uuid' as const },
    { weight: 0.4, item: 'Url' as const },
    { weight: 0.4, item: 'Email' as const },
    { weight: 0.4, item: 'Hostname' as const },
    { weight: 0.5, item: 'Caller' as const },
  ]);
  switch (kind) {
    case 'integer':
      return { kind, ...random.pick(integers) };
    case 'string':
      return randomString(random);
    case 'number':
      return { kind, ...random.pick(numbers) };
    case 'duration':
      return { kind, ...random.pick(durations) };
    case 'decimal':
      return randomDecimal(random);
    case 'cidr':
      return { kind, network: random.chance(0.5) };
    case 'boolean':
    case undefined:
      return { kind: 'boolean' };
    default:
      return { kind: 'plain', name: kind satisfies PlainName };
  }
}

function randomDecimal(random: Random): TypeSketch {
  const scale = random.pick([0, 1, 2, 2, 2, 3, 6]);
  const units = 10 ** scale;
  const range = random.pick([
    { min: 0, max: 10 * units },
    { min: -5 * units, max: 5 * units },
    { min: -9995, max: 9995 },
    { min: 1, max: 3 * units },
    {},
    { min: decimalLimit - 20 },
  ]);
  return { kind: 'decimal', scale, ...range };
}

export function randomString(random: Random): TypeSketch {
  if (random.chance(0.2))
    return { kind: 'string', min: 0, max: random.pick([12, 20, 64]), pattern: randomPattern(random) };
  return { kind: 'string', ...random.pick(lengths) };
}

/** A pattern that the language takes, and that some text of at most 8 characters matches. */
export function randomPattern(random: Random): string {
  for (;;) {
    const source = random.chance(0.4) ? random.pick(patterns) : grownPattern(random, 2);
    if (source !== '' && parsePattern(source).problem === undefined) return source;
  }
}

const patterns: readonly [string, ...string[]] = [
  'abc',
  'a.c',
  '.*',
  '.+',
  String.raw`\d+`,
  String.raw`\D*`,
  String.raw`\w+`,
  String.raw`\W?`,
  String.raw`\s*`,
  String.raw`\S+`,
  'a|bc|',
  'x(a|bc)y|a',
  'a{2,4}',
  'a{2,}',
  '(ab){0,2}',
  '[a-cx-]+',
  String.raw`[^a-c\n]*`,
  String.raw`[\]\\\^.$*+?(){}|\[/]+`,
  String.raw`\^a\.b\$`,
  String.raw`a\tb\nc\rd`,
  '[😀-😂]+é?',
  '(?:[a-z]+,)*[a-z]+',
  String.raw`[\d_a-fA-F]{2}`,
  '[K]|ss|ſ',
  '.*a',
  'a.*',
  '.*%.*',
  '[^ ].*[^ ]|[^ ]',
  '(a{2}){1,2}',
];

/** Of a few pieces, deeper ones in groups. */
function grownPattern(random: Random, depth: number): string {
  const atom = (): string => {
    if (depth > 0 && random.chance(0.2)) return `(${grownPattern(random, depth - 1)})`;
    return random.pick([
      'a',
      'b',
      'é',
      '😀',
      '.',
      '[a-c]',
      '[^a]',
      String.raw`\d`,
      String.raw`\w`,
      ' ',
      '%',
      '_',
      String.raw`\.`,
      '"',
      "'",
    ]);
  };
  const piece = (): string => atom() + random.pick(['', '', '', '?', '*', '+', '{2}', '{1,3}', '{0,2}']);
  const sequence = (): string => Array.from({ length: 1 + random.below(3) }, piece).join('');
  return random.chance(0.2) ? `${sequence()}|${sequence()}` : sequence();
}

/** Bounds of lists and maps: small, so that every engine takes rules about them. */
export function randomSize(random: Random): Range {
  return random.pick([
    { min: 0, max: 3 },
    { min: 0, max: 3 },
    { min: 1, max: 3 },
    { min: 2, max: 2 },
    { min: 0, max: 5 },
    { min: 0, max: 5 },
    { min: 0, max: 1 },
    { min: 0, max: 10 },
    { min: 0, max: 30 },
  ]);
}
