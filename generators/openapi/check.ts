import type { Diagnostic } from '../../pim/diagnostic.ts';
import { didYouMean } from '../../pim/near-miss.ts';
import type { Claim, NamedPlace, OpenApiPsm } from './psm.ts';

export function check(psm: OpenApiPsm): readonly Diagnostic[] {
  return [
    ...fileClashes(psm),
    ...psm.documents.flatMap((file) => [
      ...clashes('openapi-name-clash', file.components, (name) => `the schema \`${name}\``),
      ...clashes('openapi-path-clash', file.resources, (path) => `the path \`${path}\``),
    ]),
    ...unknownAggregates(psm),
  ];
}

/** `openapi-file-clash`: two contexts would be written to one file. */
function fileClashes({ documents }: OpenApiPsm): readonly Diagnostic[] {
  const claims = documents.map(({ path, context }) => ({ ...context, claimed: path }));
  return clashes('openapi-file-clash', claims, (path) => `the file \`${path}\``);
}

/**
 * `openapi-name-clash`: one document would hold two schemas of one name: entities of two aggregates,
 * or a declaration and a schema that every document has.
 * `openapi-path-clash`: two aggregates would have one path.
 */
function clashes(
  code: string,
  claims: readonly Claim[],
  describe: (claimed: string) => string,
): readonly Diagnostic[] {
  const first = new Map<string, Claim>();
  return claims.flatMap((claim): readonly Diagnostic[] => {
    const other = first.get(claim.claimed);
    if (!other) {
      first.set(claim.claimed, claim);
      return [];
    }
    return [clash(code, other, claim, describe(claim.claimed))];
  });
}

function clash(code: string, one: NamedPlace, other: NamedPlace, what: string): Diagnostic {
  return {
    code,
    severity: 'error',
    message: `\`${other.element}\` and \`${one.element}\` would both make ${what} of the OpenAPI document`,
    origin: other.nameOrigin,
    related: [{ message: `\`${one.name}\` is declared here`, origin: one.nameOrigin }],
  };
}

/** `openapi-unknown-aggregate`: the marks name an aggregate that the context does not have. */
function unknownAggregates({ documents }: OpenApiPsm): readonly Diagnostic[] {
  return documents.flatMap(({ context, unknownAggregates: unknown }) =>
    unknown.map(
      ({ name, candidates }): Diagnostic => ({
        code: 'openapi-unknown-aggregate',
        severity: 'error',
        message: `The marks for \`openapi\` name \`${name}\`, but \`${context.name}\` has no such aggregate.${didYouMean(name, candidates)}`,
        origin: context.nameOrigin,
        related: [],
      }),
    ),
  );
}
