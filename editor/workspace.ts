import type { TemplateSource } from '../generators/core/render.ts';
import type { Target } from '../generators/core/target.ts';
import { analyseInSteps, type ModelAnalysis, withoutPauses } from '../grammar/analyse.ts';
import { buildPim } from '../grammar/build-pim.ts';
import type { LoadedModel } from '../grammar/load-models.ts';
import { type ParsedFile, parseText } from '../grammar/parse.ts';
import { Slicer } from '../grammar/slice.ts';
import type { Diagnostic } from '../pim/diagnostic.ts';
import type { ModelIndex } from '../pim/model-index.ts';
import { groupFiles } from './group-files.ts';
import { movedDiagnostic } from './moved-origin.ts';

/** What the language service works with, beside the texts. */
export interface WorkspacePorts {
  /** Every target there is, in an order in which each comes after those it needs. */
  readonly targets: readonly Target[];
  /** Ids of the targets that the project makes. */
  readonly wanted: ReadonlySet<string>;
  readonly templates: TemplateSource;
  /** The folder whose files belong together, of a file; undefined for one that the project does not name. */
  rootOf(file: string): string | undefined;
}

/** What is known of a model while one of its files is worked on. Places in it are of the workspace. */
export interface Focus {
  /** The file it was made for: what stands in it is whole, of others there is what it depends on. */
  readonly file: string;
  readonly index: ModelIndex;
  readonly diagnostics: readonly Diagnostic[];
}

interface Analysed<Result> {
  readonly files: readonly ParsedFile[];
  readonly result: Result;
}

/** A model smaller than this, in characters, is quicker looked at whole than cut to size. */
const smallModel = 12_000;

/**
 * The texts that an editor has open or a project holds, and what they mean now. Files are named by paths
 * relative to the workspace, with `/`. Everything is computed when it is asked for, and kept until a text changes
 * that it came from.
 */
export class Workspace {
  readonly ports: WorkspacePorts;
  private readonly parsedFiles = new Map<string, ParsedFile>();
  private readonly slicers = new Map<string, Slicer>();
  private readonly focuses = new Map<string, Analysed<Focus | undefined>>();
  private readonly wholes = new Map<string, Analysed<ModelAnalysis>>();
  private groups: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(ports: WorkspacePorts) {
    this.ports = ports;
  }

  /** Takes a new or changed text. */
  set(file: string, text: string): void {
    const before = this.parsedFiles.get(file);
    if (before?.text === text) return;
    const parsed = parseText(text, file);
    this.parsedFiles.set(file, parsed);
    if (!before || headOf(before) !== headOf(parsed)) this.groups = undefined;
  }

  delete(file: string): void {
    if (this.parsedFiles.delete(file)) this.groups = undefined;
    this.focuses.delete(file);
  }

  files(): readonly string[] {
    return [...this.parsedFiles.keys()];
  }

  parsed(file: string): ParsedFile | undefined {
    return this.parsedFiles.get(file);
  }

  /** The files of the model that a file belongs to, sorted; it alone if nothing could be made of its text. */
  modelFiles(file: string): readonly ParsedFile[] {
    this.groups ??= groupFiles([...this.parsedFiles.values()], this.ports.rootOf);
    return (this.groups.get(file) ?? [file]).flatMap((one) => this.parsedFiles.get(one) ?? []);
  }

  /**
   * What a file means now, and all that is wrong in it, without looking at more of its model than it takes.
   * Findings of targets are those of the last time that everything was looked at. Undefined without a model.
   */
  focus(file: string): Focus | undefined {
    const files = this.modelFiles(file);
    const known = this.focuses.get(file);
    if (known && areSame(known.files, files)) return known.result;
    const whole = this.wholes.get(keyOf(files));
    const result =
      whole && areSame(whole.files, files) ? ofWhole(whole.result, file) : this.focusOn(file, files, whole);
    this.focuses.set(file, { files, result });
    return result;
  }

  /** The files of its model, of others with what a file depends on alone. */
  slicedFor(file: string): readonly ParsedFile[] {
    const files = this.modelFiles(file);
    if (files.reduce((sum, { text }) => sum + text.length, 0) < smallModel) return files;
    const slicer = this.slicers.get(keyOf(files)) ?? new Slicer();
    this.slicers.set(keyOf(files), slicer);
    return slicer.slice(file, files);
  }

  private focusOn(
    file: string,
    files: readonly ParsedFile[],
    before: Analysed<ModelAnalysis> | undefined,
  ): Focus | undefined {
    const loaded = loadFiles(this.slicedFor(file));
    if (!loaded) return undefined;
    const earlier = before?.result.diagnostics ?? [];
    const elsewhere = earlier.filter(({ origin }) => origin.file !== file);
    const own = loaded.ignores.filter(({ origin }) => origin.file === file);
    const { model, diagnostics } = withoutPauses(
      analyseInSteps({ ...loaded, ignores: own }, files, { ...this.ports, wanted: new Set() }, elsewhere),
    );
    const oldText = before?.files.find((one) => one.file === file)?.text;
    const newText = this.parsedFiles.get(file)?.text;
    const ofTargets =
      oldText === undefined || newText === undefined || !model.sound
        ? []
        : targetFindings(before, file).flatMap((one) => movedDiagnostic(one, oldText, newText) ?? []);
    return {
      file,
      index: model.index,
      diagnostics: [...diagnostics.filter(({ origin }) => origin.file === file), ...ofTargets],
    };
  }

  /** Everything about the model of a file, its targets' findings included. Undefined without a model. */
  whole(file: string): ModelAnalysis | undefined {
    return withoutPauses(this.wholeInSteps(file));
  }

  /** The same, pausing now and then. What comes out is thrown away if a text has changed meanwhile. */
  *wholeInSteps(file: string): Generator<undefined, ModelAnalysis | undefined> {
    const files = this.modelFiles(file);
    const key = keyOf(files);
    const known = this.wholes.get(key);
    if (known && areSame(known.files, files)) return known.result;
    const loaded = loadFiles(files);
    if (!loaded) return undefined;
    yield;
    const { targets, wanted } = this.ports;
    const quick = new Set(targets.filter((one) => wanted.has(one.id) && !one.deferred).map(({ id }) => id));
    const result = yield* analyseInSteps(loaded, files, { targets, wanted: quick });
    this.wholes.set(key, { files, result });
    return result;
  }

  /** What a file would be with another text; nothing is kept of it. */
  reparsed(file: string, text: string): ParsedFile {
    return parseText(text, file);
  }

  /** What is wrong with a text that belongs to no model. */
  homeless(file: string): readonly Diagnostic[] {
    return this.parsedFiles.get(file)?.diagnostics ?? [];
  }
}

function headOf({ ast }: ParsedFile): string {
  return JSON.stringify([ast?.name, ast?.imports.map(({ path }) => path)]);
}

function keyOf(files: readonly ParsedFile[]): string {
  return files[0]?.file ?? '';
}

function areSame(left: readonly ParsedFile[], right: readonly ParsedFile[]): boolean {
  return left.length === right.length && left.every((one, at) => one === right[at]);
}

function ofWhole({ model, diagnostics }: ModelAnalysis, file: string): Focus {
  return { file, index: model.index, diagnostics: diagnostics.filter(({ origin }) => origin.file === file) };
}

function targetFindings(before: Analysed<ModelAnalysis> | undefined, file: string): readonly Diagnostic[] {
  const transformed = before?.result.model.transformed ?? [];
  return transformed.flatMap(({ diagnostics }) => diagnostics.filter(({ origin }) => origin.file === file));
}

/** One model with places of the workspace. */
function loadFiles(files: readonly ParsedFile[]): LoadedModel | undefined {
  const built = buildPim(files);
  return (
    built && {
      model: built.model,
      folder: '',
      files: files.map(({ file }) => file),
      diagnostics: [...files.flatMap(({ diagnostics }) => diagnostics), ...built.diagnostics],
      ignores: files.flatMap(({ ignores }) => ignores),
    }
  );
}
