import type { Diagnostic, DiagnosticKind } from '../../pim/diagnostic.ts';
import { didYouMean } from '../../pim/near-miss.ts';
import { fileClash, nameClash, operationClash, pathClash, unknownAggregate } from './diagnostic-pages.ts';
import type { Claim, NamedPlace, OpenApiPsm } from './psm.ts';

export function check(psm: OpenApiPsm): readonly Diagnostic[] {
  return [
    ...fileClashes(psm),
    ...psm.documents.flatMap((file) => {
      // Two elements that meet in one place meet in all that lie below it, and in what they are called.
      const told = new Set<string>();
      return [
        ...clashes(nameClash, file.components, (name) => `the schema \`${name}\``),
        ...clashes(pathClash, file.paths, (path) => `the path \`${path}\``, told),
        ...clashes(operationClash, file.operations, (id) => `the operation \`${id}\``, told),
      ];
    }),
    ...unknownAggregates(psm),
  ];
}

function fileClashes({ documents }: OpenApiPsm): readonly Diagnostic[] {
  const claims = documents.map(({ path, context }) => ({ ...context, claimed: path }));
  return clashes(fileClash, claims, (path) => `the file \`${path}\``);
}

/** Whatever claims what another one has claimed before it; each pair once. */
function clashes(
  kind: DiagnosticKind,
  claims: readonly Claim[],
  describe: (claimed: string) => string,
  told = new Set<string>(),
): readonly Diagnostic[] {
  const first = new Map<string, Claim>();
  return claims.flatMap((claim): readonly Diagnostic[] => {
    const other = first.get(claim.claimed);
    if (!other) {
      first.set(claim.claimed, claim);
      return [];
    }
    const pair = `${other.element} ${claim.element}`;
    if (told.has(pair)) return [];
    told.add(pair);
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
