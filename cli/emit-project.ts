import { emitModel, type ModelPlan } from '../generators/core/pipeline.ts';
import { TemplateFailure } from '../generators/core/render.ts';
import type { Diagnostic } from '../pim/diagnostic.ts';
import { PluginFailure } from './plugins/plugin-failure.ts';
import type { Project } from './project.ts';
import { templateProblem } from './project-templates.ts';
import type { CheckedModel } from './read-models.ts';

/** What a model becomes, or the problem of a template that the project brought along. */
export function emitProjectModel(
  { index, transformed }: CheckedModel,
  { templates, plugins }: Project,
): ModelPlan | { readonly problem: Diagnostic } {
  try {
    return emitModel(index, transformed, templates.source);
  } catch (error) {
    if (!(error instanceof TemplateFailure)) throw error;
    const problem = templateProblem(error, templates);
    if (problem) return { problem };
    const [target = ''] = error.template.split('/');
    const plugin = plugins.get(target)?.plugin;
    throw plugin ? new PluginFailure(plugin, `${error.message}.`, error.cause) : error;
  }
}
