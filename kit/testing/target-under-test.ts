import type { OutputFile } from '../../generators/core/output.ts';
import type { Scaffold } from '../../generators/core/scaffold/scaffold.ts';
import type { Target } from '../../generators/core/target.ts';
import type { ModelIndex } from '../../pim/model-index.ts';

/** One `.domain` file of a model; `file` is what its places will say. */
export interface SampleFile {
  readonly file: string;
  readonly text: string;
}

/** A model to try a target with. */
export interface SampleModel {
  readonly name: string;
  /** Its `.domain` files. */
  readonly sources: readonly SampleFile[];
}

/** What a compiler or parser says about files: what is wrong with them, or nothing. */
export type JudgeFiles = (
  files: readonly OutputFile[],
  /** The model that they were made of, to look up what they should mean. */
  index: ModelIndex,
  /** The hand-written code that the target begins. */
  scaffolds: readonly Scaffold[],
) => readonly string[] | Promise<readonly string[]>;

/** A target, and what the suite has to know to try it. */
export interface TargetUnderTest {
  readonly target: Target;
  /** The folder of its package: its templates, if it has any, are `templates/<id>/<output>.hbs` below. */
  readonly packageFolder: URL;
  /**
   * Parses or compiles the files with the tools that those who use them would use. Told everything that
   * is made of one model at once, other targets' files that it needs included.
   */
  readonly judge: JudgeFiles;
  /** The body of its `platform` block for a context, if it makes nothing without one: `group: "x.example"`. */
  readonly marks?: string;
  /** Models beside those that the suite brings along, with platform blocks of their own. */
  readonly models?: readonly SampleModel[];
  /** False for every other text only, where the whole takes too long to be run each time. */
  readonly thorough?: boolean;
  /** Targets that it needs and that are not built in. */
  readonly others?: readonly Target[];
}

/** One thing that every target owes. */
export interface TargetCheck {
  readonly name: string;
  /** What is wrong, each as a sentence; nothing if all is well. */
  run(): Promise<readonly string[]>;
}
