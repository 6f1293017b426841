import { quoted } from './identifiers.ts';
import type { Column } from './layout.ts';

const columnTypes = {
  boolean: 'boolean',
  integer: 'bigint',
  number: 'double precision',
  decimal: 'numeric',
  text: 'text',
  uuid: 'uuid',
  date: 'date',
  dateTime: 'timestamptz',
  json: 'jsonb',
} as const;

export function postgresqlType({ scalar }: Column): string {
  return columnTypes[scalar];
}

export function columnList(columns: readonly Column[]): string {
  return columns.map(({ name }) => quoted(name)).join(', ');
}

/** A function in SQL whose answer depends on what it is given alone. */
export function immutable(definition: string): string {
  return definition.replace(/ RETURNS (\w+)/, ' RETURNS $1 LANGUAGE sql IMMUTABLE PARALLEL SAFE');
}
