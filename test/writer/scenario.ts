import type { TargetPlan } from '../../generators/core/pipeline.ts';
import { type WriteOutcome, writeOutput } from '../../generators/core/writer/apply.ts';
import type { Scaffolding } from '../../generators/core/writer/apply-scaffolds.ts';
import type { EditPolicy } from '../../generators/core/writer/decide-file.ts';
import type { FileSystem } from '../../generators/core/writer/file-system.ts';
import type { RunIdentity } from '../../generators/core/writer/lock.ts';
import { type OutputPlan, planOutput } from '../../generators/core/writer/plan.ts';

/** Contents by path, the model's name as the first folder: `sales/typescript/a.ts`. */
export type Contents = Readonly<Record<string, string>>;

export interface ScenarioOptions {
  readonly targets?: readonly string[];
  /** Models that this run reads, though nothing may come of them. */
  readonly models?: readonly string[];
  /** The sources that this run looks for; all models have the source `../models/<name>.domain`. */
  readonly covers?: (source: string) => boolean;
  readonly policy?: EditPolicy;
  readonly dryRun?: boolean;
  readonly run?: RunIdentity;
  readonly scaffolding?: Scaffolding;
}

export const aloneRun: RunIdentity = { process: 100, host: 'here', isAlive: () => false };

/** Puts contents into an output folder, as a run that read their models. */
export function write(
  fileSystem: FileSystem,
  contents: Contents,
  options: ScenarioOptions = {},
): WriteOutcome {
  return writeOutput({
    plan: planOf(contents, options),
    scaffolding: options.scaffolding ?? { scaffolds: [], fileSystem, readModule: unread },
    fileSystem,
    run: options.run ?? aloneRun,
    policy: options.policy ?? 'stop',
    dryRun: options.dryRun ?? false,
  });
}

/** For runs without scaffolds. */
function unread(): never {
  throw new Error('nobody asked for a module to be read');
}

export function planOf(
  contents: Contents,
  { targets, models = [], covers = () => false }: ScenarioOptions = {},
): OutputPlan {
  const names = new Set([...models, ...Object.keys(contents).map((path) => path.split('/')[0] ?? '')]);
  const outputs = [...names].map((model) => ({
    model,
    sources: [`../models/${model}.domain`],
    folder: model,
    targets: targetPlans(contents, model),
  }));
  const { plan, problems } = planOutput(outputs, {
    targets: targets && new Set(targets),
    coversSource: covers,
  });
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return plan;
}

function targetPlans(contents: Contents, model: string): readonly TargetPlan[] {
  const ofModel = Object.entries(contents)
    .filter(([path]) => path.startsWith(`${model}/`))
    .map(([path, content]) => ({ path: path.slice(model.length + 1), element: model, content, trace: [] }));
  const byTarget = Object.groupBy(ofModel, (file) => file.path.split('/')[0] ?? '');
  return Object.entries(byTarget).map(([target, files = []]) => ({ target, files, scaffolds: [] }));
}
