import { checkMarks } from '../generators/core/marks.ts';
import { type Transformed, transformModel } from '../generators/core/pipeline.ts';
import type { Target } from '../generators/core/target.ts';
import { compareDiagnostics, type Diagnostic } from '../pim/diagnostic.ts';
import { indexModel, type ModelIndex } from '../pim/model-index.ts';
import type { Origin } from '../pim/origin.ts';
import { checkModel } from '../validators/check-model.ts';
import { fromFolder, type LoadedModel, loadModels, type SourceText } from './load-models.ts';

export interface AnalysedModel {
  readonly index: ModelIndex;
  /** The files it is written in, sorted. */
  readonly files: readonly string[];
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
  const models = loaded.models.map((one) => analyseModel(one, run));
  return {
    models: models.map(({ model }) => model),
    diagnostics: [...loaded.diagnostics, ...models.flatMap(({ diagnostics }) => diagnostics)].toSorted(
      compareDiagnostics,
    ),
  };
}

function analyseModel(
  loaded: LoadedModel,
  { targets, wanted }: AnalysisRun,
): { readonly model: AnalysedModel; readonly diagnostics: readonly Diagnostic[] } {
  const index = indexModel(loaded.model);
  const checked = [...checkModel(loaded.model), ...checkMarks(loaded.model, targets)].map((one) =>
    fromFolder(one, loaded.folder),
  );
  const found = [
    ...loaded.diagnostics,
    ...(hasErrors(loaded.diagnostics) ? likelyReal(checked, loaded) : checked),
  ];
  // A target relies on a model without errors.
  const transformed = hasErrors(found)
    ? []
    : transformModel({ index, targets, wanted: wanted ?? new Set(targets.map((target) => target.id)) });
  const ofTargets = transformed.flatMap((one) => one.diagnostics);
  const diagnostics = [...found, ...ofTargets.map((one) => fromFolder(one, loaded.folder))];
  return { model: { index, files: loaded.files, sound: !hasErrors(diagnostics), transformed }, diagnostics };
}

function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((one) => one.severity === 'error');
}

/** What a declaration that the parser lost would have caused. */
const causedByGaps: ReadonlySet<string> = new Set([
  'unknown-type',
  'unknown-name',
  'missing-id',
  'unknown-platform-context',
]);

/**
 * Beside syntax errors, only those findings stand that the errors cannot have caused: not on a
 * line with one, and no missing names, since their declaration may be what the parser lost.
 */
function likelyReal(found: readonly Diagnostic[], loaded: LoadedModel): readonly Diagnostic[] {
  const broken = new Set(loaded.diagnostics.map(({ origin }) => lineOf(origin)));
  return found.filter((one) => !causedByGaps.has(one.code) && !broken.has(lineOf(one.origin)));
}

function lineOf(origin: Origin): string {
  return `${origin.file}:${origin.start.line}`;
}
