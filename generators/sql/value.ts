import type { JsonValue } from '../../pim/json.ts';
import type { Structure } from '../../pim/model.ts';
import type { Type } from '../../pim/type.ts';
import type { Computed, JsonPlace } from './dialect.ts';
import type { Column, Table } from './layout.ts';
import type { Piece } from './piece.ts';

/** The row of a table that an expression reads: how its columns are written there. */
export interface Row {
  readonly table: Table;
  reference(column: Column): string;
  /** Where rows that are parts of it are found: what the table of parts is called. */
  partsTable(table: Table): string;
}

/** Where rows are searched for what a value lies in: `resources[uid]`. */
export interface Search {
  readonly from: string;
  readonly where: Piece;
}

/** What an expression comes to, as far as it can be said without its text. */
export type Value =
  | { readonly kind: 'computed'; readonly value: Computed }
  | {
      readonly kind: 'column';
      readonly column: Column;
      readonly row: Row;
      readonly through: readonly Search[];
    }
  | {
      readonly kind: 'json';
      readonly place: JsonPlace;
      readonly type: Type;
      /** Taken for what is absent, where `holder` is there. */
      readonly fallback?: Fallback;
      readonly through: readonly Search[];
    }
  /** A structure whose fields are columns of a row. */
  | {
      readonly kind: 'row';
      readonly row: Row;
      readonly structure: Structure;
      readonly way: readonly string[];
      readonly through: readonly Search[];
    }
  /** Entities that have a table. */
  | { readonly kind: 'rows'; readonly table: Table; readonly row: Row; readonly through: readonly Search[] }
  | {
      readonly kind: 'choice';
      readonly condition: Piece;
      readonly whenTrue: Value;
      readonly whenFalse: Value;
    };

export interface Fallback {
  readonly value: JsonValue;
  /** The object that may itself be absent; nothing is taken then. */
  readonly holder?: JsonPlace;
  /** For a field that shapes of a `one of` value share: the shape's name in its JSON, and where it stands. */
  readonly byShape?: readonly { readonly wire: string; readonly value: JsonValue | undefined }[];
  readonly tag?: JsonPlace;
}
