import { isJsonObject, type JsonValue, member } from '../../pim/json.ts';
import { isText } from '../../pim/text.ts';

/** The parts of a `*.map.json` that are read here. */
export interface SqlMapDocument {
  readonly context: string;
  readonly schema: string;
  readonly tables: readonly MapTable[];
  readonly constraints: readonly { readonly name: string; readonly element: string; readonly path: string }[];
}

export interface MapTable {
  readonly name: string;
  readonly element: string;
  readonly path: string;
  readonly parent?: string;
  readonly key: readonly string[];
  readonly columns: readonly MapColumn[];
}

export interface MapColumn {
  readonly name: string;
  readonly holds: 'field' | 'parent key' | 'position';
  readonly path: string;
  readonly postgresql: string;
  readonly sqlite: string;
}

/** One row that is to be written: what is not given is left to the engine. */
export interface SqlRow {
  readonly table: MapTable;
  readonly values: ReadonlyMap<MapColumn, JsonValue>;
}

/**
 * The rows of an aggregate, its own first; undefined where the instance is spelled so that no row could hold
 * it, which whoever decodes an instance for a database refuses before: a text for a number, no list of entities.
 */
export function rowsOf(
  map: SqlMapDocument,
  aggregate: string,
  instance: JsonValue,
): readonly SqlRow[] | undefined {
  const root = map.tables.find(({ element, parent }) => element === aggregate && parent === undefined);
  if (!root) throw new Error(`no table of ${aggregate}`);
  try {
    return tableRows(map, root, instance, new Map());
  } catch (error) {
    if (error instanceof NoRow) return undefined;
    throw error;
  }
}

class NoRow extends Error {}

function tableRows(
  map: SqlMapDocument,
  table: MapTable,
  instance: JsonValue,
  parentKey: ReadonlyMap<number, JsonValue>,
  position = 0,
): readonly SqlRow[] {
  const values = new Map<MapColumn, JsonValue>();
  for (const [at, column] of table.columns.entries()) {
    const value = valueOf(table, column, instance, parentKey.get(at), position);
    if (value !== undefined && value !== null) values.set(column, value);
  }
  const own: SqlRow = { table, values };
  const key = new Map(
    table.key.flatMap((name, at) => {
      const found = table.columns.find((column) => column.name === name);
      const value = found && values.get(found);
      return value === undefined ? [] : [[at, value] as const];
    }),
  );
  const parts = map.tables
    .filter(({ parent }) => parent === table.name)
    .flatMap((part) => {
      const list = lying(instance, part.path.slice(table.path.length + 1, -'/*'.length));
      if (!Array.isArray(list)) throw new NoRow();
      return list.flatMap((item: JsonValue, place) => tableRows(map, part, item, key, place));
    });
  return [own, ...parts];
}

function valueOf(
  table: MapTable,
  column: MapColumn,
  instance: JsonValue,
  parentKey: JsonValue | undefined,
  position: number,
): JsonValue | undefined {
  if (column.holds === 'parent key') return parentKey;
  if (column.holds === 'position') return position;
  const value = lying(instance, column.path.slice(table.path.length + 1));
  if (value === undefined || value === null || fits(column.postgresql, value)) return value;
  throw new NoRow();
}

/** What lies at the names of a path; all on the way must be objects. */
function lying(instance: JsonValue, path: string): JsonValue | undefined {
  let value: JsonValue | undefined = instance;
  for (const name of path.split('/')) {
    if (!isJsonObject(value)) throw new NoRow();
    value = member(value, name);
  }
  return value;
}

function fits(type: string, value: JsonValue): boolean {
  switch (type) {
    case 'jsonb':
      return true;
    case 'boolean':
      return typeof value === 'boolean';
    case 'bigint':
      return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 63;
    case 'double precision':
      return typeof value === 'number';
    default:
      return typeof value === 'string' && isText(value);
  }
}
