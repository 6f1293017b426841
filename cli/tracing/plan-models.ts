import { type Diagnostic, hasErrors } from '../../pim/diagnostic.ts';
import type { Arguments } from '../arguments.ts';
import type { UsageProblem } from '../command.ts';
import { emitProjectModel } from '../emit-project.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { printDiagnostics } from '../print-diagnostics.ts';
import { openProject, type Project } from '../project.ts';
import { checkSources } from '../read-models.ts';
import type { Sources } from '../read-sources.ts';
import type { Terminal } from '../terminal.ts';
import type { PlannedModel } from './explain-model-line.ts';

export interface PlannedModels {
  readonly project: Project;
  readonly models: readonly PlannedModel[];
}

export interface PlanRequest {
  readonly given: Arguments;
  /** The models if neither the command line nor the configuration names any. */
  readonly otherwise?: readonly string[];
  /** What is read of the project. */
  sourcesOf(project: Project): Sources;
  /** Ids of the targets whose files are of interest. */
  wantedOf(project: Project): ReadonlySet<string>;
}

/**
 * Every model with all that it becomes, made anew in memory: what could be kept on the disk would be
 * wrong after the next change of a model. Tells what is wrong if that cannot be done.
 */
export async function planModels(
  request: PlanRequest,
  terminal: Terminal,
): Promise<PlannedModels | { readonly exit: ExitCode } | UsageProblem> {
  terminal.progress('Reading…');
  const { given, otherwise = [] } = request;
  const opened = await openProject(given, otherwise);
  if ('usage' in opened) return opened;
  const { project, texts } = opened;
  const refuse = (
    diagnostics: readonly Diagnostic[],
    all: ReadonlyMap<string, string>,
  ): { readonly exit: ExitCode } => {
    terminal.problem(printDiagnostics(diagnostics, { ...terminal, texts: all }));
    terminal.problem('Nothing can be traced before that is mended.\n');
    return { exit: exitCodes.problems };
  };
  if (!project) return refuse(opened.diagnostics, texts);
  const { targets, output } = project;
  const wanted = request.wantedOf(project);
  const read = checkSources(request.sourcesOf(project), { targets, wanted });
  if (hasErrors(read.diagnostics)) return refuse(read.diagnostics, read.texts);
  const planned: PlannedModel[] = [];
  for (const model of read.models) {
    const plan = emitProjectModel(model, project);
    if ('problem' in plan) return refuse([plan.problem], new Map([[plan.problem.origin.file, plan.text]]));
    const made = targets.filter(({ id }) => wanted.has(id));
    planned.push({ model, plan, out: output, targets: made });
  }
  return { project, models: planned };
}
