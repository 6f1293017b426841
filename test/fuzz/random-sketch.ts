import { literalOf } from './literals.ts';
import type { Random } from './random.ts';
import { randomCondition } from './random-conditions.ts';
import { randomTerm } from './random-terms.ts';
import { randomPrimitive, randomSize, randomString } from './random-types.ts';
import { fieldRoots, scopeOf } from './scope.ts';
import type { Site } from './site.ts';
import {
  type FieldSketch,
  leaf,
  type RuleSketch,
  readsOld,
  type ShapeSketch,
  type Sketch,
  type StructureSketch,
  type TypeSketch,
  term,
} from './sketch.ts';
import { createWorld, declarationOf, familyOf, isScalar, resolved, type World } from './world.ts';

/** The aggregate that is asked about. */
export const mainName = 'Main';

/** A model with one aggregate that has a bit of everything: a few types that meet one another in a few rules. */
export function randomSketch(random: Random): Sketch {
  const world = createWorld(random);
  const palette = Array.from({ length: 3 + random.below(3) }, () => randomType(world));
  const target = random.chance(0.2) ? declareTarget(world) : undefined;
  const types = [
    ...palette,
    ...(target ? [target, { kind: 'list', element: target, min: 0, max: 3 } as const] : []),
  ];
  const entity = random.chance(0.25) ? declareEntity(world, types) : undefined;
  const id: FieldSketch = { name: world.name('id'), ...randomId(world) };
  const fields = [
    id,
    ...randomFields(world, types, 3 + random.below(5)),
    ...(entity
      ? [
          plainField(world.name('f'), {
            kind: 'list',
            element: { kind: 'named', name: entity.name },
            min: 0,
            max: 4,
          }),
        ]
      : []),
  ];
  const all = [...fields, ...derivedFields(world, fields, random.pick([0, 0, 1, 2]))];
  const rules = Array.from({ length: 1 + random.below(3) }, () => randomRule(world, all, 'R'));
  const changes = random.chance(0.35) ? [randomChangeRule(world, all)] : [];
  world.declare({
    kind: 'aggregate',
    name: mainName,
    fields: all,
    entities: entity ? [entity] : [],
    rules: [...rules, ...changes.filter(readsOld)],
  });
  return { declarations: [...world.declarations.values()] };
}

/** How deep expressions may become, more often not so deep. */
function randomDepth(random: Random): number {
  return random.pick([0, 1, 1, 2, 2, 2, 3, 3, 4, 5]);
}

function siteOf(world: World, fields: readonly FieldSketch[], prefixes: readonly string[] = ['']): Site {
  const { random } = world;
  const roots = prefixes.flatMap((prefix) => fieldRoots(fields, prefix));
  return { world, scope: scopeOf(roots), depth: randomDepth(random) };
}

function randomRule(world: World, fields: readonly FieldSketch[], prefix: string): RuleSketch {
  const { random } = world;
  const condition = randomCondition(siteOf(world, fields, [random.chance(0.1) ? 'it.' : '']));
  const message = random.pick([undefined, undefined, 'Is not right', 'It\'s "so" $& 100 % \\ 😀']);
  return { name: world.name(prefix), condition, ...(message === undefined ? {} : { message }) };
}

/** About the state before and the state after: it reads the former, unless there is nothing to read. */
function randomChangeRule(world: World, fields: readonly FieldSketch[]): RuleSketch {
  for (let tries = 0; ; tries += 1) {
    const condition = randomCondition(siteOf(world, fields, ['', 'old.', 'old.']));
    const rule = { name: world.name('T'), condition };
    if (readsOld(rule) || tries > 5) return rule;
  }
}

function plainField(name: string, type: TypeSketch): FieldSketch {
  return { name, role: 'data', type, optional: false };
}

function randomFields(world: World, types: readonly TypeSketch[], count: number): readonly FieldSketch[] {
  return Array.from({ length: count }, () => randomField(world, types));
}

function randomField(world: World, types: readonly TypeSketch[]): FieldSketch {
  const { random } = world;
  const type = wrapped(world, random.pick(types) ?? { kind: 'boolean' });
  const field = plainField(world.name('f'), type);
  if (random.chance(0.3)) return { ...field, optional: true };
  const value = random.chance(0.2) ? defaultOf(world, type) : undefined;
  return value === undefined ? field : { ...field, default: value };
}

/** The type itself, a list of it, or a map to it. */
function wrapped(world: World, type: TypeSketch): TypeSketch {
  const { random } = world;
  const isWhole = type.kind === 'list' || type.kind === 'map' || resolved(world, type).kind === 'list';
  if (isWhole || random.chance(0.7)) return type;
  if (random.chance(0.25)) return { kind: 'map', key: randomKey(world), value: type, ...randomSize(random) };
  const list = { kind: 'list', element: type, ...randomSize(random) } as const;
  if (isScalar(world, type)) return random.chance(0.3) ? { ...list, unique: true } : list;
  const declaration = declarationOf(world, type);
  const keys =
    declaration?.kind === 'value'
      ? declaration.fields.filter((one) => one.role === 'data' && !one.optional && isScalar(world, one.type))
      : [];
  const key = random.chance(0.5) ? random.pick(keys) : undefined;
  return key ? { ...list, uniqueBy: key.name } : list;
}

/** What the keys of a map can be: texts. */
function randomKey(world: World): TypeSketch {
  const { random } = world;
  const enums = [...world.declarations.values()].filter(({ kind }) => kind === 'enum');
  const chosen = random.pick(enums);
  if (chosen && random.chance(0.3)) return { kind: 'named', name: chosen.name };
  if (random.chance(0.15)) return { kind: 'plain', name: random.pick(['Date', 'Ipv4', 'Uuid']) };
  return randomString(random);
}

/** Where a plain literal does: a default has to keep every limit of its type. */
function defaultOf(world: World, type: TypeSketch): string | undefined {
  const { random } = world;
  switch (type.kind) {
    case 'boolean':
      return random.pick(['true', 'false']);
    case 'integer':
    case 'duration':
    case 'decimal': {
      const bound = random.pick([type.min, type.max].filter((one) => one !== undefined));
      if (bound === undefined) return type.kind === 'duration' ? '90s' : '0';
      return type.kind === 'integer' ? String(bound) : undefined;
    }
    case 'plain':
      return type.name === 'Caller' ? undefined : literalOf(world, type)?.text[0];
    case 'named':
      return resolved(world, type) === type ? literalOf(world, type)?.text[0] : undefined;
    case 'list':
      return type.min === 0 ? '[]' : undefined;
    default:
      return undefined;
  }
}

function randomType(world: World): TypeSketch {
  const { random } = world;
  const make = random.weighted<() => TypeSketch>([
    { weight: 10, item: () => randomPrimitive(random) },
    { weight: 2, item: () => declareType(world) },
    { weight: 1.7, item: () => declareEnum(world) },
    { weight: 3, item: () => declareValue(world) },
    { weight: 2, item: () => declareUnion(world) },
    { weight: 0.3, item: () => ({ kind: 'plain', name: random.pick(['Json', 'Secret']) }) },
  ]);
  return make?.() ?? { kind: 'boolean' };
}

function declareType(world: World): TypeSketch {
  const { random } = world;
  const primitive = randomPrimitive(random);
  const name = world.name('Type');
  if (random.chance(0.1)) {
    world.declare({ kind: 'type', name, base: { kind: 'list', element: primitive, ...randomSize(random) } });
    return { kind: 'named', name };
  }
  const scope = scopeOf([{ text: 'it', type: primitive, unsure: [] }]);
  const condition = random.chance(0.65)
    ? randomCondition({ world, scope, depth: random.below(3) })
    : undefined;
  world.declare({ kind: 'type', name, base: primitive, ...(condition ? { where: condition } : {}) });
  return { kind: 'named', name };
}

const wires: readonly string[] = [
  'a/b',
  'ä',
  '😀',
  'true',
  'null',
  '0',
  ' ',
  'toString',
  '__proto__',
  "it's",
  'A"b',
  '%',
  'a\\b',
];

function declareEnum(world: World): TypeSketch {
  const { random } = world;
  const name = world.name('Enum');
  const odd = random.shuffled(wires);
  const literals = Array.from({ length: 2 + random.below(3) }, (_, at) => {
    const wire = random.chance(0.4) ? odd[at] : undefined;
    return { name: world.name('L'), ...(wire === undefined ? {} : { wire }) };
  });
  world.declare({ kind: 'enum', name, literals });
  return { kind: 'named', name };
}

/** What is declared already, or a primitive. */
function innerType(world: World): TypeSketch {
  const { random } = world;
  const declared = [...world.declarations.values()].filter(({ kind }) => kind !== 'aggregate');
  const chosen = random.pick(declared);
  return chosen && random.chance(0.4) ? { kind: 'named', name: chosen.name } : randomPrimitive(random);
}

function declareValue(world: World): TypeSketch {
  const { random } = world;
  const types = Array.from({ length: 2 }, () => innerType(world));
  const name = world.name('Value');
  const fields = randomFields(world, types, 1 + random.below(3));
  const isDeep = random.chance(0.12);
  const self: TypeSketch = { kind: 'named', name };
  const within: readonly FieldSketch[] = isDeep
    ? [
        random.chance(0.5)
          ? { ...plainField(world.name('f'), self), optional: true }
          : plainField(world.name('f'), { kind: 'list', element: self, min: 0, max: 2 }),
      ]
    : [];
  const stored = [...fields, ...within];
  const all = [...stored, ...derivedFields(world, fields, random.pick([0, 0, 0, 1]))];
  const structure = { name, fields: all, rules: random.chance(0.35) ? [randomRule(world, fields, 'V')] : [] };
  world.declare({ kind: 'value', ...structure, ...(isDeep ? { depth: 1 + random.below(2) } : {}) });
  return self;
}

/** Shapes with fields of their own, and often one that all of them have. */
function declareUnion(world: World): TypeSketch {
  const { random } = world;
  const types = Array.from({ length: 2 }, () => innerType(world));
  const common = random.chance(0.5) ? [withoutDefault(randomField(world, types))] : [];
  const odd = random.shuffled(wires);
  const shapes = Array.from({ length: 2 + random.below(2) }, (_, at): ShapeSketch => {
    const wire = random.chance(0.3) ? odd[at] : undefined;
    const fields = [...common, ...randomFields(world, types, random.below(3))];
    return {
      name: world.name('Shape'),
      ...(wire === undefined ? {} : { wire }),
      fields,
      rules: fields.length > 0 && random.chance(0.2) ? [randomRule(world, fields, 'S')] : [],
    };
  });
  const name = world.name('Union');
  const by = random.chance(0.4) ? world.name('by') : undefined;
  world.declare({ kind: 'union', name, shapes, ...(by === undefined ? {} : { by }) });
  return { kind: 'named', name };
}

function withoutDefault(field: FieldSketch): FieldSketch {
  const { default: _, ...rest } = field;
  return rest;
}

type IdField = Omit<FieldSketch, 'name'>;

/** What Kubernetes takes for the name of an object, or what cannot be one. */
function randomId({ random }: World): IdField {
  const type = random.weighted<TypeSketch>([
    { weight: 6, item: { kind: 'string', min: 1, max: 20, pattern: '[a-z0-9]+' } },
    { weight: 2, item: { kind: 'plain', name: 'Uuid' } },
    { weight: 1, item: { kind: 'integer', min: 0, max: 99 } },
  ]) ?? { kind: 'plain', name: 'Uuid' };
  const generated = type.kind === 'plain' && random.chance(0.5);
  return { role: 'id', type, optional: false, ...(generated ? { generated } : {}) };
}

/** Another aggregate, to refer to. */
function declareTarget(world: World): TypeSketch {
  const { random } = world;
  const type: TypeSketch = random.pick([
    { kind: 'string', min: 1, max: 5, pattern: '[a-z]+' },
    { kind: 'plain', name: 'Uuid' },
    { kind: 'integer', min: 1, max: 9 },
  ]);
  const id: FieldSketch = { name: world.name('id'), role: 'id', type, optional: false };
  const name = world.name('Target');
  world.declare({ kind: 'aggregate', name, fields: [id], entities: [], rules: [] });
  return { kind: 'reference', name };
}

function declareEntity(world: World, types: readonly TypeSketch[]): StructureSketch {
  const { random } = world;
  const type: TypeSketch = random.pick([
    { kind: 'integer', min: 0, max: 9 },
    { kind: 'string', min: 1, max: 5 },
    { kind: 'plain', name: 'Uuid' },
  ]);
  const id: FieldSketch = { name: world.name('id'), role: 'id', type, optional: false };
  const fields = [id, ...randomFields(world, types, 1 + random.below(2))];
  const entity = {
    name: world.name('Entity'),
    fields,
    rules: random.chance(0.3) ? [randomRule(world, fields, 'E')] : [],
  };
  world.declareEntity(entity);
  return entity;
}

/** Computed from what is stored, and from one another in their order. */
function derivedFields(world: World, fields: readonly FieldSketch[], count: number): readonly FieldSketch[] {
  const derived: FieldSketch[] = [];
  for (let made = 0; made < count; made += 1) {
    const field = derivedField(world, [...fields, ...derived]);
    if (field) derived.push(field);
  }
  return derived;
}

function derivedField(world: World, fields: readonly FieldSketch[]): FieldSketch | undefined {
  const { random } = world;
  const scalars = fields.filter(({ type }) => isScalar(world, type));
  const chosen = random.chance(0.6) ? random.pick(scalars)?.type : undefined;
  const type: TypeSketch = chosen ? unlimited(world, chosen) : { kind: random.pick(['integer', 'boolean']) };
  const site = { ...siteOf(world, fields), depth: random.below(3) };
  const value = randomTerm(site, type);
  if (!value) return undefined;
  const name = world.name('d');
  if (!random.chance(0.3)) return { name, role: 'derived', type, optional: false, derivation: value };
  const derivation = random.chance(0.5)
    ? term(type)`if ${randomCondition(site)} then ${value} else absent`
    : term(type)`if ${randomCondition(site)} then ${leaf(type, 'absent')} else ${value}`;
  return { name, role: 'derived', type, optional: true, derivation };
}

/** The type without limits: what is computed keeps none. */
function unlimited(world: World, type: TypeSketch): TypeSketch {
  const end = resolved(world, type);
  if (end.kind === 'decimal') return { kind: 'decimal', scale: end.scale };
  if (familyOf(world, end) === 'string') return { kind: 'string', min: 0, max: 1024 };
  if (end.kind === 'cidr') return { kind: 'cidr', network: false };
  return end.kind === 'integer' || end.kind === 'duration' || end.kind === 'number'
    ? { kind: end.kind }
    : end;
}
