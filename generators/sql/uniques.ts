import type { Expression } from '../../pim/expression.ts';
import type { ElementId } from '../../pim/model.ts';
import { type ModelIndex, storedType } from '../../pim/model-index.ts';
import { Compiler } from './compile.ts';
import type { Dialect } from './dialect.ts';
import { quoted, snakeCase } from './identifiers.ts';
import { type Column, type Layout, type Table } from './layout.ts';
import type { Row, Value } from './value.ts';

/** No two rows of a table share these. */
export interface Unique {
  readonly name: string;
  readonly table: Table;
  readonly element: ElementId;
  readonly message: string;
  readonly path: string;
  /** Undefined if not all of it is in columns of its own. */
  readonly columns?: readonly Column[];
  /** What is compared, as SQL. */
  terms(dialect: Dialect, index: ModelIndex): readonly string[];
}

/** Keys of aggregates, and what entities of one list differ in. */
export function uniquesOf(layout: Layout, index: ModelIndex): readonly Unique[] {
  return layout.tables.flatMap((table) => [...keysOf(table, layout), ...uniqueByOf(table, layout, index)]);
}

function keysOf(table: Table, layout: Layout): readonly Unique[] {
  if (table.structure.kind !== 'aggregate') return [];
  const { structure } = table;
  return structure.keys.map((key) => {
    const columns = key.paths.map((path) => columnOf(table, path));
    const isPlain = columns.every((column) => column !== undefined && column.scalar !== 'json');
    const names = key.paths.map((path) => wayOf(path)?.join('.') ?? '');
    const wanted = snakeCase(table.name, ...names, 'key');
    return {
      name: layout.names.give(wanted, key.id),
      table,
      element: key.id,
      message: `No two share the same ${names.join(', ')}`,
      path: '',
      ...(isPlain ? { columns: columns.filter((column) => column !== undefined) } : {}),
      terms: (dialect, index) => termsOf(table, key.paths, dialect, index),
    };
  });
}

function uniqueByOf(table: Table, layout: Layout, index: ModelIndex): readonly Unique[] {
  const { element, parent } = table;
  const type = element.kind === 'field' ? storedType(index, element.type) : undefined;
  if (!parent || type?.kind !== 'list' || !type.uniqueBy) return [];
  const { name } = type.uniqueBy;
  const place = table.places.get(name);
  if (place?.kind !== 'column') return [];
  const own = table.key.slice(0, parent.key.length);
  const wanted = snakeCase(table.name, name, 'key');
  const columns = [...own, place.column];
  return [
    {
      name: layout.names.give(wanted, wanted),
      table,
      element: element.id,
      message: `No two items share the same ${name}`,
      path: table.path.slice(0, -'/*'.length),
      columns,
      terms: () => columns.map((column) => quoted(column.name)),
    },
  ];
}

/** The names on the way from the aggregate to a field; undefined for what is no such way. */
function wayOf(path: Expression): readonly string[] | undefined {
  if (path.kind === 'self') return [];
  if (path.kind !== 'fieldAccess') return undefined;
  const before = wayOf(path.receiver);
  return before && [...before, path.name];
}

function columnOf(table: Table, path: Expression): Column | undefined {
  const place = table.places.get(wayOf(path)?.join('.') ?? '');
  return place?.kind === 'column' ? place.column : undefined;
}

function termsOf(
  table: Table,
  paths: readonly Expression[],
  dialect: Dialect,
  index: ModelIndex,
): readonly string[] {
  const row: Row = {
    table,
    reference: ({ name }) => quoted(name),
    partsTable: ({ name }) => name,
  };
  const self: Value = { kind: 'row', row, structure: table.structure, way: [], through: [] };
  const compiler = new Compiler(index, dialect, { query: () => {}, nullable: () => {}, parts: () => {} });
  return paths.map((path) => compiler.condition(path, { self, parameters: new Map() }).text);
}
