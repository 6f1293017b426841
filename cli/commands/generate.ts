import { type WriteOutcome, writeOutput } from '../../generators/core/writer/apply.ts';
import type { EditPolicy } from '../../generators/core/writer/changes.ts';
import type { FileSystem } from '../../generators/core/writer/file-system.ts';
import { type ModelOutput, type OutputPlan, planOutput } from '../../generators/core/writer/plan.ts';
import { type Diagnostic, hasErrors } from '../../pim/diagnostic.ts';
import type { Arguments } from '../arguments.ts';
import type { RunCommand, UsageProblem } from '../command.ts';
import { emitProjectModel } from '../emit-project.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { nodeFileSystem, thisRun } from '../node-file-system.ts';
import { printDryRun, printRefusal, printStaleEdits, printSummary, type Shown } from '../print-changes.ts';
import { printDiagnostics } from '../print-diagnostics.ts';
import { printable } from '../printable.ts';
import type { Project } from '../project.ts';
import type { CheckedModel } from '../read-models.ts';
import { readProject } from '../read-project.ts';
import { isWithin, recordedSources, sourcePath } from '../source-paths.ts';
import { systemProblem } from '../system-error.ts';
import type { Terminal } from '../terminal.ts';

interface Request {
  readonly policy: EditPolicy;
  readonly dryRun: boolean;
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
  const failures = outputs.flatMap((one) => ('problem' in one ? [one.problem] : []));
  if (failures.length > 0) return refused(terminal, printDiagnostics(failures, { ...terminal, texts }));
  const { output, partial, wanted } = project;
  const { plan, problems } = planOutput(
    outputs.filter((one) => 'model' in one),
    {
      targets: partial ? wanted : undefined,
      coversSource: (source) => project.models.some((path) => isWithin(path, sourcePath(output, source))),
    },
  );
  if (problems.length > 0) {
    return refused(
      terminal,
      problems.map(({ path, reason }) => `error: \`${printable(path)}\` ${reason}.\n`).join(''),
    );
  }
  return write(plan, project, request, started, terminal);
};

function planOne(
  model: CheckedModel,
  project: Project,
  terminal: Terminal,
): ModelOutput | { readonly problem: Diagnostic } {
  const { name } = model.index.model;
  terminal.progress(`Generating ${name}…`);
  const plan = emitProjectModel(model, project);
  const paths = [...model.sources.values()].map(({ path }) => path);
  if ('problem' in plan) return plan;
  return { model: name, ...plan, sources: recordedSources(project.output, paths) };
}

function write(
  plan: OutputPlan,
  { output: out, targets }: Project,
  { policy, dryRun, quiet }: Request,
  started: number,
  terminal: Terminal,
): ExitCode {
  let outcome: WriteOutcome;
  try {
    const fileSystem = watched(nodeFileSystem(out), plan.files.length, terminal);
    if ((fileSystem.kind('') ?? 'folder') !== 'folder') {
      return refused(terminal, `error: \`${printable(out)}\` is a file; the output needs a folder.\n`);
    }
    outcome = writeOutput({ plan, fileSystem, run: thisRun, policy, dryRun });
  } catch (error) {
    return failed(error, out, terminal);
  }
  if (outcome.kind !== 'written') {
    terminal.problem(printRefusal(outcome, out));
    return outcome.kind === 'conflict' ? exitCodes.conflict : exitCodes.problems;
  }
  const shown: Shown = {
    changes: outcome.changes,
    out,
    policy,
    dryRun,
    targets: targets.map((target) => target.id),
  };
  if (dryRun) terminal.answer(printDryRun(shown));
  if (!quiet) terminal.answer(printSummary(shown, performance.now() - started));
  terminal.problem(printStaleEdits(shown));
  return outcome.changes.staleEdits.length > 0 && policy === 'stop' ? exitCodes.conflict : exitCodes.fine;
}

/** Something in the file system's way: what was written so far stays, and the next run goes on from there. */
function failed(error: unknown, out: string, terminal: Terminal): ExitCode {
  const problem = systemProblem(error);
  if (!problem) throw error;
  terminal.problem(
    `error: \`${printable(problem.path ?? out)}\` ${problem.reason}.\nMend that and run the same command again.\n`,
  );
  return exitCodes.problems;
}

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
  if (switches.has('keep') && switches.has('force')) {
    return { usage: '`--keep` and `--force` are opposites: give one of them.' };
  }
  return {
    policy: switches.has('force') ? 'force' : switches.has('keep') ? 'keep' : 'stop',
    dryRun: switches.has('dry-run'),
    quiet: switches.has('quiet'),
  };
}
