import { edges, literalOf } from './literals.ts';
import { randomCondition } from './random-conditions.ts';
import { randomMeasure, wayOfQuantities } from './random-quantities.ts';
import { pathsOfFamily, withRoot } from './scope.ts';
import {
  deeper,
  goOne,
  guardedValue,
  inScope,
  type Site,
  surePaths,
  unsurePaths,
  type Way,
  way,
} from './site.ts';
import { leaf, type Term, type TypeSketch, term } from './sketch.ts';
import { familyOf, isScalar, resolved } from './world.ts';

/**
 * An expression of a type. If `isBare` it says by itself what it is, and hardly ever is a literal: what a literal of
 * a Decimal or a Date is, something beside it has to say. Undefined where nothing of the type can be read or written.
 */
export function randomTerm(site: Site, type: TypeSketch, isBare = false): Term | undefined {
  if (resolved(site.world, type).kind === 'boolean') return randomCondition(site);
  if (site.depth < -deepest) return isBare ? undefined : literalOf(site.world, type);
  const leaves = [
    way(5, () => pathOf(site, type)),
    way(isBare ? (isSaidBeside(site, type) ? 0 : 0.05) : 2, () => literalOf(site.world, type)),
  ];
  if (site.depth <= 0) return goOne(site, leaves) ?? goOne(site, waysOfFamily(site, type));
  return goOne(site, [
    ...leaves,
    way(2, () => withFallback(site, type)),
    way(1, () => chosen(site, type)),
    way(1, () =>
      guardedValue(site, type, (inside, needsBare) => randomTerm(inside, type, needsBare || isBare)),
    ),
    ...waysOfFamily(site, type),
  ]);
}

/** So many levels below what was allowed an end is made, where nothing of a type can be read. */
const deepest = 2;

/** Whether a literal of the type takes the type from what it stands beside. */
function isSaidBeside({ world }: Site, type: TypeSketch): boolean {
  const end = resolved(world, type);
  return (
    ['decimal', 'cidr', 'reference'].includes(end.kind) ||
    (end.kind === 'plain' && familyOf(world, type) !== 'string')
  );
}

function pathOf(site: Site, type: TypeSketch): Term | undefined {
  const { world, focus } = site;
  const family = familyOf(world, type);
  const paths = pathsOfFamily(world, site.scope, family);
  const near = focus && paths.filter(({ text }) => text.startsWith(focus.text));
  const path =
    (near && near.length > 0 && world.random.chance(0.6) ? world.random.pick(near) : undefined) ??
    world.random.pick(paths);
  return path && leaf(path.type, path.text);
}

/** `maybe ?? other` */
function withFallback(site: Site, type: TypeSketch): Term | undefined {
  const { world } = site;
  const family = familyOf(world, type);
  const path = world.random.pick(unsurePaths(site).filter((one) => familyOf(world, one.type) === family));
  const other = path && randomTerm(deeper(site), type);
  return path && other && term(type)`(${leaf(path.type, path.text)} ?? ${other})`;
}

function chosen(site: Site, type: TypeSketch): Term | undefined {
  const inside = deeper(site);
  const one = randomTerm(inside, type, true);
  const other = one && randomTerm(inside, type);
  return one && other && term(type)`(if ${randomCondition(inside)} then ${one} else ${other})`;
}

function waysOfFamily(site: Site, type: TypeSketch): readonly Way[] {
  const { world } = site;
  const end = resolved(world, type);
  if (familyOf(world, type) === 'string') {
    return [
      way(2.5, () => {
        const inner = randomTerm(deeper(site), { kind: 'string' }, true);
        const change = world.random.pick(['lowerAscii', 'upperAscii']);
        return inner && term({ kind: 'string' })`${inner}.${change}`;
      }),
    ];
  }
  if (end.kind === 'plain' && end.name === 'Ipv4') {
    return [
      way(1.5, () => {
        const cidr = randomTerm(deeper(site), { kind: 'cidr', network: false }, true);
        return cidr && term(end)`${cidr}.network`;
      }),
    ];
  }
  return wayOfQuantities(site, end);
}

/** Something that is compared as a whole, with something that it is compared with. */
export function randomPair(site: Site): readonly [Term, Term] | undefined {
  const { random } = site.world;
  const left = (random.chance(0.3) ? randomMeasure(site) : undefined) ?? compared(site);
  if (!left) return undefined;
  const { type } = left;
  const right = random.chance(0.5) ? nearLiteral(site, left) : randomTerm(deeper(site), mixed(site, type));
  const other = right ?? literalOf(site.world, type);
  if (!other) return undefined;
  return random.chance(0.15) ? [other, left] : [left, other];
}

function compared(site: Site): Term | undefined {
  const { world, focus } = site;
  const { random } = world;
  const scalars = surePaths(site).filter(({ type }) => isScalar(world, type));
  const near = focus && scalars.filter(({ text }) => text.startsWith(focus.text));
  const about = random.pick(near && near.length > 0 && random.chance(0.7) ? near : scalars);
  if (about && random.chance(0.4)) return leaf(about.type, about.text);
  // What is calculated needs no field of its type.
  const calculated: TypeSketch = random.chance(0.65)
    ? { kind: 'integer' }
    : { kind: 'decimal', scale: random.below(4) };
  return randomTerm(deeper(site), about && !random.chance(0.25) ? about.type : calculated, true);
}

/** An Integer is compared with a Number too. */
function mixed({ world }: Site, type: TypeSketch): TypeSketch {
  const { kind } = resolved(world, type);
  if (kind !== 'integer' && kind !== 'number') return type;
  return world.random.chance(0.9) ? type : { kind: kind === 'integer' ? 'number' : 'integer' };
}

/** A literal that the left may well be equal to. */
function nearLiteral({ world }: Site, { type, parts }: Term): Term | undefined {
  const isOpen = type.kind === 'integer' && type.min === undefined && type.max === undefined;
  // What is calculated has small values mostly.
  return isOpen && parts.length > 0
    ? leaf(type, String(world.random.pick(edges(0, 10))))
    : literalOf(world, type);
}

/** What a list is summed, told apart or counted by. */
export function overItems(
  site: Site,
  list: Term,
  element: TypeSketch,
  make: (inside: Site, name: string) => Term | undefined,
): readonly [string, Term] | undefined {
  const name = site.world.name('x');
  const item = { text: name, type: element, unsure: [] };
  const body = make(inScope(site, withRoot(site.scope, item), item), name);
  return body && list ? [name, body] : undefined;
}
