import { checkMarks } from '../generators/core/marks.ts';
import type { Target } from '../generators/core/target.ts';
import { type Transformed, transformInSteps } from '../generators/core/transform-model.ts';
import { compareDiagnostics, type Diagnostic, hasErrors } from '../pim/diagnostic.ts';
import { indexModel, type ModelIndex } from '../pim/model-index.ts';
import type { Origin } from '../pim/origin.ts';
import { checkInSteps } from '../validators/check-model.ts';
import { modelChecks } from '../validators/model-checks.ts';
import { withoutIgnored } from './ignores.ts';
import { fromFolder, type LoadedModel, loadModels, type SourceText } from './load-models.ts';

export interface AnalysedModel {
  readonly index: ModelIndex;
  /** The files it is written in, sorted, relative to the root. */
  readonly files: readonly string[];
  /** What its origins are relative to: the innermost folder of its files, ending in `/`, or empty. */
  readonly folder: string;
  /** True if nothing about it is an error: only then can anything be made of it. */
  readonly sound: boolean;
  /** What the wanted targets made of it, ready to be emitted; empty unless the model itself is right. */
  readonly transformed: readonly Transformed[];
}

export interface Analysis {
  readonly models: readonly AnalysedModel[];
  /** Everything that was found, in the order of the sources. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface AnalysisRun {
  /** In an order in which each comes after those it needs. Marks of all of them are checked. */
  readonly targets: readonly Target[];
  /** Ids of the targets that are transformed and have their say; all without it. */
  readonly wanted?: ReadonlySet<string> | undefined;
}

/** Parses, resolves and checks: what the editor and every command run before they do anything else. */
export function analyseSources(sources: readonly SourceText[], run: AnalysisRun): Analysis {
  const loaded = loadModels(sources);
  const models = loaded.models.map((one) => analyseModel(one, sources, run));
  return {
    models: models.map(({ model }) => model),
    diagnostics: [...loaded.diagnostics, ...models.flatMap(({ diagnostics }) => diagnostics)].toSorted(
      compareDiagnostics,
    ),
  };
}

function analyseModel(loaded: LoadedModel, sources: readonly SourceText[], run: AnalysisRun): ModelAnalysis {
  return withoutPauses(analyseInSteps(loaded, sources, run));
}

/** A model and everything that was found about it. */
export interface ModelAnalysis {
  readonly model: AnalysedModel;
  readonly diagnostics: readonly Diagnostic[];
}

/** Runs to the end what could be paused. */
export function withoutPauses<Result>(steps: Generator<undefined, Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * Checks one model, pausing now and then for whoever must not be kept waiting. `elsewhere` is what was found
 * before in parts of the model that are left out of it.
 */
export function* analyseInSteps(
  loaded: LoadedModel,
  sources: readonly SourceText[],
  { targets, wanted }: AnalysisRun,
  elsewhere: readonly Diagnostic[] = [],
): Generator<undefined, ModelAnalysis> {
  const index = indexModel(loaded.model);
  const ofModel = yield* checkInSteps(loaded.model, elsewhere);
  const checked = [...ofModel, ...checkMarks(loaded.model, targets)].map((one) =>
    fromFolder(one, loaded.folder),
  );
  const found = [
    ...loaded.diagnostics,
    ...(loaded.diagnostics.some(leavesGaps) ? likelyReal(checked, loaded, sources) : checked),
  ];
  // A target relies on a model without errors.
  const transformed = hasErrors(found)
    ? []
    : yield* transformInSteps({
        index,
        targets,
        wanted: wanted ?? new Set(targets.map((target) => target.id)),
      });
  const ofTargets = transformed.flatMap((one) => one.diagnostics);
  const diagnostics = withoutIgnored(
    [...found, ...ofTargets.map((one) => fromFolder(one, loaded.folder))],
    loaded.ignores,
    {
      codes: checkCodes,
      hadItsSay: (code) => !hasErrors(found) && (checkCodes.includes(code) || wanted === undefined),
    },
  );
  const { files, folder } = loaded;
  return { model: { index, files, folder, sound: !hasErrors(diagnostics), transformed }, diagnostics };
}

/** Of the model's own checks; those of targets are known to the targets. */
export const checkCodes: readonly string[] = modelChecks.map(({ code }) => code);

/** What the parser could not read is missing from the model. */
function leavesGaps({ code }: Diagnostic): boolean {
  return code === 'syntax-error' || code === 'too-deep';
}

/** What a declaration that the parser lost would have caused. */
const causedByGaps: ReadonlySet<string> = new Set([
  'unknown-type',
  'unknown-name',
  'unknown-reference',
  'unknown-field',
  'unknown-platform-context',
]);

/** What is missing may have been lost. */
const missingByGaps: ReadonlySet<string> = new Set([
  'missing-id',
  'missing-refusal',
  'unset-field',
  'incomplete-creation',
  'misplaced-creation',
  'unemitted-event',
  'unsent-command',
  'unused-actor',
  'unused-trait',
  'unused-type',
  'unreachable-state',
  'final-state',
  'bad-projection',
  'bad-query',
  'bad-result',
  'missing-undo',
  'missing-relation',
  'invisible-event',
  'untranslated-literal',
  'needless-depth',
  'bad-evolution',
  'bad-ignore',
]);

/**
 * Beside syntax errors, only those findings stand that the errors cannot have caused: not on a line
 * with one, nothing missing from a structure that may have lost it, and no unknown name that the
 * texts seem to declare after all.
 */
function likelyReal(
  found: readonly Diagnostic[],
  loaded: LoadedModel,
  sources: readonly SourceText[],
): readonly Diagnostic[] {
  const texts = new Map(sources.map(({ file, text }) => [file, text]));
  const gaps = loaded.diagnostics.filter(leavesGaps);
  const broken = new Set(gaps.map(({ origin }) => lineOf(origin)));
  const brokenLines = gaps
    .map(({ origin }) => texts.get(origin.file)?.split('\n')[origin.start.line - 1] ?? '')
    .join('\n');
  const seemsDeclared = (name: string): boolean =>
    new RegExp(
      `\\b(?:context|type|enum|value|aggregate|entity|derived|id)\\s+${name}\\b|\\b${name}\\s*:`,
    ).test([...texts.values()].join('\n')) || new RegExp(`\\b${name}\\b`).test(brokenLines);
  return found.filter((one) => {
    if (broken.has(lineOf(one.origin)) || missingByGaps.has(one.code)) return false;
    if (!causedByGaps.has(one.code)) return true;
    const written = texts.get(one.origin.file)?.slice(one.origin.start.offset, one.origin.end.offset) ?? '';
    const names = written.match(/[A-Za-z_][A-Za-z0-9_]*/g) ?? [];
    return !names.some(seemsDeclared);
  });
}

function lineOf(origin: Origin): string {
  return `${origin.file}:${origin.start.line}`;
}
