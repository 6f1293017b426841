import type { OutputFile } from '../../generators/core/output.ts';
import type { Target } from '../../generators/core/target.ts';
import { traceAtLine } from '../../generators/core/trace.ts';
import type { PlaceLines } from '../../generators/core/traced-places.ts';
import { contentHash } from '../../generators/core/writer/content-hash.ts';
import { diffLines } from '../../generators/core/writer/diff-lines.ts';
import type { Element } from '../../pim/model.ts';
import type { Origin } from '../../pim/origin.ts';
import type { CheckedModel } from '../read-models.ts';
import { type ElementFacts, elementFacts } from './element-facts.ts';
import type { FilePlace } from './file-place.ts';
import type { GeneratedFile } from './find-generated.ts';

/** Where a line of a generated file comes from. */
export interface GeneratedLine extends Pick<FilePlace, 'file' | 'line'> {
  readonly target: Pick<Target, 'id' | 'title'>;
  /**
   * `edited`: written by hand since. `outdated`: the model has changed since. Either is said only if
   * the text is no longer what the model makes.
   */
  readonly state: 'current' | 'edited' | 'outdated';
  /** The lines around it that are about the same; only of a file as the model makes it. */
  readonly place: PlaceLines | undefined;
  /** Undefined for a line that the model does not make. */
  readonly element: ElementFacts | undefined;
  /** Where the model tells its platform more about this. */
  readonly marks: readonly Origin[];
}

export interface GeneratedSource {
  readonly generated: GeneratedFile;
  /** What lies on the disk. */
  readonly text: string;
  /** What the model makes of it now. */
  readonly made: OutputFile;
  readonly model: CheckedModel;
  readonly target: Target;
}

/** Explains one line, which the text has. */
export function explainGenerated(place: FilePlace, source: GeneratedSource): GeneratedLine {
  const { generated, text, made, model, target } = source;
  const current = text.replaceAll('\r\n', '\n') === made.content;
  const line = current ? place.line : lineMade(place.line, text, made.content);
  const entry = line === undefined ? undefined : traceAtLine(made, line);
  const element = entry && model.index.get(entry.element);
  return {
    file: place.file,
    line: place.line,
    target,
    state: current ? 'current' : isEdited(generated, text) ? 'edited' : 'outdated',
    place: current ? entry && placeOf(entry) : undefined,
    element: element && elementFacts(element, model, [target]),
    marks: element ? marksFor(element, model, target) : [],
  };
}

function isEdited({ recorded }: GeneratedFile, text: string): boolean {
  return contentHash(text) !== recorded.sha256;
}

function placeOf({ start, end, pointer }: PlaceLines): PlaceLines {
  return { start, end, ...(pointer !== undefined && { pointer }) };
}

/** The line of what the model makes that a line of another text stayed as; undefined if it is none of them. */
function lineMade(line: number, text: string, made: string): number | undefined {
  const [before, after] = [text.replaceAll('\r\n', '\n').split('\n'), made.split('\n')];
  let moved = 0;
  for (const change of diffLines(before, after)) {
    if (line - 1 < change.before.start) break;
    if (line - 1 < change.before.end) return undefined;
    moved = change.after.end - change.before.end;
  }
  return line + moved;
}

function marksFor(element: Element, { index, sources }: CheckedModel, target: Target): readonly Origin[] {
  const context = contextOf(element, index);
  return index.model.marks
    .filter((marks) => marks.target === target.id && marks.context === context)
    .map(({ origin }) => ({ ...origin, file: sources.get(origin.file)?.shown ?? origin.file }));
}

function contextOf(element: Element, index: CheckedModel['index']): string | undefined {
  let current: Element | undefined = element;
  while (current && current.kind !== 'context') current = index.parent(current.id);
  return current?.id;
}
