import { type Diagnostic, mapOrigins } from '../pim/diagnostic.ts';
import type { Model } from '../pim/model.ts';
import { buildPim } from './build-pim.ts';
import type { IgnoreComment } from './ignores.ts';
import { type ParsedFile, parseText } from './parse.ts';

/** One `.domain` text; `file` is what its origins will say. */
export interface SourceText {
  readonly file: string;
  readonly text: string;
}

/** One model of what was read, with what reading it found. */
export interface LoadedModel {
  /**
   * Its origins are relative to `folder`, so that the same files make the same model whether they
   * were read alone or with everything around them.
   */
  readonly model: Model;
  /** The innermost folder that holds all its files, ending in `/`; empty if that is the root. */
  readonly folder: string;
  /** The files it is written in, sorted, relative to the root. */
  readonly files: readonly string[];
  /** Syntax errors and misplaced limits, in places relative to the root. */
  readonly diagnostics: readonly Diagnostic[];
  /** Comments that ignore a warning, in places relative to the root. */
  readonly ignores: readonly IgnoreComment[];
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
  return { models: [...groups.values()].flatMap((files) => loadModel(files) ?? []), diagnostics: homeless };
}

function loadModel(parsed: readonly ParsedFile[]): LoadedModel | undefined {
  const files = parsed.map((one) => one.file).toSorted();
  const folder = commonFolder(files);
  const built = buildPim(parsed.map((one) => ({ ...one, file: one.file.slice(folder.length) })));
  if (!built) return undefined;
  const diagnostics = [
    ...parsed.flatMap((file) => file.diagnostics),
    ...built.diagnostics.map((one) => fromFolder(one, folder)),
  ];
  const ignores = parsed.flatMap((file) => file.ignores);
  return { model: built.model, folder, files, diagnostics, ignores };
}

/** A diagnostic about a model's origins, in places relative to the root. */
export function fromFolder(diagnostic: Diagnostic, folder: string): Diagnostic {
  if (folder === '') return diagnostic;
  return mapOrigins(diagnostic, (origin) => ({ ...origin, file: folder + origin.file }));
}

function commonFolder(files: readonly string[]): string {
  const [first = [], ...others] = files.map((file) => file.split('/').slice(0, -1));
  let shared = [...first];
  for (const folders of others) {
    const differs = shared.findIndex((name, depth) => folders[depth] !== name);
    if (differs >= 0) shared = shared.slice(0, differs);
  }
  return shared.map((name) => `${name}/`).join('');
}
