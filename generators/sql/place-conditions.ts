import type { ModelIndex } from '../../pim/model-index.ts';
import { Compiler } from './compile.ts';
import { type Condition, conditionsOf } from './conditions.ts';
import { type Dialect, NotExpressible } from './dialect.ts';
import { snakeCase } from './identifiers.ts';
import type { Column, Layout, Table } from './layout.ts';
import type { Piece } from './piece.ts';
import type { Engine } from './psm.ts';
import { type ShapeCall, ShapeWriter } from './shape.ts';
import type { Row } from './value.ts';

/** A condition with its name, and what each engine needs to hold it. */
export interface NamedCondition {
  readonly name: string;
  readonly condition: Condition;
}

/** What a condition reads and holds: it decides where it can stand. */
export interface Traits {
  readonly holdsQuery: boolean;
  readonly mayBeNull: boolean;
  /** Tables of parts that it reads, of the row as it is or as it was. */
  readonly parts: ReadonlySet<Table>;
  /** It reads parts as they were before the change. */
  readonly readsOldParts: boolean;
  readonly reads: readonly { readonly column: Column; readonly isOld: boolean }[];
}

export interface Written extends Traits {
  readonly text: Piece;
}

/** How one engine writes: its dialect, which is told where a query stands, and its rows. */
export interface EngineWriter {
  readonly engine: Engine;
  dialect(query: () => void): Dialect;
  readonly shapeCall: ShapeCall;
  /** What a table of parts is called in a statement; before the change, if `isOld`. */
  tableName(table: Table, isOld: boolean): string;
}

/** Names for the conditions of every table, in their order. */
export function nameConditions(layout: Layout, index: ModelIndex): readonly NamedCondition[] {
  return layout.tables.flatMap((table) =>
    conditionsOf(table, index).map((condition) => {
      const wanted = snakeCase(table.name, ...condition.words);
      const purpose = `${table.name} ${condition.words.join('.')} ${condition.element}`;
      return { name: layout.names.give(wanted, purpose), condition };
    }),
  );
}

export type Reference = (column: Column, isOld: boolean) => string;

/** Writes a condition, its columns as `reference` says. Throws `NotExpressible`. */
export function writeCondition(
  { condition }: NamedCondition,
  writer: EngineWriter,
  index: ModelIndex,
  reference: Reference,
): Written {
  let holdsQuery = false;
  let mayBeNull = false;
  let readsOldParts = false;
  const parts = new Set<Table>();
  const reads = new Map<string, { column: Column; isOld: boolean }>();
  const query = (): void => {
    holdsQuery = true;
  };
  const rowOf = (isOld: boolean): Row => ({
    table: condition.table,
    reference: (column) => {
      if (column.optional || column.scalar === 'json') mayBeNull = true;
      reads.set(`${isOld} ${column.name}`, { column, isOld });
      return reference(column, isOld);
    },
    partsTable: (table) => {
      if (isOld) readsOldParts = true;
      return writer.tableName(table, isOld);
    },
  });
  const compiler = new Compiler(index, writer.dialect(query), {
    query,
    nullable: () => {
      mayBeNull = true;
    },
    parts: (table) => parts.add(table),
  });
  const text = condition.write({
    compiler,
    shapes: new ShapeWriter(compiler, writer.shapeCall),
    self: rowOf(false),
    ...(condition.isTransition ? { old: rowOf(true) } : {}),
  });
  return { text, holdsQuery, mayBeNull, parts, readsOldParts, reads: [...reads.values()] };
}

/** What keeps a condition from being written; undefined if nothing does. */
export function reasonAgainst(write: () => unknown): string | undefined {
  try {
    write();
    return undefined;
  } catch (error) {
    if (error instanceof NotExpressible) return error.message;
    throw error;
  }
}

/**
 * A CHECK takes NULL for true. The limits of a scalar in a column come to NULL only where the column is NULL,
 * which they allow; everything else must be asked whether it is true.
 */
export function mustBeTrue({ condition }: NamedCondition, { mayBeNull }: Traits): boolean {
  return mayBeNull && (condition.kind === 'rule' || condition.isShape);
}
