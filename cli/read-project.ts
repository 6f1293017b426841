import type { Target } from '../generators/core/target.ts';
import { compareDiagnostics } from '../pim/diagnostic.ts';
import type { Arguments } from './arguments.ts';
import type { UsageProblem } from './command.ts';
import { enforcementGaps } from './enforcement-gaps.ts';
import { openProject, type Project } from './project.ts';
import { type CheckedModels, readModels } from './read-models.ts';

/** A project with its models, and all problems of both. */
export interface ReadProject extends CheckedModels {
  /** Undefined if the configuration has an error: then no model was read. */
  readonly project: Project | undefined;
}

/** Opens the project and checks its models, each also by those of its targets that `isAsked`. */
export async function readProject(
  given: Arguments,
  isAsked: (target: Target) => boolean,
): Promise<ReadProject | UsageProblem> {
  const opened = await openProject(given);
  if ('usage' in opened) return opened;
  const { project, diagnostics, texts } = opened;
  if (!project) return { project, models: [], diagnostics, texts };
  const { targets, wanted } = project;
  const asked = new Set(targets.filter((one) => wanted.has(one.id) && isAsked(one)).map(({ id }) => id));
  const read = readModels(project.models, { targets, wanted: asked });
  return {
    project,
    ...read,
    diagnostics: [...read.diagnostics, ...enforcementGaps(read.models, project)].toSorted(compareDiagnostics),
    texts: new Map([...texts, ...read.texts]),
  };
}
