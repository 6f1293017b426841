import { type IntendedScaffold, planScaffolds } from '../../generators/core/scaffold/plan-scaffolds.ts';
import { type WriteOutcome, writeOutput } from '../../generators/core/writer/apply.ts';
import type { EditPolicy } from '../../generators/core/writer/decide-file.ts';
import type { FileSystem } from '../../generators/core/writer/file-system.ts';
import type { PathProblem } from '../../generators/core/writer/output-path.ts';
import { type ModelOutput, type OutputPlan, planOutput } from '../../generators/core/writer/plan.ts';
import { decodeText } from '../../generators/core/writer/text-lines.ts';
import { hasErrors } from '../../pim/diagnostic.ts';
import type { Arguments } from '../arguments.ts';
import type { RunCommand, UsageProblem } from '../command.ts';
import { emitProjectModel } from '../emit-project.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { nodeFileSystem, thisRun } from '../node-file-system.ts';
import {
  changedFiles,
  printBegun,
  printDiff,
  printDryRun,
  printHandwritten,
  printMarks,
  printRefusal,
  printStaleEdits,
  printSummary,
  type Shown,
} from '../print-changes.ts';
import { printDiagnostics } from '../print-diagnostics.ts';
import { printable } from '../printable.ts';
import type { Project } from '../project.ts';
import type { CheckedModel } from '../read-models.ts';
import { readProject } from '../read-project.ts';
import { isWithin, recordedSources, sourcePath, wayBetween } from '../source-paths.ts';
import { systemProblem } from '../system-error.ts';
import { printTemplateProblem, type TemplateProblem } from '../template-problem.ts';
import type { Terminal } from '../terminal.ts';
import { readModule } from '../typescript-parser.ts';

interface Request {
  readonly policy: EditPolicy;
  readonly dryRun: boolean;
  /** Shows a patch; `dryRun` is true then. */
  readonly diff: boolean;
  readonly quiet: boolean;
}

/** Reads and checks models, plans every file in memory, and writes only if nothing is an error. */
export const generate: RunCommand = async (given, terminal) => {
  const request = requestOf(given);
  if ('usage' in request) return request;
  const started = performance.now();
  terminal.progress('Checking…');
  const read = await readProject(given, () => true);
  if ('usage' in read) return read;
  const { project, models, diagnostics, texts } = read;
  terminal.problem(printDiagnostics(diagnostics, { ...terminal, texts }));
  if (!project || hasErrors(diagnostics)) return refused(terminal, '');

  const outputs = models.map((model) => planOne(model, project, terminal));
  // A template that cannot be filled fails for the next model as well.
  const failure = outputs.find((one) => 'problem' in one);
  if (failure) return refused(terminal, printTemplateProblem(failure, terminal));
  const { output, partial, wanted } = project;
  const made = outputs.filter((one) => 'model' in one);
  const { plan, problems } = planOutput(made, {
    targets: partial ? wanted : undefined,
    coversSource: (source) => project.models.some((path) => isWithin(path, sourcePath(output, source))),
  });
  const scaffolding = planScaffolds(made, wayBetween(project.handwritten, output));
  const misplaced = [
    ...problems,
    ...scaffolding.problems,
    ...handwrittenProblems(project, scaffolding.scaffolds),
  ];
  if (misplaced.length > 0) {
    return refused(
      terminal,
      misplaced.map(({ path, reason }) => `error: \`${printable(path)}\` ${reason}.\n`).join(''),
    );
  }
  return write(plan, scaffolding.scaffolds, project, request, started, terminal);
};

function planOne(model: CheckedModel, project: Project, terminal: Terminal): ModelOutput | TemplateProblem {
  const { name } = model.index.model;
  terminal.progress(`Generating ${name}…`);
  const plan = emitProjectModel(model, project);
  const paths = [...model.sources.values()].map(({ path }) => path);
  if ('problem' in plan) return plan;
  return { model: name, ...plan, sources: recordedSources(project.output, paths) };
}

function handwrittenProblems(
  { output, handwritten }: Project,
  scaffolds: readonly IntendedScaffold[],
): readonly PathProblem[] {
  if (scaffolds.length === 0 || !isWithin(output, handwritten)) return [];
  return [
    { path: handwritten, reason: `is for hand-written code, and lies in the output folder \`${output}\`` },
  ];
}

function write(
  plan: OutputPlan,
  scaffolds: readonly IntendedScaffold[],
  { output: out, handwritten, targets }: Project,
  request: Request,
  started: number,
  terminal: Terminal,
): ExitCode {
  const { policy, dryRun, quiet } = request;
  let outcome: WriteOutcome;
  let diff = '';
  try {
    const fileSystem = watched(nodeFileSystem(out), plan.files.length, terminal);
    if ((fileSystem.kind('') ?? 'folder') !== 'folder') {
      return refused(terminal, `error: \`${printable(out)}\` is a file; the output needs a folder.\n`);
    }
    const own = nodeFileSystem(handwritten);
    const scaffolding = { scaffolds, fileSystem: own, readModule };
    outcome = writeOutput({ plan, scaffolding, fileSystem, run: thisRun, policy, dryRun });
    if (request.diff && outcome.kind === 'written') {
      const { changes } = outcome;
      diff =
        printDiff(out, changedFiles(changes), (path) => textOf(fileSystem, path)) +
        printDiff(handwritten, changes.scaffolds.writes, (path) => textOf(own, path));
    }
  } catch (error) {
    return failed(error, 'old', out, terminal);
  }
  if (outcome.kind === 'failed') return failed(outcome.error, outcome.tree, out, terminal);
  if (outcome.kind !== 'written') {
    terminal.problem(printRefusal(outcome, out));
    return outcome.kind === 'conflict' ? exitCodes.conflict : exitCodes.problems;
  }
  const shown: Shown = {
    changes: outcome.changes,
    out,
    handwritten,
    policy,
    dryRun,
    targets: targets.map((target) => target.id),
  };
  if (request.diff) terminal.answer(diff);
  else if (dryRun) terminal.answer(printDryRun(shown));
  if (!quiet && !dryRun) terminal.answer(printBegun(shown));
  if (!quiet && !request.diff) terminal.answer(printSummary(shown, performance.now() - started));
  terminal.problem(printMarks(shown) + printStaleEdits(shown) + printHandwritten(shown));
  return needsDecision(shown) ? exitCodes.conflict : exitCodes.fine;
}

/** Whether something is left that only the user can decide. */
function needsDecision({ changes, policy }: Shown): boolean {
  const isMarked = changes.merged.some(({ marks }) => marks.length > 0);
  const isLeft = changes.staleEdits.length > 0 && policy !== 'keep' && policy !== 'force';
  return isMarked || isLeft || changes.scaffolds.blocked.length > 0;
}

function textOf(fileSystem: FileSystem, path: string): string | undefined | null {
  return fileSystem.kind(path) === 'file' ? (decodeText(fileSystem.read(path)) ?? null) : undefined;
}

/** Something in the file system's way. */
function failed(error: unknown, tree: 'old' | 'mixed' | 'new', out: string, terminal: Terminal): ExitCode {
  const problem = systemProblem(error);
  if (!problem) throw error;
  terminal.problem(
    `error: \`${printable(problem.path ?? out)}\` ${problem.reason}.\n${written[tree]} Mend that and run the same command again.\n`,
  );
  return exitCodes.problems;
}

const written = {
  old: 'Nothing was written.',
  mixed: 'Some files are written, and the next run does the rest.',
  new: 'The output folder is written, and the next run does the rest.',
} as const;

function refused(terminal: Terminal, problems: string): ExitCode {
  terminal.problem(`${problems}Nothing was written.\n`);
  return exitCodes.problems;
}

/** Shows how far the writing is; changes nothing about it. */
function watched(fileSystem: FileSystem, total: number, terminal: Terminal): FileSystem {
  let done = 0;
  return {
    ...fileSystem,
    rename: (from, to) => {
      fileSystem.rename(from, to);
      done += 1;
      terminal.progress(`Writing ${Math.min(done, total)} of ${total}…`);
    },
  };
}

function requestOf({ switches }: Arguments): Request | UsageProblem {
  const policies = (['keep', 'merge', 'force'] as const).filter((policy) => switches.has(policy));
  if (policies.length > 1) {
    return { usage: `\`--${policies[0]}\` and \`--${policies[1]}\` are opposites: give one of them.` };
  }
  if (switches.has('markers') && !switches.has('merge')) {
    return { usage: '`--markers` says how `--merge` goes on where both sides differ: give both.' };
  }
  return {
    policy: switches.has('markers') ? 'mark' : (policies[0] ?? 'stop'),
    dryRun: switches.has('dry-run') || switches.has('diff'),
    diff: switches.has('diff'),
    quiet: switches.has('quiet'),
  };
}
