import { literalOf } from './literals.ts';
import { randomOf } from './random.ts';
import {
  type DeclarationSketch,
  type FieldSketch,
  leaf,
  printTerm,
  type RuleSketch,
  type ShapeSketch,
  type Sketch,
  type StructureSketch,
  type Term,
  type TypeSketch,
  whereName,
} from './sketch.ts';
import { createWorld, familyOf, type World } from './world.ts';

/** A sketch without a rule, a field or the `where` of a type, as printed parts name them. */
export function withoutPart({ declarations }: Sketch, path: readonly string[]): Sketch {
  const [name, ...rest] = path;
  return {
    declarations: declarations.map((declaration) =>
      declaration.name === name ? withoutWithin(declaration, rest) : declaration,
    ),
  };
}

function withoutWithin(
  declaration: DeclarationSketch,
  [first, second]: readonly string[],
): DeclarationSketch {
  switch (declaration.kind) {
    case 'type': {
      const { where, ...rest } = declaration;
      return first === whereName ? rest : { ...rest, ...(where ? { where } : {}) };
    }
    case 'enum':
      return declaration;
    case 'union':
      return {
        ...declaration,
        shapes: declaration.shapes.map((one) => (one.name === first ? withoutMember(one, second) : one)),
      };
    case 'value':
      return withoutMember(declaration, first);
    case 'aggregate':
      return second === undefined
        ? withoutMember(declaration, first)
        : {
            ...declaration,
            entities: declaration.entities.map((one) =>
              one.name === first ? withoutMember(one, second) : one,
            ),
          };
  }
}

function withoutMember<Structure extends StructureSketch>(
  structure: Structure,
  name: string | undefined,
): Structure {
  return {
    ...structure,
    fields: structure.fields.filter((field) => field.name !== name),
    rules: structure.rules.filter((rule) => rule.name !== name),
  };
}

/** A field that was a list, a map or a value, and is one of its items or that member now. */
export interface Unwrapped {
  readonly field: string;
  readonly member?: string;
}

/** A sketch that has less in it, and what instances lose with that. */
export interface SmallerSketch {
  readonly sketch: Sketch;
  /** Fields that are gone. */
  readonly without?: readonly string[];
  readonly unwrapped?: Unwrapped;
}

/**
 * Sketches with one thing less, or with one thing simpler, those that lose most first. Not all of them are sound.
 */
export function smallerSketches(sketch: Sketch, how: 'cuts' | 'refinements'): readonly SmallerSketch[] {
  if (how === 'cuts')
    return [...withoutDeclarations(sketch), ...withoutRules(sketch), ...withoutFields(sketch)];
  const world = worldOf(sketch);
  return [...simplerTerms(sketch, world), ...simplerDeclarations(sketch, world)];
}

/** Sketches of which one rule or one field is left, with all that it needs by its text. */
export function soleParts(sketch: Sketch): readonly SmallerSketch[] {
  const structures = structuresOf(sketch);
  const names = structures.flatMap(({ fields, rules }) => [
    ...fields.map(({ name }) => name),
    ...rules.map(({ name }) => name),
  ]);
  const wheres = sketch.declarations.flatMap((one) => (one.kind === 'type' && one.where ? [one.name] : []));
  return [...new Set([...names, ...wheres])].map((name) => withOnly(sketch, name));
}

function withOnly(sketch: Sketch, name: string): SmallerSketch {
  const structures = structuresOf(sketch);
  const types = new Map(
    sketch.declarations.flatMap((one) =>
      one.kind === 'type' && one.where ? [[one.name, one.where] as const] : [],
    ),
  );
  const rule = structures.flatMap(({ rules }) => rules).find((one) => one.name === name);
  const where = types.get(name);
  const needed = new Set([name]);
  const pending = rule ? [printTerm(rule.condition)] : where ? [printTerm(where)] : [name];
  const fields = structures.flatMap((one) => one.fields);
  for (let text = pending.pop(); text !== undefined; text = pending.pop()) {
    for (const word of text.match(/\w+/g) ?? []) {
      const found = fields.filter((field) => field.name === word && !(needed.has(word) && word !== name));
      if (found.length === 0 || (word === name && needed.size > 1 && !rule && !where)) continue;
      needed.add(word);
      for (const { derivation } of found)
        if (derivation && word !== text) pending.push(printTerm(derivation));
    }
  }
  const isKept = (field: FieldSketch): boolean => needed.has(field.name) || field.role === 'id';
  const less = eachStructure(sketch, (structure) => ({
    ...structure,
    fields: structure.fields.filter(isKept),
    rules: structure.rules.filter((one) => one.name === name),
  }));
  const declarations = less.declarations.map((one): DeclarationSketch => {
    if (one.kind !== 'type' || one.name === name) return one;
    const { where: _, ...rest } = one;
    return rest;
  });
  return {
    sketch: { declarations },
    without: fields.filter((field) => !isKept(field)).map((field) => field.name),
  };
}

function worldOf({ declarations }: Sketch): World {
  // Literals that stand for expressions are the same at every attempt.
  const world = createWorld(randomOf('smaller'));
  for (const declaration of declarations) {
    world.declare(declaration);
    if (declaration.kind === 'aggregate')
      for (const entity of declaration.entities) world.declareEntity(entity);
  }
  return world;
}

function withoutDeclarations({ declarations }: Sketch): readonly SmallerSketch[] {
  const whole = declarations.map((gone) => ({
    sketch: { declarations: declarations.filter((one) => one !== gone) },
  }));
  const entities = changed({ declarations }, (one) =>
    one.kind === 'aggregate'
      ? one.entities.map((gone) => ({ ...one, entities: one.entities.filter((entity) => entity !== gone) }))
      : [],
  );
  return [...whole, ...entities];
}

function withoutRules(sketch: Sketch): readonly SmallerSketch[] {
  const wheres = changed(sketch, (one) => {
    if (one.kind !== 'type' || !one.where) return [];
    const { where: _, ...rest } = one;
    return [rest];
  });
  const rules = changedStructures(sketch, (structure) =>
    structure.rules.map((gone) => ({ ...structure, rules: structure.rules.filter((rule) => rule !== gone) })),
  );
  return [...rules, ...wheres];
}

/** Of shapes that share a field, all of them lose it. */
function withoutFields(sketch: Sketch): readonly SmallerSketch[] {
  const names = new Set(structuresOf(sketch).flatMap(({ fields }) => fields.map(({ name }) => name)));
  return [...names].map((without) => ({
    sketch: eachStructure(sketch, (structure) => ({
      ...structure,
      fields: structure.fields.filter(({ name }) => name !== without),
    })),
    without: [without],
  }));
}

function simplerDeclarations(sketch: Sketch, world: World): readonly SmallerSketch[] {
  const declarations = changed(sketch, (one): readonly DeclarationSketch[] => {
    if (one.kind === 'enum' && one.literals.length > 1) {
      return one.literals.map((gone) => ({
        ...one,
        literals: one.literals.filter((literal) => literal !== gone),
      }));
    }
    if (one.kind === 'union') {
      const { by, ...rest } = one;
      return [
        ...(one.shapes.length > 1
          ? one.shapes.map((gone) => ({ ...one, shapes: one.shapes.filter((shape) => shape !== gone) }))
          : []),
        ...(by === undefined ? [] : [rest]),
        ...one.shapes.flatMap((shape) => {
          if (shape.wire === undefined) return [];
          const { wire: _, ...plain } = shape;
          return [{ ...one, shapes: one.shapes.map((other) => (other === shape ? plain : other)) }];
        }),
      ];
    }
    if (one.kind === 'value' && one.depth !== undefined) {
      const { depth: _, ...rest } = one;
      return [rest];
    }
    return [];
  });
  const fields = structuresOf(sketch)
    .flatMap((structure) => structure.fields)
    .flatMap((field) =>
      simplerFields(field, world).map(({ simpler: other, unwrapped }) => ({
        sketch: eachStructure(sketch, (structure) => ({
          ...structure,
          fields: structure.fields.map((one) => (one.name === field.name ? other : one)),
        })),
        ...(unwrapped ? { unwrapped: { field: field.name, ...unwrapped } } : {}),
      })),
    );
  const messages = changedStructures(sketch, (structure) =>
    structure.rules.flatMap((rule) => {
      const { message, ...rest } = rule;
      return message === undefined ? [] : [replacedRule(structure, rule, rest)];
    }),
  );
  return [...declarations, ...fields, ...messages];
}

interface SimplerField {
  readonly simpler: FieldSketch;
  readonly unwrapped?: Omit<Unwrapped, 'field'>;
}

function simplerFields(field: FieldSketch, world: World): readonly SimplerField[] {
  const { default: value, ...without } = field;
  const { type } = field;
  const declared = type.kind === 'named' ? world.declarations.get(type.name) : undefined;
  const members = declared?.kind === 'value' ? declared.fields.filter(({ role }) => role === 'data') : [];
  return [
    ...(value === undefined ? [] : [{ simpler: without }]),
    ...(field.optional && field.role !== 'derived' ? [{ simpler: { ...field, optional: false } }] : []),
    // What ids may be is where engines differ for reasons of their own.
    ...(field.role === 'id' ? [] : simplerTypes(type, world)).map((other) => ({
      simpler: { ...without, type: other },
    })),
    ...(type.kind === 'list' ? [{ simpler: { ...without, type: type.element }, unwrapped: {} }] : []),
    ...(type.kind === 'map' ? [{ simpler: { ...without, type: type.value }, unwrapped: {} }] : []),
    ...members.map((member) => ({
      simpler: { ...without, type: member.type, optional: field.optional || member.optional },
      unwrapped: { member: member.name },
    })),
  ];
}

function simplerTypes(type: TypeSketch, world: World): readonly TypeSketch[] {
  const declared = type.kind === 'named' ? world.declarations.get(type.name) : undefined;
  if (declared?.kind === 'type' && !declared.where) return [declared.base];
  if (type.kind === 'string' && type.pattern !== undefined) return [{ kind: 'string', min: 0, max: 20 }];
  if (type.kind !== 'list') return [];
  const { unique, uniqueBy, ...rest } = type;
  return unique || uniqueBy !== undefined ? [rest] : [];
}

/** Expressions in which a part stands for the whole, or a literal for either. */
function simplerTerms(sketch: Sketch, world: World): readonly SmallerSketch[] {
  const ofRules = changedStructures(sketch, (structure) => [
    ...structure.rules.flatMap((rule) =>
      simpler(rule.condition, world).map((condition) =>
        replacedRule(structure, rule, { ...rule, condition }),
      ),
    ),
    ...structure.fields.flatMap((field) =>
      field.derivation
        ? simpler(field.derivation, world).map((derivation) => ({
            ...structure,
            fields: structure.fields.map((other) => (other === field ? { ...field, derivation } : other)),
          }))
        : [],
    ),
  ]);
  const ofTypes = changed(sketch, (one) =>
    one.kind === 'type' && one.where ? simpler(one.where, world).map((where) => ({ ...one, where })) : [],
  );
  return [...ofRules, ...ofTypes];
}

function replacedRule<Structure extends StructureSketch>(
  structure: Structure,
  rule: RuleSketch,
  other: RuleSketch,
): Structure {
  return { ...structure, rules: structure.rules.map((one) => (one === rule ? other : one)) };
}

/** A term with something smaller in place of one of its parts, or of itself. */
export function simpler(term: Term, world: World): readonly Term[] {
  const family = familyOf(world, term.type);
  const inside = descendants(term).filter((one) => familyOf(world, one.type) === family);
  const literal = term.parts.length > 0 ? literalOf(world, term.type) : undefined;
  const truths =
    family === 'boolean' && term.parts.length > 0 ? [leaf(term.type, 'true'), leaf(term.type, 'false')] : [];
  const here = [
    ...truths,
    ...inside.toSorted((one, other) => lengthOf(one) - lengthOf(other)),
    ...(literal ? [literal] : []),
  ];
  const within = term.parts.flatMap((part, at) =>
    simpler(part, world).map((smaller) => ({
      ...term,
      parts: term.parts.map((one, place) => (place === at ? smaller : one)),
    })),
  );
  return [...here.filter((one) => lengthOf(one) < lengthOf(term)), ...within];
}

function lengthOf(term: Term): number {
  return printTerm(term).length;
}

function descendants({ parts }: Term): readonly Term[] {
  return parts.flatMap((part) => [part, ...descendants(part)]);
}

/** The sketch with each other form of one declaration. */
function changed(
  { declarations }: Sketch,
  forms: (declaration: DeclarationSketch) => readonly DeclarationSketch[],
): readonly SmallerSketch[] {
  return declarations.flatMap((declaration) =>
    forms(declaration).map((form) => ({
      sketch: { declarations: declarations.map((one) => (one === declaration ? form : one)) },
    })),
  );
}

/** The sketch with each other form of one structure, wherever it stands. */
function changedStructures(
  sketch: Sketch,
  forms: <Structure extends StructureSketch>(structure: Structure) => readonly Structure[],
): readonly SmallerSketch[] {
  return changed(sketch, (one): readonly DeclarationSketch[] => {
    switch (one.kind) {
      case 'value':
        return forms(one);
      case 'aggregate':
        return [
          ...forms(one),
          ...one.entities.flatMap((entity) =>
            forms(entity).map((form) => ({
              ...one,
              entities: one.entities.map((other) => (other === entity ? form : other)),
            })),
          ),
        ];
      case 'union':
        return one.shapes.flatMap((shape) =>
          forms<ShapeSketch>(shape).map((form) => ({
            ...one,
            shapes: one.shapes.map((other) => (other === shape ? form : other)),
          })),
        );
      default:
        return [];
    }
  });
}

function eachStructure(
  { declarations }: Sketch,
  change: <Structure extends StructureSketch>(structure: Structure) => Structure,
): Sketch {
  return {
    declarations: declarations.map((one): DeclarationSketch => {
      if (one.kind === 'value') return change(one);
      if (one.kind === 'union') return { ...one, shapes: one.shapes.map((shape) => change(shape)) };
      return one.kind === 'aggregate'
        ? change({ ...one, entities: one.entities.map((entity) => change(entity)) })
        : one;
    }),
  };
}

function structuresOf({ declarations }: Sketch): readonly StructureSketch[] {
  return declarations.flatMap((one): readonly StructureSketch[] => {
    if (one.kind === 'value') return [one];
    if (one.kind === 'union') return one.shapes;
    return one.kind === 'aggregate' ? [one, ...one.entities] : [];
  });
}
