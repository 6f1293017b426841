import type { ElementId } from '../../pim/model.ts';

/** Lines `start` to `end` (1-based, inclusive) of a file say something about `element`. */
export interface TraceEntry {
  readonly start: number;
  readonly end: number;
  readonly element: ElementId;
  /** In a document: the JSON pointer (RFC 6901) of the part that the lines are. */
  readonly pointer?: string;
}

/** Text with the lines that lead back to the model; entries may nest, and the innermost is meant. */
export interface TracedText {
  readonly content: string;
  readonly trace: readonly TraceEntry[];
}

/**
 * One file of a plan. `path` is relative to the model's output folder, with `/` between its parts
 * and the target's id as the first: `typescript/fabric-management/fabric.ts`.
 */
export interface OutputFile extends TracedText {
  readonly path: string;
  /** What the file as a whole is about: the answer for every line that no entry of `trace` holds. */
  readonly element: ElementId;
}
