import { emitModel, withNeeded } from '../../generators/core/pipeline.ts';
import type { Target } from '../../generators/core/target.ts';
import { type WriteOutcome, writeOutput } from '../../generators/core/writer/apply.ts';
import type { EditPolicy } from '../../generators/core/writer/changes.ts';
import type { FileSystem } from '../../generators/core/writer/file-system.ts';
import { type ModelOutput, type OutputPlan, planOutput } from '../../generators/core/writer/plan.ts';
import { targets } from '../../generators/targets.ts';
import { hasErrors } from '../../pim/diagnostic.ts';
import { didYouMean } from '../../pim/near-miss.ts';
import { type Arguments, valueOf } from '../arguments.ts';
import type { RunCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { nodeFileSystem, thisRun } from '../node-file-system.ts';
import { packageTemplates } from '../package-templates.ts';
import { printDryRun, printRefusal, printStaleEdits, printSummary, type Shown } from '../print-changes.ts';
import { printDiagnostics } from '../print-diagnostics.ts';
import { printable } from '../printable.ts';
import { type CheckedModel, readModels } from '../read-models.ts';
import { isWithin, recordedSources, sourcePath } from '../source-paths.ts';
import { systemProblem } from '../system-error.ts';
import type { Terminal } from '../terminal.ts';

interface Request {
  readonly paths: readonly string[];
  readonly out: string;
  /** Undefined for all. */
  readonly wanted: ReadonlySet<string> | undefined;
  readonly policy: EditPolicy;
  readonly dryRun: boolean;
  readonly quiet: boolean;
}

/** Reads and checks models, plans every file in memory, and writes only if nothing is an error. */
export const generate: RunCommand = (given, terminal) => {
  const request = requestOf(given);
  if ('usage' in request) return request;
  const started = performance.now();
  terminal.progress('Checking…');
  const { models, diagnostics, texts } = readModels(request.paths, { targets, wanted: request.wanted });
  terminal.problem(printDiagnostics(diagnostics, { ...terminal, texts }));
  if (hasErrors(diagnostics)) return refused(terminal, '');

  const outputs = models.map((model) => planOne(model, request.out, terminal));
  const { plan, problems } = planOutput(outputs, {
    targets: request.wanted,
    coversSource: (source) => request.paths.some((path) => isWithin(path, sourcePath(request.out, source))),
  });
  if (problems.length > 0) {
    return refused(
      terminal,
      problems.map(({ path, reason }) => `error: \`${printable(path)}\` ${reason}.\n`).join(''),
    );
  }
  return write(plan, request, started, terminal);
};

function planOne({ index, transformed, paths }: CheckedModel, out: string, terminal: Terminal): ModelOutput {
  const model = index.model.name;
  terminal.progress(`Generating ${model}…`);
  const { folder, targets: plans } = emitModel(index, transformed, packageTemplates);
  return { model, folder, targets: plans, sources: recordedSources(out, paths) };
}

function write(plan: OutputPlan, request: Request, started: number, terminal: Terminal): ExitCode {
  const { out, policy, dryRun, quiet } = request;
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

function requestOf(given: Arguments): Request | { readonly usage: string } {
  const { switches, values, operands } = given;
  if (switches.has('keep') && switches.has('force')) {
    return { usage: '`--keep` and `--force` are opposites: give one of them.' };
  }
  const asked = values.get('target')?.flatMap((value) => value.split(','));
  const unknown = asked?.find((id) => targets.every((target: Target) => target.id !== id));
  if (unknown !== undefined) {
    const ids = targets.map((target) => target.id);
    return {
      usage: `There is no target \`${unknown}\`.${didYouMean(unknown, ids)} There are: ${ids.join(', ')}.`,
    };
  }
  return {
    paths: operands,
    out: valueOf(given, 'out') ?? 'generated',
    // A target's files are of no use without those of the targets that it needs.
    wanted: asked && new Set(withNeeded(targets, new Set(asked)).map((target) => target.id)),
    policy: switches.has('force') ? 'force' : switches.has('keep') ? 'keep' : 'stop',
    dryRun: switches.has('dry-run'),
    quiet: switches.has('quiet'),
  };
}
