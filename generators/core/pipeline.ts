import type { ModelIndex } from '../../pim/model-index.ts';
import { kebabCase } from './naming.ts';
import type { OutputFile } from './output.ts';
import { createRender, type TemplateSource } from './render.ts';
import type { Scaffold } from './scaffold/scaffold.ts';
import type { Transformed } from './transform-model.ts';

/** What one target makes of one model. */
export interface TargetPlan {
  readonly target: string;
  readonly files: readonly OutputFile[];
  readonly scaffolds: readonly Scaffold[];
}

/** Everything that would be written for one model. */
export interface ModelPlan {
  /** The folder of the model's output, below the output folder. */
  readonly folder: string;
  readonly targets: readonly TargetPlan[];
}

/** Makes the files of a model whose transformation found no error. */
export function emitModel(
  index: ModelIndex,
  transformed: readonly Transformed[],
  templates: TemplateSource,
): ModelPlan {
  const render = createRender(templates);
  return {
    folder: kebabCase(index.model.name),
    targets: transformed.map(({ target, psm }) => ({
      target: target.id,
      files: target.emit(psm, render),
      scaffolds: target.scaffolds?.(psm, render) ?? [],
    })),
  };
}
