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
