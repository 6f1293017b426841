import type { Diagnostic, DiagnosticKind } from '../../pim/diagnostic.ts';
import { didYouMean } from '../../pim/near-miss.ts';
import { fileClash, nameClash, operationClash, pathClash, unknownAggregate } from './diagnostic-pages.ts';
import type { Claim, NamedPlace, OpenApiPsm } from './psm.ts';

export function check(psm: OpenApiPsm): readonly Diagnostic[] {
  return [
    ...fileClashes(psm),
    ...psm.documents.flatMap((file) => [
      ...clashes(nameClash, file.components, (name) => `the schema \`${name}\``),
      ...clashes(pathClash, file.paths, (path) => `the path \`${path}\``),
      ...clashes(operationClash, file.operations, (id) => `the operation \`${id}\``),
    ]),
    ...unknownAggregates(psm),
  ];
}

function fileClashes({ documents }: OpenApiPsm): readonly Diagnostic[] {
  const claims = documents.map(({ path, context }) => ({ ...context, claimed: path }));
  return clashes(fileClash, claims, (path) => `the file \`${path}\``);
}

/** Whatever claims what another one has claimed before it. */
function clashes(
  kind: DiagnosticKind,
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
    return [clash(kind, other, claim, describe(claim.claimed))];
  });
}

function clash(kind: DiagnosticKind, one: NamedPlace, other: NamedPlace, what: string): Diagnostic {
  return {
    ...kind,
    message: `\`${other.element}\` and \`${one.element}\` would both make ${what} of the OpenAPI document.`,
    origin: other.nameOrigin,
    related: [{ message: `\`${one.name}\` is declared here`, origin: one.nameOrigin }],
  };
}

function unknownAggregates({ problems }: OpenApiPsm): readonly Diagnostic[] {
  return problems.map(
    ({ context, name, candidates }): Diagnostic => ({
      ...unknownAggregate,
      message: `The marks for \`openapi\` name \`${name}\`, but \`${context.name}\` has no such aggregate.${didYouMean(name, candidates)}`,
      origin: context.nameOrigin,
      related: [],
    }),
  );
}
