import type { DiagnosticKind } from '../../pim/diagnostic.ts';

/**
 * The marks of two contexts name one schema.
 *
 * Each context with aggregates is a schema of its own in PostgreSQL, and a database of its own in SQLite: what is
 * called alike in two contexts are two things. In one schema the tables of the one would be those of the other.
 * Give one of them another mark, or none: the schema is then called like the context.
 *
 * Reported:
 *
 * ```domain
 * model Shop version 1
 * context Sales { aggregate Order { id: Uuid } }
 * context Support { aggregate Order { id: Uuid } }
 * platform sql for Sales { schema: "shop" }
 * platform sql for Support { schema: "shop" }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Shop version 1
 * context Sales { aggregate Order { id: Uuid } }
 * context Support { aggregate Order { id: Uuid } }
 * platform sql for Sales { schema: "shop" }
 * ```
 */
export const schemaClash: DiagnosticKind = { code: 'sql-schema-clash', severity: 'error' };

/**
 * A value that holds itself is too much to be written out in SQL.
 *
 * Neither engine's conditions can call themselves: what a value may hold is written out for each level and each
 * way. With two ways to itself every level doubles that. Lower the `depth`, or let the value hold a list of itself
 * where it has several fields for that.
 *
 * Reported:
 *
 * ```domain
 * model Trees version 1
 * context Wood {
 *   value Tree depth 12 { name: String(1..20), left: Tree?, right: Tree? }
 *   aggregate Forest { id name: String(1..20), oldest: Tree }
 * }
 * ```
 *
 * Mended:
 *
 * ```domain
 * model Trees version 1
 * context Wood {
 *   value Tree depth 12 { name: String(1..20), branches: Tree[0..2] }
 *   aggregate Forest { id name: String(1..20), oldest: Tree }
 * }
 * ```
 */
export const tooDeep: DiagnosticKind = { code: 'sql-too-deep', severity: 'error' };
