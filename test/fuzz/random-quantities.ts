import { boundsOf } from './literals.ts';
import { randomCondition } from './random-conditions.ts';
import { overItems, randomTerm } from './random-terms.ts';
import type { Path } from './scope.ts';
import { deeper, type Site, surePaths, type Way, way } from './site.ts';
import { leaf, type Term, type TypeSketch, term } from './sketch.ts';
import { familyOf, resolved } from './world.ts';

const integer: TypeSketch = { kind: 'integer' };
const duration: TypeSketch = { kind: 'duration' };
const dateTime: TypeSketch = { kind: 'plain', name: 'DateTime' };

/** How to calculate something of a type: none for what is not calculated. */
export function wayOfQuantities(site: Site, type: TypeSketch): readonly Way[] {
  switch (type.kind) {
    case 'integer':
      return [...arithmetic(site, integer), ...counts(site), ...sums(site, integer)];
    case 'decimal':
      return decimals(site, { kind: 'decimal', scale: type.scale });
    case 'duration':
      return [
        ...arithmetic(site, duration),
        ...scaled(site, duration),
        ...sums(site, duration),
        way(1.5, () => joined(site, duration, dateTime, '-', dateTime)),
      ];
    case 'plain':
      if (type.name !== 'DateTime') return [];
      return [
        way(2, () => joined(site, dateTime, dateTime, site.world.random.pick(['+', '-']), duration)),
        way(0.7, () => joined(site, dateTime, duration, '+', dateTime)),
      ];
    default:
      return [];
  }
}

/** Both sides are of their own type: neither is a literal that the other would have to explain. */
function joined(
  site: Site,
  type: TypeSketch,
  left: TypeSketch,
  operator: string,
  right: TypeSketch,
): Term | undefined {
  const one = randomTerm(deeper(site), left, true);
  const other = one && randomTerm(deeper(site), right, true);
  return one && other && term(type)`(${one} ${operator} ${other})`;
}

/** Of two operands of the type, and of one. */
function arithmetic(site: Site, type: TypeSketch): readonly Way[] {
  const { random } = site.world;
  const operand = (isBare: boolean): Term | undefined => randomTerm(deeper(site), type, isBare);
  const both = (operator: string): Term | undefined => {
    const one = operand(true);
    const other = one && operand(false);
    return one && other && term(type)`(${one} ${operator} ${other})`;
  };
  return [
    way(4, () => both(random.pick(['+', '-']))),
    way(1.5, () => {
      const one = operand(true);
      return one && term(type)`(-${one})`;
    }),
    ...(type.kind === 'integer'
      ? [
          way(1, () => both('*')),
          way(1.8, () => {
            const one = operand(true);
            const divisor = one && divisorOf(site);
            return divisor && term(type)`(${one} ${random.pick(['/', '%'])} ${divisor})`;
          }),
        ]
      : []),
  ];
}

/** A Decimal or a Duration times and by an Integer. */
function scaled(site: Site, type: TypeSketch): readonly Way[] {
  const { random } = site.world;
  return [
    way(1, () => {
      const one = randomTerm(deeper(site), type, true);
      const by = one && randomTerm(deeper(site), integer);
      if (!by) return undefined;
      return random.chance(0.7) ? term(type)`(${one} * ${by})` : term(type)`(${by} * ${one})`;
    }),
    way(1, () => {
      const one = randomTerm(deeper(site), type, true);
      const divisor = one && divisorOf(site);
      return divisor && term(type)`(${one} / ${divisor})`;
    }),
  ];
}

function decimals(site: Site, type: TypeSketch & { readonly kind: 'decimal' }): readonly Way[] {
  const { world } = site;
  const { random } = world;
  const scaleOfSome = (): TypeSketch => {
    const found = surePaths(site).flatMap((path) => {
      const end = resolved(world, path.type);
      return end.kind === 'decimal' ? [{ kind: 'decimal', scale: end.scale } as const] : [];
    });
    return random.pick([...found, integer]) ?? integer;
  };
  return [
    ...arithmetic(site, type),
    ...scaled(site, type),
    ...sums(site, type),
    way(5, () => {
      const dividend = randomTerm(deeper(site), scaleOfSome(), true);
      const divisor = dividend && divisorOf(site, true);
      return divisor && term(type)`ratio(${dividend}, ${divisor}, scale ${String(type.scale)})`;
    }),
  ];
}

/** Something that is an Integer, or with `mayBeDecimal` a Decimal, and never zero. */
function divisorOf(site: Site, mayBeDecimal = false): Term {
  const { world, scope } = site;
  const { random } = world;
  const paths = surePaths(site).filter(({ text, type }) => {
    const end = resolved(world, type);
    if (end.kind !== 'integer' && (end.kind !== 'decimal' || !mayBeDecimal)) return false;
    const [min, max] = boundsOf(end);
    return min > 0 || max < 0 || scope.nonZero.has(text);
  });
  const path = random.pick(paths);
  if (path && random.chance(0.6))
    return random.chance(0.15)
      ? term(path.type)`(-${leaf(path.type, path.text)})`
      : leaf(path.type, path.text);
  const sized = random.pick(sizedPaths(site));
  if (sized && random.chance(0.25))
    return term(integer)`(${leaf(integer, `${sized.text}.size`)} + ${leaf(integer, '1')})`;
  return leaf(
    integer,
    random.pick(['2', '3', '(-2)', '(-3)', '7', '10', '1', '(-1)', '1000', '9007199254740991']),
  );
}

function sizedPaths(site: Site): readonly Path[] {
  return surePaths(site).filter(({ type }) => ['list', 'map', 'string'].includes(familyOf(site.world, type)));
}

/** How long, how many, which rank, how far from 1970, from which address on something is. */
export function randomMeasure(site: Site): Term | undefined {
  const { world, focus } = site;
  const { random } = world;
  const paths = surePaths(site);
  const near = focus && paths.filter(({ text }) => text.startsWith(focus.text));
  for (const path of random.shuffled(near && near.length > 0 && random.chance(0.6) ? near : paths)) {
    const measured = measureOf(site, path);
    if (measured) return measured;
  }
  return undefined;
}

function measureOf(site: Site, path: Path): Term | undefined {
  const { world } = site;
  const { text, type } = path;
  const end = resolved(world, type);
  const of = (member: string, min: number, max: number): Term =>
    leaf({ kind: 'integer', min, max }, `${text}.${member}`);
  switch (end.kind) {
    case 'string':
      return of('size', end.min ?? 0, Math.min(end.max ?? 8, 8));
    case 'list':
    case 'map':
      return site.depth > 0 && world.random.chance(0.4)
        ? quantified(site, 'count', { kind: 'integer', min: 0, max: 2 }, path)
        : of('size', end.min ?? 0, Math.min(end.max ?? 5, 5));
    case 'duration':
      return of('millis', end.min ?? -1000, end.max ?? 90_000);
    case 'cidr':
      return world.random.chance(0.6)
        ? of('prefixLength', 0, 32)
        : leaf({ kind: 'plain', name: 'Ipv4' }, `${text}.network`);
    case 'plain':
      if (end.name === 'Date') return of('epochDay', -719_162, 19_782);
      return end.name === 'DateTime' ? of('millis', -1, 1_709_208_000_500) : undefined;
    case 'named': {
      const declaration = world.declarations.get(end.name);
      return declaration?.kind === 'enum' ? of('rank', 0, declaration.literals.length - 1) : undefined;
    }
    default:
      return undefined;
  }
}

/** Integers that something is asked for. */
function counts(site: Site): readonly Way[] {
  const { world } = site;
  const { random } = world;
  const ask = (family: string, wanted: TypeSketch, member: string): Term | undefined => {
    if (!surePaths(site).some(({ type }) => familyOf(world, type) === family)) return undefined;
    const one = randomTerm(deeper(site), wanted, true);
    return one && term(integer)`${one}.${member}`;
  };
  return [
    way(2, () => {
      const path = random.pick(sizedPaths(site));
      return path && leaf(integer, `${path.text}.size`);
    }),
    way(0.5, () => ask('string', { kind: 'string' }, 'size')),
    way(0.7, () => ask('Date', { kind: 'plain', name: 'Date' }, 'epochDay')),
    way(0.5, () => ask('DateTime', dateTime, 'millis')),
    way(0.5, () => ask('duration', duration, 'millis')),
    way(0.8, () => ask('cidr', { kind: 'cidr', network: false }, 'prefixLength')),
    way(1, () => {
      const path = random.pick(
        surePaths(site).filter(({ type }) => {
          const end = resolved(world, type);
          return end.kind === 'named' && world.declarations.get(end.name)?.kind === 'enum';
        }),
      );
      const one = path && randomTerm(deeper(site), path.type, true);
      return one && term(integer)`${one}.rank`;
    }),
    way(2, () => countOf(site)),
  ];
}

/** `list.count(x => …)`, `map.count((key, value) => …)` */
function countOf(site: Site): Term | undefined {
  return quantified(site, 'count', integer);
}

/** A quantifier over some list or map. */
export function quantified(site: Site, quantifier: string, type: TypeSketch, over?: Path): Term | undefined {
  const { world } = site;
  const path =
    over ??
    world.random.pick(surePaths(site).filter((one) => ['list', 'map'].includes(familyOf(world, one.type))));
  const end = path && resolved(world, path.type);
  if (!path) return undefined;
  if (end?.kind === 'map') {
    const [key, value] = [world.name('k'), world.name('v')];
    const roots = [
      { text: key, type: end.key, unsure: [] },
      { text: value, type: end.value, unsure: [] },
    ];
    const focus = world.random.pick(roots);
    const inside: Site = {
      ...deeper(site),
      scope: { ...site.scope, roots: [...site.scope.roots, ...roots] },
      ...(focus ? { focus } : {}),
    };
    return term(type)`${path.text}.${quantifier}((${key}, ${value}) => ${randomCondition(inside)})`;
  }
  if (end?.kind !== 'list') return undefined;
  const made = overItems(site, leaf(path.type, path.text), end.element, (inside) => randomCondition(inside));
  return made && term(type)`${path.text}.${quantifier}(${made[0]} => ${made[1]})`;
}

function sums(site: Site, type: TypeSketch): readonly Way[] {
  const { world } = site;
  const family = familyOf(world, type);
  const lists = surePaths(site).flatMap((path) => {
    const end = resolved(world, path.type);
    return end.kind === 'list' ? [{ path, element: end.element }] : [];
  });
  return [
    way(3, () => {
      const list = world.random.pick(lists.filter(({ element }) => familyOf(world, element) === family));
      return list && leaf(type, `${list.path.text}.sum`);
    }),
    way(3, () => {
      const list = world.random.pick(lists);
      if (!list) return undefined;
      const made = overItems(site, leaf(list.path.type, list.path.text), list.element, (inside) =>
        randomTerm(inside, type, true),
      );
      return made && term(type)`${list.path.text}.sum(${made[0]} => ${made[1]})`;
    }),
  ];
}
