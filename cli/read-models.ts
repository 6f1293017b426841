import { type AnalysedModel, type AnalysisRun, analyseSources } from '../grammar/analyse.ts';
import { compareDiagnostics, type Diagnostic, mapOrigins } from '../pim/diagnostic.ts';
import { readSources, type SourceFile, type Sources } from './read-sources.ts';

export interface CheckedModel extends AnalysedModel {
  /** The files that it is written in, by what its origins call them. */
  readonly sources: ReadonlyMap<string, SourceFile>;
}

export interface CheckedModels {
  readonly models: readonly CheckedModel[];
  /** All problems, sorted; `origin.file` is a path that the user can open. */
  readonly diagnostics: readonly Diagnostic[];
  /** Source texts by such a path. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Reads and checks every model in the paths. */
export function readModels(paths: readonly string[], run: AnalysisRun): CheckedModels {
  return checkSources(readSources(paths), run);
}

/** Checks every model of what was read. */
export function checkSources(sources: Sources, run: AnalysisRun): CheckedModels {
  const diagnostics: Diagnostic[] = [...sources.diagnostics];
  const models: CheckedModel[] = [];
  for (const { files } of sources.roots) {
    const byFile = new Map(files.map((source) => [source.file, source]));
    const analysis = analyseSources(files, run);
    diagnostics.push(...analysis.diagnostics.map((diagnostic) => shownDiagnostic(diagnostic, byFile)));
    for (const model of analysis.models) {
      models.push({ ...model, sources: sourcesOf(model, byFile) });
    }
  }
  const texts = new Map(sources.roots.flatMap(({ files }) => files.map(({ shown, text }) => [shown, text])));
  return { models, diagnostics: diagnostics.toSorted(compareDiagnostics), texts };
}

function sourcesOf(
  { files, folder }: AnalysedModel,
  byFile: ReadonlyMap<string, SourceFile>,
): ReadonlyMap<string, SourceFile> {
  return new Map(
    files.flatMap((file) => {
      const source = byFile.get(file);
      return source ? [[file.slice(folder.length), source]] : [];
    }),
  );
}

/** The same, with paths that the user can open for those that lie in the root. */
function shownDiagnostic(diagnostic: Diagnostic, files: ReadonlyMap<string, SourceFile>): Diagnostic {
  return mapOrigins(diagnostic, (origin) => ({
    ...origin,
    file: files.get(origin.file)?.shown ?? origin.file,
  }));
}
