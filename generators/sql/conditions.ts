import type { Expression } from '../../pim/expression.ts';
import type { ElementId, Rule, Structure } from '../../pim/model.ts';
import {
  constrainedTypesOf,
  declarationOf,
  idFieldOf,
  type ModelIndex,
  storedFieldsOf,
  storedType,
  structureOfType,
  unionOfType,
} from '../../pim/model-index.ts';
import type { Type } from '../../pim/type.ts';
import { lifecycleRule } from '../core/lifecycle-rule.ts';
import type { Compiler } from './compile.ts';
import { describeType } from './describe-type.ts';
import type { JsonPlace } from './dialect.ts';
import type { Column, Table } from './layout.ts';
import { all, any, compared, denied, levels, type Piece, piece } from './piece.ts';
import { type Around, inside, nestedIn, type ShapeWriter, withinSize } from './shape.ts';
import type { Row, Value } from './value.ts';

/** Something that every row of a table keeps, and how it is written. */
export interface Condition {
  readonly table: Table;
  /** The words of its name, behind the table's. */
  readonly words: readonly string[];
  /** The rule, lifecycle or field that asks for it. */
  readonly element: ElementId;
  readonly kind: 'rule' | 'lifecycle' | 'type' | 'size';
  readonly message: string;
  /** JSON pointer into an instance of the aggregate. */
  readonly path: string;
  readonly isTransition: boolean;
  /** True if it asks what shape JSON has, which is to be known before anything reads it. */
  readonly isShape: boolean;
  write(writer: Writer): Piece;
}

/** What a condition is written with: `self` and `old` are rows of its table. */
export interface Writer {
  readonly compiler: Compiler;
  readonly shapes: ShapeWriter;
  readonly self: Row;
  readonly old?: Row;
}

/** Everything that a row of the table keeps: of its columns first, then of what they are parts of. */
export function conditionsOf(table: Table, index: ModelIndex): readonly Condition[] {
  return [
    ...table.columns.filter(({ use }) => use === 'field').flatMap((column) => ofColumn(table, column, index)),
    ...structuresIn(table).flatMap(({ structure, way }) =>
      structure.rules.map((rule) => ofStructure(table, way, rule)),
    ),
    ...lifecyclesOf(table, index),
    ...sizesOf(table, index),
  ];
}

/** The table's own structure, and those whose fields are among its columns. */
function structuresIn(table: Table): readonly { structure: Structure; way: readonly string[] }[] {
  const inner = [...table.places].flatMap(([name, place]) =>
    place.kind === 'structure' ? [{ structure: place.structure, way: name.split('.') }] : [],
  );
  return [...inner, { structure: table.structure, way: [] }];
}

function selfOf(row: Row, way: readonly string[], structure: Structure): Value {
  return { kind: 'row', row, structure, way, through: [] };
}

function ofStructure(table: Table, way: readonly string[], rule: Rule): Condition {
  const structure = way.length === 0 ? table.structure : placedStructure(table, way);
  return {
    ...base(table, rule.id),
    words: [...way, rule.name],
    kind: 'rule',
    message: rule.message,
    path: [table.path, ...way].join('/'),
    isTransition: rule.transition,
    write: ({ compiler, self, old }) => ruleText(compiler, rule.condition, self, old, way, structure),
  };
}

function ruleText(
  compiler: Compiler,
  condition: Expression,
  self: Row,
  old: Row | undefined,
  way: readonly string[],
  structure: Structure,
): Piece {
  return compiler.condition(condition, {
    self: selfOf(self, way, structure),
    ...(old ? { old: selfOf(old, way, structure) } : {}),
    parameters: new Map(),
  });
}

function placedStructure(table: Table, way: readonly string[]): Structure {
  const place = table.places.get(way.join('.'));
  if (place?.kind !== 'structure') throw new Error(`\`${way.join('.')}\` has no columns; please report this`);
  return place.structure;
}

function base(table: Table, element: ElementId) {
  return { table, element, isTransition: false, isShape: false } as const;
}

function ofColumn(table: Table, column: Column, index: ModelIndex): readonly Condition[] {
  const { path } = column;
  const way = path.slice(table.path.length + 1).split('/');
  const optional = (test: Piece, row: Row): Piece =>
    column.optional ? any([piece(`${row.reference(column)} IS NULL`, levels.compare), test]) : test;
  const shape: Condition = {
    ...base(table, column.element.id),
    words: way,
    kind: 'type',
    message: describeType(column.type, index),
    path,
    isShape: column.scalar === 'json',
    write: ({ shapes, self }) => {
      const tests =
        column.scalar === 'json'
          ? [shapes.document(column.type, self.reference(column))]
          : shapes.column(column.type, self.reference(column));
      return tests.length === 0 ? piece('TRUE') : optional(all(tests), self);
    },
  };
  if (column.scalar === 'json') return [shape, ...insideJson(table, column, way, optional, index)];
  const wheres = wheresOf(index, column.type).map(
    (rule): Condition => ({
      ...base(table, rule.id),
      words: [...way, rule.name],
      kind: 'rule',
      message: rule.message,
      path,
      write: ({ compiler, self }) => {
        const value: Value = { kind: 'column', column, row: self, through: [] };
        return optional(compiler.condition(rule.condition, { self: value, parameters: new Map() }), self);
      },
    }),
  );
  return [shape, ...wheres];
}

/** The `where`s of the constrained types that a type goes through, those of a referred id too. */
function wheresOf(index: ModelIndex, type: Type): readonly Rule[] {
  const own = constrainedTypesOf(index, type).flatMap(({ constraint }) => (constraint ? [constraint] : []));
  const last = constrainedTypesOf(index, type).at(-1)?.base ?? type;
  if (last.kind !== 'reference') return own;
  const aggregate = declarationOf(index, last.aggregate);
  const id = aggregate.kind === 'aggregate' ? idFieldOf(aggregate) : undefined;
  return id ? [...own, ...wheresOf(index, id.type)] : own;
}

/** A rule for each that holds for something inside of a column of JSON. */
function insideJson(
  table: Table,
  column: Column,
  way: readonly string[],
  optional: (test: Piece, row: Row) => Piece,
  index: ModelIndex,
): readonly Condition[] {
  const rules = rulesInside(index, column.type);
  return rules.map(
    (rule): Condition => ({
      ...base(table, rule.id),
      words: [...way, rule.name],
      kind: 'rule',
      message: rule.message,
      path: column.path,
      write: ({ compiler, self }) => {
        const place = { base: self.reference(column), path: [], kind: 'column' as const };
        const found = heldEverywhere(compiler, rule, column.type, place, new Map());
        return optional(all(found), self);
      },
    }),
  );
}

/** Rules of what a type may hold, each once; none that is about a change, which no part of JSON has. */
function rulesInside(index: ModelIndex, type: Type): readonly Rule[] {
  const rules = new Map<ElementId, Rule>();
  const seen = new Set<ElementId>();
  const walk = (one: Type): void => {
    for (const rule of wheresOf(index, one)) rules.set(rule.id, rule);
    const stored = storedType(index, one);
    if (stored.kind === 'list') walk(stored.element);
    if (stored.kind === 'map') {
      walk(stored.key);
      walk(stored.value);
    }
    for (const structure of structuresOfType(index, stored)) {
      if (seen.has(structure.id)) continue;
      seen.add(structure.id);
      for (const field of storedFieldsOf(structure)) walk(field.type);
      for (const rule of structure.rules) if (!rule.transition) rules.set(rule.id, rule);
    }
  };
  walk(type);
  return [...rules.values()];
}

function structuresOfType(index: ModelIndex, type: Type): readonly Structure[] {
  const structure = structureOfType(index, type);
  return structure ? [structure] : (unionOfType(index, type)?.alternatives ?? []);
}

/** That a rule holds wherever it applies in what lies at a place; empty if it applies nowhere. */
function heldEverywhere(
  compiler: Compiler,
  rule: Rule,
  type: Type,
  place: JsonPlace,
  around: Around,
): readonly Piece[] {
  const { index, dialect } = compiler;
  if (!rulesInside(index, type).some(({ id }) => id === rule.id)) return [];
  const self: Value = { kind: 'json', place, type, through: [] };
  const own = wheresOf(index, type)
    .filter(({ id }) => id === rule.id)
    .map(() => compiler.condition(rule.condition, { self, parameters: new Map() }));
  const stored = storedType(index, type);
  if (stored.kind === 'list') {
    const rows = dialect.items(place, compiler.alias('item'));
    return [
      ...own,
      ...every(compiler, rows.from, heldEverywhere(compiler, rule, stored.element, rows.item, around)),
    ];
  }
  if (stored.kind === 'map') {
    const rows = dialect.members(place, compiler.alias('entry'));
    const key: Value = { kind: 'computed', value: { ...rows.key, form: 'text' } };
    const keys = wheresOf(index, stored.key)
      .filter(({ id }) => id === rule.id)
      .map(() => compiler.condition(rule.condition, { self: key, parameters: new Map() }));
    const values = heldEverywhere(compiler, rule, stored.value, rows.item, around);
    return [...own, ...every(compiler, rows.from, [...keys, ...values])];
  }
  const union = unionOfType(index, stored);
  if (union) {
    const tag = dialect.json(inside(place, union.discriminator), 'text');
    const shapes = union.alternatives.flatMap((one) => {
      const tests = inStructure(compiler, rule, one, place, around);
      const isOther = compared(tag, '<>', dialect.literal(one.wire, 'text', 0));
      return tests.length === 0 ? [] : [any([isOther, all(tests)])];
    });
    return [...own, ...shapes];
  }
  const structure = structureOfType(index, stored);
  return structure ? [...own, ...inStructure(compiler, rule, structure, place, around)] : own;
}

function inStructure(
  compiler: Compiler,
  rule: Rule,
  structure: Structure,
  place: JsonPlace,
  around: Around,
): readonly Piece[] {
  const { dialect } = compiler;
  if (structure.kind === 'value' && structure.depth !== undefined) {
    if ((around.get(structure.id) ?? 0) > structure.depth) return [];
  }
  const nested = structure.kind === 'value' ? nestedIn(around, structure) : around;
  const fields = storedFieldsOf(structure).flatMap((field) => {
    const member = inside(place, field.name);
    const tests = heldEverywhere(compiler, rule, field.type, member, nested);
    if (tests.length === 0) return [];
    if (!field.optional && field.default === undefined) return tests;
    return [any([denied(dialect.isPresent(member)), all(tests)])];
  });
  if (!structure.rules.some(({ id }) => id === rule.id)) return fields;
  const type: Type = { kind: 'named', id: structure.id, origin: structure.nameOrigin };
  const self: Value = { kind: 'json', place, type, through: [] };
  return [...fields, compiler.condition(rule.condition, { self, parameters: new Map() })];
}

function every(compiler: Compiler, from: string, tests: readonly Piece[]): readonly Piece[] {
  return tests.length === 0 ? [] : [compiler.every({ from, where: [] }, all(tests))];
}

function lifecyclesOf(table: Table, index: ModelIndex): readonly Condition[] {
  const { structure } = table;
  if (structure.kind !== 'aggregate') return [];
  return structure.lifecycles.flatMap((lifecycle): readonly Condition[] => {
    const rule = lifecycleRule(lifecycle, structure, index);
    if (!rule) return [];
    return [
      {
        ...base(table, rule.id),
        words: [lifecycle.field.name, 'moves'],
        kind: 'lifecycle',
        message: rule.message,
        path: `${table.path}/${lifecycle.field.name}`,
        isTransition: true,
        write: ({ compiler, self, old }) => ruleText(compiler, rule.condition, self, old, [], structure),
      },
    ];
  });
}

/** How many entities there may be in each list that is a table. */
function sizesOf(table: Table, index: ModelIndex): readonly Condition[] {
  return [...table.places.values()].flatMap((place): readonly Condition[] => {
    if (place.kind !== 'table' || place.table.element.kind !== 'field') return [];
    const { element: field } = place.table;
    const type = storedType(index, field.type);
    if (type.kind !== 'list') return [];
    const { min, max } = type.size;
    return [
      {
        ...base(table, field.id),
        words: [field.name, 'count'],
        kind: 'size',
        message: describeType(type, index),
        path: `${table.path}/${field.name}`,
        write: ({ compiler, self }) => {
          const rows: Value = { kind: 'rows', table: place.table, row: self, through: [] };
          const source = compiler.sourceOf(rows, field.type, 'item');
          const where = all(source.where).text;
          return withinSize(compiler.query(`(SELECT count(*) FROM ${source.from} WHERE ${where})`), min, max);
        },
      },
    ];
  });
}
