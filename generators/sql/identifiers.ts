import { words } from '../core/naming.ts';

/** PostgreSQL cuts longer names off, without an error. */
const mostBytes = 63;

/**
 * Words that PostgreSQL (all that `pg_get_keywords` has but the unreserved) or SQLite cannot take for a
 * name everywhere without quotes.
 */
const reserved: ReadonlySet<string> = new Set(
  `add all alter analyse analyze and any array as asc asymmetric authorization autoincrement between bigint binary
  bit boolean both case cast char character check coalesce collate collation column commit concurrently constraint
  create cross current_catalog current_date current_role current_schema current_time current_timestamp current_user
  dec decimal default deferrable delete desc distinct do drop else end escape except exists extract false fetch
  float for foreign freeze from full glob grant greatest group grouping having if ilike in index indexed initially
  inner inout insert int integer intersect interval into is isnull join json json_array json_arrayagg json_exists
  json_object json_objectagg json_query json_scalar json_serialize json_table json_value lateral leading least left
  like limit localtime localtimestamp match merge_action national natural nchar none normalize not nothing notnull
  null nullif numeric offset on only or order out outer over overlaps overlay placing position precision primary
  raise real references regexp returning right row select session_user set setof similar smallint some substring
  symmetric system_user table tablesample then time timestamp to trailing transaction treat trigger trim true union
  unique update user using values varchar variadic verbose when where window with xmlattributes xmlconcat xmlelement
  xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable`.split(/\s+/),
);

/** What means something else even in quotes: rows in triggers, columns of the system, what our own text calls. */
const taken: readonly string[] =
  'new old excluded tableoid xmin xmax cmin cmax ctid rowid oid _rowid_ json_each json_tree pattern_step value found information_schema'.split(
    ' ',
  );

/** A name as it stands in a statement: quoted where it must be. All of ours are lower-case ASCII. */
export function quoted(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) && !reserved.has(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** `lastSync` → `last_sync`. */
export function snakeCase(...names: readonly string[]): string {
  const name = names.flatMap(words).join('_');
  if (name === '') return '_';
  return /^(?:pg_|sqlite_|[0-9])/.test(name) ? `_${name}` : name;
}

/**
 * Gives out names of one namespace, each once. One that is too long, or taken, ends in a number made
 * of what it is for, so that it does not depend on what else there is.
 */
export class NameSpace {
  private readonly given: Set<string>;

  constructor() {
    this.given = new Set(taken);
  }

  give(wanted: string, purpose: string): string {
    let name = wanted;
    if (name.length > mostBytes || this.given.has(name)) {
      const suffix = `_${digest(purpose)}`;
      name = wanted.slice(0, mostBytes - suffix.length) + suffix;
    }
    for (let turn = 2; this.given.has(name); turn += 1) {
      const suffix = `_${digest(`${purpose} ${turn}`)}`;
      name = wanted.slice(0, mostBytes - suffix.length) + suffix;
    }
    this.given.add(name);
    return name;
  }
}

/** FNV-1a in 32 bits, as 8 hexadecimal digits. */
export function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return hash.toString(16).padStart(8, '0');
}
