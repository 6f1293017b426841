import { emitModel, type ModelPlan } from '../generators/core/pipeline.ts';
import { TemplateFailure } from '../generators/core/template-failure.ts';
import { PluginFailure } from './plugins/plugin-failure.ts';
import type { Project } from './project.ts';
import type { CheckedModel } from './read-models.ts';
import { type TemplateProblem, templateProblem } from './template-problem.ts';

/** What a model becomes, or the problem of a template that the project brought along. */
export function emitProjectModel(
  { index, transformed }: CheckedModel,
  { templates, plugins }: Project,
): ModelPlan | TemplateProblem {
  try {
    return emitModel(index, transformed, templates.source);
  } catch (error) {
    if (!(error instanceof TemplateFailure)) throw error;
    const path = templates.replaced.get(error.template);
    if (path !== undefined) return templateProblem(error, path);
    const [target = ''] = error.template.split('/');
    const plugin = plugins.get(target)?.plugin;
    throw plugin ? new PluginFailure(plugin, `${error.message}.`, error.cause) : error;
  }
}
