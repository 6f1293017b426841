import type { Diagnostic } from '../pim/diagnostic.ts';
import type { Model } from '../pim/model.ts';
import { buildPim } from './build-pim.ts';
import { type ParsedFile, parseText } from './parse.ts';

/** One `.domain` text; `file` is what its origins will say. */
export interface SourceText {
  readonly file: string;
  readonly text: string;
}

/** One model of what was read, with what reading it found. */
export interface LoadedModel {
  readonly model: Model;
  /** The files it is written in, sorted. */
  readonly files: readonly string[];
  /** Syntax errors and misplaced limits; the model checks are the caller's next step. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface LoadedModels {
  readonly models: readonly LoadedModel[];
  /** Of texts that belong to no model, because nothing could be made of them. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Parses the texts and joins those that name the same model. */
export function loadModels(sources: readonly SourceText[]): LoadedModels {
  const groups = new Map<string, ParsedFile[]>();
  const homeless: Diagnostic[] = [];
  for (const { file, text } of sources) {
    const parsed = parseText(text, file);
    const name = parsed.ast?.name;
    if (!name) homeless.push(...parsed.diagnostics);
    else groups.set(name, [...(groups.get(name) ?? []), parsed]);
  }
  const models = [...groups.values()].flatMap((files): readonly LoadedModel[] => {
    const built = buildPim(files);
    if (!built) return [];
    const diagnostics = [...files.flatMap((file) => file.diagnostics), ...built.diagnostics];
    return [{ model: built.model, files: files.map((file) => file.file).toSorted(), diagnostics }];
  });
  return { models, diagnostics: homeless };
}
