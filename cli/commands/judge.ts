import { statSync } from 'node:fs';
import { allEngines } from '../../engines/all-engines.ts';
import type { Engine } from '../../engines/engine.ts';
import { outputMaker } from '../../engines/make-output.ts';
import { targets } from '../../generators/targets.ts';
import type { Diagnostic } from '../../pim/diagnostic.ts';
import { didYouMean } from '../../pim/near-miss.ts';
import { type Arguments, valueOf } from '../arguments.ts';
import type { RunCommand, UsageProblem } from '../command.ts';
import { unreadableInput } from '../diagnostic-pages.ts';
import { enginesFolder } from '../engines-folder.ts';
import { exitCodes } from '../exit-code.ts';
import { type EngineReport, reportOn } from '../judging/engine-report.ts';
import { exampleCases } from '../judging/example-cases.ts';
import { findExpectations } from '../judging/find-expectations.ts';
import { judgingJson } from '../judging/judging-json.ts';
import { printDetails, printReports } from '../judging/print-judging.ts';
import { readCases, type WrittenCase } from '../judging/read-cases.ts';
import { packageTemplates } from '../package-templates.ts';
import { printDiagnostics } from '../print-diagnostics.ts';
import { printable } from '../printable.ts';
import { readSource } from '../read-sources.ts';
import { runtimeFolder } from '../runtime-folder.ts';
import { wholeFile } from '../whole-file.ts';

/** Asks every engine what it says to cases, and tells where one disagrees. */
export const judge: RunCommand = async (given, terminal) => {
  if (given.operands.length === 0) return { usage: 'A file of cases, or a model with examples, is missing.' };
  const engines = enginesFor(given);
  if ('usage' in engines) return engines;
  const read = readCaseFiles(given.operands.filter((path) => !isModel(path)));
  const analysis = { targets, wanted: new Set(engines.flatMap(({ target }) => target ?? [])) };
  const { found, texts } = findExpectations(read.cases, analysis);
  const examples = exampleCases(given.operands.filter(isModel), analysis);
  const problems = [
    ...read.problems,
    ...found.flatMap((one) => ('diagnostics' in one ? [{ id: one.id, diagnostics: one.diagnostics }] : [])),
    ...examples.problems,
  ];
  const asked = [...found.filter((one) => 'expectation' in one), ...examples.cases];
  const reports: EngineReport[] = [];
  for (const engine of asked.length === 0 ? [] : engines) {
    terminal.progress(`Asking ${engine.title}…`);
    reports.push(await reportOn(engine, asked, targets));
  }
  if (valueOf(given, 'format') === 'json') terminal.answer(judgingJson(reports, problems));
  else {
    // Cases of one model share its problems: they are told once.
    const all = [...new Set(problems.flatMap(({ diagnostics }) => diagnostics))];
    terminal.problem(
      printDiagnostics(all, { ...terminal, texts: new Map([...read.texts, ...texts, ...examples.texts]) }),
    );
    if (!given.switches.has('quiet')) terminal.answer(printReports(reports));
    terminal.problem(printDetails(reports));
  }
  // Who asks for an engine by its name wants an answer.
  const isSilent = given.values.has('engine') && reports.some(({ run }) => run === 0);
  const isFine =
    problems.length === 0 && !isSilent && reports.every(({ disagreed }) => disagreed.length === 0);
  return isFine ? exitCodes.fine : exitCodes.problems;
};

/** Cases are never in a folder: a folder is of a model. */
function isModel(path: string): boolean {
  return path.endsWith('.domain') || (statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false);
}

function enginesFor(given: Arguments): readonly Engine[] | UsageProblem {
  const all = allEngines({ make: outputMaker(targets, packageTemplates), runtimeFolder, enginesFolder });
  const ids = all.map(({ id }) => id);
  const asked = given.values.get('engine')?.flatMap((value) => value.split(','));
  const unknown = asked?.find((id) => !ids.includes(id));
  if (unknown !== undefined) {
    const usage = `There is no engine \`${printable(unknown)}\`.${didYouMean(unknown, ids)} There are: ${ids.join(', ')}.`;
    return { usage };
  }
  return asked ? all.filter(({ id }) => asked.includes(id)) : all;
}

interface CaseFiles {
  readonly cases: readonly WrittenCase[];
  /** By file. */
  readonly problems: readonly { readonly id: string; readonly diagnostics: readonly Diagnostic[] }[];
  readonly texts: ReadonlyMap<string, string>;
}

function readCaseFiles(paths: readonly string[]): CaseFiles {
  const texts = new Map<string, string>();
  const ids = new Set<string>();
  const read = paths.map((path) => {
    const source = readSource(path);
    if (source.kind === 'unreadable') {
      const message = `\`${path}\` ${source.reason}.`;
      return {
        path,
        cases: [],
        diagnostics: [{ ...unreadableInput, message, origin: wholeFile(path), related: [] }],
      };
    }
    texts.set(path, source.text);
    return { path, ...readCases(source.text, path, ids) };
  });
  return {
    cases: read.flatMap(({ cases }) => cases),
    problems: read.flatMap(({ path, diagnostics }) =>
      diagnostics.length > 0 ? [{ id: path, diagnostics }] : [],
    ),
    texts,
  };
}
