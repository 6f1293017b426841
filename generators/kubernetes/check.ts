import { assertNever } from '../../pim/assert-never.ts';
import type { Diagnostic, DiagnosticKind, RelatedPlace } from '../../pim/diagnostic.ts';
import { didYouMean } from '../../pim/near-miss.ts';
import type { Origin } from '../../pim/origin.ts';
import { budget, type Measure } from './cel-cost.ts';
import {
  column,
  cost,
  idInStatus,
  nameClash,
  objectName,
  recursion,
  shapesDiffer,
  structure,
  unknownAggregate,
  unknownField,
} from './diagnostic-pages.ts';
import { loweringWords } from './lowered-bounds.ts';
import type { ContextProblem, CrdDocument, CrdProblem, KubernetesPsm, TooMuch } from './psm.ts';
import { structuralProblems } from './structural-check.ts';

/** What only this target can object to: marks that fit nothing, recursion, names, the finished documents. */
export function check(psm: KubernetesPsm): readonly Diagnostic[] {
  return [
    ...psm.contextProblems.map(unknownAggregateDiagnostic),
    ...psm.documents.flatMap((document) =>
      document.problems.map((problem) => problemDiagnostic(document, problem)),
    ),
    ...psm.documents.flatMap(structureDiagnostics),
    ...psm.documents.flatMap(costDiagnostics),
    ...clashes(psm),
  ];
}

function unknownAggregateDiagnostic({ context, name, candidates }: ContextProblem): Diagnostic {
  return diagnostic(
    unknownAggregate,
    `The marks of \`${context.name}\` name \`${name}\`, which is no aggregate of it.${didYouMean(name, candidates)}`,
    context.origin,
  );
}

function problemDiagnostic(document: CrdDocument, problem: CrdProblem): Diagnostic {
  const { kind } = document.document.spec.names;
  switch (problem.kind) {
    case 'recursion':
      return diagnostic(
        recursion,
        `A custom resource cannot hold itself: \`${problem.cycle.join('` holds `')}\`.`,
        problem.origin,
        [{ message: `\`${kind}\` becomes a custom resource`, origin: document.origin }],
      );
    case 'shapes differ':
      return diagnostic(
        shapesDiffer,
        `Two shapes of \`${problem.union}\` mean different things by \`${problem.name}\`, and in \`${kind}\` they stand side by side.`,
        problem.origin,
        [{ message: 'The other one', origin: problem.other }],
      );
    case 'unknown field':
      return diagnostic(
        unknownField,
        `The mark \`${problem.mark}\` of \`${kind}\` names \`${problem.name}\`, which is no field of it.${didYouMean(problem.name, problem.candidates)}`,
        document.origin,
      );
    case 'column type':
      return diagnostic(
        column,
        `\`${problem.name}\` cannot be a column of \`${kind}\`: ${problem.found}.`,
        document.origin,
      );
    case 'column not stored':
      return diagnostic(
        column,
        `\`${problem.name}\` cannot be a column of \`${kind}\`: it is derived, and stored only if the mark \`status\` names it.`,
        document.origin,
      );
    case 'id in status':
      return diagnostic(
        idInStatus,
        `\`${problem.name}\` is the id of \`${kind}\`, and an id is never a part of the status.`,
        document.origin,
      );
    case 'id as name':
      return diagnostic(
        objectName,
        `\`${problem.name}\` becomes the name of an object and may have ${problem.refused}: Kubernetes takes at most 253 lower-case letters, digits, \`-\` and \`.\`.`,
        problem.origin,
      );
    default:
      return assertNever(problem);
  }
}

function structureDiagnostics(document: CrdDocument): readonly Diagnostic[] {
  // Without the part that holds itself the document is not whole, and that is said already.
  if (document.problems.some(({ kind }) => kind === 'recursion')) return [];
  return structuralProblems(document.document).map(({ at, problem }) =>
    diagnostic(
      structure,
      `The API server would refuse \`${document.document.spec.names.kind}\`: ${problem}${at === '' ? '' : ` (at ${at})`}.`,
      document.origin,
    ),
  );
}

/**
 * Each rule is affordable; together they must be, or the server would refuse a full object that keeps them all,
 * or the definition itself.
 */
function costDiagnostics({ document, rules, tooMuch, origin }: CrdDocument): readonly Diagnostic[] {
  const { kind } = document.spec.names;
  const costliest = (by: keyof Measure): string => {
    const costly = rules.toSorted((left, right) => right.cost[by] - left.cost[by]).slice(0, 3);
    return [...new Set(costly.map(({ rule }) => `\`${rule}\``))].join(', ');
  };
  const { run, estimate } = tooMuch;
  const ofObject = run
    ? [
        `Judging every rule of a full \`${kind}\` can cost ${run.cost} units, and Kubernetes allows ${budget.perObject}${remedy(run)} The costliest: ${costliest('run')}.`,
      ]
    : [];
  const ofDefinition = estimate
    ? [
        `The API server would refuse \`${kind}\`: it estimates all rules together at ${estimate.cost} units, and allows ${budget.perDefinition}${remedy(estimate)} The costliest: ${costliest('estimate')}.`,
      ]
    : [];
  return [...ofObject, ...ofDefinition].map((message) => diagnostic(cost, message, origin));
}

function remedy({ lower }: TooMuch): string {
  return lower.length > 0
    ? `: ${loweringWords(lower)}.`
    : ', and lower bounds are not enough: shorten patterns (it takes the name of an object for a text of 3 MB), or have fewer rules.';
}

/** Whatever wants the same file as another, and definitions that want the same name in one API group. */
function clashes({ documents, objects }: KubernetesPsm): readonly Diagnostic[] {
  const first = new Map<string, Claimant>();
  const claims = [
    ...documents.flatMap(definitionClaims),
    ...objects.map(({ path, element, origin }) => ({
      claimant: { name: element, origin },
      key: `file ${path}`,
      what: `the file \`${path}\``,
    })),
  ];
  return claims.flatMap(({ claimant, key, what }) => {
    const other = first.get(key);
    if (!other) {
      first.set(key, claimant);
      return [];
    }
    if (other === claimant) return [];
    const message = `\`${claimant.name}\` and \`${other.name}\` both want ${what}.`;
    return [
      diagnostic(nameClash, message, claimant.origin, [{ message: 'the other one', origin: other.origin }]),
    ];
  });
}

interface Claimant {
  readonly name: string;
  readonly origin: Origin;
}

interface NameClaim {
  readonly claimant: Claimant;
  readonly key: string;
  readonly what: string;
}

function definitionClaims({ path, origin, document }: CrdDocument): readonly NameClaim[] {
  const { group, names } = document.spec;
  const claimant = { name: names.kind, origin };
  const resources = new Set([names.plural, names.singular, ...(names.shortNames ?? [])]);
  return [
    { claimant, key: `file ${path}`, what: `the file \`${path}\`` },
    ...[...resources].map((name) => ({
      claimant,
      key: `name ${group} ${name}`,
      what: `the name \`${name}\` in \`${group}\``,
    })),
    ...[names.kind, names.listKind].map((kind) => ({
      claimant,
      key: `kind ${group} ${kind}`,
      what: `the kind \`${kind}\` in \`${group}\``,
    })),
  ];
}

function diagnostic(
  kind: DiagnosticKind,
  message: string,
  origin: Origin,
  related: readonly RelatedPlace[] = [],
): Diagnostic {
  return { ...kind, message, origin, related };
}
