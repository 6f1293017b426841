import type { FieldSketch, TypeSketch } from './sketch.ts';
import { declarationOf, familyOf, resolved, type World } from './world.ts';

/** Something that can be read where an expression stands. */
export interface Path {
  readonly text: string;
  readonly type: TypeSketch;
  /** The steps of it that may be absent, as far as is known. */
  readonly unsure: readonly string[];
}

/** What an expression can read, and what has been made sure of around it. */
export interface Scope {
  readonly roots: readonly Path[];
  /** Texts of paths that are present. */
  readonly known: ReadonlySet<string>;
  /** Of unions by their paths: the shape that they have. */
  readonly shapes: ReadonlyMap<string, string>;
  /** Texts of paths that are not zero. */
  readonly nonZero: ReadonlySet<string>;
}

export function scopeOf(roots: readonly Path[]): Scope {
  return { roots, known: new Set(), shapes: new Map(), nonZero: new Set() };
}

/** What is read by the names of fields, behind a prefix such as `old.`. */
export function fieldRoots(fields: readonly FieldSketch[], prefix = ''): readonly Path[] {
  return fields.map(({ name, type, optional }) => {
    const text = `${prefix}${name}`;
    return { text, type, unsure: optional ? [text] : [] };
  });
}

export function withRoot(scope: Scope, root: Path): Scope {
  return { ...scope, roots: [...scope.roots, root] };
}

/** Where a path is known to be there, with all its steps. */
export function knowing(scope: Scope, path: Path): Scope {
  const known = new Set([...scope.known, ...path.unsure]);
  const isRoot = scope.roots.some(({ text }) => text === path.text);
  // What was looked up is a path from here on, and what was asked for is worth being read.
  return { ...scope, known, roots: isRoot ? scope.roots : [...scope.roots, { ...path, unsure: [] }] };
}

/** Everything that can be read, down to some levels; lists of what maps hold are among it. */
export function pathsOf(world: World, scope: Scope): readonly Path[] {
  return scope.roots.flatMap((root) => within(world, scope, sure(scope, root), 0));
}

function sure({ known }: Scope, path: Path): Path {
  return { ...path, unsure: path.unsure.filter((step) => !known.has(step)) };
}

const deepest = 3;

function within(world: World, scope: Scope, path: Path, level: number): readonly Path[] {
  const end = resolved(world, path.type);
  if (end.kind === 'map' && path.unsure.length === 0) {
    const { key, value, max = 100 } = end;
    return [
      path,
      { text: `${path.text}.keys`, type: { kind: 'list', element: key, max }, unsure: [] },
      { text: `${path.text}.values`, type: { kind: 'list', element: value, max }, unsure: [] },
    ];
  }
  if (level >= deepest) return [path];
  return [
    path,
    ...fieldsAt(world, scope, path).flatMap(({ name, type, optional }) => {
      const text = `${path.text}.${name}`;
      const unsure = [...path.unsure, ...(optional ? [text] : [])];
      return within(world, scope, sure(scope, { text, type, unsure }), level + 1);
    }),
  ];
}

/** The fields that can be read of a path; of a union, those of the shape that it is known to have, or of all. */
function fieldsAt(world: World, { shapes }: Scope, { text, type }: Path): readonly FieldSketch[] {
  const declaration = declarationOf(world, type);
  if (declaration?.kind === 'value' || declaration?.kind === 'entity') return declaration.fields;
  if (declaration?.kind !== 'union') return [];
  const known = declaration.shapes.find(({ name }) => name === shapes.get(text));
  if (known) return known.fields;
  const [first, ...others] = declaration.shapes;
  return (first?.fields ?? []).filter(({ name }) =>
    others.every(({ fields }) => fields.some((field) => field.name === name)),
  );
}

export function isSure({ unsure }: Path): boolean {
  return unsure.length === 0;
}

/** Those of one family, that are there or (not `sure`) may not be. */
export function pathsOfFamily(world: World, scope: Scope, family: string, wantsSure = true): readonly Path[] {
  return pathsOf(world, scope).filter(
    (path) => isSure(path) === wantsSure && familyOf(world, path.type) === family,
  );
}
