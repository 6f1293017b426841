import type { TargetPlan } from '../pipeline.ts';
import { contentHash } from './content-hash.ts';
import type { RecordedFile, RecordedModel } from './manifest.ts';
import { type PathProblem, pathProblems } from './output-path.ts';

/** What one model becomes. */
export interface ModelOutput {
  readonly model: string;
  /** See `RecordedModel.sources`. */
  readonly sources: readonly string[];
  /** Its folder in the output folder. */
  readonly folder: string;
  readonly targets: readonly TargetPlan[];
}

export interface IntendedFile extends RecordedFile {
  /** Relative to the output folder. */
  readonly path: string;
  readonly content: string;
}

/** Everything a run means to do, whatever is on the disk. */
export interface OutputPlan {
  /** Sorted by path. */
  readonly files: readonly IntendedFile[];
  readonly models: ReadonlyMap<string, RecordedModel>;
  /**
   * Whether this run answers for a recorded file. If it does and nothing makes the file any more,
   * the file is stale; all others are left alone.
   */
  covers(file: Pick<RecordedFile, 'model' | 'target'>, recorded: RecordedModel | undefined): boolean;
}

export interface RunScope {
  /** The targets asked for, or undefined for all, those that no longer exist included. */
  readonly targets: ReadonlySet<string> | undefined;
  /**
   * Whether a recorded source lies in what the run was told to read: a model all of whose sources
   * do, and which was not found there, is gone.
   */
  readonly coversSource: (source: string) => boolean;
}

/**
 * Puts the outputs of all models side by side. A run answers for (the models it read, and those
 * that once came from where it looked) × (the targets it was asked for).
 */
export function planOutput(
  outputs: readonly ModelOutput[],
  scope: RunScope,
): { readonly plan: OutputPlan; readonly problems: readonly PathProblem[] } {
  const models = new Map(outputs.map(({ model, sources }) => [model, { sources }]));
  const files = outputs.flatMap(intendedFiles).toSorted((left, right) => (left.path < right.path ? -1 : 1));
  const isCovered = (sources: readonly string[]): boolean =>
    sources.length > 0 && sources.every(scope.coversSource);
  const plan: OutputPlan = {
    files,
    models,
    covers: (file, recorded) =>
      (scope.targets?.has(file.target) ?? true) &&
      (models.has(file.model) || isCovered(recorded?.sources ?? [])),
  };
  const unplaced = folderProblems(outputs);
  return { plan, problems: unplaced.length > 0 ? unplaced : pathProblems(files.map((file) => file.path)) };
}

function folderProblems(outputs: readonly ModelOutput[]): readonly PathProblem[] {
  const owners = new Map<string, string>();
  const problems: PathProblem[] = [];
  for (const { model, folder } of outputs) {
    const owner = owners.get(folder);
    owners.set(folder, model);
    if (folder === '') problems.push({ path: model, reason: 'has no letter or digit to name a folder by' });
    else if (owner === model)
      problems.push({ path: folder, reason: `would hold two models named \`${model}\`` });
    else if (owner !== undefined) {
      problems.push({ path: folder, reason: `would hold two models, \`${owner}\` and \`${model}\`` });
    }
  }
  return problems;
}

function intendedFiles({ model, folder, targets }: ModelOutput): readonly IntendedFile[] {
  return targets.flatMap(({ target, files }) =>
    files.map(({ path, content }) => ({
      path: `${folder}/${path}`,
      content,
      model,
      target,
      sha256: contentHash(content),
    })),
  );
}
