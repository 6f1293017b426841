import type { PGlite } from '@electric-sql/pglite';
import type { Engine } from './engine.ts';
import type { MakeOutput } from './make-output.ts';
import { type Refusal, type SqlDatabase, type SqlSchema, sqlEngine } from './sql-engine.ts';
import { partChanges, quoted, type SqlMap, type SqlRow } from './sql-rows.ts';

/** PostgreSQL, as PGlite brings it into this process. */
export function postgresEngine(make: MakeOutput): Engine {
  let client: Promise<PGlite> | undefined;
  return sqlEngine(make, {
    id: 'postgres',
    title: 'PostgreSQL, with the tables',
    dialect: 'postgresql',
    source: async () => {
      const pglite = await loadPglite();
      if ('missing' in pglite) return pglite;
      // Starting it takes longer than a thousand questions.
      client ??= pglite.PGlite.create();
      const running = await client;
      return (schema) => PostgresqlDatabase.open(running, schema);
    },
  });
}

async function loadPglite(): Promise<typeof import('@electric-sql/pglite') | { readonly missing: string }> {
  try {
    return await import('@electric-sql/pglite');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
    return { missing: 'PGlite is not installed: `npm install --save-dev @electric-sql/pglite`' };
  }
}

/** What runs SQL in PostgreSQL, and throws what it refuses with the constraint's name. */
export interface PostgresqlClient {
  exec(sql: string): Promise<unknown>;
}

/** Everything that is tried is taken back. */
export class PostgresqlDatabase implements SqlDatabase {
  private readonly client: PostgresqlClient;
  private readonly map: SqlMap;

  private constructor(client: PostgresqlClient, map: SqlMap) {
    this.client = client;
    this.map = map;
  }

  /** Throws what PostgreSQL says of the script. */
  static async open(client: PostgresqlClient, { script, map }: SqlSchema): Promise<PostgresqlDatabase> {
    try {
      await client.exec(script);
    } catch (error) {
      await client.exec('ROLLBACK;');
      throw error;
    }
    return new PostgresqlDatabase(client, map);
  }

  async insert(rows: readonly SqlRow[]): Promise<Refusal | undefined> {
    return this.attempt(rows.map((row) => postgresqlInsert(this.map, row)));
  }

  async change(before: readonly SqlRow[], rows: readonly SqlRow[]): ReturnType<SqlDatabase['change']> {
    const first = await this.attempt(
      before.map((row) => postgresqlInsert(this.map, row)),
      'COMMIT',
    );
    if (first) return { before: first };
    const { gone, kept, added } = partChanges(before, rows);
    const after = await this.attempt([
      ...gone.toReversed().map((row) => `DELETE FROM ${this.target(row)} WHERE ${keyCondition(row)};`),
      ...[...rows.slice(0, 1), ...kept].map((row) => this.update(row)),
      ...added.map((row) => postgresqlInsert(this.map, row)),
    ]);
    const [was] = before;
    if (was) await this.client.exec(`DELETE FROM ${this.target(was)};`);
    return { after };
  }

  async close(): Promise<void> {
    await this.client.exec(`DROP SCHEMA ${quoted(this.map.schema)} CASCADE;`);
  }

  /** What waits for the end of a transaction is asked at its end. */
  private async attempt(
    statements: readonly string[],
    end: 'ROLLBACK' | 'COMMIT' = 'ROLLBACK',
  ): Promise<Refusal | undefined> {
    try {
      await this.client.exec(`BEGIN; ${statements.join(' ')} SET CONSTRAINTS ALL IMMEDIATE; ${end};`);
      return undefined;
    } catch (error) {
      await this.client.exec('ROLLBACK;');
      if (!(error instanceof Error && 'severity' in error)) throw error;
      const { message } = error;
      const named = 'constraint' in error && typeof error.constraint === 'string' ? error : undefined;
      return { message, ...(named ? { constraint: String(named.constraint) } : {}) };
    }
  }

  private target({ table }: SqlRow): string {
    return `${quoted(this.map.schema)}.${quoted(table.name)}`;
  }

  private update(row: SqlRow): string {
    const sets = row.table.columns.map((column) => `${quoted(column.name)} = ${literal(row, column)}`);
    return `UPDATE ${this.target(row)} SET ${sets.join(', ')} WHERE ${keyCondition(row)};`;
  }
}

export function postgresqlInsert({ schema }: SqlMap, row: SqlRow): string {
  const { table, values } = row;
  const target = `${quoted(schema)}.${quoted(table.name)}`;
  if (values.size === 0) return `INSERT INTO ${target} DEFAULT VALUES;`;
  const columns = [...values.keys()];
  const names = columns.map(({ name }) => quoted(name)).join(', ');
  const list = columns.map((column) => literal(row, column)).join(', ');
  return `INSERT INTO ${target} (${names}) VALUES (${list});`;
}

function keyCondition(row: SqlRow): string {
  const { columns, key } = row.table;
  return columns
    .filter(({ name }) => key.includes(name))
    .map((column) => `${quoted(column.name)} = ${literal(row, column)}`)
    .join(' AND ');
}

/** A value with the column's own type: what it is compared with, it is compared with as that. */
function literal({ values }: SqlRow, column: SqlRow['table']['columns'][number]): string {
  const value = values.get(column);
  if (value === undefined) return 'NULL';
  return `'${String(value).replaceAll("'", "''")}'::${column.postgresql}`;
}
