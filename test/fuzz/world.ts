import type { Random } from './random.ts';
import type { DeclarationSketch, StructureSketch, TypeSketch } from './sketch.ts';

/** A sketch in the making: what is declared so far, and names that nothing else has. */
export interface World {
  readonly random: Random;
  readonly declarations: ReadonlyMap<string, DeclarationSketch>;
  /** Things inside an aggregate that a type may name. */
  readonly entities: ReadonlyMap<string, StructureSketch>;
  declare(declaration: DeclarationSketch): void;
  declareEntity(entity: StructureSketch): void;
  /** A name that begins so, or now and then one that means something to an engine; never given twice. */
  name(prefix: string): string;
}

export function createWorld(random: Random): World {
  const declarations = new Map<string, DeclarationSketch>();
  const entities = new Map<string, StructureSketch>();
  // SQL and file systems tell no cases apart.
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  return {
    random,
    declarations,
    entities,
    declare: (declaration) => declarations.set(declaration.name, declaration),
    declareEntity: (entity) => entities.set(entity.name, entity),
    name: (prefix) => {
      const awkward = prefix === prefix.toLowerCase() && random.chance(0.08) && random.pick(awkwardNames);
      if (awkward !== undefined && awkward !== false && !taken.has(awkward.toLowerCase())) {
        taken.add(awkward.toLowerCase());
        return awkward;
      }
      const count = (counts.get(prefix) ?? 0) + 1;
      counts.set(prefix, count);
      return `${prefix}${count}`;
    },
  };
}

/** Words of engines, and members that everything in them has. */
const awkwardNames: readonly string[] = [
  'constructor',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'prototype',
  'order',
  'select',
  'group',
  'user',
  'from',
  'table',
  'limit',
  'end',
  'class',
  'def',
  'None',
  'lambda',
  'self',
  'this',
  'null',
  'undefined',
  'await',
  'default',
  'type',
  'value',
  'model',
  'rule',
  'size',
  'count',
  'all',
  'name',
  'namespace',
  'status',
  'spec',
  'copy',
  'json',
  'schema',
  'dict',
  'str',
  'int',
  'validate',
  'model_config',
  'model_fields',
  'Date',
  'Map',
  'BigInt',
  'x_y',
  'rowid',
  'new',
  'matches',
  'has',
];

/** What limits a type in the end: constrained types are followed. */
export function resolved(world: World, type: TypeSketch): TypeSketch {
  const declaration = type.kind === 'named' ? world.declarations.get(type.name) : undefined;
  return declaration?.kind === 'type' ? resolved(world, declaration.base) : type;
}

/** What can be compared with one another. */
export function familyOf(world: World, type: TypeSketch): string {
  const end = resolved(world, type);
  switch (end.kind) {
    case 'decimal':
      return `decimal ${end.scale}`;
    case 'named':
    case 'reference':
      return `${end.kind} ${end.name}`;
    case 'plain':
      return ['Uuid', 'Url', 'Email', 'Hostname'].includes(end.name) ? 'string' : end.name;
    default:
      return end.kind;
  }
}

/** What is compared as a whole. */
export function isScalar(world: World, type: TypeSketch): boolean {
  const end = resolved(world, type);
  if (end.kind === 'named') return world.declarations.get(end.name)?.kind === 'enum';
  if (end.kind === 'plain') return end.name !== 'Json' && end.name !== 'Secret';
  return end.kind !== 'list' && end.kind !== 'map';
}

/** Of what can be compared, what `<` compares. */
export function hasOrder(world: World, type: TypeSketch): boolean {
  const end = resolved(world, type);
  if (end.kind === 'plain') return end.name !== 'Caller';
  return !['boolean', 'named', 'reference', 'list', 'map'].includes(end.kind);
}

/** The declaration that a type leads to: an enum, a value, a union, an entity. */
export function declarationOf(
  world: World,
  type: TypeSketch,
): DeclarationSketch | (StructureSketch & { readonly kind: 'entity' }) | undefined {
  const end = resolved(world, type);
  if (end.kind !== 'named') return undefined;
  const entity = world.entities.get(end.name);
  return entity ? { ...entity, kind: 'entity' } : world.declarations.get(end.name);
}

/** The type of an aggregate's id. */
export function idTypeOf(world: World, aggregate: string): TypeSketch | undefined {
  const declaration = world.declarations.get(aggregate);
  return declaration?.kind === 'aggregate'
    ? declaration.fields.find(({ role }) => role === 'id')?.type
    : undefined;
}
