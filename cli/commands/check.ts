import { judgesOf } from '../../generators/core/coverage.ts';
import { type Diagnostic, hasErrors } from '../../pim/diagnostic.ts';
import { type Arguments, valueOf } from '../arguments.ts';
import type { RunCommand, UsageProblem } from '../command.ts';
import { coverageJson, printCoverage } from '../coverage-report.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { packageVersion } from '../package-version.ts';
import { counted, printDiagnostics } from '../print-diagnostics.ts';
import { type ReadProject, readProject } from '../read-project.ts';
import { githubReport } from '../reports/github.ts';
import { jsonReport } from '../reports/json.ts';
import { junitReport } from '../reports/junit.ts';
import { sarifReport } from '../reports/sarif.ts';
import type { Terminal } from '../terminal.ts';

/** Reads and checks models; writes nothing. */
export const check: RunCommand = async (given, terminal) => {
  terminal.progress('Checking…');
  const read = await readProject(given, (target) => !target.deferred);
  if ('usage' in read) return read;
  const { models, diagnostics, texts } = read;
  if (given.switches.has('coverage')) return cover(given, read, terminal);
  const report = reportFor(given, diagnostics, [...texts.keys()]);
  if (report !== undefined) {
    terminal.answer(report);
  } else {
    terminal.problem(
      printDiagnostics(diagnostics, { texts, colour: terminal.colour, columns: terminal.columns }),
    );
    if (diagnostics.length === 0 && !given.switches.has('quiet')) {
      terminal.answer(`${counted(models.length, 'model')} checked: no problems\n`);
    }
  }
  return hasErrors(diagnostics) ? exitCodes.problems : exitCodes.fine;
};

/** Which target holds which rule; problems are told beside it, for people. */
function cover(
  given: Arguments,
  { project, models, diagnostics, texts }: ReadProject,
  terminal: Terminal,
): ExitCode | UsageProblem {
  const format = valueOf(given, 'format') ?? 'pretty';
  if (format !== 'pretty' && format !== 'json')
    return { usage: '`--coverage` has the formats pretty and json.' };
  terminal.problem(printDiagnostics(diagnostics, { ...terminal, texts }));
  const sound = models.filter((model) => model.sound);
  const made = project?.targets.filter(({ id }) => project.wanted.has(id)) ?? [];
  const judges = made.flatMap(judgesOf);
  terminal.answer(format === 'json' ? coverageJson(sound, judges) : printCoverage(sound, judges));
  return hasErrors(diagnostics) ? exitCodes.problems : exitCodes.fine;
}

/** What a program asked for; undefined if it is a person who asks. */
function reportFor(
  given: Arguments,
  diagnostics: readonly Diagnostic[],
  files: readonly string[],
): string | undefined {
  switch (valueOf(given, 'format')) {
    case 'json':
      return jsonReport(diagnostics);
    case 'github':
      return githubReport(diagnostics);
    case 'sarif':
      return sarifReport(diagnostics, packageVersion());
    case 'junit':
      return junitReport(diagnostics, files);
    default:
      return undefined;
  }
}
