import { decimalLimit, decimalText } from '../../pim/decimal.ts';
import { integerLimit } from '../../pim/type.ts';
import { leaf, quoted, type Term, type TypeSketch } from './sketch.ts';
import { declarationOf, idTypeOf, resolved, type World } from './world.ts';

/** Texts that engines measure, order, change or quote in different ways. */
export const oddTexts: readonly string[] = [
  '',
  ' ',
  'a',
  'A',
  'b',
  'ab',
  'aB',
  'abc',
  'é',
  'e\u0301',
  'É',
  'ß',
  'ẞ',
  'İ',
  'ı',
  'ſ',
  'K',
  'ς',
  '😀',
  '😀a',
  'a😀',
  '\uFF5E',
  '\uFFFF',
  '\u{10FFFF}',
  '👨‍👩‍👧',
  '\u200D',
  '\uFEFFa',
  '\u00A0',
  '\u0085',
  '\u2028',
  '\u3000',
  '\u0001',
  '\u001F',
  '\u007F',
  '\t',
  '\v',
  'a\n',
  '\na',
  ' a',
  'a ',
  'a\r\n',
  '%',
  'a%',
  '_',
  'a_b',
  '\\',
  'a\\b',
  "'",
  '"',
  '`',
  '$&',
  '${a}',
  '*',
  '?',
  '[a]',
  '0',
  '00',
  '1.0',
  'true',
  'null',
  'constructor',
  '__proto__',
  'toString',
  'a/b~c',
];

export const days: readonly string[] = [
  '0001-01-01',
  '0001-01-02',
  '0099-12-31',
  '1582-10-10',
  '1600-02-29',
  '1899-12-31',
  '1900-02-28',
  '1900-03-01',
  '1969-12-31',
  '1970-01-01',
  '1999-12-31',
  '2000-02-29',
  '2023-12-31',
  '2024-02-28',
  '2024-02-29',
  '2024-03-01',
  '2024-12-31',
  '2025-01-01',
  '9999-12-30',
  '9999-12-31',
];

export const moments: readonly string[] = [
  '0001-01-01T00:00:00.000Z',
  '1582-10-10T12:00:00.000Z',
  '1969-12-31T23:59:59.999Z',
  '1970-01-01T00:00:00.000Z',
  '1970-01-01T00:00:00.001Z',
  '2024-02-28T23:59:59.999Z',
  '2024-02-29T00:00:00.000Z',
  '2024-02-29T12:00:00.500Z',
  '2024-02-29T12:00:01.000Z',
  '2024-12-31T23:59:59.999Z',
  '2025-01-01T00:00:00.000Z',
  '9999-12-31T23:59:59.998Z',
  '9999-12-31T23:59:59.999Z',
];

export const addresses: readonly string[] = [
  '0.0.0.0',
  '0.0.0.1',
  '9.255.255.255',
  '10.0.0.0',
  '10.0.0.1',
  '10.0.0.9',
  '10.0.0.10',
  '10.0.1.0',
  '100.0.0.1',
  '127.255.255.255',
  '128.0.0.0',
  '192.0.2.1',
  '255.255.255.255',
];

export const networks: readonly string[] = [
  '0.0.0.0/0',
  '0.0.0.0/1',
  '10.0.0.0/8',
  '10.0.0.0/9',
  '10.0.0.0/24',
  '10.0.0.0/30',
  '10.0.0.8/29',
  '10.0.0.10/32',
  '10.128.0.0/9',
  '128.0.0.0/1',
  '192.0.2.0/24',
  '255.255.255.255/32',
];

export const hostNetworks: readonly string[] = [
  ...networks,
  '0.0.0.1/0',
  '10.0.0.1/8',
  '10.0.0.9/29',
  '192.0.2.77/24',
  '200.0.0.1/1',
];

export const formatTexts: Readonly<Record<'Uuid' | 'Url' | 'Email' | 'Hostname', readonly string[]>> = {
  Uuid: [
    '0190a1b2-0000-7000-8000-000000000001',
    '0190a1b2-0000-7000-8000-000000000002',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
  ],
  Url: ['https://example.org', 'http://a', 'https://example.org/a?b=c#d', 'https://example.org/%20'],
  Email: ['a@b.c', 'first.last@example.org', 'A+b@example.org'],
  Hostname: ['a', 'a.b', 'example.org', 'x1-2.example.org'],
};

/** Whole numbers at and beside the bounds of a range, and zero if it lies in it. */
export function edges(min: number, max: number): readonly number[] {
  return [...new Set([min, min + 1, max - 1, max, 0, 1, -1, Math.trunc((min + max) / 2)])].filter(
    (one) => Number.isSafeInteger(one) && one >= min && one <= max,
  );
}

/** The inclusive bounds of a type that is a whole number inside. */
export function boundsOf(type: TypeSketch): readonly [number, number] {
  const limit = greatest(type);
  if (type.kind !== 'integer' && type.kind !== 'decimal' && type.kind !== 'duration') return [-limit, limit];
  return [type.min ?? -limit, type.max ?? limit];
}

function greatest({ kind }: TypeSketch): number {
  return kind === 'decimal' ? decimalLimit : integerLimit;
}

/**
 * A literal of the type as the language writes it, near an edge of the type; undefined where it has none. Of a
 * Decimal, a Date, an address… it is one only beside something that is.
 */
export function literalOf(world: World, type: TypeSketch): Term | undefined {
  const text = literalText(world, type);
  return text === undefined ? undefined : leaf(type, text);
}

function literalText(world: World, type: TypeSketch): string | undefined {
  const { random } = world;
  const end = resolved(world, type);
  switch (end.kind) {
    case 'boolean':
      return random.pick(['true', 'false']);
    case 'integer':
      return signed(wholeNear(world, end), String);
    case 'decimal':
      return signed(wholeNear(world, end), (units) => decimalText(units, end.scale));
    case 'duration':
      return signed(wholeNear(world, end), (millis) => writtenDuration(world, millis));
    case 'number': {
      const { min = -2, max = 2 } = end;
      return signed(
        random.pick([min, max, 0, 0.5, (min + max) / 2, 1, -1.5]),
        (value) => `${Math.abs(value) < 1e-6 ? 0 : value}`,
      );
    }
    case 'string':
      return quoted(textNear(world, end));
    case 'plain':
      return plainLiteral(world, end.name);
    case 'cidr':
      return quoted(random.pick(networks) ?? '');
    case 'named': {
      const declaration = declarationOf(world, end);
      return declaration?.kind === 'enum' ? random.pick(declaration.literals)?.name : undefined;
    }
    case 'reference': {
      const id = idTypeOf(world, end.name);
      return id && literalText(world, id);
    }
    case 'list':
    case 'map':
      return undefined;
  }
}

function plainLiteral({ random }: World, name: string): string | undefined {
  const of: Readonly<Record<string, readonly string[]>> = {
    ...formatTexts,
    Date: days,
    DateTime: moments,
    Ipv4: addresses,
  };
  const texts = Object.hasOwn(of, name) ? of[name] : undefined;
  return texts && quoted(random.pick(texts) ?? '');
}

/** Mostly inside the bounds, now and then just outside. */
function wholeNear({ random }: World, type: TypeSketch): number {
  const [min, max] = boundsOf(type);
  const near = random.pick(edges(min, max)) ?? 0;
  const moved = random.chance(0.1) ? near + random.pick([1, -1]) : near;
  return Math.abs(moved) <= greatest(type) ? moved : near;
}

function signed(value: number, write: (magnitude: number) => string): string {
  return value < 0 || Object.is(value, -0) ? `(-${write(Math.abs(value))})` : write(value);
}

function writtenDuration({ random }: World, millis: number): string {
  const units: readonly (readonly [number, string])[] = [
    [86_400_000, 'd'],
    [3_600_000, 'h'],
    [60_000, 'min'],
    [1000, 's'],
  ];
  const [size, unit] = units.find(([one]) => millis % one === 0) ?? [1, 'ms'];
  return random.chance(0.6) ? `${millis / size}${unit}` : `${millis}ms`;
}

/** A text about as long as the type allows. */
export function textNear(
  world: World,
  { min = 0, max = 20 }: { readonly min?: number; readonly max?: number },
): string {
  const { random } = world;
  if (random.chance(0.7)) return random.pick(oddTexts) ?? '';
  const length = random.pick([min, max, min + 1, max - 1].filter((one) => one >= 0 && one <= 30)) ?? 1;
  return (random.pick(['a', '😀', 'é', ' ', 'aB']) ?? 'a').repeat(Math.max(length, 0));
}
