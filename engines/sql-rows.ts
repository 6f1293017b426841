import { defaultOf } from '../pim/conformance.ts';
import { isJsonObject, type JsonValue } from '../pim/json.ts';
import type { ElementId } from '../pim/model.ts';
import { fieldOf, type ModelIndex } from '../pim/model-index.ts';
import { isText } from '../pim/text.ts';
import { jsonOfText } from './engine.ts';
import { isSpelledNumber, parseSpelled } from './spelled-json.ts';

/** The parts of a `*.map.json` that say where an instance lies. */
export interface SqlMap {
  readonly context: ElementId;
  readonly schema: string;
  readonly tables: readonly SqlTable[];
  readonly constraints: readonly SqlConstraint[];
}

export interface SqlTable {
  readonly name: string;
  /** The aggregate, or the field that holds the entities. */
  readonly element: ElementId;
  readonly path: string;
  readonly parent?: string;
  readonly key: readonly string[];
  readonly columns: readonly SqlColumn[];
}

export interface SqlColumn {
  readonly name: string;
  readonly element: ElementId;
  readonly holds: 'field' | 'parent key' | 'position';
  readonly path: string;
  readonly postgresql: string;
  readonly sqlite: string;
}

export interface SqlConstraint {
  readonly name: string;
  readonly element: ElementId;
  /** JSON pointer into an instance; `*` stands for any item. */
  readonly path: string;
  /** What the user is told when it is broken. */
  readonly message?: string;
}

/** What a column takes: of JSON its text, spelled as it was. */
export type SqlValue = string | number | boolean;

/** One row that is to be written: what is not given is left to the engine. */
export interface SqlRow {
  readonly table: SqlTable;
  readonly values: ReadonlyMap<SqlColumn, SqlValue>;
}

/**
 * The rows of an aggregate, its own first; undefined where the instance is spelled so that no row could hold it,
 * which whoever decodes an instance for a database refuses before: a text for a number, no list of entities.
 * With `index`, what is absent and has a default is given, as whoever sets every column must.
 */
export function rowsOf(
  map: SqlMap,
  aggregate: ElementId,
  instance: string,
  index?: ModelIndex,
): readonly SqlRow[] | undefined {
  const root = map.tables.find(({ element, parent }) => element === aggregate && parent === undefined);
  if (!root) throw new Error(`no table of ${aggregate}`);
  const writer = new RowWriter(map, index);
  try {
    return writer.rows(root, parseSpelled(instance), new Map(), 0);
  } catch (error) {
    if (error instanceof NoRow) return undefined;
    throw error;
  }
}

class NoRow extends Error {}

class RowWriter {
  private readonly map: SqlMap;
  private readonly index: ModelIndex | undefined;

  constructor(map: SqlMap, index: ModelIndex | undefined) {
    this.map = map;
    this.index = index;
  }

  rows(
    table: SqlTable,
    instance: unknown,
    parentKey: ReadonlyMap<number, SqlValue>,
    position: number,
  ): readonly SqlRow[] {
    const values = new Map<SqlColumn, SqlValue>();
    for (const [at, column] of table.columns.entries()) {
      const value =
        column.holds === 'parent key'
          ? parentKey.get(at)
          : column.holds === 'position'
            ? position
            : this.fieldValue(table, column, instance);
      if (value !== undefined) values.set(column, value);
    }
    const key = new Map(
      table.key.flatMap((name, at) => {
        const found = table.columns.find((column) => column.name === name);
        const value = found && values.get(found);
        return value === undefined ? [] : [[at, value] as const];
      }),
    );
    const parts = this.map.tables
      .filter(({ parent }) => parent === table.name)
      .flatMap((part) => {
        const list = lying(instance, part.path.slice(table.path.length + 1, -'/*'.length));
        if (!Array.isArray(list)) throw new NoRow();
        return list.flatMap((item: unknown, place) => this.rows(part, item, key, place));
      });
    return [{ table, values }, ...parts];
  }

  private fieldValue(table: SqlTable, column: SqlColumn, instance: unknown): SqlValue | undefined {
    const given = lying(instance, column.path.slice(table.path.length + 1)) ?? this.default(column);
    if (given === undefined || given === null) return undefined;
    const text = JSON.stringify(given);
    if (column.postgresql === 'jsonb') return text;
    const value = jsonOfText(text);
    if (isHeldBy(column.postgresql, value)) return value;
    throw new NoRow();
  }

  private default({ element }: SqlColumn): JsonValue | undefined {
    return this.index && defaultOf(this.index, fieldOf(this.index, element));
  }
}

/** What lies at the names of a path; all on the way must be objects. */
function lying(instance: unknown, path: string): unknown {
  let value = instance;
  for (const name of path.split('/')) {
    if (!isJsonObject(value) || isSpelledNumber(value)) throw new NoRow();
    value = Object.hasOwn(value, name) ? value[name] : undefined;
  }
  return value;
}

function isHeldBy(type: string, value: JsonValue): value is SqlValue {
  switch (type) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'bigint':
      return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 63;
    case 'double precision':
      return typeof value === 'number' && Number.isFinite(value);
    default:
      return typeof value === 'string' && isText(value);
  }
}

/** What becomes of the rows of parts, in the order in which a part comes after what it is a part of. */
export interface PartChanges {
  readonly gone: readonly SqlRow[];
  readonly kept: readonly SqlRow[];
  readonly added: readonly SqlRow[];
}

export function partChanges(before: readonly SqlRow[], after: readonly SqlRow[]): PartChanges {
  const old = new Map(before.slice(1).map((row) => [keyOf(row), row]));
  const kept: SqlRow[] = [];
  const added: SqlRow[] = [];
  for (const row of after.slice(1)) {
    // What is there twice is added the second time.
    if (old.delete(keyOf(row))) kept.push(row);
    else added.push(row);
  }
  return { gone: [...old.values()], kept, added };
}

/** Of a row and of the same thing at another time. */
function keyOf({ table, values }: SqlRow): string {
  const key = table.columns.filter(({ name }) => table.key.includes(name));
  return JSON.stringify([table.name, ...key.map((column) => values.get(column) ?? null)]);
}

/** A name, as SQL has it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
