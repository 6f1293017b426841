import { join } from 'node:path';
import type { ModelPlan } from '../../generators/core/pipeline.ts';
import type { Enforcement, Target } from '../../generators/core/target.ts';
import type { PlaceLines } from '../../generators/core/traced-places.ts';
import { tracedFiles } from '../../generators/core/traced-places.ts';
import type { Element, ElementId } from '../../pim/model.ts';
import type { ModelIndex } from '../../pim/model-index.ts';
import type { Origin } from '../../pim/origin.ts';
import type { CheckedModel } from '../read-models.ts';

/** What a person or a program is told of an element. */
export interface ElementFacts {
  readonly id: ElementId;
  readonly kind: Element['kind'];
  readonly name: string;
  readonly doc: string | undefined;
  /** `file` is where the user can open it. */
  readonly origin: Origin;
  /** The first line of it, as it is written. */
  readonly line: string;
  /** What it stands in, the innermost first. */
  readonly within: readonly {
    readonly id: ElementId;
    readonly kind: Element['kind'];
    readonly name: string;
  }[];
  /** Of a rule: what each target makes of it. */
  readonly enforcement: readonly (Enforcement & { readonly target: string })[];
}

/** The places of one generated file that come from an element. */
export interface OutputFacts {
  readonly target: string;
  /** As the user can open it. */
  readonly file: string;
  readonly places: readonly PlaceLines[];
}

export function elementFacts(
  element: Element,
  model: CheckedModel,
  targets: readonly Target[],
): ElementFacts {
  const { index, sources } = model;
  const source = sources.get(element.origin.file);
  return {
    id: element.id,
    kind: element.kind,
    name: element.name,
    doc: element.doc,
    origin: { ...element.origin, file: source?.shown ?? element.origin.file },
    line: source?.text.split('\n')[element.origin.start.line - 1]?.trimEnd() ?? '',
    within: ancestors(element, index).map(({ id, kind, name }) => ({ id, kind, name })),
    enforcement:
      element.kind === 'rule'
        ? targets.map((target) => ({ target: target.id, ...target.enforce(element, index) }))
        : [],
  };
}

/** Everything in the output that comes from an element. */
export function outputFacts(element: ElementId, plan: ModelPlan, out: string): readonly OutputFacts[] {
  return tracedFiles(plan, element).map(({ target, path, places }) => ({
    target,
    file: join(out, path),
    places,
  }));
}

function ancestors(element: Element, index: ModelIndex): readonly Element[] {
  const parent = index.parent(element.id);
  return parent ? [parent, ...ancestors(parent, index)] : [];
}
