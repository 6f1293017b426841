import { boundsOf, literalOf } from './literals.ts';
import type { Weighted } from './random.ts';
import { isSure, knowing, type Path, pathsOf, type Scope, withRoot } from './scope.ts';
import { leaf, type Term, type TypeSketch, term } from './sketch.ts';
import { declarationOf, familyOf, resolved, type World } from './world.ts';

/** Where an expression is made. */
export interface Site {
  readonly world: World;
  readonly scope: Scope;
  /** How many levels it may still have. */
  readonly depth: number;
  /** What it should rather be about. */
  readonly focus?: Path;
}

export const boolean: TypeSketch = { kind: 'boolean' };

export function deeper(site: Site): Site {
  return { ...site, depth: site.depth - 1 };
}

export function inScope(site: Site, scope: Scope, focus?: Path): Site {
  const { world, depth } = site;
  return { world, scope, depth: depth - 1, ...(focus ? { focus } : {}) };
}

/** One of several ways to go on; undefined where it cannot be gone here. */
export type Way = Weighted<() => Term | undefined>;

export function way(weight: number, item: () => Term | undefined): Way {
  return { weight, item };
}

/** Goes one of the ways, another where that is none. */
export function goOne({ world: { random } }: Site, ways: readonly Way[]): Term | undefined {
  const left = [...ways];
  while (left.length > 0) {
    const chosen = random.weighted(left.map((item) => ({ weight: item.weight, item })));
    if (!chosen) return undefined;
    const made = chosen.item();
    if (made) return made;
    left.splice(left.indexOf(chosen), 1);
  }
  return undefined;
}

/** What is there and can be read. */
export function surePaths({ world, scope }: Site): readonly Path[] {
  return pathsOf(world, scope).filter(isSure);
}

/** What may be absent: optionals, and what is looked up in maps and lists by some key. */
export function unsurePaths(site: Site): readonly Path[] {
  const { world, scope } = site;
  const paths = pathsOf(world, scope);
  const lookedUp = paths.flatMap((path) => (isSure(path) ? lookupIn(site, path) : []));
  return [...paths.filter((path) => !isSure(path)), ...lookedUp];
}

/** An entry of a map, or an item of a list by its id or key. */
function lookupIn(site: Site, path: Path): readonly Path[] {
  const { world, scope } = site;
  const found = keyedBy(world, path.type);
  const key = found && keyTerm(site, found.key);
  if (!found || key === undefined) return [];
  const text = `${path.text}[${key}]`;
  const entry: Path = { text, type: found.value, unsure: [text] };
  return pathsOf(world, { ...scope, roots: [entry] });
}

/** What a collection is looked up by, and what is found. */
export function keyedBy(
  world: World,
  type: TypeSketch,
): { readonly key: TypeSketch; readonly value: TypeSketch } | undefined {
  const end = resolved(world, type);
  if (end.kind === 'map') return { key: end.key, value: end.value };
  if (end.kind !== 'list') return undefined;
  const declaration = declarationOf(world, end.element);
  if (declaration?.kind !== 'entity' && declaration?.kind !== 'value') return undefined;
  const key = declaration.fields.find(
    ({ name, role }) => role === 'id' || (end.uniqueBy !== undefined && name === end.uniqueBy),
  );
  return key && { key: key.type, value: end.element };
}

/** A key as text: paths have no parts. */
export function keyTerm(site: Site, type: TypeSketch): string | undefined {
  const { world } = site;
  const same = surePaths(site).filter((path) => familyOf(world, path.type) === familyOf(world, type));
  if (same.length > 0 && world.random.chance(0.3)) return world.random.pick(same)?.text;
  return literalOf(world, type)?.text[0];
}

/** A test, its opposite, and what can be read where the test is true. */
export interface Guard {
  readonly test: Term;
  readonly opposite: Term;
  readonly scope: Scope;
  readonly focus: Path;
}

/** A test that lets one read more than before; undefined where there is nothing that needs one. */
export function randomGuard(site: Site): Guard | undefined {
  const { random } = site.world;
  const makers = [
    { weight: 5, item: presenceGuard },
    { weight: 4, item: shapeGuard },
    { weight: 1.5, item: keyGuard },
    { weight: 1.5, item: divisorGuard },
  ];
  for (let tries = 0; tries < 4; tries += 1) {
    const found = random.weighted(makers)?.(site);
    if (found) return found;
  }
  return undefined;
}

function presenceGuard(site: Site): Guard | undefined {
  const path = site.world.random.pick(unsurePaths(site));
  return (
    path && {
      test: leaf(boolean, `(${path.text} is present)`),
      opposite: leaf(boolean, `(${path.text} is absent)`),
      scope: knowing(site.scope, path),
      focus: { ...path, unsure: [] },
    }
  );
}

/** Asks for one shape, or makes sure that it is none of the others. */
function shapeGuard(site: Site): Guard | undefined {
  const { world, scope } = site;
  const { random } = world;
  const unions = surePaths(site).filter(
    ({ text, type }) => declarationOf(world, type)?.kind === 'union' && !scope.shapes.has(text),
  );
  const path = random.pick(unions);
  const union = path && declarationOf(world, path.type);
  if (!path || union?.kind !== 'union') return undefined;
  const shape = random.pick(union.shapes);
  if (!shape) return undefined;
  const others = union.shapes.filter(({ name }) => name !== shape.name);
  const isByOthers = others.length > 0 && random.chance(0.25);
  const asks = (name: string): string => `${path.text} is ${name}`;
  const test = isByOthers
    ? `(${others.map(({ name }) => `not (${asks(name)})`).join(' and ')})`
    : `(${asks(shape.name)})`;
  const opposite = isByOthers
    ? `(${others.map(({ name }) => asks(name)).join(' or ')})`
    : `(not (${asks(shape.name)}))`;
  return {
    test: leaf(boolean, test),
    opposite: leaf(boolean, opposite),
    scope: { ...scope, shapes: new Map([...scope.shapes, [path.text, shape.name]]) },
    focus: path,
  };
}

function keyGuard(site: Site): Guard | undefined {
  const { world, scope } = site;
  const map = world.random.pick(surePaths(site).filter(({ type }) => resolved(world, type).kind === 'map'));
  const type = map && resolved(world, map.type);
  const key = type?.kind === 'map' ? keyTerm(site, type.key) : undefined;
  if (!map || type?.kind !== 'map' || key === undefined) return undefined;
  const entry: Path = { text: `${map.text}[${key}]`, type: type.value, unsure: [] };
  return {
    test: leaf(boolean, `${map.text}.has(${key})`),
    opposite: leaf(boolean, `(not ${map.text}.has(${key}))`),
    scope: withRoot(scope, entry),
    focus: entry,
  };
}

function divisorGuard(site: Site): Guard | undefined {
  const { world, scope } = site;
  const { random } = world;
  const divisors = surePaths(site).filter(({ text, type }) => {
    const end = resolved(world, type);
    const [min, max] = boundsOf(end);
    return (
      (end.kind === 'integer' || end.kind === 'decimal') && min <= 0 && max >= 0 && !scope.nonZero.has(text)
    );
  });
  const path = random.pick(divisors);
  if (!path) return undefined;
  const [test, opposite] = random.pick([
    ['!= 0', '== 0'],
    ['> 0', '<= 0'],
    ['< 0', '>= 0'],
    ['>= 1', '< 1'],
  ]);
  return {
    test: leaf(boolean, `(${path.text} ${test})`),
    opposite: leaf(boolean, `(${path.text} ${opposite})`),
    scope: { ...scope, nonZero: new Set([...scope.nonZero, path.text]) },
    focus: path,
  };
}

/** One of two values, by whether a guard lets the first be read. */
export function guardedValue(
  site: Site,
  type: TypeSketch,
  value: (site: Site, isBare: boolean) => Term | undefined,
): Term | undefined {
  const guard = randomGuard(site);
  if (!guard) return undefined;
  // At least one of the two has to say by itself what it is.
  const inside = value(inScope(site, guard.scope, guard.focus), true);
  const outside = value(deeper(site), false);
  if (!inside || !outside) return undefined;
  return site.world.random.chance(0.6)
    ? term(type)`(if ${guard.test} then ${inside} else ${outside})`
    : term(type)`(if ${guard.opposite} then ${outside} else ${inside})`;
}
