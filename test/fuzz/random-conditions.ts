import { literalOf, oddTexts } from './literals.ts';
import { quantified } from './random-quantities.ts';
import { overItems, randomPair, randomTerm } from './random-terms.ts';
import { randomPattern } from './random-types.ts';
import type { Path } from './scope.ts';
import {
  boolean,
  deeper,
  goOne,
  inScope,
  keyedBy,
  keyTerm,
  randomGuard,
  type Site,
  surePaths,
  unsurePaths,
  way,
} from './site.ts';
import { leaf, quoted, type Term, type TypeSketch, term } from './sketch.ts';
import { declarationOf, familyOf, hasOrder, isScalar, resolved } from './world.ts';

/** A condition about what can be read here. */
export function randomCondition(site: Site): Term {
  const made =
    site.depth <= 0
      ? goOne(site, [way(8, () => comparison(site)), way(3, () => about(site)), way(1, () => presence(site))])
      : goOne(site, [
          way(3.5, () => comparison(site)),
          way(4, () => about(site)),
          way(3.5, () => logical(site)),
          way(4.5, () => guarded(site)),
          way(0.8, () => presence(site)),
          way(0.9, () => term(boolean)`(not ${randomCondition(deeper(site))})`),
          way(0.7, () => choice(site)),
          way(0.6, () => exactlyOne(site)),
          way(1, () => membership(site)),
          way(0.4, () => sameTruth(site)),
        ]);
  return made ?? leaf(boolean, site.world.random.pick(['true', 'false']));
}

function logical(site: Site): Term {
  const operator = site.world.random.pick(['and', 'or', 'implies', 'and', 'or']);
  return term(boolean)`(${randomCondition(deeper(site))} ${operator} ${randomCondition(deeper(site))})`;
}

function choice(site: Site): Term {
  const inside = deeper(site);
  return term(
    boolean,
  )`(if ${randomCondition(inside)} then ${randomCondition(inside)} else ${randomCondition(inside)})`;
}

function sameTruth(site: Site): Term {
  const inside = deeper(site);
  const operator = site.world.random.pick(['==', '!=']);
  return term(boolean)`(${randomCondition(inside)} ${operator} ${randomCondition(inside)})`;
}

/** Something that can only be read where a test was true, in each way in which the language lets one know. */
function guarded(site: Site): Term | undefined {
  const guard = randomGuard(site);
  if (!guard) return undefined;
  const { test, opposite } = guard;
  const body = randomCondition(inScope(site, guard.scope, guard.focus));
  const other = (): Term => randomCondition(deeper(deeper(site)));
  const make = term(boolean);
  const forms: readonly (() => Term)[] = [
    () => make`(${test} implies ${body})`,
    () => make`(${test} implies ${body})`,
    () => make`(${opposite} or ${body})`,
    () => make`(${test} and ${body})`,
    () => make`(not ${test} or ${body})`,
    () => make`(not (${test} and ${body}))`,
    () => make`(not (${opposite} or ${body}))`,
    () => make`(${other()} and ${test} implies ${body})`,
    () => make`(${other()} or ${opposite} or ${body})`,
    () => make`(${test} and ${other()} and ${body})`,
    () => make`(if ${test} then ${body} else ${other()})`,
    () => make`(if ${opposite} then ${other()} else ${body})`,
    () => make`(if not ${opposite} then ${body} else ${other()})`,
  ];
  return site.world.random.pick(forms)?.();
}

function presence(site: Site): Term | undefined {
  const path = site.world.random.pick(unsurePaths(site));
  return path && leaf(boolean, `(${path.text} is ${site.world.random.pick(['present', 'absent'])})`);
}

function exactlyOne(site: Site): Term {
  const { random } = site.world;
  const operands = Array.from({ length: 2 + random.below(2) }, () => {
    const path = random.chance(0.4) ? random.pick(unsurePaths(site)) : undefined;
    return path ? leaf(path.type, path.text) : randomCondition(deeper(site));
  });
  const [first, second, third] = operands;
  if (!first || !second) return randomCondition(deeper(site));
  return third
    ? term(boolean)`(exactly one of ${first}, ${second}, ${third})`
    : term(boolean)`(exactly one of ${first}, ${second})`;
}

function comparison(site: Site): Term | undefined {
  const { world } = site;
  const pair = randomPair(site);
  if (!pair) return undefined;
  const [left, right] = pair;
  const isOrdered = hasOrder(world, left.type) && hasOrder(world, right.type);
  const operator = world.random.pick(isOrdered ? ['==', '!=', '<', '<=', '>', '>='] : ['==', '!=']);
  return operator === undefined ? undefined : term(boolean)`(${left} ${operator} ${right})`;
}

/** `x in [a, b]`, `x not in list` */
function membership(site: Site): Term | undefined {
  const { world } = site;
  const { random } = world;
  const item = random.pick(surePaths(site).filter(({ type }) => isScalar(world, type)));
  if (!item) return undefined;
  const operand = random.chance(0.6) ? leaf(item.type, item.text) : randomTerm(deeper(site), item.type, true);
  const first = literalOf(world, item.type) ?? randomTerm(deeper(site), item.type);
  const second = random.chance(0.5) ? literalOf(world, item.type) : randomTerm(deeper(site), item.type);
  const operator = random.pick(['in', 'in', 'not in']);
  if (!operand || !first) return undefined;
  return second
    ? term(boolean)`(${operand} ${operator} [${first}, ${second}])`
    : term(boolean)`(${operand} ${operator} [${first}])`;
}

/** What can be asked of something by its type; of what lies in it where there is nothing. */
function about(site: Site): Term | undefined {
  const { world, focus } = site;
  const { random } = world;
  const paths = surePaths(site);
  const near = focus && paths.filter(({ text }) => text.startsWith(focus.text));
  const [one] = random.shuffled(near && near.length > 0 && random.chance(0.6) ? near : paths);
  return one && askOf(site, one);
}

function askOf(site: Site, path: Path): Term | undefined {
  const { world } = site;
  const end = resolved(world, path.type);
  switch (end.kind) {
    case 'boolean':
      return leaf(boolean, path.text);
    case 'list':
      return ofList(site, path, end.element);
    case 'map':
      return ofMap(site, path);
    case 'cidr':
      return ofNetwork(site, path);
    case 'named': {
      const declaration = declarationOf(world, end);
      const shape = declaration?.kind === 'union' ? world.random.pick(declaration.shapes) : undefined;
      return shape && leaf(boolean, `(${path.text} is ${shape.name})`);
    }
    default:
      return familyOf(world, path.type) === 'string' ? ofText(site, path) : undefined;
  }
}

/** What means more than itself to `LIKE`, `GLOB` or a regular expression. */
const wildTexts: readonly string[] = ['%', '_', 'a_', '%a', '*', '?', '.', '[a]', '\\', '^', '$'];

function ofText(site: Site, { text, type }: Path): Term | undefined {
  const { random } = site.world;
  const self: Term =
    random.chance(0.75) || site.depth <= 0
      ? leaf(type, text)
      : (randomTerm(deeper(site), { kind: 'string' }) ?? leaf(type, text));
  const test = random.pick(['startsWith', 'endsWith', 'contains']);
  const piece = (): Term =>
    random.chance(0.7)
      ? leaf({ kind: 'string' }, quoted(random.pick(random.chance(0.25) ? wildTexts : oddTexts) ?? ''))
      : (randomTerm(deeper(site), { kind: 'string' }) ?? leaf({ kind: 'string' }, '"a"'));
  return goOne(site, [
    way(4, () => term(boolean)`${self}.${test}(${piece()})`),
    way(1, () => term(boolean)`${self}.${random.pick(['isBlank', 'isTrimmed'])}`),
    way(
      1.5,
      () => term(boolean)`${self}.matches(/${randomPattern(random).replaceAll('/', String.raw`\/`)}/)`,
    ),
  ]);
}

function ofList(site: Site, path: Path, element: TypeSketch): Term | undefined {
  const { world } = site;
  const { random } = world;
  const quantifier = random.pick(['all', 'any', 'none']);
  const scalar = isScalar(world, element);
  return goOne(site, [
    way(3, () => quantified(site, quantifier, boolean, path)),
    way(scalar ? 0.8 : 0, () => leaf(boolean, `${path.text}.unique`)),
    way(1, () => {
      const by = random.pick(
        [element, ...surePaths(site).map(({ type }) => type), { kind: 'integer' } as const].filter((one) =>
          isScalar(world, one),
        ),
      );
      const made =
        by && overItems(site, leaf(path.type, path.text), element, (inside) => randomTerm(inside, by, true));
      return made && term(boolean)`${path.text}.unique(${made[0]} => ${made[1]})`;
    }),
    way(scalar ? 1.5 : 0, () => {
      const operand = random.chance(0.5) ? literalOf(world, element) : randomTerm(deeper(site), element);
      return operand && term(boolean)`(${operand} ${random.pick(['in', 'not in'])} ${path.text})`;
    }),
    way(1, () => sizeOf(site, path)),
  ]);
}

function ofMap(site: Site, path: Path): Term | undefined {
  const { random } = site.world;
  return goOne(site, [
    way(2.5, () => quantified(site, random.pick(['all', 'any', 'none']), boolean, path)),
    way(1.5, () => {
      const key = keyedBy(site.world, path.type)?.key;
      const text = key && keyTerm(site, key);
      return text === undefined ? undefined : leaf(boolean, `${path.text}.has(${text})`);
    }),
    way(1, () => sizeOf(site, path)),
  ]);
}

function sizeOf({ world: { random } }: Site, { text }: Path): Term {
  return leaf(
    boolean,
    `(${text}.size ${random.pick(['==', '!=', '<', '<=', '>', '>='])} ${random.below(4)})`,
  );
}

function ofNetwork(site: Site, { text, type }: Path): Term | undefined {
  const { world } = site;
  const { random } = world;
  const operation = random.pick(['contains', 'overlaps']);
  const isAddress = operation === 'contains' && random.chance(0.6);
  const wanted: TypeSketch = isAddress ? { kind: 'plain', name: 'Ipv4' } : { kind: 'cidr', network: false };
  const argument = random.chance(0.3) ? literalOf(world, wanted) : randomTerm(deeper(site), wanted);
  return argument && term(boolean)`${leaf(type, text)}.${operation}(${argument})`;
}
