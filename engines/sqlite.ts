import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { Engine } from './engine.ts';
import type { MakeOutput } from './make-output.ts';
import { type Refusal, type SqlDatabase, type SqlSchema, sqlEngine } from './sql-engine.ts';
import { partChanges, quoted, type SqlRow, type SqlValue } from './sql-rows.ts';

/** SQLite, as Node brings it. */
export function sqliteEngine(make: MakeOutput): Engine {
  return sqlEngine(make, {
    id: 'sqlite',
    title: 'SQLite, with the tables',
    dialect: 'sqlite',
    exceptions: ['entities changed one by one'],
    source: async () => async (schema) => new SqliteDatabase(schema),
  });
}

/** Throws what SQLite says of the script. */
export class SqliteDatabase implements SqlDatabase {
  private readonly database = new DatabaseSync(':memory:');
  private readonly statements = new Map<string, StatementSync>();
  private readonly roots: readonly string[];

  constructor({ script, map }: SqlSchema) {
    this.database.exec(script);
    this.roots = map.tables.filter(({ parent }) => parent === undefined).map(({ name }) => name);
  }

  async insert(rows: readonly SqlRow[]): Promise<Refusal | undefined> {
    const refusal = this.attempt(() => this.insertAll(rows));
    this.clear();
    return refusal;
  }

  async change(before: readonly SqlRow[], rows: readonly SqlRow[]): ReturnType<SqlDatabase['change']> {
    let after: Refusal | undefined;
    for (const order of this.orders(before, rows)) {
      const first = this.attempt(() => this.insertAll(before));
      if (first) return { before: first };
      after = this.attempt(() => {
        for (const step of order) step();
      });
      this.clear();
      if (!after) break;
    }
    return { after };
  }

  /** Rules are asked after each statement: what must come first depends on the rule. */
  private orders(before: readonly SqlRow[], after: readonly SqlRow[]): readonly (readonly (() => void)[])[] {
    const { gone, kept, added } = partChanges(before, after);
    const root = (): void => {
      for (const row of after.slice(0, 1)) this.updateRow(row);
    };
    const drop = (): void => {
      for (const row of gone.toReversed()) this.deleteRow(row);
    };
    const change = (): void => {
      for (const row of kept) this.updateRow(row);
    };
    const add = (): void => {
      for (const row of added) this.insertRow(row);
    };
    if (gone.length + kept.length + added.length === 0) return [[root]];
    return [
      [drop, change, add, root],
      [root, drop, change, add],
      [add, change, drop, root],
      [root, add, change, drop],
    ];
  }

  async close(): Promise<void> {
    this.database.close();
  }

  private clear(): void {
    // Their parts go with them.
    for (const name of this.roots) this.run(`DELETE FROM ${quoted(name)}`);
  }

  private attempt(work: () => void): Refusal | undefined {
    this.database.exec('BEGIN');
    try {
      work();
      this.database.exec('COMMIT');
      return undefined;
    } catch (error) {
      this.database.exec('ROLLBACK');
      if (!(error instanceof Error && 'errcode' in error)) throw error;
      const { message } = error;
      const constraint = /^(?:CHECK constraint failed: )?([A-Za-z0-9_]+)(?::|$)/.exec(message)?.[1];
      return { message, ...(constraint === undefined ? {} : { constraint }) };
    }
  }

  /** Parts of a new aggregate come first. */
  private insertAll(rows: readonly SqlRow[]): void {
    for (const row of rows.toReversed()) this.insertRow(row);
  }

  private insertRow(row: SqlRow): void {
    const { sql, values } = sqliteInsert(row);
    this.run(sql, values);
  }

  private deleteRow(row: SqlRow): void {
    const { where, values } = keyCondition(row);
    this.run(`DELETE FROM ${quoted(row.table.name)} WHERE ${where}`, values);
  }

  private updateRow(row: SqlRow): void {
    const { columns, name } = row.table;
    const sets = columns.map((column) => `${quoted(column.name)} = ?`).join(', ');
    const list = columns.map((column) => sqliteValue(row.values.get(column)));
    const { where, values } = keyCondition(row);
    this.run(`UPDATE ${quoted(name)} SET ${sets} WHERE ${where}`, [...list, ...values]);
  }

  private run(sql: string, values: readonly SQLInputValue[] = []): void {
    this.prepared(sql).run(...values);
  }

  private prepared(sql: string): StatementSync {
    const known = this.statements.get(sql) ?? this.database.prepare(sql);
    this.statements.set(sql, known);
    return known;
  }
}

/** A statement with a mark for each value. */
export function sqliteInsert({ table, values }: SqlRow): {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
} {
  const names = [...values.keys()].map(({ name }) => quoted(name));
  if (names.length === 0) return { sql: `INSERT INTO ${quoted(table.name)} DEFAULT VALUES`, values: [] };
  const marks = names.map(() => '?').join(', ');
  return {
    sql: `INSERT INTO ${quoted(table.name)} (${names.join(', ')}) VALUES (${marks})`,
    values: [...values.values()].map(sqliteValue),
  };
}

function keyCondition({ table, values }: SqlRow): {
  readonly where: string;
  readonly values: readonly SQLInputValue[];
} {
  const columns = table.columns.filter(({ name }) => table.key.includes(name));
  return {
    where: columns.map(({ name }) => `${quoted(name)} = ?`).join(' AND '),
    values: columns.map((column) => sqliteValue(values.get(column))),
  };
}

/** Of JSON its text, of a Boolean a number. */
function sqliteValue(value: SqlValue | undefined): SQLInputValue {
  if (value === undefined) return null;
  return typeof value === 'boolean' ? Number(value) : value;
}
