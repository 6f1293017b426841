import type { Diagnostic } from '../../pim/diagnostic.ts';
import { levelsOf } from '../core/schema/declaration-schema.ts';
import { schemaClash, tooDeep } from './diagnostic-pages.ts';
import type { SqlPsm } from './psm.ts';
import { mostParts } from './too-deep.ts';

/** What only this target can object to: two contexts whose marks name one schema, and what cannot be written out. */
export function check(psm: SqlPsm): readonly Diagnostic[] {
  return [...clashes(psm), ...unwritable(psm)];
}

function unwritable(psm: SqlPsm): readonly Diagnostic[] {
  return psm.tooDeep.map(({ name, depth = 1, origin }) => ({
    ...tooDeep,
    message: `\`${name}\` holds itself in so many ways that ${levelsOf(depth)} of it make more than ${mostParts} parts in SQL: lower its \`depth\`, or let it hold a list of itself.`,
    origin,
    related: [],
  }));
}

function clashes(psm: SqlPsm): readonly Diagnostic[] {
  return psm.problems.map(({ schema, context, origin, other }) => ({
    ...schemaClash,
    message: `The contexts \`${context}\` and \`${other.context}\` are both to be the schema \`${schema}\`.`,
    origin,
    related: [{ message: `\`${other.context}\` is declared here`, origin: other.origin }],
  }));
}
