import type { Diagnostic } from '../../pim/diagnostic.ts';
import { schemaClash } from './diagnostic-pages.ts';
import type { SqlPsm } from './psm.ts';

/** What only this target can object to: two contexts whose marks name one schema. */
export function check(psm: SqlPsm): readonly Diagnostic[] {
  return psm.problems.map(({ schema, context, origin, other }) => ({
    ...schemaClash,
    message: `The contexts \`${context}\` and \`${other.context}\` are both to be the schema \`${schema}\`.`,
    origin,
    related: [{ message: `\`${other.context}\` is declared here`, origin: other.origin }],
  }));
}
