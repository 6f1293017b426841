import { defineTarget, type Symbols } from '../core/target.ts';
import { check } from './check.ts';
import { emit } from './emit.ts';
import { enforce, unheldLimits } from './enforce.ts';
import { marksSchema } from './marks.ts';
import { engines, type SqlPsm } from './psm.ts';
import { transform } from './transform.ts';

/** The symbol of an aggregate or entity is its table, in the script for PostgreSQL. */
function symbols(psm: SqlPsm): Symbols {
  return new Map(psm.tables.map(({ element, name, path }) => [element, { name, from: path }]));
}

export const sql = defineTarget<SqlPsm>({
  id: 'sql',
  title: 'PostgreSQL and SQLite tables that keep every rule',
  marks: marksSchema,
  needs: [],
  dialects: engines,
  transform,
  symbols,
  enforce,
  unheldLimits,
  check,
  emit,
});
