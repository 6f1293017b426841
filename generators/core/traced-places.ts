import type { ElementId } from '../../pim/model.ts';
import type { OutputFile, TraceEntry } from './output.ts';
import type { ModelPlan } from './pipeline.ts';

/** A stretch of a generated file. */
export type PlaceLines = Omit<TraceEntry, 'element'>;

/** The places of one generated file that come from an element. */
export interface TracedFile {
  readonly target: string;
  /** Relative to the output folder. */
  readonly path: string;
  /** In the order of the file; none lies within another, nor right after one. */
  readonly places: readonly PlaceLines[];
}

/** Every place of a model's output that says something about the element itself. */
export function tracedFiles(plan: ModelPlan, element: ElementId): readonly TracedFile[] {
  return plan.targets.flatMap(({ target, files }) =>
    files.flatMap((file): readonly TracedFile[] => {
      const places = placesOf(file, element);
      return places.length === 0 ? [] : [{ target, path: `${plan.folder}/${file.path}`, places }];
    }),
  );
}

function placesOf(file: OutputFile, element: ElementId): readonly PlaceLines[] {
  if (file.element === element) return [{ start: 1, end: file.content.split('\n').length - 1 }];
  const places: PlaceLines[] = [];
  // Entries are sorted, an outer one before those within it.
  for (const { element: about, ...lines } of file.trace) {
    if (about === element && lines.start > (places.at(-1)?.end ?? 0)) places.push(lines);
  }
  return places.reduce<readonly PlaceLines[]>(joined, []);
}

/** Lines that follow on each other are one place, unless they are different parts of a document. */
function joined(places: readonly PlaceLines[], next: PlaceLines): readonly PlaceLines[] {
  const last = places.at(-1);
  const follows = last?.end === next.start - 1 && last.pointer === undefined && next.pointer === undefined;
  return last && follows ? [...places.slice(0, -1), { start: last.start, end: next.end }] : [...places, next];
}
