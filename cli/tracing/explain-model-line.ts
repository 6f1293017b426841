import type { ModelPlan } from '../../generators/core/pipeline.ts';
import type { Target } from '../../generators/core/target.ts';
import { elementsAt, relationAt } from '../../pim/elements-at.ts';
import type { Element, PlatformMarks } from '../../pim/model.ts';
import type { CheckedModel } from '../read-models.ts';
import { type ElementFacts, elementFacts, type OutputFacts, outputFacts } from './element-facts.ts';
import type { FilePlace } from './file-place.ts';

/** An element and everything that is generated from it. */
export interface TracedElement extends ElementFacts {
  readonly outputs: readonly OutputFacts[];
}

/** What a line of a model becomes. */
export interface ModelLine extends Pick<FilePlace, 'file' | 'line'> {
  /** What it declares, else what it is a part of. */
  readonly elements: readonly TracedElement[];
  /** Of a line of the context map: what it relates, by name; `elements` are what it is about. */
  readonly relation: { readonly upstream: string; readonly downstream: string } | undefined;
  /** Of a line of a platform block: its target, and the files of that which it has a say in. */
  readonly marks: { readonly target: string; readonly files: readonly string[] } | undefined;
}

/** A model with everything that it becomes. */
export interface PlannedModel {
  readonly model: CheckedModel;
  readonly plan: ModelPlan;
  /** The output folder, as the user can open it. */
  readonly out: string;
  readonly targets: readonly Target[];
}

export function traceElement(element: Element, { model, plan, out, targets }: PlannedModel): TracedElement {
  return { ...elementFacts(element, model, targets), outputs: outputFacts(element.id, plan, out) };
}

/** Explains a line of one of the model's files; `file` is what its origins call that. */
export function explainModelLine(place: FilePlace, file: string, planned: PlannedModel): ModelLine {
  const { index, sources } = planned.model;
  const { line, column } = place;
  const block = index.model.marks.find(
    ({ origin }) => origin.file === file && origin.start.line <= line && line <= origin.end.line,
  );
  const elements = block ? [] : elementsAt(index, { file, line, column }, sources.get(file)?.text ?? '');
  const relation = relationAt(index, { file, line, column });
  return {
    file: place.file,
    line,
    relation: relation && { upstream: relation.upstream.name, downstream: relation.downstream.name },
    elements: elements.map((element) => traceElement(element, planned)),
    marks: block && { target: block.target, files: filesOf(block, planned) },
  };
}

/** The files of a block's target that are about its context or something in it. */
function filesOf({ target, context }: PlatformMarks, { model, plan, out }: PlannedModel): readonly string[] {
  const isInside = (id: string | undefined): boolean =>
    id !== undefined && (id === context || isInside(model.index.parent(id)?.id));
  return plan.targets
    .filter((one) => one.target === target)
    .flatMap(({ files }) => files.filter((file) => isInside(file.element)))
    .map(({ path }) => `${out}/${plan.folder}/${path}`);
}
