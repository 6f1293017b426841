import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { isJsonObject, type JsonValue } from '../../pim/json.ts';
import { type MapColumn, rowsOf, type SqlMapDocument, type SqlRow } from './sql-rows.ts';

/** What an engine says to an aggregate, or to a change of one. */
export type SqlVerdict =
  | { readonly accepted: true }
  | { readonly accepted: false; readonly constraint?: string; readonly message: string };

/** A database with the schema of one context. */
export interface SqlEngine {
  judge(aggregate: string, instance: JsonValue, old?: JsonValue): SqlVerdict | Promise<SqlVerdict>;
  close(): void | Promise<void>;
}

/** Of what cannot be written into the columns at all. */
export const undecodable: SqlVerdict = { accepted: false, message: 'no row could hold it' };

/** SQLite, as Node brings it. */
export function sqliteEngine(script: string, map: SqlMapDocument): SqlEngine {
  const database = new DatabaseSync(':memory:');
  database.exec(script);
  const run = (sql: string, values: readonly SQLInputValue[] = []): void => {
    const known = prepared.get(sql) ?? database.prepare(sql);
    prepared.set(sql, known);
    known.run(...values);
  };
  const prepared = new Map<string, ReturnType<DatabaseSync['prepare']>>();
  const insert = ({ table, values }: SqlRow): void => {
    const names = [...values.keys()].map(({ name }) => quote(name));
    const marks = names.map(() => '?').join(', ');
    const list = [...values].map(([column, value]) => sqliteValue(column, value));
    if (names.length === 0) run(`INSERT INTO ${quote(table.name)} DEFAULT VALUES`);
    else run(`INSERT INTO ${quote(table.name)} (${names.join(', ')}) VALUES (${marks})`, list);
  };
  const attempt = (work: () => void): SqlVerdict => {
    database.exec('BEGIN');
    try {
      work();
      database.exec('COMMIT');
      return { accepted: true };
    } catch (error) {
      database.exec('ROLLBACK');
      const message = error instanceof Error ? error.message : String(error);
      const constraint = /^(?:CHECK constraint failed: )?([A-Za-z0-9_]+)(?::|$)/.exec(message)?.[1];
      return { accepted: false, message, ...(constraint === undefined ? {} : { constraint }) };
    }
  };
  const clear = (): void => {
    // Their parts go with them.
    for (const { name, parent } of map.tables) if (parent === undefined) run(`DELETE FROM ${quote(name)}`);
  };
  /** Parts of a new aggregate come first: rules are asked after each statement. */
  const insertAll = (rows: readonly SqlRow[]): void => {
    for (const row of rows.toReversed()) insert(row);
  };
  return {
    judge: (aggregate, instance, old) => {
      const rows = rowsOf(map, aggregate, instance);
      if (!rows) return undecodable;
      if (old === undefined) {
        const verdict = attempt(() => insertAll(rows));
        if (verdict.accepted) clear();
        return verdict;
      }
      const before = rowsOf(map, aggregate, old);
      if (!before) throw new Error('the state before cannot be held');
      const first = attempt(() => insertAll(before));
      if (!first.accepted) throw new Error(`the state before is refused: ${first.message}`);
      const orders = [
        (): void => {
          changeParts(before, rows, run, insert);
          updateRoot(rows, run);
        },
        (): void => {
          updateRoot(rows, run);
          changeParts(before, rows, run, insert);
        },
      ];
      const verdicts = orders.map((change) => {
        const verdict = attempt(change);
        if (!verdict.accepted) return verdict;
        clear();
        attempt(() => insertAll(before));
        return verdict;
      });
      clear();
      return verdicts.find(({ accepted }) => accepted) ?? verdicts[0] ?? undecodable;
    },
    close: () => database.close(),
  };
}

/** Puts an aggregate into a database of its context; throws what SQLite refuses. */
export function insertSqlite(
  database: DatabaseSync,
  map: SqlMapDocument,
  aggregate: string,
  instance: JsonValue,
): void {
  for (const { table, values } of rowsOf(map, aggregate, instance)?.toReversed() ?? []) {
    const names = [...values.keys()].map(({ name }) => quote(name));
    const list = [...values].map(([column, value]) => sqliteValue(column, value));
    const marks = names.map(() => '?').join(', ');
    database.prepare(`INSERT INTO ${quote(table.name)} (${names.join(', ')}) VALUES (${marks})`).run(...list);
  }
}

type Run = (sql: string, values?: readonly SQLInputValue[]) => void;

function changeParts(
  before: readonly SqlRow[],
  after: readonly SqlRow[],
  run: Run,
  insert: (row: SqlRow) => void,
): void {
  const keyOf = ({ table, values }: SqlRow): string =>
    JSON.stringify([
      table.name,
      ...[...values].filter(([{ name }]) => table.key.includes(name)).map(([, one]) => one),
    ]);
  const kept = new Set(after.map(keyOf));
  const there = new Set(before.map(keyOf));
  for (const row of before.slice(1).toReversed()) {
    if (!kept.has(keyOf(row))) {
      const { where, values } = sqliteKey(row);
      run(`DELETE FROM ${quote(row.table.name)} WHERE ${where}`, values);
    }
  }
  for (const row of after.slice(1)) {
    if (there.has(keyOf(row))) updateRow(row, run);
    else insert(row);
  }
}

function updateRoot(rows: readonly SqlRow[], run: Run): void {
  const [root] = rows;
  if (root) updateRow(root, run);
}

function updateRow(row: SqlRow, run: Run): void {
  const sets = row.table.columns.map(({ name }) => `${quote(name)} = ?`).join(', ');
  const values = row.table.columns.map((column) => sqliteValue(column, row.values.get(column) ?? null));
  const { where, values: key } = sqliteKey(row);
  run(`UPDATE ${quote(row.table.name)} SET ${sets} WHERE ${where}`, [...values, ...key]);
}

function sqliteKey({ table, values }: SqlRow): { where: string; values: readonly SQLInputValue[] } {
  const columns = table.columns.filter(({ name }) => table.key.includes(name));
  return {
    where: columns.map(({ name }) => `${quote(name)} = ?`).join(' AND '),
    values: columns.map((column) => sqliteValue(column, values.get(column) ?? null)),
  };
}

function sqliteValue(column: MapColumn, value: JsonValue): SQLInputValue {
  if (value === null) return null;
  if (column.postgresql === 'jsonb') return JSON.stringify(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string' || typeof value === 'number') return value;
  throw new Error(`${column.name} cannot hold ${JSON.stringify(value)}`);
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** What runs SQL in PostgreSQL, and throws what it refuses with the constraint's name. */
export interface PostgresqlClient {
  exec(sql: string): Promise<unknown>;
}

/** What puts an aggregate into a schema. */
export function insertPostgresql(map: SqlMapDocument, aggregate: string, instance: JsonValue): string {
  return (rowsOf(map, aggregate, instance) ?? []).map((row) => insertStatement(map, row)).join(' ');
}

function insertStatement({ schema }: SqlMapDocument, { table, values }: SqlRow): string {
  const target = `${quote(schema)}.${quote(table.name)}`;
  if (values.size === 0) return `INSERT INTO ${target} DEFAULT VALUES;`;
  const names = [...values.keys()].map(({ name }) => quote(name)).join(', ');
  const list = [...values].map(([column, value]) => postgresqlValue(column, value)).join(', ');
  return `INSERT INTO ${target} (${names}) VALUES (${list});`;
}

/** PostgreSQL: everything that is tried is taken back. */
export async function postgresqlEngine(
  client: PostgresqlClient,
  script: string,
  map: SqlMapDocument,
): Promise<SqlEngine> {
  await client.exec(script);
  const schema = quote(map.schema);
  const target = ({ table }: SqlRow): string => `${schema}.${quote(table.name)}`;
  const insert = (row: SqlRow): string => insertStatement(map, row);
  const key = ({ table, values }: SqlRow): string =>
    table.columns
      .filter(({ name }) => table.key.includes(name))
      .map((column) => `${quote(column.name)} = ${postgresqlValue(column, values.get(column) ?? null)}`)
      .join(' AND ');
  const update = (row: SqlRow): string => {
    const sets = row.table.columns.map(
      (column) => `${quote(column.name)} = ${postgresqlValue(column, row.values.get(column) ?? null)}`,
    );
    return `UPDATE ${target(row)} SET ${sets.join(', ')} WHERE ${key(row)};`;
  };
  const attempt = async (statements: readonly string[]): Promise<SqlVerdict> => {
    try {
      await client.exec(`BEGIN; ${statements.join(' ')} SET CONSTRAINTS ALL IMMEDIATE; ROLLBACK;`);
      return { accepted: true };
    } catch (error) {
      await client.exec('ROLLBACK;');
      const constraint = isRefusal(error) ? error.constraint : undefined;
      const message = error instanceof Error ? error.message : String(error);
      return { accepted: false, message, ...(constraint === undefined ? {} : { constraint }) };
    }
  };
  return {
    judge: async (aggregate, instance, old) => {
      const rows = rowsOf(map, aggregate, instance);
      if (!rows) return undecodable;
      if (old === undefined) return attempt(rows.map(insert));
      const before = rowsOf(map, aggregate, old);
      const [first, ...parts] = before ?? [];
      if (!before || !first) throw new Error('the state before cannot be held');
      await client.exec(`BEGIN; ${before.map(insert).join(' ')} COMMIT;`);
      const [root, ...others] = rows;
      const drop = parts.toReversed().map((row) => `DELETE FROM ${target(row)} WHERE ${key(row)};`);
      const verdict = await attempt([...drop, ...(root ? [update(root)] : []), ...others.map(insert)]);
      await client.exec(`DELETE FROM ${target(first)};`);
      return verdict;
    },
    close: async () => {
      await client.exec(`DROP SCHEMA ${schema} CASCADE;`);
    },
  };
}

function isRefusal(error: unknown): error is { readonly constraint: string } {
  return (
    typeof error === 'object' &&
    error !== null &&
    'constraint' in error &&
    typeof error.constraint === 'string'
  );
}

function postgresqlValue(column: MapColumn, value: JsonValue): string {
  if (value === null) return 'NULL';
  const text = (given: string): string => `'${given.replaceAll("'", "''")}'`;
  if (column.postgresql === 'jsonb') return `${text(JSON.stringify(value))}::jsonb`;
  if (typeof value === 'string') return `${text(value)}::${column.postgresql}`;
  if (typeof value === 'number') return `${text(String(value))}::${column.postgresql}`;
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  throw new Error(`${column.name} cannot hold ${JSON.stringify(value)}`);
}

/** The document of a map. */
export function mapDocument(content: string): SqlMapDocument {
  const document: unknown = JSON.parse(content);
  if (!isJsonObject(document)) throw new Error('not a map');
  return document as unknown as SqlMapDocument;
}
